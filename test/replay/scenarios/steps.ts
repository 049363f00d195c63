import type { Scenario } from '../stage.ts'
import { setClocks, startLaterRun, surveyEachQuarter, trialUntil } from './in-life.ts'
import { DAY, HOUR, onCall } from './on-call.ts'

/** Steps of the plan that people change, and those that come of themselves. */
export const steps: Scenario[] = [
  {
    name: 'step-moved',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 5) })
      const life = await startLaterRun(stage)
      await life.move('trial_end_call', stage.in(DAY))
      await life.record('step-moved')
      await stage.pass(DAY + HOUR)
      await life.record('step-moved-running')
      await onCall(stage, `${stage.name}-trial-end`).say({ outcome: 'completed' })
      await life.record('step-moved-held')
    },
  },
  {
    name: 'step-skipped',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 3) })
      const life = await startLaterRun(stage)
      await life.skip('trial_end_call')
      await life.skipInVain('trial_end_call')
      await life.skipInVain('onboarding_call')
      await life.record('step-skipped')
      await stage.pass(3 * DAY + HOUR)
      await life.record('step-skipped-trial-over')
    },
  },
  {
    name: 'in-turn-survey-skipped',
    async play(stage) {
      surveyEachQuarter(stage)
      const life = await startLaterRun(stage)
      await life.skip('survey')
      await life.record('in-turn-survey-skipped')
      await stage.pass(91 * DAY + HOUR)
      await life.record('in-turn-survey-skipped-and-next')
    },
  },
  {
    name: 'in-turn-survey-asked-for',
    async play(stage) {
      // With a quarter: the test's own would be another one in three months.
      const life = await startLaterRun(stage, { products: ['lost_and_found'], steps: [], quarter: '2027-Q1' })
      await life.move('survey', stage.in(DAY))
      await life.record('in-turn-survey-asked-for')
      await stage.pass(DAY + HOUR)
      await life.record('in-turn-survey-asked-for-running')
    },
  },
  {
    name: 'analysis',
    async play(stage) {
      const life = await startLaterRun(stage)
      await life.move('profile_analysis', stage.in(DAY))
      await life.record('analysis-moved')
      await stage.pass(DAY + HOUR)
      await life.record('analysis-parked')
    },
  },
  {
    name: 'authorisation',
    async play(stage) {
      setClocks(stage, { reauthorisation: { at: stage.in(DAY), authorizedUntil: stage.in(30 * DAY) } })
      const life = await startLaterRun(stage)
      await life.record('authorisation-planned')
      await stage.pass(DAY + HOUR)
      await life.record('authorisation-due')
      await stage.pass(29 * DAY)
      await life.record('authorisation-expired')
    },
  },
]
