import { expect } from 'vitest'
import type { TestStack } from './api.ts'
import { soon } from './desk.ts'

const PATIENCE_MS = 120_000

/** The clock of a stack in demo mode. A walk on a busy machine may outlive its request; here one waits for its end. */
export function demoClockOf({ request }: TestStack) {
  const read = async () => (await request('GET', '/v1/demo/clock')).body as { now: string; pending?: boolean }

  const clock = {
    /** RFC 3339. */
    instant: async (): Promise<string> => (await read()).now,

    /** Epoch milliseconds. */
    now: async (): Promise<number> => Date.parse(await clock.instant()),

    /** By an ISO 8601 duration or by milliseconds. */
    async advance(by: string | number): Promise<void> {
      const advance = typeof by === 'string' ? by : `PT${Math.ceil(by / 1000)}S`
      const { status, body } = await request('POST', '/v1/demo/clock', { body: { advance } })
      expect([200, 202], JSON.stringify(body)).toContain(status)
      await soon(async () => expect(await read()).not.toHaveProperty('pending'), PATIENCE_MS)
    },

    /** Goes on at least one second, for what is due now is done then. */
    reach: async (instant: string): Promise<void> => clock.advance(Math.max(Date.parse(instant) - (await clock.now()), 1_000)),
  }
  return clock
}

export type DemoTime = ReturnType<typeof demoClockOf>
