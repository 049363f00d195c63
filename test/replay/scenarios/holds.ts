import type { HoldRequest } from '../../../domain/bookings.ts'
import { held, letGo, slotHold } from '../../../workflows/slot-hold.ts'
import type { Scenario, Stage } from '../stage.ts'
import { DAY, MINUTE, offerOf } from './on-call.ts'

const request = (stage: Stage): HoldRequest => ({
  holdId: stage.name,
  customerId: 'seller',
  purpose: 'onboarding',
  start: stage.in(2 * DAY),
  minutes: 45,
})

const startHold = async (stage: Stage) => {
  const id = `hold/${stage.name}`
  await stage.start(slotHold, id, [request(stage)])
  return {
    ask: (update: typeof held | typeof letGo) =>
      stage.tell<() => Promise<void>, unknown>(id, (handle) => handle.executeUpdate(update as typeof letGo)),
    record: (branch: string) => stage.record(id, branch),
  }
}

/** Slots that are kept while somebody makes up his mind. */
export const holds: Scenario[] = [
  {
    name: 'expired',
    async play(stage) {
      const hold = await startHold(stage)
      await hold.ask(held)
      await hold.record('held')
      await stage.pass(6 * MINUTE)
      await hold.record('expired')
    },
  },
  {
    name: 'let-go',
    async play(stage) {
      stage.stand.offer = offerOf(stage, `hold/${stage.name}`)
      const hold = await startHold(stage)
      await hold.ask(letGo)
      await hold.record('offered-on')
    },
  },
  {
    name: 'not-held',
    stand: { slotTaken: true },
    async play(stage) {
      const hold = await startHold(stage)
      await hold.record('taken')
    },
  },
]
