import { hotlineCall } from '../../../workflows/hotline-call.ts'
import type { Scenario } from '../stage.ts'
import { HELD, HOUR, MINUTE, startCall } from './on-call.ts'

/** Somebody rings us, or wants to be called at once. */
export const hotline: Scenario[] = [
  {
    name: 'rang-us',
    async play(stage) {
      const id = `hotline/${stage.name}`
      await stage.start(hotlineCall, id, [{ hotlineId: stage.name }])
      await stage.record(id, 'rang')
      await stage.pass(61 * MINUTE)
      await stage.record(id, 'rang')
    },
  },
  {
    name: 'rang-and-was-seen-to',
    activities: { planHotlineWarning: async () => null },
    async play(stage) {
      const id = `hotline/${stage.name}`
      await stage.start(hotlineCall, id, [{ hotlineId: stage.name }])
      await stage.record(id, 'seen-to')
    },
  },
  {
    name: 'not-right-now',
    stand: { notNow: true },
    async play(stage) {
      const call = await startCall(stage, { purpose: 'call_me_now' })
      await call.record('not-right-now')
      await stage.pass(HOUR)
      await call.say({ outcome: HELD.outcome })
      await call.record('not-right-now')
    },
  },
  {
    name: 'nobody-right-now',
    stand: { nobody: true, notNow: true },
    async play(stage) {
      const call = await startCall(stage, { purpose: 'call_me_now' })
      await call.record('nobody-right-now')
      await stage.pass(25 * HOUR) // looked again: he knows already
      await call.record('looked-again')
      stage.stand.nobody = false
      await stage.pass(24 * HOUR)
      await call.say({ outcome: HELD.outcome })
      await call.record('nobody-right-now')
    },
  },
]
