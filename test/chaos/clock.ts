import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from './client.ts'

/** A walk goes on behind its answer. */
const WALK_MS = 3_600_000

interface Clock {
  readonly now: string
  readonly pending?: boolean
}

/**
 * Turns the demo's clock to an instant (epoch milliseconds). A walk ends with the API process that made it, so whoever wants to get
 * there looks at the clock and asks for the rest.
 */
export async function turnTo(target: number, { read, nudge }: Client): Promise<void> {
  for (const until = Date.now() + WALK_MS; Date.now() < until; await delay(500)) {
    const { now, pending }: Clock = await read('/v1/demo/clock')
    if (pending) continue
    const rest = target - Date.parse(now)
    if (rest <= 0) return
    await nudge('/v1/demo/clock', { advance: `PT${Math.ceil(rest / 1000)}S` })
  }
  throw new Error(`the demo clock did not get to ${new Date(target).toISOString()} within ${WALK_MS / 60_000} min`)
}

/** So many hours for each day of the drive, by chance between 8 and 72, until the trial is over for everybody. */
export function nights(hoursInAll: number, draw: () => number): number[] {
  const drawn: number[] = []
  for (let rest = hoursInAll; rest > 0; rest -= drawn.at(-1) ?? rest) drawn.push(8 + Math.floor(draw() * 65))
  return drawn
}
