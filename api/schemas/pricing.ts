import { Type } from 'typebox'
import { DateOnly, Nullable, OneOf, WallEnd, WallTime, Zone } from './values.ts'

/*
 * What a decision on a price is made of, as programs and files write it. Prices are integer minor units, rates basis points (1 % is 100),
 * instants RFC 3339 or epoch milliseconds.
 */

const strict = { additionalProperties: false }
const Moment = Type.Union([Type.String({ format: 'date-time' }), Type.Number({ minimum: 0, maximum: 8.64e15 })])
/** Also what is none: guard layer 1 says what is wrong with it. */
const Price = Nullable(Type.Number())
const Rate = Type.Integer({ minimum: 0, maximum: 10_000 })
const Amount = Type.Integer({ minimum: 0 })
const Version = Type.Integer({ minimum: 1 })

const OfferBody = Type.Object(
  {
    sellerId: Type.String(),
    landed: Price,
    listing: Price,
    fba: Type.Boolean(),
    featured: Type.Boolean(),
    inBuyBox: Type.Boolean(),
    available: Type.Boolean(),
    feedbackCount: Type.Number(),
    feedbackPercent: Type.Number(),
    maximumHours: Type.Number(),
    retail: Type.Optional(Type.Boolean()),
  },
  strict,
)

const Offers = Type.Array(OfferBody, { maxItems: 100 })

/** An order line as last heard of. */
const SaleBody = Type.Object(
  { id: Type.String(), sku: Type.String(), at: Moment, units: Amount, cancelled: Amount, business: Type.Boolean() },
  strict,
)

export const SnapshotBody = Type.Object(
  {
    at: Moment,
    asin: Type.String(),
    marketplaceId: Type.String(),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    offers: Offers,
    priceThreshold: Type.Optional(Price),
    sales: Type.Optional(Type.Array(SaleBody)),
    stock: Type.Optional(Amount),
    business: Type.Optional(Type.Object({ at: Moment, offers: Offers }, strict)),
    followed: Type.Optional(Type.Array(Type.Object({ asin: Type.String(), at: Moment, offers: Offers }, strict), { maxItems: 50 })),
  },
  strict,
)

const RivalFilterBody = Type.Object(
  {
    leastRatings: Type.Optional(Amount),
    leastPercent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    mostHours: Type.Optional(Type.Number({ minimum: 0 })),
    only: Type.Optional(OneOf(['fba', 'fbm'])),
    withoutRetail: Type.Optional(Type.Boolean()),
    exclude: Type.Optional(Type.Array(Type.String(), { maxItems: 200 })),
  },
  strict,
)

const Asked = Type.Integer({ minimum: 1 })
const Moved = Type.Integer({ minimum: -10_000, maximum: 10_000 })
/** By minor units, or by basis points of the price it has then; less than nothing is down. */
const ChangeBody = Type.Union([Type.Object({ amount: Type.Integer() }, strict), Type.Object({ rate: Moved }, strict)])
const SalesStepBody = Type.Object({ units: Asked, change: ChangeBody }, strict)
/** Also none. */
const FewUnitsBody = Type.Object({ units: Amount, change: ChangeBody }, strict)

const SALES_RULE = {
  version: Version,
  start: Asked,
  countBy: OneOf(['sku', 'asin']),
  buyers: OneOf(['all', 'consumers', 'businesses']),
  keepBuyBox: Type.Boolean(),
  steps: Type.Array(SalesStepBody, { maxItems: 50 }),
  lowStock: Type.Optional(FewUnitsBody),
}

const WindowBody = Type.Object(
  { hours: Type.Integer({ minimum: 1, maximum: 24 * 60 }), up: Type.Optional(SalesStepBody), down: Type.Optional(FewUnitsBody) },
  strict,
)

const STRATEGIES = [
  Type.Object(
    {
      kind: Type.Literal('buy_box'),
      version: Version,
      undercut: Amount,
      handicap: Type.Integer({ minimum: 0, maximum: 50_000 }),
      rivals: RivalFilterBody,
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal('push'), ...SALES_RULE, window: Type.Optional(WindowBody) }, strict),
  Type.Object({ kind: Type.Literal('daily_push'), ...SALES_RULE }, strict),
  Type.Object(
    {
      kind: Type.Literal('cross_product'),
      version: Version,
      asins: Type.Array(Type.String(), { minItems: 1, maxItems: 50 }),
      of: OneOf(['lowest', 'mean', 'highest']),
      change: ChangeBody,
      rivals: RivalFilterBody,
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal('manual'), version: Version, price: Asked }, strict),
  Type.Object({ kind: Type.Literal('hold'), version: Version }, strict),
] as const

export const StrategyBody = Type.Union([...STRATEGIES])

const EVENT_TIME = {
  id: Type.String({ minLength: 1 }),
  timeZone: Zone,
  from: Type.Optional(DateOnly),
  until: Type.Optional(DateOnly),
  weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 })),
  hours: Type.Optional(Type.Object({ from: WallTime, until: WallEnd }, strict)),
}

const EventBody = Type.Union([
  Type.Object({ ...EVENT_TIME, action: Type.Literal('lock') }, strict),
  Type.Object({ ...EVENT_TIME, action: Type.Literal('price'), price: Asked }, strict),
  Type.Object({ ...EVENT_TIME, action: OneOf(['min', 'max']), price: Asked }, strict),
])

const BusinessBody = Type.Object(
  {
    strategy: Type.Union([...STRATEGIES, Type.Object({ kind: Type.Literal('discount'), version: Version, rate: Rate }, strict)]),
    min: Price,
    max: Price,
    tiers: Type.Array(Type.Object({ quantity: Type.Integer({ minimum: 2 }), rate: Rate }, strict), { maxItems: 5 }),
  },
  strict,
)

const TwinBody = Type.Object({ sku: Type.String(), fba: Type.Boolean(), shipping: Amount, price: Price }, strict)

export const ConfigBody = Type.Object(
  {
    listing: Type.Object(
      {
        sku: Type.String(),
        asin: Type.String(),
        marketplaceId: Type.String(),
        currency: Type.String({ pattern: '^[A-Z]{3}$' }),
        fba: Type.Boolean(),
        shipping: Amount,
      },
      strict,
    ),
    ownSellerIds: Type.Array(Type.String(), { minItems: 1 }),
    strategy: StrategyBody,
    min: Price,
    max: Price,
    costs: Type.Optional(
      Type.Object(
        { unit: Amount, fees: Amount, referral: Rate, vat: Rate, margin: Type.Optional(Amount), marginRate: Type.Optional(Rate) },
        strict,
      ),
    ),
    endings: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 99 }), { maxItems: 100 })),
    limits: Type.Object({ perChange: Rate, dropPerDay: Rate, changesPerHour: Amount, changesPerDay: Amount }, strict),
    events: Type.Optional(Type.Array(EventBody, { maxItems: 100 })),
    business: Type.Optional(BusinessBody),
    twins: Type.Optional(Type.Array(TwinBody, { maxItems: 100 })),
    dryRun: Type.Optional(Type.Boolean()),
  },
  strict,
)

const Counts = Type.Array(Amount, { minItems: 3, maxItems: 3 })
const REASONS = [
  'contest',
  'probe',
  'revert',
  'raise',
  'repair',
  'manual',
  'event',
  'push',
  'follow',
  'twin',
  'discount',
  'offered_again',
] as const
const PHASES = ['start', 'contest', 'floored', 'holding', 'solo', 'suppressed', 'ineligible'] as const

const PushStateBody = Type.Object(
  {
    version: Version,
    start: Type.Number(),
    since: Type.Number(),
    until: Price,
    fired: Amount,
    used: Type.Integer(),
    target: Type.Number(),
    windowFrom: Type.Number(),
    dry: Type.Boolean(),
    low: Type.Boolean(),
    held: Type.Boolean(),
  },
  strict,
)

const SearchBody = Type.Object({ fingerprint: Type.Number(), lowest: Price, held: Price, lost: Price, lostAt: Type.Number() }, strict)

const STATE = {
  strategy: Version,
  phase: OneOf(PHASES),
  price: Price,
  lookedAt: Type.Number(),
  change: Nullable(
    Type.Object({ from: Type.Number(), to: Type.Number(), why: OneOf(REASONS), sentAt: Type.Number(), seenAt: Price }, strict),
  ),
  search: Nullable(SearchBody),
  searches: Type.Array(SearchBody, { maxItems: 16 }),
  war: Nullable(
    Type.Object(
      {
        lowest: Type.Number(),
        undercuts: Type.Array(Type.Number()),
        until: Type.Number(),
        wars: Type.Number(),
        began: Type.Number(),
        night: Type.Number(),
      },
      strict,
    ),
  ),
  ladder: Type.Object({ rung: Type.Integer(), won: Type.Integer(), until: Type.Number(), rests: Type.Integer() }, strict),
  probeAt: Type.Number(),
  backoff: Type.Number(),
  kept: Counts,
  lost: Counts,
  changes: Type.Array(Type.Number()),
  highs: Type.Array(Type.Object({ price: Type.Number(), until: Type.Number() }, strict)),
  checkAt: Price,
  push: Nullable(PushStateBody),
  event: Nullable(Type.String()),
}

const BusinessStateBody = Type.Object(
  {
    pricing: Type.Object({ ...STATE, business: Type.Null() }, strict),
    tiers: Type.Array(Type.Object({ quantity: Amount, price: Type.Number() }, strict)),
    withdrawn: Price,
  },
  strict,
)

/** As an earlier decision answered it. */
const StateBody = Type.Object({ ...STATE, business: Nullable(BusinessStateBody) }, strict)

export const QuestionBody = Type.Object({ state: Nullable(StateBody), snapshot: SnapshotBody, config: ConfigBody, now: Moment }, strict)
