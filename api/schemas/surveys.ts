import { Type } from 'typebox'
import { type AnswerValue, BEST_SCORE } from '../../domain/surveys.ts'

export const QuestionId = Type.String({ pattern: '^[A-Za-z0-9_.-]{1,128}$', description: 'id of a question' })

export const AnswerValueBody = Type.Unsafe<AnswerValue>({
  type: ['string', 'integer', 'boolean'],
  maxLength: 5000,
  minimum: 0,
  maximum: BEST_SCORE,
  description: 'a text, a score from 0 to 10, or yes and no',
})

export const AnswerReply = Type.Object({ question: Type.String(), value: AnswerValueBody })
