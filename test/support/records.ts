import { randomUUID } from 'node:crypto'
import type { NewCustomer } from '../../activities/customers.ts'
import { createAgentStore } from '../../adapters/postgres/agents.ts'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import { type Database, openDatabase } from '../../adapters/postgres/database.ts'
import type { AgentView } from '../../api/schemas/agents.ts'
import { TEAM } from '../../domain/codes.ts'
import type { Registration } from '../../domain/customers.ts'
import { createTestDatabase } from './database.ts'

/** Sunday; whatever the day of the test, the records' clock stands here. */
export const NOW = '2026-11-22T12:00:00.000Z'
export const clock = { now: () => Date.parse(NOW) }

/** A database of one's own with an open client. Call `drop` in `afterAll`. */
export async function openTestDatabase(): Promise<{ db: Database; drop(): Promise<void> }> {
  const { databaseUrl, drop } = await createTestDatabase()
  const db = openDatabase(databaseUrl)
  return {
    db,
    drop: async () => {
      await db.close()
      await drop()
    },
  }
}

export function newRegistration(fields: Partial<Registration> = {}): Registration {
  const customerId = fields.customerId ?? randomUUID()
  return {
    customerId,
    requestId: randomUUID(),
    bodyHash: 'hash',
    registeredAt: NOW,
    actor: 'key/k1',
    company: 'Nordlicht GmbH',
    contact: { name: 'Ida Sommer', email: `${customerId}@seller.example`, phone: '+4930123456' },
    languages: ['de', 'en'],
    country: 'DE',
    timeZone: 'Europe/Berlin',
    zoneAssumed: false,
    products: ['repricer'],
    ...fields,
  }
}

export const newCustomer = (fields: Partial<Registration> = {}): NewCustomer => ({
  registration: newRegistration(fields),
  trial: { status: 'running', endsAt: '2026-12-06T12:00:00.000Z' },
  entry: { kind: 'customer_registered', params: {}, actor: 'key/k1' },
  notices: [{ audience: TEAM, kind: 'customer_registered', params: { country: 'DE' } }],
})

/** Writes a customer down and answers his id. */
export async function addCustomer(db: Database, fields: Partial<Registration> = {}): Promise<string> {
  const { customerId } = await createCustomerStore(db, clock).register(newCustomer(fields))
  return customerId
}

/** Writes an agent down and answers his id. */
export async function addAgent(db: Database, fields: Partial<AgentView> = {}): Promise<string> {
  const id = fields.id ?? randomUUID()
  const agent = {
    id,
    name: 'Jonas',
    email: `${id}@lotse.example`,
    timeZone: 'Europe/Berlin',
    capacity: 60,
    role: 'agent' as const,
    ...fields,
  }
  await createAgentStore(db, clock).create({ languages: [{ tag: 'de', level: 'native' }], skills: ['repricer'], ...agent })
  return id
}

/** As an activity is tried again: fifty at once can wait longer for one of ten connections than a busy machine lets them. */
export async function persistently<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      if (tries === MOST_TRIES || !/timeout exceeded|Unable to start a transaction/i.test(String(error))) throw error
    }
  }
}

const MOST_TRIES = 10
