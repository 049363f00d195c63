import type { CallOutcome } from './calls/retry-policy.ts'

/** The set of questions asked now; its name is stored with each survey, so that answers keep their meaning when the set changes. */
export const QUESTION_SET = 'quarterly-1'

export interface Question {
  readonly id: string
  /** `score`: 0 (not at all) to 10 (very much) */
  readonly kind: 'text' | 'score'
}

/** Opens with what we should do better: who is asked for scores first tells less. */
export const QUESTIONS: readonly Question[] = [
  { id: 'improve', kind: 'text' },
  { id: 'satisfaction', kind: 'score' },
  { id: 'support', kind: 'score' },
  { id: 'recommend', kind: 'score' },
  { id: 'anything_else', kind: 'text' },
]

export type AnswerValue = string | number | boolean

export interface Answer {
  readonly question: string
  /** Numbers are scores from 0 to 10. */
  readonly value: AnswerValue
}

export const BEST_SCORE = 10
/** At or below this a follow-up is proposed (brief customer-success 2.6). */
const LOW_SCORE = 6

/** The quarter of a date, `YYYY-MM-DD` (of an ISO instant: in UTC), e.g. `2027-Q1`. */
export const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`

export const lowScores = (answers: readonly Answer[]): Answer[] =>
  answers.filter(({ value }) => typeof value === 'number' && value <= LOW_SCORE)

export const SURVEY_STATUSES = ['open', 'completed', 'partial', 'refused', 'not_reached', 'other'] as const
export type SurveyStatus = (typeof SURVEY_STATUSES)[number]

/** How a survey ended, in the groups of AAPOR's standard definitions (I, P, R, NC, O). */
export function surveyStatus(outcome: CallOutcome | null): SurveyStatus {
  switch (outcome) {
    case 'completed':
    case 'partial':
      return outcome
    case 'opted_out':
    case 'refused_now':
      return 'refused'
    case 'language_barrier':
    case 'wrong_number':
    case 'invalid_number':
      return 'other'
    default:
      return 'not_reached'
  }
}
