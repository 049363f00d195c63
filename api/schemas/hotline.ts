import { type Static, Type } from 'typebox'
import { CLOSED_WHY, HOTLINE_STATUSES } from '../../domain/hotline.ts'
import { callFields } from './calls.ts'
import { CustomerReply, TimelineItem } from './customers.ts'
import { ProfileReply } from './profile.ts'
import { QuestionReply } from './questions.ts'
import { CodedReply, Id, Instant, Language, Nullable, OneOf, Text } from './values.ts'

export const HotlineNoteBody = Type.Object(
  {
    who: Type.Optional(Text(200)),
    language: Type.Optional(Language),
    about: Type.Optional(Text(2000)),
    customerId: Type.Optional(Id),
    rememberNumber: Type.Optional(Type.Boolean({ description: 'this number is the seller’s, too: he is known by it the next time' })),
  },
  { additionalProperties: false, minProperties: 1 },
)

const hotlineFields = {
  id: Type.String(),
  status: OneOf(HOTLINE_STATUSES),
  at: Instant,
  answeredAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  missed: Type.Boolean({ description: 'it was hung up, and nobody had picked up' }),
  pbxCallId: Type.String(),
  from: Nullable(Type.String({ description: 'E.164; null where it is hidden or no number' })),
  to: Type.String(),
  customerId: Nullable(Type.String()),
  callId: Nullable(Type.String({ description: 'the open call of this seller that it counts for' })),
  note: Nullable(
    Type.Object({
      who: Nullable(Type.String()),
      language: Nullable(Type.String()),
      about: Nullable(Type.String()),
      rememberNumber: Type.Boolean(),
      by: Type.String(),
    }),
  ),
  closedWhy: Nullable(OneOf(CLOSED_WHY)),
}

export const HotlineReply = Type.Object(hotlineFields)
export type HotlineView = Static<typeof HotlineReply>

export const HotlineCard = Type.Object({
  ...hotlineFields,
  customer: Nullable(CustomerReply),
  openCalls: Type.Array(Type.Object({ ...callFields, agenda: Type.Array(CodedReply) }), { description: 'the one due first before others' }),
  sinceLastTalk: Type.Array(TimelineItem),
  profile: Nullable(ProfileReply),
  openQuestions: Type.Array(QuestionReply),
})
export type HotlineCardView = Static<typeof HotlineCard>
