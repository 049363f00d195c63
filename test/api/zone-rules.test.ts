import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../adapters/postgres/database.ts'
import { lookAtZoneRules } from '../../bin/zone-rules.ts'
import { offsetTime } from '../../domain/calendar/periods.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'

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

const HOUR = 3_600_000
const OLD = '2020a'
const iso = (at: number): string => new Date(at).toISOString()

/** As a worker does at its start; returns what was found. */
async function look(): Promise<{ looked: number; moved: number }> {
  const { temporal } = stack
  const version = process.versions.tz ?? ''
  await lookAtZoneRules(temporal, stack.taskQueue, `${version}`)
  return temporal.workflow.getHandle(`zone-rules/${stack.taskQueue}/${version}`).result() as Promise<{ looked: number; moved: number }>
}

/** The wall time that was meant, an hour later than what older rules made of it: as if summer time had been given up since. */
const meant = (start: string, zone: string): string => offsetTime(Date.parse(start) + HOUR, zone)

const changesOf = async (customerId: string) => (await desk.timeline(customerId)).filter(({ kind }) => kind === 'zone_rules_changed')

test('what was promised for a wall time follows new rules of its zone: moved once, told once, and what is as it was stays', async () => {
  const customer = await desk.register({ products: ['lost_and_found'], timeZone: 'Europe/Lisbon' })
  const slots = await desk.slots(customer.id)
  const booking = await desk.book(customer.id, slots.at(-1)!.start)
  const other = await desk.register({ timeZone: 'Europe/Lisbon' })
  const call = await desk.welcomeOf(other.id)
  const to = slots.at(-1)!.start
  const moved = await stack.request('POST', `/v1/calls/${call.id}/reschedule`, { body: { to, reason: 'asked for' } })
  expect(moved.status).toBe(200)
  const same = await desk.register({ products: ['lost_and_found'], timeZone: 'Europe/Lisbon' })
  const unmoved = await desk.book(same.id, slots[0]!.start)

  const written = await db.client.booking.findUniqueOrThrow({ where: { id: booking.id } })
  expect(written).toMatchObject({
    localStart: offsetTime(Date.parse(booking.start), 'Europe/Lisbon'),
    zone: 'Europe/Lisbon',
    tzdata: process.versions.tz,
  })
  const row = await db.client.call.findUniqueOrThrow({ where: { id: call.id } })
  expect(row).toMatchObject({ localStart: offsetTime(Date.parse(to), 'Europe/Lisbon'), tzdata: process.versions.tz })
  const planned = await db.client.call.findMany({ where: { whyTiming: { path: ['code'], equals: 'first_opening' } } })
  expect(planned.filter(({ localStart }) => localStart !== null)).toEqual([])

  const old = (start: string) => ({ tzdata: OLD, localStart: meant(start, 'Europe/Lisbon') })
  await db.client.booking.update({ where: { id: booking.id }, data: old(booking.start) })
  await db.client.call.update({ where: { id: call.id }, data: old(to) })
  await db.client.booking.update({ where: { id: unmoved.id }, data: { tzdata: OLD } })

  expect(await look()).toEqual({ looked: 3, moved: 2 })
  const later = (start: string): string => iso(Date.parse(start) + HOUR)
  expect((await stack.request('GET', `/v1/bookings/${booking.id}`)).body).toMatchObject({
    start: later(booking.start),
    agentId: booking.agentId,
  })
  expect((await desk.call(booking.callId)).dueAt).toBe(later(booking.start))
  expect((await desk.call(call.id)).dueAt).toBe(later(to))
  expect((await desk.call(unmoved.callId)).dueAt).toBe(unmoved.start)
  const change = { from: booking.start, to: later(booking.start), zone: 'Europe/Lisbon', tzdata: process.versions.tz }
  expect(await changesOf(customer.id)).toMatchObject([{ params: change }])
  await soon(async () => {
    const invitations = (await desk.mailsTo(customer.contact.email)).flatMap(({ invitation }) => invitation ?? [])
    expect(invitations.map(({ sequence, start }) => [sequence, start]).sort()).toEqual([
      [0, booking.start],
      [1, later(booking.start)],
    ])
  })
  const { items } = (await stack.request('GET', '/v1/notifications?limit=200', await desk.somebody(booking.agentId))).body
  expect(
    items.filter(({ kind, callId }: { kind: string; callId: string }) => kind === 'zone_rules_changed' && callId === booking.callId),
  ).toHaveLength(1)

  expect(await look()).toEqual({ looked: 0, moved: 0 })
  expect(await db.client.booking.count({ where: { tzdata: OLD } })).toBe(0)
  expect(await changesOf(customer.id)).toHaveLength(1)
  expect(await changesOf(same.id)).toEqual([])
})
