import { upsertSearchAttributes } from '@temporalio/workflow'
import { type AccountEvent, afterEvent, type EventEffect, effectOf } from '../../domain/account-events.ts'
import { bringsSurvey } from '../../domain/customers.ts'
import { remember, stageOf } from '../../domain/life.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { StageAttribute } from '../visibility.ts'
import type { LifeContext } from './context.ts'
import { withdrawTalks } from './talks.ts'
import { bringBack, planYears, stopClocks } from './years.ts'

const CANCELLED = 'account_cancelled'

/** Takes an event in, once: worked off it is by the main loop, one after the other. */
export function hearEvent({ life }: LifeContext, event: AccountEvent): void {
  if (life.heard.includes(event.key) || life.inbox.some(({ key }) => key === event.key)) return
  life.inbox.push(event)
}

/** What an account event does to the life. It stays in the inbox until all of it is done. */
export async function takeEvent(context: LifeContext): Promise<void> {
  const { life, customerId } = context
  const [event] = life.inbox
  if (event === undefined) return
  const effect = effectOf(event, life, life.trial?.endsAt ?? null)
  Object.assign(life, afterEvent(event, effect, life))
  await records.recordAccountEvent({ customerId, event, effect })
  await CONSEQUENCES[effect]?.(context)
  remember(life.heard, event.key)
  life.inbox.shift()
  context.details()
}

const showStage = ({ life }: LifeContext): void => upsertSearchAttributes([{ key: StageAttribute, value: stageOf(life) }])

const CONSEQUENCES: Readonly<Partial<Record<EventEffect, (context: LifeContext) => Promise<void>>>> = {
  async cancelled(context) {
    showStage(context)
    stopClocks(context, CANCELLED)
    await context.analysis.stop?.(CANCELLED)
    await withdrawTalks(context, CANCELLED)
  },
  async resumed(context) {
    showStage(context)
    await withdrawTalks(context, null)
    bringBack(context)
    await planYears(context)
  },
  async product_added(context) {
    const { life } = context
    // Who is new to this product is asked how it goes in three months, whenever he came to us.
    if (bringsSurvey(life.products) && !context.step('survey')) life.surveyedAt ??= now()
    await planYears(context)
  },
  async trial_moved(context) {
    await context.talks.get(context.step('trial_end_call')?.callId ?? '')?.('trial_moved')
    await planYears(context)
  },
}
