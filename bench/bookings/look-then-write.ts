import { randomUUID } from 'node:crypto'
import type { Database } from '../../adapters/postgres/database.ts'
import type { BookingRequest } from '../../domain/bookings.ts'
import { slotEnd } from '../../domain/bookings.ts'

/**
 * A booking as most schedulers make it: look whether the slot is free, then write. The peer of the benchmark, on a table of its own
 * without any constraint; whoever looks at the same moment books the same slot.
 */
export async function lookThenWrite({ client }: Database) {
  await client.$executeRaw`CREATE TABLE IF NOT EXISTS looked_bookings (id text PRIMARY KEY, agent_id text, starts_at timestamptz, ends_at timestamptz)`
  return {
    book: ({ start, minutes, agentId }: BookingRequest): Promise<boolean> =>
      client.$transaction(async (tx) => {
        const [from, to] = [new Date(start), new Date(slotEnd(start, minutes))]
        const taken = await tx.$queryRaw<unknown[]>`
          SELECT 1 FROM looked_bookings WHERE agent_id = ${agentId} AND starts_at < ${to} AND ends_at > ${from} LIMIT 1`
        if (taken.length > 0) return false
        await tx.$executeRaw`INSERT INTO looked_bookings VALUES (${randomUUID()}, ${agentId}, ${from}, ${to})`
        return true
      }),
  }
}

/** How many pairs of bookings of one agent overlap. */
export async function overlaps(client: Database['client'], table: 'bookings' | 'looked_bookings'): Promise<number> {
  const [row] = await client.$queryRawUnsafe<{ pairs: number }[]>(
    `SELECT count(*)::int AS pairs FROM ${table} a JOIN ${table} b ON a.agent_id = b.agent_id AND a.id < b.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at`,
  )
  return row?.pairs ?? 0
}
