import { hotlineCall } from '../../../workflows/hotline-call.ts'
import type { Scenario } from '../stage.ts'
import { HELD, HOUR, MINUTE, startCall } from './on-call.ts'

const why = { code: 'first_opening', params: { notNow: true } }

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
    activities: {
      scheduleCall: async ({ languages }) => ({
        agentId: 'anna',
        language: languages[0] ?? null,
        dueAt: '2099-01-05T09:00:00.000Z',
        whyTiming: why,
        whyAssignment: why,
      }),
    },
    async play(stage) {
      const call = await startCall(stage, { purpose: 'call_me_now' })
      await call.record('not-right-now')
      await stage.pass(HOUR)
      await call.say({ outcome: HELD.outcome })
      await call.record('not-right-now')
    },
  },
]
