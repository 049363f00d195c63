import { type Static, Type } from 'typebox'
import { CALL_OUTCOMES, CALL_PURPOSES, CALL_STATUSES, REQUESTABLE_PURPOSES } from '../../domain/calls/calls.ts'
import { EXPERIENCES } from '../../domain/customers.ts'
import { AgreementItem, AgreementReply, MOST_AGREED } from './agreements.ts'
import { CustomerReply, TimelineItem } from './customers.ts'
import { ProfileReply } from './profile.ts'
import { AnswerReply, AnswerValueBody, QuestionId } from './surveys.ts'
import { CodedReply, Id, Instant, Language, Nullable, OneOf, Text } from './values.ts'

export const CallRequestBody = Type.Object(
  { purpose: OneOf(REQUESTABLE_PURPOSES), at: Type.Optional(Instant), topic: Type.Optional(Text(500)) },
  { additionalProperties: false },
)

const OutcomeDataBody = Type.Object(
  {
    support: Type.Optional(OneOf(['wanted', 'declined'])),
    onboarding: Type.Optional(
      Type.Union([OneOf(['now', 'none']), Type.Object({ at: Instant }, { additionalProperties: false })], {
        description: '`now` goes on in the same call, `{ at }` books a slot',
      }),
    ),
    experience: Type.Optional(OneOf(EXPERIENCES)),
    areas: Type.Optional(Type.Array(Text(100), { maxItems: 50 })),
    agreed: Type.Optional(Type.Array(AgreementItem, { maxItems: MOST_AGREED })),
    feedback: Type.Optional(Text(5000)),
    answers: Type.Optional(
      Type.Array(Type.Object({ question: QuestionId, value: AnswerValueBody }, { additionalProperties: false }), { maxItems: 100 }),
    ),
    scope: Type.Optional(OneOf(['survey', 'marketing', 'service', 'all'])),
    language: Type.Optional(Language),
  },
  { additionalProperties: false, description: 'by purpose and outcome' },
)

export const OutcomeBody = Type.Object(
  {
    outcome: OneOf(CALL_OUTCOMES),
    callbackAt: Type.Optional(Instant),
    notes: Type.Optional(Type.String({ maxLength: 20_000 })),
    data: Type.Optional(OutcomeDataBody),
  },
  { additionalProperties: false },
)
export type OutcomeBody = Static<typeof OutcomeBody>

export const PassBody = Type.Object({ reason: Text(500) }, { additionalProperties: false })
export const RescheduleBody = Type.Object({ to: Instant, reason: Type.Optional(Text(500)) }, { additionalProperties: false })

const callFields = {
  id: Type.String(),
  customerId: Type.String(),
  purpose: OneOf(CALL_PURPOSES),
  status: OneOf(CALL_STATUSES),
  dueAt: Nullable(Instant),
  agentId: Nullable(Type.String()),
  why: Type.Object({ assignment: Nullable(CodedReply), timing: Nullable(CodedReply) }),
  attempts: Type.Array(Type.Object({ at: Instant, outcome: OneOf(CALL_OUTCOMES), by: Type.String() })),
  outcome: Type.Optional(OneOf(CALL_OUTCOMES)),
}

export const CallReply = Type.Object(callFields)
export type CallView = Static<typeof CallReply>

export const CallCard = Type.Object({
  ...callFields,
  customer: CustomerReply,
  localTime: Type.String({ description: "the customer's wall time now, e.g. `2026-11-22T13:30`" }),
  promised: Nullable(Type.String({ format: 'date-time', description: 'what the customer was told' })),
  profile: ProfileReply,
  agreement: Nullable(AgreementReply),
  sinceLastTalk: Type.Array(TimelineItem),
  agenda: Type.Array(CodedReply),
  talkingPoints: Type.Array(CodedReply),
  difficulties: Type.Array(CodedReply),
  language: Nullable(Type.String({ description: 'the language the call is held in' })),
  topic: Nullable(Type.String()),
  notes: Nullable(Type.String()),
  answers: Type.Array(AnswerReply, { description: 'of a survey, as far as it got' }),
})
export type CallCardView = Static<typeof CallCard>

export const CallQuery = {
  agentId: Type.Optional(Id),
  status: Type.Optional(OneOf(CALL_STATUSES)),
  purpose: Type.Optional(OneOf(CALL_PURPOSES)),
  customerId: Type.Optional(Id),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
}
