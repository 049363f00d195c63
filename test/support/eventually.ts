import { setTimeout as delay } from 'node:timers/promises'

/** Asks again until it holds; an error counts as "not yet". Fails with the last thing seen. */
export async function eventually(holds: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  let last: unknown = 'it did not hold'
  for (const until = performance.now() + patienceMs; performance.now() < until; await delay(25)) {
    try {
      if (await holds()) return
    } catch (error) {
      last = error
    }
  }
  throw last instanceof Error ? last : new Error(String(last))
}
