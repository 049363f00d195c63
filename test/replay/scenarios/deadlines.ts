import { reschedule } from '../../../workflows/call.ts'
import type { Scenario, Stage } from '../stage.ts'
import { DAY, HOUR, MINUTE, startCall } from './on-call.ts'

/** A call that nobody tries any more after so many milliseconds. */
const startUntil = (stage: Stage, milliseconds: number) =>
  startCall(stage, {
    purpose: 'trial_end',
    because: { code: 'trial_ends', params: { endsAt: stage.in(milliseconds) } },
    deadline: stage.in(milliseconds),
  })

/** Calls with a deadline. */
export const deadlines: Scenario[] = [
  {
    name: 'never-tried',
    async play(stage) {
      const call = await startUntil(stage, 2 * DAY)
      await stage.pass(DAY)
      await call.record('due-until')
      await stage.pass(DAY + HOUR)
      await call.record('never-tried')
    },
  },
  {
    name: 'tried-in-vain-until',
    async play(stage) {
      const call = await startUntil(stage, 2 * DAY)
      await call.say({ outcome: 'no_answer' })
      await call.record('retry-wait-until')
      await stage.pass(2 * DAY + HOUR)
      await call.record('tried-in-vain-until')
    },
  },
  {
    name: 'too-late-for-a-retry',
    async play(stage) {
      const call = await startUntil(stage, 12 * HOUR)
      await stage.pass(31 * MINUTE)
      await call.say({ outcome: 'no_answer' })
      await call.record('too-late-for-a-retry')
    },
  },
  {
    name: 'nobody-speaks-until',
    stand: { nobody: true },
    async play(stage) {
      const call = await startUntil(stage, 36 * HOUR)
      await call.record('nobody-speaks-until')
      await stage.pass(25 * HOUR)
      await stage.pass(12 * HOUR)
      await call.record('nobody-speaks-until')
    },
  },
  {
    name: 'talking-beyond-the-deadline',
    async play(stage) {
      const call = await startUntil(stage, 2 * HOUR)
      await call.phone('newCall')
      await call.phone('answer')
      await stage.pass(3 * HOUR)
      await call.record('talking-beyond-the-deadline')
      await call.phone('hangup')
      await call.say({ outcome: 'completed', data: { feedback: 'repriced well' } })
      await call.record('talking-beyond-the-deadline')
    },
  },
  {
    name: 'moved-beyond-the-deadline',
    async play(stage) {
      const call = await startUntil(stage, 2 * DAY)
      await call.ask(reschedule, { to: stage.in(3 * DAY), reason: 'at a fair', actor: 'agent/anna' })
      await stage.pass(2 * DAY + HOUR)
      await call.record('moved-beyond-the-deadline')
      await stage.pass(DAY)
      await call.say({ outcome: 'completed' })
      await call.record('moved-beyond-the-deadline')
    },
  },
  {
    name: 'called-back-beyond-the-deadline',
    async play(stage) {
      const call = await startUntil(stage, 2 * DAY)
      await call.say({ outcome: 'callback_at', callbackAt: stage.in(3 * DAY) })
      await stage.pass(2 * DAY + HOUR)
      await call.record('called-back-beyond-the-deadline')
      await stage.pass(DAY)
      await call.say({ outcome: 'completed' })
      await call.record('called-back-beyond-the-deadline')
    },
  },
]
