import { after } from '../time.ts'
import type { CallContext } from './context.ts'

/** Whoever gets a call that is due has his own time to come to it: what its last agent missed counts for him alone. */
export function inOtherHands({ memory }: CallContext): void {
  const { moveOnAt: _his, noShowAt, ...rest } = memory.watch
  const grace = noShowAt === undefined || memory.watchedFrom === undefined ? 0 : Date.parse(noShowAt) - Date.parse(memory.watchedFrom)
  memory.watch = { ...rest, ...(grace > 0 ? { noShowAt: after(grace) } : {}) }
}
