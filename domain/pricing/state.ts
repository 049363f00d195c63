/** What the last change of ours was for. */
export type Reason =
  | 'contest'
  | 'probe'
  | 'revert'
  | 'raise'
  | 'repair'
  | 'manual'
  | 'event'
  | 'push'
  | 'follow'
  | 'twin'
  | 'discount'
  | 'offered_again'

/** Where a listing stands with the Buy Box. */
export type Phase = 'start' | 'contest' | 'floored' | 'holding' | 'solo' | 'suppressed' | 'ineligible'

/** A price that was sent, and that Amazon has not yet been seen to show and to judge. */
export interface PendingChange {
  readonly from: number
  readonly to: number
  readonly why: Reason
  /** Epoch milliseconds */
  readonly sentAt: number
  /** When a look first showed it; null: not yet. */
  readonly seenAt: number | null
}

/** What is known of one set of rivals: the price that held the Buy Box last, and the one that lost it last. */
export interface Search {
  readonly fingerprint: number
  /** The least effective price of these rivals; null: there were none. */
  readonly lowest: number | null
  readonly held: number | null
  readonly lost: number | null
  readonly lostAt: number
}

/** How far a contest for the Buy Box has gone down. */
export interface Ladder {
  /** The rung we stand on; below nothing before the first. */
  readonly rung: number
  /** Where it was won the last time. */
  readonly won: number
  /** Nothing more is tried before. */
  readonly until: number
  /** How often in a row nothing won it. */
  readonly rests: number
}

/** How rivals and we have gone down. */
export interface War {
  /** The least price, as our buyers see it, when we last went down to it. */
  readonly lowest: number
  /** When they made us go down in the last hour. */
  readonly undercuts: readonly number[]
  /** Nobody is followed before. */
  readonly until: number
  /** How often it came to that. */
  readonly wars: number
  /** What we first went down to: where a night takes the price back to. */
  readonly began: number
  /** The midnight after which it goes back there. */
  readonly night: number
}

/** Where a rule of sales stands. */
export interface PushState {
  /** Of the rule it belongs to. */
  readonly version: number
  readonly start: number
  /** Orders count from here: the beginning, or the midnight before. */
  readonly since: number
  /** When the day ends; null where no day counts. */
  readonly until: number | null
  /** Steps that were taken. None is taken twice, whatever is cancelled later. */
  readonly fired: number
  /** Units that steps and windows before have used up. */
  readonly used: number
  /** What the rule makes of the price. */
  readonly target: number
  /** When the window began. */
  readonly windowFrom: number
  /** There was nothing to sell in some part of it. */
  readonly dry: boolean
  /** The raise for low stock was made. */
  readonly low: boolean
  /** The Buy Box was ours when the price was changed. */
  readonly held: boolean
}

/** Everything that is remembered of a listing between two decisions. Prices are listing prices in minor units, times epoch milliseconds. */
export interface PricingState {
  /** The strategy's version that it belongs to. */
  readonly strategy: number
  readonly phase: Phase
  /** As we last set it, or saw it; null: neither yet. */
  readonly price: number | null
  /** Of the newest look. */
  readonly lookedAt: number
  readonly change: PendingChange | null
  readonly search: Search | null
  /** What was found out beside other rivals or prices of theirs, the newest first: they come back. */
  readonly searches: readonly Search[]
  readonly war: War | null
  readonly ladder: Ladder
  /** Nothing is tried upwards before. */
  readonly probeAt: number
  /** How long the next lost probe makes us wait. */
  readonly backoff: number
  /** Probes that kept and that lost the Buy Box: while still lowest, up to 5 % above, further above. */
  readonly kept: readonly number[]
  readonly lost: readonly number[]
  /** When prices were changed in the last day, the newest last. */
  readonly changes: readonly number[]
  /** Prices of the last day that were higher than all after them, and until when they stood: the highest first. */
  readonly highs: readonly High[]
  /** When the last decision wanted to be asked again. */
  readonly checkAt: number | null
  readonly push: PushState | null
  /** The scheduled event that says the price; null: the strategy does. */
  readonly event: string | null
  /** What businesses are offered; null where nothing was decided of it. */
  readonly business: BusinessState | null
}

/** A price, and until when it stood: epoch milliseconds. */
export interface High {
  readonly price: number
  readonly until: number
}

export interface BusinessState {
  readonly pricing: PricingState
  readonly tiers: readonly Tier[]
  /** The price with which the offer was taken back, when consumers came to pay less than it may cost; null: it was not. */
  readonly withdrawn: number | null
}

/** From so many units on, each costs so much. */
export interface Tier {
  readonly quantity: number
  readonly price: number
}

/** A state while a decision is made. */
export type Draft = { -readonly [Field in keyof PricingState]: PricingState[Field] }

const FIRST_BACKOFF = 30 * 60_000

export const newState = (strategy: number): Draft => ({
  strategy,
  phase: 'start',
  price: null,
  lookedAt: 0,
  change: null,
  search: null,
  searches: [],
  war: null,
  ladder: { rung: -1, won: 0, until: 0, rests: 0 },
  probeAt: 0,
  backoff: FIRST_BACKOFF,
  kept: [0, 0, 0],
  lost: [0, 0, 0],
  changes: [],
  highs: [],
  checkAt: null,
  push: null,
  event: null,
  business: null,
})

/** Field by field: objects that are spread from others are slow to read. */
export const draftOf = (state: PricingState): Draft => ({
  strategy: state.strategy,
  phase: state.phase,
  price: state.price,
  lookedAt: state.lookedAt,
  change: state.change,
  search: state.search,
  searches: state.searches,
  war: state.war,
  ladder: state.ladder,
  probeAt: state.probeAt,
  backoff: state.backoff,
  kept: state.kept,
  lost: state.lost,
  changes: state.changes,
  highs: state.highs,
  checkAt: state.checkAt,
  push: state.push,
  event: state.event,
  business: state.business,
})

/** Another strategy looks at the market anew; what was sent is still on its way, and what was changed today was changed. */
export function startAnew(draft: Draft): void {
  draft.phase = 'start'
  draft.search = null
  draft.searches = []
  draft.probeAt = 0
  draft.backoff = FIRST_BACKOFF
}

const LONGEST_BACKOFF = 24 * 60 * 60_000

export function backOff(draft: Draft, now: number): void {
  draft.probeAt = now + draft.backoff
  draft.backoff = Math.min(2 * draft.backoff, LONGEST_BACKOFF)
}

export const calmDown = (draft: Draft): void => {
  draft.backoff = FIRST_BACKOFF
}
