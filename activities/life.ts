import { type AccountEvent, type EventEffect, PROPOSALS } from '../domain/account-events.ts'
import { lifeClocks } from '../domain/calendar/clocks.ts'
import { addPeriod } from '../domain/calendar/periods.ts'
import type { Clock } from '../domain/clock.ts'
import type { AccountView, ClockRequest, Clocks } from '../domain/clocks.ts'
import { type Entry, type NewNotice, TEAM } from '../domain/codes.ts'
import type { PlanStepName } from '../domain/plan.ts'
import type { CustomerChange, CustomerStore } from './customers.ts'

export interface AccountReads {
  account(customerId: string): Promise<AccountView>
}

export interface LifeDeps {
  readonly customers: CustomerStore & AccountReads
  readonly clock: Clock
}

export interface EventRecord {
  readonly customerId: string
  readonly event: AccountEvent
  readonly effect: EventEffect
}

export interface TrialEnd {
  readonly customerId: string
  /** Made of the life and a number of its own: a repeat writes nothing. */
  readonly key: string
  /** ISO instant */
  readonly endsAt: string
  readonly talked: boolean
}

export interface StepNote {
  readonly customerId: string
  /** Made of the life and a number of its own: a repeat writes nothing. */
  readonly key: string
  readonly step: PlanStepName
  readonly kind: string
  readonly params: Entry['params']
  /** Whether whoever looks after the seller gets a notice, too. */
  readonly tells: boolean
  readonly actor: string
}

/** The trial of a Repricer that is added later: once in a life, P14D on the seller's calendar. */
const TRIAL = 'P14D'

export const createLifeActivities = ({ customers, clock }: LifeDeps) => ({
  /** When the clocks of a life ring. Zones and calendars belong here, where the result is recorded. */
  async planClocks(request: ClockRequest): Promise<Clocks> {
    return lifeClocks(request, await customers.account(request.customerId), clock.now())
  },

  /** Writes down what an account event did to the seller, and tells the team with a proposal what to do about it. */
  async recordAccountEvent({ customerId, event, effect }: EventRecord): Promise<void> {
    const account = await customers.account(customerId)
    const { type, source, eventId, time, key, actor, trialEndsAt, product, details } = event
    const kind = type.replace('.', '_')
    const said = {
      ...(trialEndsAt === undefined ? {} : { trialEndsAt }),
      ...(product === undefined ? {} : { product }),
      ...(details === undefined ? {} : { details }),
    }
    const params = { eventId, source, type, time, effect, ...said }
    const news = effect !== 'known' && effect !== 'out_of_date'
    const notice: NewNotice = { audience: TEAM, kind, params: { ...params, proposed: { code: PROPOSALS[type] } } }
    await customers.change(customerId, changeBy(event, effect, account, clock.now()), {
      key: `event/${key}`,
      entries: [{ kind, params, actor }],
      notices: news ? [notice] : [],
    })
  },

  /** The trial is over, whether or not anybody was reached. */
  async endTrial({ customerId, key, endsAt, talked }: TrialEnd): Promise<void> {
    const { agentId } = await customers.account(customerId)
    const params = { endsAt, talked }
    const proposed = { code: talked ? 'keep_in_touch' : 'try_once_more' }
    await customers.change(
      customerId,
      { trial: { status: 'over', endsAt } },
      {
        key,
        entries: [{ kind: 'trial_ended', params, actor: 'system' }],
        notices: [{ audience: agentId ?? TEAM, kind: 'trial_ended', params: { ...params, proposed } }],
      },
    )
  },

  async noteStep({ customerId, key, step, kind, params, tells, actor }: StepNote): Promise<void> {
    const told = { step, ...params }
    const notices = tells ? [{ audience: (await customers.account(customerId)).agentId ?? TEAM, kind, params: told }] : []
    await customers.change(customerId, {}, { key, entries: [{ kind, params: told, actor }], notices })
  },
})

function changeBy(event: AccountEvent, effect: EventEffect, account: AccountView, now: number): CustomerChange {
  const { time, trialEndsAt, product } = event
  if (effect === 'cancelled') return { cancelledAt: time }
  if (effect === 'resumed') return { cancelledAt: null }
  const startedAt = new Date(now).toISOString()
  const none = account.trial.status === 'none'
  if (effect === 'trial_moved' && trialEndsAt !== undefined)
    return { trial: { status: 'running', endsAt: trialEndsAt, ...(none ? { startedAt } : {}) } }
  if (effect !== 'product_added' || product === undefined) return {}
  const begins = product === 'repricer' && none
  return {
    addProduct: product,
    ...(begins ? { trial: { status: 'running', startedAt, endsAt: addPeriod(startedAt, TRIAL, account.timeZone) } } : {}),
  }
}

export type LifeActivities = ReturnType<typeof createLifeActivities>
