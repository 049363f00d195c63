import { createHash } from 'node:crypto'

/** What happens on a customer's line when it is called. */
export const BEHAVIOURS = ['answers', 'busy', 'no_answer', 'voicemail'] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

const SHARES: readonly (readonly [Behaviour, number])[] = [
  ['answers', 0.6],
  ['busy', 0.12],
  ['no_answer', 0.18],
  ['voicemail', 0.1],
]

/** The same seed, number and count of calls give the same behaviour, on any machine. `dialled` counts from 1. */
export function behaviourByChance(seed: string, number: string, dialled: number): Behaviour {
  const draw = createHash('sha256').update(`${seed}|${number}|${dialled}`).digest().readUInt32BE(0) / 2 ** 32
  let reached = 0
  for (const [behaviour, share] of SHARES) {
    reached += share
    if (draw < reached) return behaviour
  }
  return 'voicemail'
}
