import { setTimeout as delay } from 'node:timers/promises'
import type { Scenario } from '../stage.ts'
import { LOST_AND_FOUND, setClocks, startLaterRun, startLife, trialUntil } from './in-life.ts'
import { DAY, DECLINED, HOUR, MINUTE, onCall } from './on-call.ts'

const BACK = 'account.cancellation_withdrawn'

/** What happens to the account of a life. */
export const accountEvents: Scenario[] = [
  {
    name: 'cancelled-with-an-account',
    async play(stage) {
      const survey = { at: stage.in(DAY), quarter: '2027-Q1' }
      const reauthorisation = { at: stage.in(40 * DAY), authorizedUntil: stage.in(60 * DAY) }
      setClocks(stage, { survey, reauthorisation })
      const life = await startLaterRun(stage)
      await life.hear('account.cancelled', MINUTE)
      await life.skipInVain('survey')
      await stage.pass(2 * DAY)
      await life.record('cancelled-with-an-account')
      setClocks(stage, { survey: { ...survey, at: stage.in(3 * DAY) }, reauthorisation })
      await life.hear(BACK, DAY)
      await life.record('back-with-an-account')
    },
  },
  {
    name: 'cancelled-before-the-welcome',
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.say({ outcome: 'no_answer' })
      await life.hear('account.cancelled', MINUTE)
      await life.record('cancelled-before-the-welcome')
      await life.hear(BACK, DAY)
      await life.record('welcome-goes-on')
      await life.welcome.say(DECLINED)
      await life.recordRunBefore('grown') // long enough by now for another run
    },
  },
  {
    name: 'cancelled-at-the-end-of-the-trial',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 2) })
      const life = await startLaterRun(stage)
      await life.hear('account.cancelled', MINUTE)
      await life.record('trial-call-withdrawn')
      await stage.record(`trial/${stage.name}-trial-end`, 'withdrawn-by-life')
      await life.hear(BACK, DAY)
      await life.record('trial-call-again')
    },
  },
  {
    name: 'cancelled-while-surveyed-in-turn',
    async play(stage) {
      setClocks(stage, { survey: { at: stage.in(0), quarter: '2027-Q1' } })
      const life = await startLaterRun(stage)
      await life.hear('account.cancelled', MINUTE)
      await life.record('in-turn-survey-withdrawn')
      await stage.record(`survey/${stage.name}-survey-1`, 'in-turn-withdrawn-by-life')
      await life.hear(BACK, DAY)
      await life.record('in-turn-survey-again-with-the-account')
    },
  },
  {
    name: 'cancelled-while-talking',
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.phone('newCall')
      await life.welcome.phone('answer')
      await life.hear('account.cancelled', MINUTE)
      await life.record('cancelled-while-talking')
      await life.hear(BACK, 2 * MINUTE)
      await life.welcome.phone('hangup')
      await life.record('back-while-talking')
    },
  },
  {
    name: 'product-added',
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      setClocks(stage, { trial: trialUntil(stage, 14) })
      await life.hear('account.product_added', MINUTE, { product: 'repricer' })
      await life.record('product-added')
    },
  },
  {
    name: 'trial-moved',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 3) })
      const life = await startLaterRun(stage)
      setClocks(stage, { trial: trialUntil(stage, 8) })
      await life.hear('account.trial_ending', MINUTE, { trialEndsAt: stage.in(8 * DAY) })
      await life.record('trial-moved')
      await stage.pass(6 * DAY + HOUR)
      await life.record('trial-moved-running')
    },
  },
  {
    name: 'trial-moved-while-open',
    // The life plans anew before it hears that the call has ended.
    activities: { saveCall: () => delay(300) },
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 2) })
      const life = await startLaterRun(stage)
      setClocks(stage, { trial: trialUntil(stage, 8) })
      await life.hear('account.trial_ending', MINUTE, { trialEndsAt: stage.in(8 * DAY) })
      await life.record('trial-moved-while-open')
      await stage.pass(6 * DAY + HOUR)
      await life.record('trial-moved-while-open-running')
    },
  },
  {
    name: 'trial-moved-while-ringing',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 2) })
      const life = await startLaterRun(stage)
      const call = onCall(stage, `${stage.name}-trial-end`)
      await call.phone('newCall')
      setClocks(stage, { trial: trialUntil(stage, 8) })
      await life.hear('account.trial_ending', MINUTE, { trialEndsAt: stage.in(8 * DAY) })
      await life.record('trial-moved-while-ringing')
      await call.phone('hangup')
      await life.record('trial-moved-after-ringing')
    },
  },
  {
    name: 'told',
    async play(stage) {
      const life = await startLaterRun(stage)
      await life.hear('account.renewed', 2 * MINUTE, { details: { months: 12 } })
      await life.hear('account.renewed', 2 * MINUTE) // sent twice
      await life.hear(BACK, 3 * MINUTE)
      await life.hear('account.cancelled', MINUTE)
      await life.record('known-and-out-of-date')
    },
  },
]
