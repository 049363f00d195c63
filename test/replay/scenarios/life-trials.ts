import type { Scenario } from '../stage.ts'
import { setClocks, startLaterRun, startLife, trialUntil } from './in-life.ts'
import { DAY, DECLINED, HOUR, MINUTE, onCall } from './on-call.ts'

/** The end of a trial in a life. */
export const lifeTrials: Scenario[] = [
  {
    name: 'life-trial',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 5) })
      const life = await startLife(stage)
      await life.welcome.say(DECLINED)
      await life.record('trial-planned')
      await stage.pass(3 * DAY + HOUR)
      await life.record('trial-call-running')
      await onCall(stage, `${stage.name}-trial-end`).say({ outcome: 'completed', data: { feedback: 'repriced well' } })
      await life.record('trial-call-held')
    },
  },
  {
    name: 'life-trial-over',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 3) })
      const life = await startLaterRun(stage)
      await stage.pass(DAY + HOUR)
      await onCall(stage, `${stage.name}-trial-end`).say({ outcome: 'completed' })
      await stage.pass(2 * DAY)
      await life.record('trial-over')
    },
  },
  {
    name: 'life-trial-not-reached',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 3) })
      const life = await startLaterRun(stage)
      await stage.pass(DAY + HOUR)
      const call = onCall(stage, `${stage.name}-trial-end`)
      await call.say({ outcome: 'no_answer' })
      await stage.pass(DAY + 30 * MINUTE)
      await call.say({ outcome: 'no_answer' })
      await life.record('trial-not-reached')
      await stage.pass(DAY)
      await life.record('trial-over-not-reached')
    },
  },
  {
    name: 'life-trial-never-tried',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 3) })
      const life = await startLaterRun(stage)
      await stage.pass(3 * DAY + 5 * MINUTE)
      await life.record('trial-never-tried')
      await stage.pass(HOUR)
      await life.record('trial-over-never-tried')
    },
  },
  {
    name: 'no-calls-wanted-by-the-ledger',
    async play(stage) {
      const survey = { at: stage.in(90 * DAY), quarter: '2027-Q1' }
      setClocks(stage, { trial: trialUntil(stage, 5), survey })
      const life = await startLife(stage)
      await life.welcome.say({ outcome: 'opted_out', data: { scope: 'all' } })
      await life.record('no-calls-wanted-by-the-ledger')
    },
  },
]
