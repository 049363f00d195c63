import { allHandlersFinished, condition, defineUpdate, setCurrentDetails, setHandler } from '@temporalio/workflow'
import type { CallResult } from '../domain/calls/calls.ts'
import type { Clocks, NextSurvey } from '../domain/clocks.ts'
import type { Coded } from '../domain/codes.ts'
import { FailureType } from '../domain/errors.ts'
import type { Answer } from '../domain/surveys.ts'
import { refused } from './failures.ts'
import { part } from './parting.ts'
import { records } from './records.ts'
import { holdTalk } from './talk.ts'
import { after } from './time.ts'
import { createTurns } from './turns.ts'

export interface SurveyStart {
  readonly callId: string
  readonly customerId: string
  /** BCP 47, best first */
  readonly languages: readonly string[]
  /** e.g. `2027-Q1` */
  readonly quarter: string
  /** Whom of them to ask. */
  readonly contactId?: string
  /** Where a person named the time: ISO instant, and why. */
  readonly moved?: { readonly at: string; readonly because: Coded }
  readonly actor: string
  /** What the clocks after it depend on: asked for, they come with the result. */
  readonly next?: NextSurvey
}

export interface SurveyTalk extends CallResult {
  readonly clocks?: Clocks
}

const DAY = 24 * 60 * 60_000
/** Whom nobody reached by then is asked next quarter. */
const MOST_DAYS = 30

export const saveAnswer = defineUpdate<void, [Answer]>('saveAnswer')

/** Once a quarter somebody asks by telephone what to improve. Each answer is kept the moment it is given; low scores propose a follow-up. */
export async function quarterlySurvey(start: SurveyStart): Promise<SurveyTalk> {
  const { callId, customerId, languages, quarter, contactId, moved, actor, next } = start
  const survey = { callId, customerId, quarter }
  const inTurn = createTurns()
  const state = { over: false }
  setHandler(saveAnswer, (answer) => inTurn(() => records.saveSurveyAnswer({ survey, answer })), {
    validator: (_answer) => {
      if (state.over) throw refused(FailureType.CallNotOpen, 'the survey is over')
    },
  })
  setCurrentDetails(`survey of ${quarter}`)
  const timing = moved ?? { because: { code: 'each_quarter', params: { quarter } } }
  const deadline = after(MOST_DAYS * DAY)
  const asks = contactId === undefined ? {} : { contactId }
  const talk = { callId, customerId, purpose: 'survey', languages, actor, deadline, ...asks, ...timing } as const
  const { result, open } = await holdTalk(talk, `survey of ${quarter}`)
  state.over = true
  await condition(allHandlersFinished)
  const { outcome, agentId, data, withdrawn } = result
  // Taken back before anybody was reached: nobody was asked, and nobody refused.
  if (withdrawn !== undefined && outcome === null) return part(result, open)
  const answers = data?.answers ?? []
  const clocks = await records.concludeSurvey({ survey, outcome, agentId, answers, ...(next === undefined ? {} : { next }) })
  return part({ ...result, ...(clocks ? { clocks } : {}) }, open)
}
