import { PrismaPg } from '@prisma/adapter-pg'
import type { Clock } from '../../domain/clock.ts'
import { type Prisma, PrismaClient } from '../../generated/prisma/client.ts'

export interface Database {
  readonly client: PrismaClient
  /** For the few who need a session of their own (LISTEN). */
  readonly databaseUrl: string
  close(): Promise<void>
}

/** What runs inside a transaction, or outside of one. */
export type Queries = Prisma.TransactionClient

export interface DatabaseOptions {
  /** Connections at most. */
  readonly poolSize?: number
}

const POOL_SIZE = 10
/** Milliseconds; long enough for a queue of fifty bookings behind ten connections. */
const TRANSACTIONS = { maxWait: 15_000, timeout: 15_000 }

/** Connects at the first query. Close it, or the process stays. */
export function openDatabase(databaseUrl: string, { poolSize = POOL_SIZE }: DatabaseOptions = {}): Database {
  const adapter = new PrismaPg(
    { connectionString: databaseUrl, max: poolSize, application_name: 'lotse', connectionTimeoutMillis: 10_000, onConnect: speakUtc },
    { onPoolError: () => {}, onConnectionError: () => {} }, // a lost connection shows in the next query
  )
  const client = new PrismaClient({ adapter, transactionOptions: TRANSACTIONS })
  return { client, databaseUrl, close: () => client.$disconnect() }
}

/** The adapter drops and forgets the offset of every instant: in a session of another zone all of them would be shifted. */
const speakUtc = async (session: { query(sql: string): unknown }): Promise<void> => {
  await session.query("SET TIME ZONE 'UTC'")
}

export const machineClock: Clock = { now: () => Date.now() }
