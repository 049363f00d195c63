import type { Queries } from './database.ts'

// Locks that end with their transaction. Numbers once given stay: 5_063_786_001 to 003 are taken by migrations, notices and tests.
const ROUTING = 5_063_786_004n

/** One routing decision at a time: two at once would both find the same agent least loaded. */
export async function lockRouting(queries: Queries): Promise<void> {
  await queries.$executeRaw`SELECT pg_advisory_xact_lock(${ROUTING}::bigint)`
}

/**
 * Waits until nobody else holds one of the names. They are taken in the order of their hashes, so that two who want the same
 * ones never wait for each other. What was committed meanwhile is seen by the next statement.
 */
export async function lockNames(queries: Queries, names: readonly string[]): Promise<void> {
  await queries.$executeRaw`
    SELECT pg_advisory_xact_lock(hash)
      FROM (SELECT DISTINCT hashtextextended(name, 0) AS hash FROM unnest(${names}::text[]) AS name ORDER BY hash) AS sorted`
}
