import { Type } from 'typebox'
import { Nullable, OneOf } from './values.ts'

/*
 * What a decision on a price is made of, as programs and files write it. Prices are integer minor units, rates basis points (1 % is 100),
 * instants RFC 3339 or epoch milliseconds.
 */

const strict = { additionalProperties: false }
const Moment = Type.Union([Type.String({ format: 'date-time' }), Type.Number()])
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

export const SnapshotBody = Type.Object(
  {
    at: Moment,
    asin: Type.String(),
    marketplaceId: Type.String(),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    offers: Type.Array(OfferBody, { maxItems: 100 }),
    priceThreshold: Type.Optional(Price),
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

export const StrategyBody = Type.Union([
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
  Type.Object({ kind: Type.Literal('manual'), version: Version, price: Type.Integer({ minimum: 1 }) }, strict),
  Type.Object({ kind: Type.Literal('hold'), version: Version }, strict),
])

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
  },
  strict,
)

const Counts = Type.Array(Amount, { minItems: 3, maxItems: 3 })
const REASONS = ['contest', 'probe', 'revert', 'raise', 'repair', 'manual'] as const
const PHASES = ['start', 'contest', 'floored', 'holding', 'solo', 'suppressed', 'ineligible'] as const

/** As an earlier decision answered it. */
const StateBody = Type.Object(
  {
    strategy: Version,
    phase: OneOf(PHASES),
    price: Price,
    lookedAt: Type.Number(),
    change: Nullable(
      Type.Object({ from: Type.Number(), to: Type.Number(), why: OneOf(REASONS), sentAt: Type.Number(), seenAt: Price }, strict),
    ),
    search: Nullable(
      Type.Object(
        { fingerprint: Type.Number(), lowest: Price, held: Price, lost: Price, lostAt: Type.Number(), depth: Type.Number() },
        strict,
      ),
    ),
    war: Nullable(
      Type.Object(
        { sellerId: Type.String(), lowest: Type.Number(), undercuts: Type.Array(Type.Number()), until: Type.Number(), wars: Type.Number() },
        strict,
      ),
    ),
    probeAt: Type.Number(),
    backoff: Type.Number(),
    kept: Counts,
    lost: Counts,
    changes: Type.Array(Type.Number()),
    dayHigh: Type.Number(),
    dayHighAt: Type.Number(),
  },
  strict,
)

export const QuestionBody = Type.Object({ state: Nullable(StateBody), snapshot: SnapshotBody, config: ConfigBody, now: Moment }, strict)
