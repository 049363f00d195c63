import { cancelCall, reschedule, take } from '../../../workflows/call.ts'
import type { Scenario } from '../stage.ts'
import { DAY, DECLINED, HELD, HOUR, MINUTE, startCall } from './on-call.ts'

/** Calls in which nobody is reached at first, or nobody is there who could call. */
export const tries: Scenario[] = [
  {
    name: 'given-up',
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'no_answer' })
      await call.record('retry-wait')
      for (const _retry of [2, 3]) {
        await stage.pass(25 * HOUR)
        await call.say({ outcome: 'no_answer' })
      }
      await call.record('given-up')
      await stage.pass(14 * DAY + HOUR)
      await call.record('given-up')
    },
  },
  {
    name: 'reached-at-retry',
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'voicemail_left' })
      await stage.pass(25 * HOUR)
      await call.record('due-again')
      await call.say(HELD)
      await call.record('reached-at-retry')
    },
  },
  {
    name: 'taken-when-parked',
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'wrong_number' })
      await call.record('wrong-number')
      await call.ask(take, { agentId: 'boris' })
      await call.record('taken-when-parked')
      await call.say(DECLINED, 'boris')
      await call.record('taken-when-parked')
    },
  },
  {
    name: 'no-time-left',
    stand: { retryMs: null },
    async play(stage) {
      const call = await startCall(stage, { purpose: 'setup_help', at: stage.in(HOUR), topic: 'minimum price' })
      await call.say({ outcome: 'no_answer' })
      await call.record('no-time-left')
    },
  },
  {
    name: 'nobody-speaks',
    stand: { nobody: true },
    async play(stage) {
      const call = await startCall(stage)
      await call.record('nobody-speaks')
      await stage.pass(25 * HOUR)
      await call.record('nobody-speaks-rechecked')
      stage.stand.nobody = false
      await stage.pass(24 * HOUR)
      await call.record('speaker-found')
      await call.say(HELD)
      await call.record('speaker-found')
    },
  },
  {
    name: 'nobody-speaks-rescheduled',
    stand: { nobody: true },
    async play(stage) {
      const call = await startCall(stage)
      await call.ask(reschedule, { to: stage.in(3 * DAY), actor: 'agent/anna' })
      await call.record('nobody-speaks-rescheduled')
      await call.ask(cancelCall, { reason: 'asked by mail', actor: 'agent/anna' })
      await call.record('nobody-speaks-rescheduled')
    },
  },
  {
    name: 'telephone',
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall')
      await call.record('ringing')
      await call.phone('answer')
      await call.phone('answer') // said twice
      await call.record('in-call')
      await call.askInVain(reschedule, { to: stage.in(DAY), actor: 'agent/anna' })
      await call.phone('hangup', { cause: 'normalClearing' })
      await call.record('wrap-up')
      await call.say(HELD)
      await call.record('by-telephone')
    },
  },
  {
    name: 'busy',
    stand: { retryMs: 15 * MINUTE },
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall')
      for (const _report of ['first', 'repeated']) await call.phone('hangup', { cause: 'busy' })
      await call.record('busy')
      await call.say({ outcome: 'voicemail_left' })
      await call.record('busy-refined')
      await stage.pass(16 * MINUTE)
      await call.phone('newCall', { pbxCallId: 'pbx-2' })
      await call.phone('answer', { pbxCallId: 'pbx-2' })
      await call.phone('hangup', { pbxCallId: 'pbx-2' })
      await call.say(HELD)
      await call.record('busy')
    },
  },
  {
    name: 'missed',
    async play(stage) {
      const call = await startCall(stage)
      await call.phone('newCall', { direction: 'in' })
      await call.phone('hangup', { direction: 'in' })
      await call.record('missed')
      await call.say(HELD)
      await call.record('missed')
    },
  },
]
