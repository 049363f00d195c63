import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventLog } from '../../adapters/postgres/events.ts'
import { addCustomer, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let events: ReturnType<typeof createEventLog>

beforeAll(async () => {
  database = await openTestDatabase()
  events = createEventLog(database.db)
})
afterAll(() => database.drop())

const AT = Date.parse(NOW)
const keyOf = (fields: { source?: string; eventId?: string } = {}) => ({ source: '/shop', eventId: randomUUID(), ...fields })
const take = (key: ReturnType<typeof keyOf>, customerId = 'c1', at = AT) =>
  events.take({ ...key, type: 'account.cancelled', customerId, at })

test('a customer is found by his id or external id, the id first', async () => {
  const externalId = randomUUID()
  const customerId = await addCustomer(database.db, { externalId })
  expect(await events.customerOf(customerId)).toBe(customerId)
  expect(await events.customerOf(externalId)).toBe(customerId)
  expect(await events.customerOf(externalId.toUpperCase())).toBeUndefined()
  expect(await events.customerOf('')).toBeUndefined()
  const other = await addCustomer(database.db, { externalId: customerId })
  expect(other).not.toBe(customerId)
  expect(await events.customerOf(customerId)).toBe(customerId)
})

test('an event that was taken is known, and passed on only once somebody says so', async () => {
  const key = keyOf()
  expect(await events.wasPassedOn(key)).toBe(false)
  await take(key)
  expect(await events.wasPassedOn(key)).toBe(false)
  expect(await events.passedOn(key, AT)).toBe(true)
  expect(await events.wasPassedOn(key)).toBe(true)
})

test('of many who take it and pass it on at once one was first, and its note stays', async () => {
  const key = keyOf()
  await take(key)
  const firsts = await Promise.all(
    Array.from({ length: 10 }, (_, n) => take(key, `c${n}`, AT + n).then(() => events.passedOn(key, AT + n))),
  )
  expect(firsts.filter((first) => first)).toHaveLength(1)
  const rows = await database.db.client.accountEvent.findMany({ where: key })
  expect(rows).toEqual([{ ...key, type: 'account.cancelled', customerId: 'c1', receivedAt: new Date(AT), passedOnAt: expect.any(Date) }])
  expect(await events.passedOn(key, AT + 1_000)).toBe(false)
  expect(await database.db.client.accountEvent.findMany({ where: key })).toEqual(rows)
})

test('source and id together name it, letter by letter', async () => {
  const key = keyOf({ eventId: 'e1' })
  await take(key)
  await events.passedOn(key, AT)
  for (const other of [{ source: '/billing' }, { eventId: 'e2' }, { eventId: 'E1' }, { source: '/shop ' }])
    expect(await events.wasPassedOn({ ...key, ...other })).toBe(false)
})

test('what was never taken is not passed on', async () => {
  expect(await events.passedOn(keyOf(), AT)).toBe(false)
})
