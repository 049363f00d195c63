import { type Static, Type } from 'typebox'
import { Id, Instant, Language, Nullable, OneOf, Text } from './values.ts'

export const QUESTION_STATUSES = ['open', 'answered'] as const

export const QuestionBody = Type.Object(
  { question: Text(2000), language: Type.Optional(Language), callId: Type.Optional(Id), hotlineId: Type.Optional(Id) },
  { additionalProperties: false },
)
export const AnswerBody = Type.Object({ answer: Text(5000) }, { additionalProperties: false })
export const QuestionParams = Type.Object({ id: Id, questionId: Id })

export const QuestionReply = Type.Object({
  id: Type.String(),
  customerId: Type.String(),
  status: OneOf(QUESTION_STATUSES),
  question: Type.String(),
  language: Nullable(Type.String()),
  callId: Nullable(Type.String()),
  hotlineId: Nullable(Type.String()),
  askedAt: Instant,
  askedBy: Type.String(),
  answer: Nullable(Type.String()),
  answeredAt: Nullable(Instant),
  answeredBy: Nullable(Type.String()),
})
export type QuestionView = Static<typeof QuestionReply>
