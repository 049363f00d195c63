import { ApplicationFailure } from '@temporalio/common'
import { accept, cancelCall, pass, recordOutcome, reschedule, take } from '../../../workflows/call.ts'
import type { Scenario } from '../stage.ts'
import { DAY, DECLINED, HELD, HOUR, MINUTE, startCall, startCallAsking } from './on-call.ts'

/** A call at a time that the routing chose. */
export const calls: Scenario[] = [
  {
    name: 'held-when-due',
    async play(stage) {
      const call = await startCall(stage)
      await call.record('planned')
      await stage.pass(31 * MINUTE)
      await call.record('due')
      await call.ask(accept, { agentId: 'anna' })
      await call.record('accepted')
      await call.say({ ...HELD, notes: 'sells garden tools' })
      await call.record('completed')
    },
  },
  {
    name: 'taken',
    async play(stage) {
      const call = await startCall(stage)
      await call.askInVain(accept, { agentId: 'boris' })
      await call.ask(take, { agentId: 'boris' })
      await call.record('taken')
      await call.say(DECLINED, 'boris')
      await call.record('taken')
    },
  },
  {
    name: 'passed-with-reason',
    async play(stage) {
      const call = await startCall(stage)
      await call.askInVain(pass, { agentId: 'boris', reason: 'not mine' })
      await call.ask(pass, { agentId: 'anna', reason: 'dentist' })
      await call.record('passed-with-reason')
      await call.say(HELD, 'boris')
      await call.record('passed-with-reason')
    },
  },
  {
    name: 'rescheduled',
    async play(stage) {
      const call = await startCall(stage)
      await call.ask(reschedule, { to: stage.in(2 * DAY), reason: 'fair', actor: 'agent/anna' })
      await call.record('rescheduled')
      await stage.pass(49 * HOUR)
      await call.say(HELD)
      await call.record('rescheduled')
    },
  },
  {
    name: 'cancelled',
    async play(stage) {
      const call = await startCall(stage)
      await call.ask(cancelCall, { reason: 'on holiday', actor: 'agent/anna' })
      await call.record('cancelled')
    },
  },
  {
    name: 'cancelled-at-once',
    async play(stage) {
      const call = await startCallAsking(stage, cancelCall, { reason: 'a mistake', actor: 'agent/anna' })
      await call.record('cancelled-at-once')
    },
  },
  {
    name: 'opted-out',
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'opted_out', data: { scope: 'all' } })
      await call.record('opted-out')
    },
  },
  {
    name: 'callback',
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'callback_at', callbackAt: stage.in(3 * DAY) })
      await call.record('callback')
      await stage.pass(73 * HOUR)
      await call.say(HELD)
      await call.record('callback')
    },
  },
  {
    name: 'language-barrier',
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'language_barrier', data: { language: 'lv' } })
      await call.record('language-barrier')
      await call.say(HELD)
      await call.record('language-barrier')
    },
  },
  {
    name: 'refused-outcome',
    async play(stage) {
      const call = await startCall(stage)
      const report = { outcome: 'completed', data: { feedback: 'nice' } } as const
      await call.askInVain(recordOutcome, { report, agentId: 'anna', actor: 'agent/anna' })
      await call.record('outcome-refused')
      await call.say(HELD)
      await call.record('outcome-refused')
    },
  },
  {
    name: 'slot-taken',
    stand: { slotTaken: true },
    async play(stage) {
      const call = await startCall(stage)
      const report = { outcome: 'completed', data: { support: 'wanted', onboarding: { at: stage.in(4 * DAY) } } } as const
      await call.askInVain(recordOutcome, { report, agentId: 'anna', actor: 'agent/anna' })
      await call.record('slot-taken')
      stage.stand.slotTaken = false
      await call.say(report)
      await call.record('slot-taken')
    },
  },
  {
    name: 'mail-refused',
    activities: {
      sendMail: async () => {
        throw ApplicationFailure.nonRetryable('no such address', 'MailRefused')
      },
    },
    async play(stage) {
      const call = await startCall(stage)
      await call.record('mail-refused')
      await call.say(HELD)
      await call.record('mail-refused')
    },
  },
]
