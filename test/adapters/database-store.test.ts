import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import { openDatabase } from '../../adapters/postgres/database.ts'
import { openSession } from '../../adapters/postgres/databases.ts'
import { sqlState, UNIQUE_VIOLATION } from '../../adapters/postgres/errors.ts'
import { addAgent, clock, NOW, newCustomer, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

test('instants stay what they are in a database whose zone is not UTC', async () => {
  const { databaseUrl } = database.db
  const session = await openSession(databaseUrl)
  await session.query(`ALTER DATABASE ${new URL(databaseUrl).pathname.slice(1)} SET timezone TO 'Asia/Kolkata'`)
  const db = openDatabase(databaseUrl)
  try {
    const customer = newCustomer()
    const { customerId } = customer.registration
    const customers = createCustomerStore(db, clock)
    await customers.register(customer)

    expect(await customers.find(customerId)).toMatchObject({ createdAt: NOW })
    const { rows } = await session.query<{ at: Date }>('SELECT created_at AS at FROM customers WHERE id = $1', [customerId])
    expect(rows[0]?.at.toISOString()).toBe(NOW)
  } finally {
    await db.close()
    await session.end()
  }
})

test('no more connections are opened than allowed', async () => {
  const db = openDatabase(database.db.databaseUrl, { poolSize: 2 })
  try {
    const pids = await Promise.all(
      Array.from({ length: 8 }, () => db.client.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid, pg_sleep(0.02)::text`),
    )
    expect(new Set(pids.map(([row]) => row?.pid)).size).toBe(2)
  } finally {
    await db.close()
  }
})

test("PostgreSQL's own code is found on what Prisma throws", async () => {
  const email = `${await addAgent(database.db)}@lotse.example`
  const failure = await addAgent(database.db, { id: 'double', email: 'x@lotse.example' })
    .then(() => database.db.client.agent.update({ where: { id: 'double' }, data: { email } }))
    .catch((error: unknown) => error)
  expect(sqlState(failure)).toBe(UNIQUE_VIOLATION)
  expect(sqlState(new Error('another'))).toBeUndefined()
  expect(sqlState(undefined)).toBeUndefined()
})
