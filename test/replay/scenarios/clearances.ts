import { accept } from '../../../workflows/call.ts'
import type { Stand } from '../../support/activities.ts'
import type { Scenario } from '../stage.ts'
import { DAY, HELD, HOUR, MINUTE, startBookedCall, startCall } from './on-call.ts'

type Clear = NonNullable<Stand['clear']>

const later = (now: number, milliseconds: number): string => new Date(now + milliseconds).toISOString()
const goes: Clear = () => ({ go: {} })
const joins: Clear = (_request, now) => ({
  postpone: { at: later(now, HOUR), why: { code: 'joined_call', params: { callId: 'another' } } },
})
const nextMorning: Clear = ({ dueAt }, now) => ({
  postpone: { at: later(now, 12 * HOUR), why: { code: 'out_of_hours', params: { due: dueAt } } },
})

/** Calls that ask whether they may be dialled, and what they do while nobody dials. */
export const clearances: Scenario[] = [
  {
    name: 'cleared',
    stand: { clear: goes },
    async play(stage) {
      const call = await startCall(stage)
      await stage.pass(HOUR)
      await call.say({ outcome: 'no_answer' })
      await stage.pass(25 * HOUR)
      await call.record('cleared')
      await call.say(HELD)
      await call.record('cleared')
    },
  },
  {
    name: 'postponed',
    stand: { clear: joins },
    async play(stage) {
      const call = await startCall(stage)
      await stage.pass(2 * HOUR)
      await call.record('postponed')
      stage.stand.clear = goes
      await stage.pass(HOUR)
      await call.say(HELD)
      await call.record('postponed')
    },
  },
  {
    name: 'not-to-be-called',
    stand: { clear: () => ({ stop: { code: 'opted_out', params: { scope: 'all' } } }) },
    async play(stage) {
      const call = await startCall(stage)
      await stage.pass(HOUR)
      await call.record('not-to-be-called')
    },
  },
  {
    name: 'agent-away',
    stand: { clear: ({ agentId }) => (agentId === 'anna' ? { reroute: { from: 'anna' } } : { go: {} }) },
    async play(stage) {
      const call = await startCall(stage)
      await stage.pass(HOUR)
      await call.record('agent-away')
      await call.say(HELD, 'boris')
      await call.record('agent-away')
    },
  },
  {
    name: 'nobody-dials',
    stand: {
      clear: (_request, now) => ({
        go: { moveOnAt: later(now, HOUR), warnAt: later(now, 1.5 * HOUR), breachAt: later(now, 2.5 * HOUR) },
      }),
    },
    async play(stage) {
      const call = await startCall(stage)
      await stage.pass(1.75 * HOUR)
      await call.record('moved-on')
      stage.stand.nextAgent = false
      await stage.pass(4 * HOUR)
      await call.record('nobody-takes-up')
      await call.ask(accept, { agentId: 'boris' })
      await call.say(HELD, 'boris')
      await call.record('nobody-takes-up')
    },
  },
  {
    name: 'agent-no-show',
    stand: { clear: (_request, now) => ({ go: { noShowAt: later(now, 10 * MINUTE) } }) },
    async play(stage) {
      const call = await startBookedCall(stage)
      await stage.pass(2 * DAY + 15 * MINUTE)
      await call.record('agent-no-show')
      await stage.pass(15 * MINUTE)
      await call.record('agent-no-show-twice')
      await call.say({ outcome: 'completed', data: {} }, 'boris')
      await call.record('agent-no-show')
    },
  },
  {
    name: 'booked-slept-over',
    stand: { clear: nextMorning, standIns: [] },
    async play(stage) {
      const call = await startBookedCall(stage)
      await stage.pass(2 * DAY + 15 * MINUTE)
      await call.record('booked-slept-over')
      stage.stand.clear = goes
      await stage.pass(12 * HOUR)
      await call.say({ outcome: 'completed', data: {} })
      await call.record('booked-slept-over')
    },
  },
]
