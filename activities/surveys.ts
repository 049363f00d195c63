import { businessDayAfter, lifeClocks } from '../domain/calendar/clocks.ts'
import type { CallOutcome } from '../domain/calls/retry-policy.ts'
import type { Clock } from '../domain/clock.ts'
import type { Clocks, NextSurvey } from '../domain/clocks.ts'
import { type Entry, type NewNotice, TEAM } from '../domain/codes.ts'
import { type Answer, lowScores, type SurveyStatus, surveyStatus } from '../domain/surveys.ts'
import type { AccountReads } from './life.ts'

export interface SurveyRef {
  /** The call it is asked in; also its id. */
  readonly callId: string
  readonly customerId: string
  /** e.g. `2027-Q1` */
  readonly quarter: string
}

export interface SurveyStore {
  /** Keeps an answer, the newest for each question; the survey is written down with its first. */
  saveAnswers(survey: SurveyRef, answers: readonly Answer[]): Promise<void>
  answers(callId: string): Promise<readonly Answer[]>
  /** One transaction; a repeat changes nothing. */
  conclude(survey: SurveyRef, status: SurveyStatus, entries: readonly Entry[], notices: readonly NewNotice[]): Promise<void>
}

export interface SurveyDeps {
  readonly surveys: SurveyStore
  readonly customers: AccountReads
  readonly clock: Clock
}

interface SurveyResult {
  /** What the clocks after it depend on; without it none are worked out. */
  readonly next?: NextSurvey

  readonly survey: SurveyRef
  /** Null where the call was withdrawn or never tried. */
  readonly outcome: CallOutcome | null
  readonly agentId: string | null
  /** Those that came with the outcome. */
  readonly answers: readonly Answer[]
}

export const createSurveyActivities = ({ surveys, customers, clock }: SurveyDeps) => ({
  async saveSurveyAnswer({ survey, answer }: { survey: SurveyRef; answer: Answer }): Promise<void> {
    await surveys.saveAnswers(survey, [answer])
  },

  /**
   * Closes a survey. A low score proposes a talk about it within a business day; nobody is called unasked. Answers when the clocks of the
   * life ring from now on: the account is at hand here.
   */
  async concludeSurvey({ survey, outcome, agentId, answers, next }: SurveyResult): Promise<Clocks | undefined> {
    const { callId, customerId, quarter } = survey
    if (answers.length > 0) await surveys.saveAnswers(survey, answers)
    const all = await surveys.answers(callId)
    const low = lowScores(all)
    const account = await customers.account(customerId)
    const status = surveyStatus(outcome)
    const entries: Entry[] = [
      { kind: 'survey_ended', params: { callId, quarter, status, answers: all }, actor: agentId === null ? 'system' : `agent/${agentId}` },
    ]
    const proposed = {
      code: 'request_call',
      params: {
        purpose: 'consultation',
        topic: 'low_score',
        by: businessDayAfter(clock.now(), 1, { ...account, zones: [account.timeZone] }),
      },
    }
    const notices: NewNotice[] =
      low.length === 0
        ? []
        : [{ audience: agentId ?? account.agentId ?? TEAM, kind: 'low_score', params: { quarter, scores: low, proposed } }]
    if (low.length > 0) entries.push({ kind: 'follow_up_proposed', params: { callId, quarter, scores: low, proposed }, actor: 'system' })
    await surveys.conclude(survey, status, entries, notices)
    const now = clock.now()
    return next && lifeClocks({ customerId, surveyedAt: new Date(now).toISOString(), ...next }, account, now)
  },
})

export type SurveyActivities = ReturnType<typeof createSurveyActivities>
