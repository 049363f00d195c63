import { setTimeout as delay } from 'node:timers/promises'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import type { StackProcess } from '../support/stack-process.ts'
import type { Dice } from './dice.ts'

export const VICTIMS = ['worker', 'api', 'temporal'] as const
export type Victim = (typeof VICTIMS)[number]

export interface Kill {
  readonly part: Victim
  /** Requests that were sent and not answered at that moment. */
  readonly inFlight: number
  /** Until `/readyz` said yes again. */
  readonly ms: number
}

const RECOVERY_MS = 120_000
const LONGEST_WAIT_MS = 4_000

/** Each part in turn, in an order drawn anew for each round of all. */
export function victims(kills: number, dice: Dice): Victim[] {
  const drawn: Victim[] = []
  while (drawn.length < kills) drawn.push(...dice.shuffled(VICTIMS))
  return drawn.slice(0, kills)
}

/** Shares `kills` among so many rounds, by chance. */
export function spread(kills: number, rounds: number, dice: Dice): number[] {
  const shares = Array.from({ length: rounds }, () => 0)
  for (let left = kills; left > 0; left--) {
    const round = dice.int(0, rounds)
    shares[round] = (shares[round] ?? 0) + 1
  }
  return shares
}

export interface NemesisDeps {
  readonly house: StackProcess
  readonly dice: Dice
  readonly kills: number
  readonly inFlight: () => number
  readonly say: (line: string) => void
}

/** Kills parts of the stack with -9 at moments drawn by chance, one at a time: the next only when everything works again. */
export function createNemesis({ house, dice, kills, inFlight, say }: NemesisDeps) {
  const waiting = victims(kills, dice)
  const done: Kill[] = []

  async function strike(part: Victim): Promise<void> {
    const began = Date.now()
    const atWork = inFlight()
    await house.kill(part)
    if (!(await becomesTrue(house.isReady, RECOVERY_MS))) throw new Error(`not ready ${RECOVERY_MS / 1000} s after the end of ${part}`)
    const ms = Date.now() - began
    done.push({ part, inFlight: atWork, ms })
    say(`killed ${part} with ${atWork} requests in flight, ready again after ${(ms / 1000).toFixed(1)} s`)
  }

  return {
    done,
    /** Strikes so often, unless `isOver` says that there is nothing left to disturb. */
    async rage(times: number, isOver: () => boolean): Promise<number> {
      for (let struck = 0; struck < times; struck++) {
        await delay(dice.int(0, LONGEST_WAIT_MS))
        const part = waiting[0]
        if (part === undefined || isOver()) return struck
        waiting.shift()
        await strike(part)
      }
      return times
    },
  }
}
