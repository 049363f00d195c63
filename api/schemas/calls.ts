import { type Static, Type } from 'typebox'
import { ASKERS, CALL_OUTCOMES, CALL_PURPOSES, CALL_STATUSES, REQUESTABLE_PURPOSES } from '../../domain/calls/calls.ts'
import { EXPERIENCES } from '../../domain/customers.ts'
import { AgreementItem, AgreementReply, MOST_AGREED } from './agreements.ts'
import { CustomerReply, TimelineItem } from './customers.ts'
import { ProfileReply } from './profile.ts'
import { AnswerReply, AnswerValueBody, QuestionId } from './surveys.ts'
import { CodedReply, Id, Instant, Language, Nullable, OneOf, Text } from './values.ts'

export const CallRequestBody = Type.Object(
  {
    purpose: OneOf(REQUESTABLE_PURPOSES),
    at: Type.Optional(Instant),
    topic: Type.Optional(Text(500)),
    askedBy: Type.Optional(OneOf(ASKERS, 'who wants it; absent: the customer. What one of us wants nobody dials against an opt-out')),
  },
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

export const callFields = {
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

const ContactToAsk = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    phone: Type.String(),
    phones: Type.Array(Type.String(), { description: 'further numbers' }),
    role: Nullable(Type.String()),
    language: Nullable(Type.String()),
  },
  { description: 'whom to ask for' },
)
/** What a seller who asks for a call learns of it; where he is not called at once, when he could be. */
export const RequestedCallReply = Type.Object({
  ...callFields,
  alternatives: Type.Optional(
    Type.Array(Type.Object({ start: Instant, end: Instant, agentId: Type.String() }), {
      description: 'with `call_me_now`, where nobody is at work and free now (`why.timing.params.notNow`): three slots that can be booked',
    }),
  ),
})

export const CallCard = Type.Object({
  ...callFields,
  customer: CustomerReply,
  contact: Nullable(ContactToAsk),
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

const Scores = Type.Object(
  {
    languageRank: Type.Integer({ description: "place of the language in the customer's list, from 0" }),
    level: OneOf(['native', 'fluent']),
    shortfall: Type.Number({ description: 'calls short of a fair share among those of the same language and level' }),
    idleSince: Nullable(Instant),
    tie: Type.Integer({ description: 'hash of agent and customer' }),
  },
  { description: 'what the ladder compares, in this order' },
)

export const RoutingDecisionReply = Type.Object({
  version: Type.Integer({ description: 'of the call, which the decision made' }),
  at: Instant,
  policyVersion: Type.String({ description: 'of the ladder itself' }),
  policies: Type.Optional(Type.Integer({ description: 'the version of `GET /v1/policies` it went by' })),
  agentId: Nullable(Type.String()),
  language: Nullable(Type.String()),
  dueAt: Nullable(Instant),
  why: Type.Object({ assignment: CodedReply, timing: CodedReply }),
  steps: Type.Array(
    Type.Object({
      step: OneOf(['owner', 'substitute', 'language', 'close_language']),
      languages: Type.Array(Type.String()),
      wanted: Type.Optional(Type.String({ description: "the customer's language that this one is close to" })),
      able: Type.Integer({ description: 'how many pass every filter but time' }),
      opening: Nullable(Instant),
      inTime: Type.Boolean(),
    }),
    { description: 'what was tried, in order' },
  ),
  circle: Type.Optional(Type.Array(Type.String(), { description: 'absent agents who name each other as substitutes' })),
  candidates: Type.Array(
    Type.Object({
      agentId: Type.String(),
      language: Type.Optional(Type.String()),
      level: Type.Optional(OneOf(['native', 'fluent'])),
      load: Type.Integer({ description: 'open calls at that moment' }),
      droppedBy: Type.Optional(
        OneOf(['language', 'shift', 'absent', 'busy', 'excluded', 'skill', 'capacity'], 'the first filter not passed'),
      ),
      scores: Type.Optional(Scores),
    }),
    { description: 'everybody who was looked at, by id' },
  ),
})
export type RoutingDecisionView = Static<typeof RoutingDecisionReply>

export const CallQuery = {
  agentId: Type.Optional(Id),
  status: Type.Optional(OneOf(CALL_STATUSES)),
  purpose: Type.Optional(OneOf(CALL_PURPOSES)),
  customerId: Type.Optional(Id),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
}
