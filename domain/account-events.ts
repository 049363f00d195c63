import { PRODUCTS, type Product } from './customers.ts'

/** What the shop or billing system tells of an account that is here already (CONTRACT.md, `POST /v1/events`). */
export const ACCOUNT_EVENTS = [
  'account.cancelled',
  'account.cancellation_withdrawn',
  'account.renewed',
  'account.contract_adjusted',
  'account.trial_ending',
  'account.product_added',
] as const
export type AccountEventType = (typeof ACCOUNT_EVENTS)[number]

export interface AccountEvent {
  /** Hash of source and id: the pair counts once for ever. */
  readonly key: string
  readonly source: string
  readonly eventId: string
  readonly type: AccountEventType
  readonly actor: string
  /** ISO instant at which it happened. Events may come out of order. */
  readonly time: string
  /** ISO instant, with `account.trial_ending` */
  readonly trialEndsAt?: string
  /** With `account.product_added` */
  readonly product?: Product
  /** What else the sender told, shown to the team as it came. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** What a life knows of its account. */
export interface AccountStanding {
  standing: 'active' | 'cancelled'
  /** When the event happened that said so; null while none has. */
  standingSince: string | null
  /** When the event happened that last named an end of the trial. */
  trialToldAt: string | null
  products: readonly Product[]
}

/** What an event does to a life. `known`: it says what is so already; `out_of_date`: a later one has been heard before it. */
export type EventEffect = 'cancelled' | 'resumed' | 'trial_moved' | 'product_added' | 'told' | 'known' | 'out_of_date'

const olderThan = (event: AccountEvent, heard: string | null): boolean => heard !== null && event.time < heard

/** `trialEndsAt`: the end of the trial as the life knows it, an ISO instant. */
export function effectOf(event: AccountEvent, account: AccountStanding, trialEndsAt: string | null = null): EventEffect {
  switch (event.type) {
    case 'account.cancelled':
      if (olderThan(event, account.standingSince)) return 'out_of_date'
      return account.standing === 'cancelled' ? 'known' : 'cancelled'
    case 'account.cancellation_withdrawn':
      if (olderThan(event, account.standingSince)) return 'out_of_date'
      return account.standing === 'active' ? 'known' : 'resumed'
    case 'account.trial_ending':
      if (olderThan(event, account.trialToldAt)) return 'out_of_date'
      return event.trialEndsAt === trialEndsAt ? 'known' : 'trial_moved'
    case 'account.product_added':
      return event.product === undefined || account.products.includes(event.product) ? 'known' : 'product_added'
    default:
      return 'told'
  }
}

/** The account as it stands after an event. */
export function afterEvent(event: AccountEvent, effect: EventEffect, account: AccountStanding): AccountStanding {
  const { standing, standingSince, trialToldAt, products } = account
  if (effect === 'out_of_date') return { standing, standingSince, trialToldAt, products }
  const says = event.type === 'account.cancelled' ? 'cancelled' : event.type === 'account.cancellation_withdrawn' ? 'active' : undefined
  return {
    standing: says ?? standing,
    standingSince: says === undefined ? standingSince : event.time,
    trialToldAt: event.type === 'account.trial_ending' ? event.time : trialToldAt,
    products: effect === 'product_added' ? PRODUCTS.filter((one) => one === event.product || products.includes(one)) : products,
  }
}

/** What the team could do about it: proposed, never done unasked. */
export const PROPOSALS: Readonly<Record<AccountEventType, string>> = {
  'account.cancelled': 'ask_why',
  'account.cancellation_withdrawn': 'book_what_was_withdrawn',
  'account.renewed': 'offer_consultation',
  'account.contract_adjusted': 'offer_setup_help',
  'account.trial_ending': 'look_at_plan',
  'account.product_added': 'offer_setup_help',
}
