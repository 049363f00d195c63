import type { CallTimes } from '../../activities/consents.ts'
import type { Statement } from '../../domain/consent/ledger.ts'
import type { PlanStepName } from '../../domain/plan.ts'
import { records } from '../records.ts'
import { refuseStep } from './concluded.ts'
import type { LifeContext } from './context.ts'
import { OPTED_OUT } from './context.ts'
import { withdrawTalks } from './talks.ts'
import { planYears, retime } from './years.ts'

/** Somebody of the company said something about being called: it is written down, and whatever it stops or allows again follows. */
export async function hearConsent(context: LifeContext, statement: Statement): Promise<void> {
  const { customerId } = context
  const refused = await records.recordConsent({ customerId, statement })
  await respect(context, refused)
  if (statement.act === 'opted_out' && statement.scope === 'all' && context.life.planned) await withdrawTalks(context, OPTED_OUT)
  context.details()
}

/** The ledger says anew which calls nobody wants: those are planned no more, and others again. */
export async function respect(context: LifeContext, refused: PlanStepName[]): Promise<void> {
  const { life } = context
  const before = life.refused
  life.refused = refused
  // A run of the first version sends no signals that it did not send before.
  if (!life.planned) return
  for (const step of refused.filter((one) => !before.includes(one))) await refuseStep(context, step)
  if (before.some((one) => !refused.includes(one))) await planYears(context)
}

/** People came or went: who is left may be asked again. */
export async function lookAtPeople(context: LifeContext): Promise<void> {
  await respect(context, await records.readRefusals({ customerId: context.customerId }))
  context.details()
}

export interface CallTimesWish extends CallTimes {
  readonly actor: string
}

/** He wants to be called at other times: what rings by itself keeps to them from now on. */
export async function changeCallTimes(context: LifeContext, { actor, ...times }: CallTimesWish): Promise<void> {
  const { life, customerId } = context
  life.notes += 1
  await records.changeCallTimes({ customerId, key: `call-times/${life.notes}`, times, actor })
  await retime(context)
  context.details()
}
