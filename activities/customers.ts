import { addPeriod } from '../domain/calendar/periods.ts'
import type { OutcomeData } from '../domain/calls/calls.ts'
import type { Clock } from '../domain/clock.ts'
import { type Entry, type NewNotice, TEAM } from '../domain/codes.ts'
import { type Registration, type RegistrationAnswer, type Stage, type Support, type TrialStatus, trialOf } from '../domain/customers.ts'

export interface NewCustomer {
  readonly registration: Registration
  readonly trial: { readonly status: TrialStatus; readonly endsAt?: string }
  readonly entry: Entry
  readonly notices: readonly NewNotice[]
}

export interface CustomerChange {
  readonly stage?: Stage
  readonly support?: Support
  readonly experience?: OutcomeData['experience']
  readonly areas?: readonly string[]
  readonly agreed?: OutcomeData['agreed']
}

export interface CustomerStore {
  /** One transaction: the seller with contact, account, entry and notices, or the finding that he is already here. A repeat answers the same. */
  register(customer: NewCustomer): Promise<RegistrationAnswer>
  /** `key` makes a repeat harmless. */
  change(customerId: string, change: CustomerChange, entries: readonly Entry[], key: string): Promise<void>
}

export interface CustomerDeps {
  readonly customers: CustomerStore
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

const entry = (kind: string, params: Entry['params'], actor: string): Entry => ({ kind, params, actor })

export const createCustomerActivities = ({ customers }: CustomerDeps) => ({
  /** Writes the seller down, once, and tells the whole team. */
  async registerCustomer(registration: Registration): Promise<RegistrationAnswer> {
    const { company, country, languages, products, actor } = registration
    const facts = { company, country, languages, products }
    return customers.register({
      registration,
      trial: trialFor(registration),
      entry: entry('customer_registered', { country, languages, products }, actor),
      notices: [{ audience: TEAM, kind: 'customer_registered', params: facts }],
    })
  },

  /** The welcome call was held: does the seller want support? */
  async recordWelcome(customerId: string, callId: string, support: Support, actor: string): Promise<void> {
    await customers.change(
      customerId,
      { stage: 'welcomed', support },
      [entry('welcomed', { callId, support }, actor)],
      `${callId}/welcomed`,
    )
  },

  /** What the seller told in the onboarding and what was agreed; only a finished one moves his stage. */
  async recordOnboarding(customerId: string, callId: string, data: OutcomeData, finished: boolean, actor: string): Promise<void> {
    const { experience, areas, agreed } = data
    const change: CustomerChange = {
      ...(finished ? { stage: 'onboarded' as const, support: 'wanted' as const } : {}),
      ...(experience === undefined ? {} : { experience }),
      ...(areas === undefined ? {} : { areas }),
      ...(agreed === undefined ? {} : { agreed }),
    }
    const entries = [
      entry(finished ? 'onboarded' : 'onboarding_interrupted', { callId }, actor),
      ...(agreed === undefined || agreed.length === 0 ? [] : [entry('strategy_agreed', { callId, agreed }, actor)]),
    ]
    await customers.change(customerId, change, entries, `${callId}/onboarded`)
  },
})

export type CustomerActivities = ReturnType<typeof createCustomerActivities>
