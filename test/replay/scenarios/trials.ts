import { type FollowUpStart, trialFollowUp } from '../../../workflows/trial-follow-up.ts'
import type { Scenario, Stage } from '../stage.ts'
import { DAY, HOUR, MINUTE, onCall, withdrawer } from './on-call.ts'

/** The follow-up of a trial that ends in four days. */
async function startFollowUp(stage: Stage, fields: Partial<FollowUpStart> = {}) {
  const id = `trial/${stage.name}`
  const start = { callId: stage.name, customerId: 'seller', languages: ['pt'], endsAt: stage.in(4 * DAY), actor: 'key/shop', ...fields }
  await stage.start(trialFollowUp, id, [start])
  return {
    call: onCall(stage, stage.name),
    withdraw: withdrawer(stage, id),
    record: (branch: string) => stage.record(id, branch),
  }
}

/** The talk at the end of a trial, without a life around it. */
export const trials: Scenario[] = [
  {
    name: 'trial-talk-held',
    async play(stage) {
      const followUp = await startFollowUp(stage)
      await followUp.record('held')
      await followUp.call.record('trial-end')
      await stage.pass(31 * MINUTE)
      const agreed = [{ group: 'garden', strategy: 'hold', min: { minor: 990, currency: 'EUR' } }] as const
      await followUp.call.say({ outcome: 'completed', data: { feedback: 'repriced well', agreed } })
      await followUp.record('held')
      await followUp.call.record('trial-end')
    },
  },
  {
    name: 'trial-talk-at-a-named-time',
    async play(stage) {
      const followUp = await startFollowUp(stage, {
        moved: { at: stage.in(5 * DAY), because: { code: 'moved', params: { reason: 'on holiday' } } },
      })
      await stage.pass(4 * DAY + HOUR)
      await followUp.record('at-a-named-time')
      await stage.pass(DAY)
      await followUp.call.say({ outcome: 'completed', data: { feedback: 'too dear' } })
      await followUp.record('at-a-named-time')
    },
  },
  {
    name: 'trial-talk-not-reached',
    async play(stage) {
      const followUp = await startFollowUp(stage)
      for (const _try of [1, 2]) {
        await followUp.call.say({ outcome: 'no_answer' })
        await stage.pass(25 * HOUR)
      }
      await followUp.record('not-reached')
      await followUp.call.say({ outcome: 'no_answer' })
      await followUp.record('not-reached')
      await followUp.call.record('trial-end-not-reached')
    },
  },
  {
    name: 'trial-talk-never-tried',
    async play(stage) {
      const followUp = await startFollowUp(stage)
      await stage.pass(3 * DAY)
      await followUp.record('never-tried')
      await stage.pass(DAY + HOUR)
      await followUp.record('never-tried')
    },
  },
  {
    name: 'trial-talk-withdrawn',
    async play(stage) {
      const followUp = await startFollowUp(stage)
      await followUp.withdraw('trial_moved')
      await followUp.record('withdrawn')
    },
  },
]
