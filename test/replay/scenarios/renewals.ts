import type { Scenario } from '../stage.ts'
import { LOST_AND_FOUND, setClocks, startLaterRun, startLife, trialUntil } from './in-life.ts'
import { DECLINED, MINUTE } from './on-call.ts'

/** Lives that go on in a new run. */
export const renewals: Scenario[] = [
  {
    name: 'renewed',
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      await life.renew()
      await life.recordRunBefore('first-run')
      await life.record('second-run')
    },
  },
  {
    name: 'renewed-after-a-call',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 14) })
      const life = await startLife(stage)
      await life.renew()
      await life.record('renewed-when-quiet')
      await life.welcome.say(DECLINED)
      await life.recordRunBefore('renewed-when-quiet')
      await life.record('renewed-after-a-call')
    },
  },
  {
    name: 'renewed-again',
    async play(stage) {
      const life = await startLaterRun(stage)
      await life.hear('account.renewed', MINUTE)
      await life.renew()
      await life.recordRunBefore('later-run')
      await life.hear('account.renewed', MINUTE) // still known
      await life.record('later-run')
    },
  },
]
