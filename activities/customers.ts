import { lifeClocks } from '../domain/calendar/clocks.ts'
import { addPeriod } from '../domain/calendar/periods.ts'
import type { OutcomeData } from '../domain/calls/calls.ts'
import type { Clock } from '../domain/clock.ts'
import { type Entry, type NewNotice, TEAM } from '../domain/codes.ts'
import {
  type Product,
  type Registration,
  type RegistrationAnswer,
  type RegistrationRecord,
  type Stage,
  type Support,
  type TrialStatus,
  trialOf,
} from '../domain/customers.ts'
import { descriptionEntries, type ProfileView } from '../domain/profile/profile.ts'
import type { AgreementStore } from './agreements.ts'
import type { CallTimes } from './consents.ts'
import type { AccountReads } from './life.ts'

export interface NewCustomer {
  readonly registration: Registration
  readonly trial: { readonly status: TrialStatus; readonly endsAt?: string }
  readonly entry: Entry
  readonly notices: readonly NewNotice[]
}

export interface CustomerChange {
  /** Who looks after him from now on. */
  readonly agentId?: string
  readonly stage?: Stage
  readonly support?: Support
  readonly experience?: OutcomeData['experience']
  readonly areas?: readonly string[]
  /** ISO instant; null where the cancellation was withdrawn. */
  readonly cancelledAt?: string | null
  readonly addProduct?: Product
  /** When he wants to be called; a zone that he names himself is assumed no more. */
  readonly callTimes?: CallTimes
  /** ISO instants. `startedAt` where it begins now. */
  readonly trial?: { readonly status: TrialStatus; readonly startedAt?: string; readonly endsAt: string }
}

/** What is written down with a change, and who is told; `key` makes a repeat of the whole harmless. */
export interface Told {
  readonly key: string
  readonly entries: readonly Entry[]
  readonly notices?: readonly NewNotice[]
}

/** A call in which somebody was spoken to. */
export interface Talk {
  readonly customerId: string
  readonly callId: string
  readonly agentId: string | null
  readonly actor: string
}

export interface CustomerStore {
  /** One transaction: the seller with contact, account, entry and notices, or the finding that he is already here. A repeat answers the same. */
  register(customer: NewCustomer): Promise<RegistrationAnswer>
  change(customerId: string, change: CustomerChange, told: Told): Promise<void>
}

export interface CustomerDeps {
  readonly profiles: { view(customerId: string): Promise<ProfileView> }
  readonly customers: CustomerStore & AccountReads
  readonly agreements: Pick<AgreementStore, 'record'>
  readonly clock: Clock
}

/** The trial lasts P14D in the customer's zone: fourteen days on his calendar, not 336 hours. */
function trialFor(registration: Registration): NewCustomer['trial'] {
  const { products, trialEndsAt, registeredAt, timeZone } = registration
  const kind = trialOf(products, trialEndsAt)
  if (kind === 'none') return { status: 'none' }
  if (kind === 'contract' && trialEndsAt !== undefined)
    return { status: trialEndsAt > registeredAt ? 'running' : 'over', endsAt: trialEndsAt }
  return { status: 'running', endsAt: addPeriod(registeredAt, 'P14D', timeZone) }
}

const owner = (agentId: string | null) => (agentId === null ? {} : { agentId })

const entry = (kind: string, params: Entry['params'], actor: string): Entry => ({ kind, params, actor })

export const createCustomerActivities = ({ customers, agreements, clock, profiles }: CustomerDeps) => ({
  /** Writes the seller down, once, and tells the whole team; answers what the new life has to know of its years. */
  async registerCustomer(registration: Registration): Promise<RegistrationRecord> {
    const { customerId, company, country, languages, products, actor } = registration
    const facts = { company, country, languages, products }
    const answer = await customers.register({
      registration,
      trial: trialFor(registration),
      entry: entry('customer_registered', { country, languages, products }, actor),
      notices: [{ audience: TEAM, kind: 'customer_registered', params: facts }],
    })
    if (answer.joined) return answer
    const account = await customers.account(customerId)
    return { ...answer, clocks: lifeClocks({ customerId, surveys: 0, surveyedAt: null, surveyNotBefore: null }, account, clock.now()) }
  },

  /** The welcome call was held: does the seller want support? Who talked to him looks after him from now on. */
  async recordWelcome({ customerId, callId, agentId, actor }: Talk, support: Support): Promise<void> {
    const change: CustomerChange = { stage: 'welcomed', support, ...owner(agentId) }
    await customers.change(customerId, change, { key: `${callId}/welcomed`, entries: [entry('welcomed', { callId, support }, actor)] })
  },

  /**
   * What the seller told in the onboarding and what was agreed; only a finished one moves his stage. What he told comes first: what was
   * agreed is held against proposals that know it.
   */
  async recordOnboarding({ customerId, callId, agentId, actor }: Talk, data: OutcomeData, finished: boolean): Promise<void> {
    const { experience, areas, agreed = [] } = data
    const change: CustomerChange = {
      ...(finished ? { stage: 'onboarded' as const, support: 'wanted' as const } : {}),
      ...owner(agentId),
      ...(experience === undefined ? {} : { experience }),
      ...(areas === undefined ? {} : { areas }),
    }
    const key = `${callId}/onboarded`
    const said = { ...(experience === undefined ? {} : { experience }), ...(areas === undefined ? {} : { areas }) }
    const described = descriptionEntries(await profiles.view(customerId), said, actor)
    await customers.change(customerId, change, {
      key,
      entries: [entry(finished ? 'onboarded' : 'onboarding_interrupted', { callId }, actor), ...described],
    })
    if (agreed.length > 0) await agreements.record({ customerId, callId, key, agreed, by: actor, repeats: true })
  },

  /** The talk at the end of the trial: what the seller says of it, and the strategy that goes on. */
  async recordTrialTalk({ customerId, callId, agentId, actor }: Talk, { feedback, agreed = [] }: OutcomeData): Promise<void> {
    const key = `${callId}/trial-talked-over`
    const entries = [entry('trial_talked_over', { callId, feedback: feedback ?? null }, actor)]
    await customers.change(customerId, owner(agentId), { key, entries })
    if (agreed.length > 0) await agreements.record({ customerId, callId, key, agreed, by: actor, repeats: true })
  },
})

export type CustomerActivities = ReturnType<typeof createCustomerActivities>
