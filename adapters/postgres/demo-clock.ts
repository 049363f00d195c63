import type { DemoClock } from '../../api/clock-walk.ts'
import { type Database, machineClock } from './database.ts'

/**
 * The demo's clock: one row that all processes read. Each of them knows the offset of its last look; whoever is about to use the
 * time looks first. A clock only goes forward.
 */
export function createDemoClock({ client }: Database): DemoClock {
  let offsetMs = 0
  return {
    now: () => machineClock.now() + offsetMs,
    offset: () => offsetMs,
    async look() {
      offsetMs = Number((await client.demoClock.findUnique({ where: { id: 1 } }))?.offsetMs ?? 0)
    },
    async turnTo(instant) {
      const wanted = BigInt(Math.max(instant - machineClock.now(), offsetMs))
      const { offsetMs: stored } = await client.demoClock.upsert({
        where: { id: 1 },
        create: { id: 1, offsetMs: wanted },
        update: { offsetMs: wanted },
      })
      offsetMs = Number(stored)
    },
  }
}
