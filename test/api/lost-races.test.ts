import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../adapters/postgres/database.ts'
import { lockNames } from '../../adapters/postgres/locks.ts'
import type { Slot } from '../../domain/bookings.ts'
import { type Answer, patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
let db: Database
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
  db = openDatabase(stack.databaseUrl)
})
afterAll(async () => {
  await db?.close()
  await stack?.close()
})

const seller = () => desk.register({ languages: ['lv'], country: 'LV' }) // spoken by the lead alone
const waitingForLocks = () =>
  db.client.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
     WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`

/** `ask` sees the slot free, and somebody else is quicker by a moment. Answers what was said to it, and how the slot is freed again. */
async function lose({ start, end, agentId }: Slot, ask: () => Promise<Answer>) {
  const { id: customerId } = await seller()
  const time = { start: new Date(start), end: new Date(end), heldUntil: new Date(end), createdAt: new Date() }
  const id = randomUUID()
  const { asked } = await db.client.$transaction(async (tx) => {
    await lockNames(tx, [`agent/${agentId}`])
    const asked = ask()
    await soon(async () => expect(await waitingForLocks()).not.toEqual([]), 10_000)
    await tx.booking.create({ data: { id, customerId, agentId, purpose: 'onboarding', status: 'held', ...time } })
    return { asked }
  })
  return { answer: await asked, free: () => db.client.booking.delete({ where: { id } }) }
}

test('who lost a race for a time by his link books another, or the same once it is free', async () => {
  const { id } = await seller()
  const { body } = await stack.request('POST', `/v1/customers/${id}/booking-links`, { body: { purpose: 'onboarding' } })
  const book = (start: string, key: string) =>
    stack.request('POST', `/v1/public/bookings/${body.token}/book`, { as: null, body: { start }, headers: { 'idempotency-key': key } })
  const slot = (await desk.slots(id)).at(-1)!
  const lost = await lose(slot, () => book(slot.start, 'first'))
  expectProblem(lost.answer, 409, 'slot-taken')
  await lost.free()
  const repeated = await book(slot.start, 'first')
  expect([repeated.body, repeated.headers['idempotency-replayed']]).toEqual([lost.answer.body, 'true'])
  const booked = await book(slot.start, 'second')
  expect([booked.status, booked.body]).toEqual([201, expect.objectContaining({ start: slot.start, status: 'confirmed' })])
})

test('a hold that was confirmed too late, and refused by a moment, is confirmed once its slot is free again', async () => {
  const { id } = await seller()
  const slot = (await desk.slots(id)).at(-5)!
  const body = { customerId: id, purpose: 'onboarding', start: slot.start }
  const { body: held } = await stack.request('POST', '/v1/holds', { body })
  await stack.request('DELETE', `/v1/holds/${held.id}`)
  const confirm = () => stack.request('POST', `/v1/holds/${held.id}/confirm`, { body: {} })
  const lost = await lose(slot, confirm)
  expectProblem(lost.answer, 409, 'slot-taken')
  expectProblem(await confirm(), 409, 'slot-taken')
  await lost.free()
  const booked = await confirm()
  expect([booked.status, booked.body]).toEqual([201, expect.objectContaining({ id: held.id, start: slot.start, status: 'confirmed' })])
})
