import { getExternalWorkflowHandle, patched } from '@temporalio/workflow'
import type { SellerDescription as DescribedSeller } from '../../activities/profile.ts'
import type { AmazonConsent, ConsentResult } from '../../domain/amazon/accounts.ts'
import type { Registration, RegistrationAnswer } from '../../domain/customers.ts'
import { accountAdded } from '../messages.ts'
import { records } from '../records.ts'
import { unlessEnded } from '../unless-ended.ts'
import type { LifeContext } from './context.ts'
import { ring, rings } from './ringing.ts'
import { planAnalysis, planAuthorisation } from './years.ts'

export type SellerDescription = Omit<DescribedSeller, 'customerId' | 'key'>

/** A consent at Amazon is written down; from now on its own end counts, whatever was planned for the one before. */
export async function takeConsent(context: LifeContext, consent: AmazonConsent): Promise<ConsentResult> {
  const result = await records.connectAmazonAccount({ customerId: context.customerId, consent })
  if (result.effect === 'elsewhere') return result
  await noticeAccount(context)
  return result
}

/** There is an account at Amazon, new or again: what it brings is planned. */
export async function noticeAccount(context: LifeContext): Promise<void> {
  if (context.life.standing === 'active') {
    await planAuthorisation(context)
    planAnalysis(context)
    // At once: whoever comes back from Amazon finds it under way.
    if (rings(context)) await ring(context)
  }
  context.details()
}

export async function describe({ life, customerId }: LifeContext, description: SellerDescription): Promise<void> {
  life.notes += 1
  await records.describeSeller({ customerId, key: `described/${life.notes}`, ...description })
}

/** The seller who was here already may have got an account by this registration. */
export async function tellOwner({ amazon }: Registration, { customerId }: RegistrationAnswer): Promise<void> {
  if (amazon !== undefined && patched('analysis'))
    await unlessEnded(getExternalWorkflowHandle(`customer/${customerId}`).signal(accountAdded))
}
