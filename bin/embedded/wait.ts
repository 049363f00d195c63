import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until the answer is true; false when `ms` are over. A throwing question counts as "not yet". */
export async function becomesTrue(question: () => Promise<boolean> | boolean, ms: number, pause = 100): Promise<boolean> {
  const until = Date.now() + ms
  for (;;) {
    const yes = await Promise.resolve()
      .then(question)
      .catch(() => false)
    if (yes) return true
    if (Date.now() >= until) return false
    await sleep(pause)
  }
}

export const answersOk = async (url: string): Promise<boolean> => (await fetch(url, { signal: AbortSignal.timeout(3000) })).status === 200
