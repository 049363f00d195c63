import { takesAgreement } from '../../domain/calls/outcomes.ts'
import { FailureType, fieldErrorsText } from '../../domain/errors.ts'
import { type AgreementVersion, agreementErrors } from '../../domain/profile/agreement.ts'
import { refused } from '../failures.ts'
import { records } from '../records.ts'
import type { CallContext } from './context.ts'
import type { AgreedStrategies } from './wishes.ts'

/** Strategies that were agreed on while the talk goes on: kept at once, whatever becomes of the call. */
export async function agreeStrategy({ state }: CallContext, { agreed, actor }: AgreedStrategies): Promise<AgreementVersion> {
  const { callId, customerId, purpose } = state
  if (!takesAgreement(purpose)) throw refused(FailureType.CallNotOpen, `nothing is agreed on in a call of purpose ${purpose}`)
  const errors = agreed.length === 0 ? [{ field: '/agreed', message: 'is empty' }] : agreementErrors(agreed, null, '/agreed')
  if (errors.length > 0) throw refused(FailureType.InvalidRequest, fieldErrorsText(errors), errors)
  state.agreements = (state.agreements ?? 0) + 1
  return records.agreeStrategy({ customerId, callId, key: `${callId}/agreed/${state.agreements}`, agreed, by: actor })
}
