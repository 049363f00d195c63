import { afterAll, beforeAll, expect, test } from 'vitest'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
let clock: DemoTime
beforeAll(async () => {
  stack = patiently(await startTestStack({ demo: true }))
  desk = deskOf(stack)
  clock = demoClockOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const HOUR = 3_600_000
const mailbox = async (path: string, init?: RequestInit) =>
  (await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/mailbox${path}`, init)).json() as Promise<{ duplicates: unknown[] }>
const accepting = (yes: boolean) =>
  mailbox('/state', { method: 'PUT', body: JSON.stringify({ accepting: yes }), headers: { 'content-type': 'application/json' } })
const seller = () => desk.register({ languages: ['de'], country: 'DE', products: ['lost_and_found'] })
const received = async (email: string) => (await desk.mailsTo(email)).reverse()
const sentTo = async (customerId: string) =>
  (await desk.timeline(customerId))
    .filter(({ kind }) => kind === 'mail_sent')
    .map(({ params }) => params.template)
    .reverse()

test('a mail server that is down for an hour holds up no booking, move, cancellation or reminder, and each is told once when it is back', async () => {
  const [moving, cancelling, reminded, untouched] = [await seller(), await seller(), await seller(), await seller()]
  const everybody = [moving, cancelling, reminded, untouched]
  for (const { contact } of everybody) await soon(async () => expect(await received(contact.email)).toHaveLength(1))
  const slots = await desk.slots(moving.id)
  const far = slots.filter(({ start }) => Date.parse(start) > Date.parse(slots[0]!.start) + 30 * HOUR)
  // The first reminder, a day before, falls into the hour.
  const dayAhead = far[0]!
  const booked = await desk.book(reminded.id, dayAhead.start)
  await soon(async () => expect(await received(reminded.contact.email)).toHaveLength(2))
  await clock.reach(new Date(Date.parse(booked.start) - 24 * HOUR - HOUR / 2).toISOString())

  await accepting(false)
  const later = await desk.slots(moving.id, `&from=${encodeURIComponent(dayAhead.end)}`)
  const [first, third] = [later[4]!, later[8]!]
  const one = await desk.book(moving.id, first.start)
  const second = later.findLast(({ agentId }) => agentId === one.agentId)! // a move stays with whoever holds the call
  expect((await stack.request('PATCH', `/v1/bookings/${one.id}`, { body: { start: second.start } })).status).toBe(200)
  const two = await desk.book(cancelling.id, third.start)
  await clock.advance('PT30M')
  expect((await stack.request('DELETE', `/v1/bookings/${two.id}`)).status).toBe(200)
  await clock.advance('PT30M')
  for (const { id, contact } of [moving, cancelling]) {
    expect(await received(contact.email)).toHaveLength(1)
    expect(await sentTo(id)).toHaveLength(1)
  }
  expect(await received(reminded.contact.email)).toHaveLength(2)
  expect((await stack.request('GET', '/readyz', { as: null })).status).toBe(200)

  await accepting(true)
  const invitations = async (email: string) =>
    (await received(email)).flatMap(({ invitation }) => (invitation ? [`${invitation.method} ${invitation.sequence}`] : []))
  await soon(async () => {
    expect(await invitations(moving.contact.email)).toEqual(['REQUEST 0', 'REQUEST 1'])
    expect(await invitations(cancelling.contact.email)).toEqual(['REQUEST 0', 'CANCEL 1'])
    expect(await sentTo(reminded.id)).toEqual([expect.any(String), 'booking_confirmed', 'booking_reminder'])
  }, 150_000)
  await clock.advance('PT10M')
  expect((await Promise.all(everybody.map(({ contact }) => received(contact.email)))).map(({ length }) => length)).toEqual([3, 3, 3, 1])
  expect((await mailbox('/messages')).duplicates).toEqual([])
  expect(await desk.call(one.callId)).toMatchObject({ status: 'planned', dueAt: second.start })
})
