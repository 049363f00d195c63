import { onboardingCall } from '../../../workflows/onboarding-call.ts'
import type { Scenario } from '../stage.ts'
import { bookingIn, DAY, HELD, HOUR, MINUTE, onCall, startCall, withdrawer } from './on-call.ts'

const CANCELLED = 'account_cancelled'

/** Calls that their life takes back. */
export const withdrawals: Scenario[] = [
  {
    name: 'withdrawn',
    async play(stage) {
      const call = await startCall(stage)
      await call.withdraw(CANCELLED)
      await call.record('withdrawn')
    },
  },
  {
    name: 'withdrawn-after-a-try',
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'no_answer' })
      await call.withdraw(CANCELLED)
      await call.record('withdrawn-after-a-try')
    },
  },
  {
    name: 'withdrawn-while-talking',
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall')
      await call.phone('answer')
      await call.withdraw(CANCELLED)
      await call.record('withdrawn-while-talking')
      await call.phone('hangup')
      await call.say(HELD)
      await call.record('withdrawn-while-talking')
    },
  },
  {
    name: 'dropped',
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall')
      await call.phone('answer')
      await call.withdraw(CANCELLED)
      await call.phone('hangup')
      await call.record('dropped')
      await call.say({ outcome: 'refused_now' })
      await call.record('dropped')
    },
  },
  {
    name: 'withdrawn-while-ringing',
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall')
      await call.withdraw(CANCELLED)
      await call.record('withdrawn-while-ringing')
      await call.phone('hangup', { cause: 'busy' })
      await call.record('withdrawn-while-ringing')
    },
  },
  {
    name: 'let-stand-again',
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall')
      await call.withdraw(CANCELLED)
      await call.withdraw(null)
      await call.phone('hangup', { cause: 'noAnswer' })
      await call.record('let-stand-again')
      await stage.pass(25 * HOUR)
      await call.say(HELD)
      await call.record('let-stand-again')
    },
  },
  {
    name: 'withdrawn-called-back',
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall')
      await call.phone('answer')
      await call.withdraw(CANCELLED)
      await call.phone('hangup')
      await call.say({ outcome: 'callback_at', callbackAt: stage.in(2 * DAY) })
      await call.record('withdrawn-called-back')
      await stage.pass(49 * HOUR)
      await call.say(HELD)
      await call.record('withdrawn-called-back')
    },
  },
  {
    name: 'going-on',
    async play(stage) {
      const attempts = [{ at: stage.in(-DAY), outcome: 'no_answer' as const, by: 'anna' }]
      const resumes = { version: 7, attempts, languages: ['lv'], passedBy: [], notes: 'rather in the afternoon', data: null }
      const call = await startCall(stage, { resumes })
      await stage.pass(31 * MINUTE)
      await call.say({ outcome: 'no_answer' })
      await call.record('going-on')
      await stage.pass(25 * HOUR)
      await call.say(HELD)
      await call.record('going-on')
    },
  },
  {
    name: 'onboarding-withdrawn',
    async play(stage) {
      const id = `onboarding/${stage.name}`
      await stage.start(onboardingCall, id, [{ booking: bookingIn(stage), languages: ['pt'], actor: 'agent/anna' }])
      await stage.record(id, 'withdrawn')
      await withdrawer(stage, id)(CANCELLED)
      await stage.record(id, 'withdrawn')
      await onCall(stage, stage.name).record('booking-withdrawn')
    },
  },
]
