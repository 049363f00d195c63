import { type Static, Type } from 'typebox'
import { JOINED_BY, STAGES, SUPPORT, TRIAL_STATUSES } from '../../domain/customers.ts'
import { PLAN_STEPS, STEP_STATUSES } from '../../domain/plan.ts'
import {
  CodedReply,
  Country,
  Email,
  Instant,
  Language,
  Nullable,
  OneOf,
  Phone,
  ProductName,
  Region,
  Subdivision,
  Text,
  Zone,
} from './values.ts'

const Contact = Type.Object({ name: Text(200), email: Email, phone: Phone }, { additionalProperties: false })

export const CustomerBody = Type.Object(
  {
    company: Text(200),
    contact: Contact,
    languages: Type.Array(Language, { minItems: 1, maxItems: 10, uniqueItems: true, description: 'best first' }),
    country: Country,
    subdivision: Type.Optional(Subdivision),
    timeZone: Type.Optional(Zone),
    products: Type.Array(ProductName, { minItems: 1, uniqueItems: true }),
    externalId: Type.Optional(Text(128, "the seller's id in your own system")),
    trialEndsAt: Type.Optional(Instant),
    amazon: Type.Optional(
      Type.Object(
        { sellingPartnerId: Type.String({ pattern: '^[A-Z0-9]{5,40}$' }), region: Region, refreshToken: Text(4096) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type CustomerBody = Static<typeof CustomerBody>

export const CustomerReply = Type.Object({
  id: Type.String(),
  externalId: Nullable(Type.String()),
  company: Type.String(),
  contact: Type.Object({ name: Type.String(), email: Type.String(), phone: Type.String() }),
  languages: Type.Array(Type.String()),
  country: Type.String(),
  subdivision: Type.Optional(Type.String({ description: 'ISO 3166-2, where it was told' })),
  timeZone: Type.String(),
  products: Type.Array(ProductName),
  stage: OneOf(STAGES, 'how far the people side got'),
  support: OneOf(SUPPORT),
  trial: Type.Object({ status: OneOf(TRIAL_STATUSES), endsAt: Nullable(Instant) }),
  agentId: Nullable(Type.String()),
  createdAt: Instant,
  joined: Type.Optional(OneOf(JOINED_BY, 'set where the seller was already here, and by what he was known')),
})
export type CustomerView = Static<typeof CustomerReply>

export const PlanReply = Type.Object({
  stage: OneOf(STAGES),
  trial: Type.Object({ status: OneOf(TRIAL_STATUSES), endsAt: Nullable(Instant) }),
  steps: Type.Array(
    Type.Object({
      step: OneOf(PLAN_STEPS),
      status: OneOf(STEP_STATUSES),
      at: Nullable(Instant),
      why: CodedReply,
      callId: Type.Optional(Type.String()),
    }),
  ),
})
export type PlanView = Static<typeof PlanReply>

export const PlanStepParams = Type.Object({ id: Type.String({ maxLength: 128 }), step: OneOf(PLAN_STEPS) })
/** `move` needs `to`, `skip` takes none: checked in the route, where the message can say so. */
export const PlanStepBody = Type.Object(
  { action: OneOf(['move', 'skip']), to: Type.Optional(Instant), reason: Text(500) },
  { additionalProperties: false },
)

export const TimelineItem = Type.Object({
  at: Instant,
  kind: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  actor: Type.String({ description: '`agent/<id>`, `key/<id>`, `customer`, `telephony` or `system`' }),
})
export type TimelineItem = Static<typeof TimelineItem>
