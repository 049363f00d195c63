import type { ClockFollower } from '../api/clock-walk.ts'

const PATIENCE_MS = 1_000

/** The sandbox's own clock, turned over HTTP: `PUT {sandboxUrl}/clock`. */
export function createSandboxClock(sandboxUrl: string): ClockFollower {
  const url = `${sandboxUrl.replace(/\/+$/, '')}/clock`
  return {
    async follow(offsetMs) {
      const response = await fetch(url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ offsetMs }),
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`${url} answered ${response.status}`)
    },
  }
}
