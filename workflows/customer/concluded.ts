import { patched } from '@temporalio/workflow'
import type { CallResult, OutcomeData } from '../../domain/calls/calls.ts'
import { wasHeld } from '../../domain/calls/outcomes.ts'
import type { Coded } from '../../domain/codes.ts'
import { clockOf } from '../../domain/life.ts'
import { isOpenStep, type PlanStepName } from '../../domain/plan.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { type EndedTalk, type LifeContext, OPTED_OUT, why } from './context.ts'
import { holdBooked, withdrawTalks } from './talks.ts'
import { planYears, setClocks } from './years.ts'

/** What a call that has ended means for the life. */
export async function concluded(context: LifeContext, { callId, step, result }: EndedTalk): Promise<void> {
  if (result === undefined) return brokenOff(context, callId)
  const { life, customerId, mails } = context
  const { purpose, outcome, agentId, data, booked, withdrawn, clocks } = result
  await refuseFurther(context, result)
  if (step === undefined) return
  const held = wasHeld(outcome)
  const ended = purpose === 'onboarding' ? 'onboarding_call' : step
  const shown = context.step(ended)
  // An onboarding can be booked anew before the older one is over: the step shows the newer.
  if (shown === undefined || shown.callId === callId)
    context.place(ended, held ? 'done' : 'skipped', held ? why('held', { outcome }) : whySkipped(result), callId, now())
  if (purpose === 'welcome' && held) context.reach('welcomed', agentId)
  if (purpose === 'welcome' && withdrawn !== undefined) life.unheldWelcome = withdrawn.soFar
  if (purpose === 'onboarding' && outcome === 'completed') context.reach('onboarded', agentId)
  if (purpose === 'trial_end' && held) life.trialTalkAt = now()
  if (purpose === 'survey' && withdrawn === undefined) Object.assign(life, { surveys: life.surveys + 1, surveyedAt: now() })
  if (data?.support === 'declined') mails.send({ key: `${customerId}/support-declined`, template: 'support_declined', customerId, agentId })
  if (booked) await holdBooked(context, booked, agentId === null ? context.actor : `agent/${agentId}`)
  // What was taken back may be due again by now, and after a survey comes the next.
  if (clocks !== undefined && life.standing === 'active') setClocks(context, clocks)
  else if (withdrawn !== undefined || purpose === 'survey') await planYears(context)
  context.details()
}

/** An operator ended the call by hand: the life goes on without it, and nothing it stood for stays open. */
async function brokenOff(context: LifeContext, callId: string): Promise<void> {
  const { life } = context
  const open = life.steps.filter((one) => one.callId === callId && isOpenStep(one))
  for (const { step } of open) context.place(step, 'skipped', why('ended_by_operator'), callId, now())
  if (open.some(({ step }) => step === 'survey')) {
    life.surveys += 1
    await planYears(context)
  }
  context.details()
}

function whySkipped({ outcome, withdrawn, expired }: CallResult): Coded {
  if (withdrawn !== undefined) return why(withdrawn.reason)
  if (expired) return why('never_tried')
  return why(outcome === null ? 'cancelled' : 'not_reached', { outcome })
}

/** What nobody plans any more for who does not want it. */
const REFUSED: Readonly<Record<NonNullable<OutcomeData['scope']>, readonly PlanStepName[]>> = {
  marketing: [],
  survey: ['survey'],
  service: ['welcome_call', 'trial_end_call'],
  all: ['welcome_call', 'trial_end_call', 'survey'],
}

/** Who wants no more of some calls, or none at all, gets none that we plan, now or later; what he asks for afterwards he gets. */
async function refuseFurther(context: LifeContext, { outcome, data }: CallResult): Promise<void> {
  const { life } = context
  const scope = outcome === 'opted_out' ? data?.scope : undefined
  if (scope === undefined) return
  // The call has written it into the ledger, which knows whom else there is to ask.
  const refused = patched('consents') ? await records.readRefusals({ customerId: context.customerId }) : REFUSED[scope]
  life.refused = [...new Set([...life.refused, ...refused])]
  // A run of the first version sends no signals that it did not send before.
  if (!life.planned) return
  for (const step of refused) await refuseStep(context, step, scope)
  if (scope === 'all') await withdrawTalks(context, OPTED_OUT)
}

/** A step that has its call says so when that has ended. */
export async function refuseStep({ life, place, step, talks }: LifeContext, name: PlanStepName, scope?: string): Promise<void> {
  const withdraw = talks.get(step(name)?.callId ?? '')
  if (withdraw) return withdraw(OPTED_OUT)
  const clock = clockOf(name)
  if (clock === undefined || life.clocks[clock] === undefined) return
  delete life.clocks[clock]
  place(name, 'skipped', why(OPTED_OUT, scope === undefined ? {} : { scope }))
}
