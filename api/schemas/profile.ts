import { type Static, Type } from 'typebox'
import { STRATEGIES } from '../../domain/calls/calls.ts'
import { EXPERIENCES } from '../../domain/customers.ts'
import { GROUP_KINDS } from '../../domain/profile/judge.ts'
import { PROFILE_STATUSES, type ProfileView } from '../../domain/profile/profile.ts'
import { CodedReply, Nullable, OneOf, Text } from './values.ts'

const Count = Type.Integer({ minimum: 0 })

const PriceRange = Type.Object({
  currency: Type.String(),
  items: Count,
  lowest: Type.Integer({ description: 'minor units' }),
  median: Type.Integer({ description: 'minor units, within 5 %' }),
  highest: Type.Integer({ description: 'minor units' }),
})

const Evidence = Type.Object(
  {
    code: Type.String({ description: 'why the group is what it is, e.g. `nobody_else_offers`' }),
    asins: Type.Integer({ description: 'ASINs of the group in the sample' }),
    sampled: Type.Integer({ description: 'whose offers were asked for' }),
    read: Type.Integer(),
    alone: Type.Integer({ description: 'offered by the seller and nobody else' }),
    contested: Type.Integer({ description: 'offered by others, too' }),
    probability: Type.Number({ description: 'that it is private label and not trade goods' }),
  },
  { additionalProperties: true },
)

const Group = Type.Object({
  key: Type.String({ description: 'stays the same from analysis to analysis; agreements name it' }),
  brand: Nullable(Type.String()),
  kind: OneOf(GROUP_KINDS),
  items: Count,
  active: Count,
  estimated: Type.Boolean({ description: 'items and active are reckoned from a sample' }),
  productTypes: Type.Array(Type.String()),
  prices: Type.Array(PriceRange),
  evidence: Evidence,
  proposal: Type.Object({ strategy: OneOf(STRATEGIES), reasons: Type.Array(CodedReply) }),
})

export const ProfileReply = Type.Unsafe<ProfileView>(
  Type.Object({
    status: Type.Unsafe<(typeof PROFILE_STATUSES)[number]>({
      type: 'string',
      enum: [...PROFILE_STATUSES],
      description: '`none`: no account; `running`: what is shown is older, if anything; `sampled`: a first result, filling in',
    }),
    asOf: Nullable(Type.String({ format: 'date-time', description: 'of the data shown' })),
    marketplaces: Type.Array(Type.Object({ id: Type.String(), items: Count, active: Count, inactive: Count })),
    skus: Count,
    items: Type.Integer({ minimum: 0, description: 'an item is a SKU in a marketplace' }),
    active: Count,
    unread: Type.Integer({ minimum: 0, description: "lines of Amazon's reports that are no listing" }),
    fulfilment: Type.Object({ amazon: Count, merchant: Count }),
    prices: Type.Array(PriceRange),
    groups: Type.Array(Group),
    experience: Nullable(OneOf(EXPERIENCES)),
    areas: Type.Array(Type.String()),
    error: Type.Optional(CodedReply),
  }),
)

export type ProfileReply = Static<typeof ProfileReply>

export const ProfileBody = Type.Object(
  {
    experience: Type.Optional(OneOf(EXPERIENCES)),
    areas: Type.Optional(Type.Array(Text(100), { maxItems: 50, description: 'what the seller wants help with, as codes' })),
  },
  { additionalProperties: false, minProperties: 1 },
)
