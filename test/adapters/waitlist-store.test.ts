import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWaitlistStore } from '../../adapters/postgres/waitlist.ts'
import type { Slot } from '../../domain/bookings.ts'
import { addCustomer, clock, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let waitlist: ReturnType<typeof createWaitlistStore>
beforeAll(async () => {
  database = await openTestDatabase()
  waitlist = createWaitlistStore(database.db, clock)
})
afterAll(() => database.drop())

/** A day of its own for each test, so that nobody waits for another's slot. */
const slotOn = (day: string, hour: string): Slot => ({
  start: `${day}T${hour}:00:00.000Z`,
  end: `${day}T${hour}:45:00.000Z`,
  agentId: 'anna',
})
const waitOn = async (day: string) => {
  const customerId = await addCustomer(database.db)
  const window = { from: `${day}T00:00:00.000Z`, until: `${day}T23:00:00.000Z` }
  return waitlist.add({ id: randomUUID(), customerId, purpose: 'onboarding', minutes: 45, ...window })
}
const offer = (entry: { id: string; customerId: string }, key: string, slot: Slot) =>
  waitlist.offer(
    entry.id,
    { key, customerId: entry.customerId, purpose: 'onboarding', slot },
    { kind: 'slot_offered', params: {}, actor: 'system' },
    [],
  )

test('a slot that was offered is known by what freed it, also after its seller was offered another, and goes to nobody else', async () => {
  const day = '2026-11-23'
  const [first, second] = [await waitOn(day), await waitOn(day)]
  const [one, other] = [slotOn(day, '09'), slotOn(day, '12')]
  expect(await offer(first, 'booking-1/1', one)).toBe(true)
  expect(await offer(first, 'booking-2/1', other)).toBe(true)
  const { customerId, purpose } = first
  expect(await waitlist.offered('booking-1/1')).toEqual({ key: 'booking-1/1', customerId, purpose, slot: one })
  expect(await waitlist.offered('booking-2/1')).toEqual({ key: 'booking-2/1', customerId, purpose, slot: other })
  expect(await offer(second, 'booking-1/1', one)).toBe(false)
  const { items } = await waitlist.list(second.customerId, { limit: 10 })
  expect(items).toEqual([{ ...second, status: 'waiting', offered: null }])
})

test('who has left us is offered nothing while he is gone', async () => {
  const day = '2026-11-24'
  const [gone, stays] = [await waitOn(day), await waitOn(day)]
  const leave = (cancelledAt: Date | null) => database.db.client.customer.update({ where: { id: gone.customerId }, data: { cancelledAt } })
  const waiting = async () => (await waitlist.waitingFor(slotOn(day, '09'))).map(({ id }) => id)
  await leave(new Date(clock.now()))
  expect(await waiting()).toEqual([stays.id])
  await leave(null)
  expect((await waiting()).sort()).toEqual([gone.id, stays.id].sort())
})
