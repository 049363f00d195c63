import type { Life } from '../../../domain/life.ts'
import type { Scenario, Stage } from '../stage.ts'
import { startLaterRun, surveyEachQuarter } from './in-life.ts'
import { DAY, HOUR, onCall } from './on-call.ts'

/** A welcomed seller who is asked tomorrow how it goes. */
function startSurveyed(stage: Stage, fields: Partial<Life> = {}) {
  surveyEachQuarter(stage)
  return startLaterRun(stage, fields)
}

/** Surveys in a life. */
export const lifeSurveys: Scenario[] = [
  {
    name: 'in-turn-survey',
    async play(stage) {
      const life = await startSurveyed(stage)
      await life.record('in-turn-survey-planned')
      await stage.pass(DAY + HOUR)
      await life.record('in-turn-survey-running')
      await onCall(stage, `${stage.name}-survey-1`).say({ outcome: 'completed', data: { answers: [{ question: 'recommend', value: 9 }] } })
      await life.record('in-turn-survey-held')
    },
  },
  {
    name: 'in-turn-survey-again',
    async play(stage) {
      const life = await startSurveyed(stage, { surveys: 1, surveyCalls: 1, surveyedAt: stage.in(-DAY) })
      await stage.pass(92 * DAY)
      await life.record('in-turn-survey-again')
      await onCall(stage, `${stage.name}-survey-2`).say({ outcome: 'refused_now' })
      await stage.pass(25 * HOUR)
      await onCall(stage, `${stage.name}-survey-2`).say({ outcome: 'refused_now' })
      await life.record('in-turn-survey-not-held')
    },
  },
  {
    name: 'in-turn-survey-opted-out',
    async play(stage) {
      const life = await startSurveyed(stage)
      await stage.pass(DAY + HOUR)
      await onCall(stage, `${stage.name}-survey-1`).say({ outcome: 'opted_out', data: { scope: 'survey' } })
      await life.record('in-turn-survey-opted-out')
    },
  },
  {
    name: 'in-turn-survey-put-off',
    async play(stage) {
      // The trial talk was held after the survey had been planned.
      stage.stand.clocks = ({ surveyNotBefore }) => ({
        trial: null,
        survey: { at: surveyNotBefore ?? stage.in(DAY), quarter: '2027-Q1' },
        reauthorisation: null,
      })
      const clocks = { survey: stage.in(DAY) }
      const life = await startLaterRun(stage, { planned: true, clocks, quarter: '2026-Q4', trialTalkAt: stage.in(0) })
      await stage.pass(DAY + HOUR)
      await life.record('in-turn-survey-put-off')
      await stage.pass(30 * DAY)
      await life.record('in-turn-survey-after-the-trial-talk')
    },
  },
]
