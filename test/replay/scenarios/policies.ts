import { USUAL_RETRY } from '../../../domain/calls/retry-policy.ts'
import type { Scenario } from '../stage.ts'
import { DAY, HOUR, startCall } from './on-call.ts'

/** Calls whose tries go by what the team has decided, not by what is usual. */
export const policies: Scenario[] = [
  {
    name: 'two-tries',
    stand: { retry: { welcome: { ...USUAL_RETRY.welcome, waits: [{ kind: 'half_day', avoidMinutesAround: 60 }], parkDays: 3 } } },
    async play(stage) {
      const call = await startCall(stage)
      await call.say({ outcome: 'no_answer' })
      await call.record('two-tries-wait')
      await stage.pass(25 * HOUR)
      await call.say({ outcome: 'no_answer' })
      await call.record('two-tries')
      await stage.pass(3 * DAY + HOUR)
      await call.record('two-tries')
    },
  },
]
