import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Slot } from '../../domain/bookings.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { telephoneOf } from '../support/telephone.ts'

let stack: TestStack
let desk: Desk
let report: ReturnType<typeof telephoneOf>
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
  report = telephoneOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const german = { languages: ['de'], country: 'DE', products: ['lost_and_found'] } // no welcome beside it
const MINUTE = 60_000
const plus = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * MINUTE).toISOString()
const handOver = (callId: string, body: Record<string, unknown>) =>
  stack.request('POST', `/v1/calls/${callId}/hand-over`, { body: { note: 'asked about returns', customerTold: true, ...body } })
const extend = (callId: string, body: Record<string, unknown>) => stack.request('POST', `/v1/calls/${callId}/extend`, { body })
const noticesOf = async (agentId: string) =>
  (await stack.request('GET', '/v1/notifications?limit=200', await desk.somebody(agentId))).body.items as { kind: string; callId: string }[]
const planned = (callId: string) => soon(async () => expect((await desk.call(callId)).why.timing).not.toBeNull())

/** A booked call of a German seller, and the agents who could hold it at that time. */
async function booked(start?: string, fields: Record<string, unknown> = {}, about: Record<string, unknown> = {}) {
  const customer = await desk.register({ ...german, ...about })
  const slots = await desk.slots(customer.id)
  const shared = (slot: Slot) => slots.filter((other) => other.start === slot.start).map(({ agentId }) => agentId)
  const slot = slots.find((one) => (start === undefined ? shared(one).length > 1 : one.start === start))!
  const booking = await desk.book(customer.id, slot.start, fields)
  await planned(booking.callId)
  return { customer, booking, others: shared(slot).filter((id) => id !== booking.agentId) }
}

test('a call is handed over with its slot, its note and who told the seller, and both hear of it', async () => {
  const { customer, booking, others } = await booked()
  const [agentId = ''] = others
  const { status, body } = await handOver(booking.callId, { agentId })
  expect([status, body]).toEqual([200, expect.objectContaining({ agentId, status: 'planned', dueAt: booking.start })])
  expect((await stack.request('GET', `/v1/bookings/${booking.id}`)).body).toMatchObject({ agentId, start: booking.start, end: booking.end })
  expect((await stack.request('GET', `/v1/calls/${booking.callId}`)).body.notes).toBe('asked about returns')
  const told = (await desk.timeline(customer.id)).filter(({ kind }) => kind === 'call_handed_over' || kind === 'booking_moved')
  const expected = {
    kind: 'call_handed_over',
    params: { from: booking.agentId, to: agentId, customerTold: true, note: 'asked about returns' },
  }
  expect(told).toMatchObject([expected])
  expect(told[0]!.params.toldBy).toBe(told[0]!.actor)
  for (const id of [booking.agentId, agentId])
    expect(await noticesOf(id)).toContainEqual(expect.objectContaining({ kind: 'call_handed_over', callId: booking.callId }))
  const { email } = customer.contact as { email: string }
  await soon(async () => {
    const sequences = (await desk.mailsTo(email)).flatMap(({ invitation }) => invitation?.sequence ?? [])
    expect(sequences.sort()).toEqual([0, 1])
  })
})

test('a call goes to nobody who is booked then, and to nobody who is no agent; then nothing has changed', async () => {
  const { booking, others } = await booked()
  const [agentId = ''] = others
  await booked(booking.start, { agentId })
  const { alternatives } = expectProblem(await handOver(booking.callId, { agentId }), 409, 'slot-taken')
  expect(alternatives).toHaveLength(3)
  expect(await desk.call(booking.callId)).toMatchObject({ agentId: booking.agentId })
  expect((await stack.request('GET', `/v1/calls/${booking.callId}`)).body.notes).toBeNull()
  expectBadField(await handOver(booking.callId, { agentId: 'nobody' }), '/agentId')
  expectBadField(await stack.request('POST', `/v1/calls/${booking.callId}/hand-over`, { body: { agentId, customerTold: true } }), '/note')
  await stack.request('DELETE', `/v1/bookings/${booking.id}`)
  expectProblem(await handOver(booking.callId, { agentId }), 409, 'call-not-open')
})

test('of those who hand a call over, move and cancel it at once each is answered, and one booking is left as the last one wanted', async () => {
  const { customer, booking, others } = await booked()
  const later = (await desk.slots(customer.id)).filter(({ agentId }) => agentId === booking.agentId).at(-1)!
  const answers = await Promise.all([
    ...others.map((agentId) => handOver(booking.callId, { agentId })),
    stack.request('PATCH', `/v1/bookings/${booking.id}`, { body: { start: later.start } }),
    handOver(booking.callId, { agentId: booking.agentId }),
  ])
  for (const { status } of answers) expect([200, 409]).toContain(status)
  const [call, { body }] = [await desk.call(booking.callId), await stack.request('GET', `/v1/bookings/${booking.id}`)]
  expect({ agentId: call.agentId, start: call.dueAt }).toEqual({ agentId: body.agentId, start: body.start })
})

test('a talk of two hours before another booking an hour later: a colleague takes that by one click, and nothing is ended', async () => {
  const free = await desk.slots((await desk.register(german)).id)
  const behind = (one: Slot) =>
    free.find(
      ({ start, agentId: by }) =>
        by === one.agentId &&
        start > plus(one.start, 45) &&
        start < plus(one.start, 120) &&
        free.some((other) => other.start === start && other.agentId !== by),
    )
  const begin = free.find((one) => behind(one) !== undefined)
  expect(begin, 'a time with another one behind it at which both work').toBeDefined()
  const agentId = begin!.agentId
  const first = await booked(begin!.start, { agentId, minutes: 45 })
  await stack.request('POST', `/v1/calls/${first.booking.callId}/take`, { body: {}, ...(await desk.somebody(agentId)) })
  const next = await desk.register(german)
  const slot = behind(begin!)
  const second = await desk.book(next.id, slot!.start, { agentId })
  await planned(second.callId)

  const { body: ahead } = await stack.request('GET', `/v1/calls/${first.booking.callId}/extension?minutes=75`)
  expect(ahead).toMatchObject({ from: first.booking.end, until: plus(first.booking.end, 75) })
  expect(ahead.next).toContainEqual(expect.objectContaining({ callId: second.callId, start: second.start, end: second.end }))
  const { status, body } = await extend(first.booking.callId, { minutes: 75 })
  expect([status, body.until]).toEqual([200, ahead.until])
  const taken = await desk.call(second.callId)
  const its = ahead.next.find(({ callId }: { callId: string }) => callId === second.callId)
  expect(its.takers).toContain(taken.agentId)
  expect(taken).toMatchObject({ status: 'planned', dueAt: second.start })
  expect((await stack.request('GET', `/v1/bookings/${first.booking.id}`)).body).toMatchObject({ agentId, end: ahead.until })
  expect(await desk.call(first.booking.callId)).toMatchObject({ status: 'planned', agentId })
  expect(
    (await desk.slots(next.id)).filter((one) => one.agentId === agentId && one.start < ahead.until && one.end > first.booking.start),
  ).toEqual([])
})

test('the same while they talk: the call goes on, whoever has the next one, and ends when somebody says how it went', async () => {
  const phone = `+4930${randomInt(1_000_000, 9_999_999)}`
  const contact = { name: 'Ida', email: `${randomUUID()}@seller.example`, phone }
  const free = await desk.slots((await desk.register(german)).id)
  const isBefore = (one: Slot) =>
    free.some(({ agentId: by, start }) => by === one.agentId && start >= one.end && start < plus(one.start, 120))
  const begin = free.find(isBefore)
  expect(begin, 'a time with another one behind it').toBeDefined()
  const first = await booked(begin?.start, { agentId: begin?.agentId }, { contact })
  const agentId = first.booking.agentId
  await stack.request('POST', `/v1/calls/${first.booking.callId}/take`, { body: {}, ...(await desk.somebody(agentId)) })
  const ring = { event: 'newCall' as const, pbxCallId: randomUUID(), direction: 'out' as const, from: '+4930123456', to: phone }
  await report(ring)
  await report({ ...ring, event: 'answer' })
  const goesOn = () => soon(async () => expect(await desk.call(first.booking.callId)).toMatchObject({ status: 'in_call', agentId }))
  await goesOn()
  const next = await desk.register(german)
  const slots = await desk.slots(next.id)
  const slot = slots.find(
    ({ start, agentId: by }) => by === agentId && start >= first.booking.end && start < plus(first.booking.start, 120),
  )
  const second = await desk.book(next.id, slot!.start, { agentId })
  await planned(second.callId)
  const { status, body } = await extend(first.booking.callId, { minutes: 75, next: 'tell' })
  expect([status, body.until]).toEqual([200, plus(first.booking.end, 75)])
  const moved = await desk.call(second.callId)
  expect(moved.agentId !== agentId || (moved.dueAt ?? '') >= body.until).toBe(true)
  await goesOn()
  const outcome = await stack.request('POST', `/v1/calls/${first.booking.callId}/outcome`, { body: { outcome: 'completed', data: {} } })
  expect(outcome.body).toMatchObject({ status: 'done' })
})

test('where nobody speaks the language and is free, the answer says so and changes nothing; its seller may be told that it begins later', async () => {
  const [one, other] = [await desk.register(), await desk.register()] // Portuguese: one agent alone speaks it
  const free = await desk.slots(one.id)
  const isFree = (start: string) => free.some((its) => its.start === start)
  const slot = free.find(({ start }) => isFree(plus(start, 30)) && isFree(plus(start, 60)))
  expect(slot, 'a time with another one right behind it').toBeDefined()
  const first = await desk.book(one.id, slot!.start)
  const second = await desk.book(other.id, slot!.end)
  for (const { callId } of [first, second]) await planned(callId)
  const refused = expectProblem(await extend(first.callId, { minutes: 30 }), 409, 'nobody-free')
  expect(refused.alternatives).toHaveLength(3)
  expect((await stack.request('GET', `/v1/bookings/${first.id}`)).body.end).toBe(first.end)
  expect(await desk.call(second.callId)).toMatchObject({ agentId: second.agentId, dueAt: second.start })

  const until = plus(first.end, 30)
  const { status, body } = await extend(first.callId, { minutes: 30, next: 'tell' })
  expect([status, body.until]).toEqual([200, until])
  const moved = (await stack.request('GET', `/v1/bookings/${second.id}`)).body
  expect(moved.start >= until).toBe(true)
  expect(await desk.call(second.callId)).toMatchObject({ status: 'planned', dueAt: moved.start })
  const { email } = other.contact as { email: string }
  await soon(async () => {
    // His welcome was planned for that hour, too, and is late without an invitation.
    const late = (await desk.mailsTo(email)).filter(({ subject }) => subject.startsWith('A sua marcação começa mais tarde'))
    expect(late.flatMap(({ invitation }) => (invitation === undefined ? [] : [invitation.start]))).toEqual([moved.start])
  })
})

test('what is not open is neither looked at nor extended', async () => {
  const { booking } = await booked()
  await stack.request('DELETE', `/v1/bookings/${booking.id}`)
  expectProblem(await extend(booking.callId, { minutes: 30 }), 409, 'call-not-open')
  expectProblem(await stack.request('GET', `/v1/calls/${booking.callId}/extension`), 409, 'call-not-open')
  expectBadField(await extend(booking.callId, { minutes: 1 }), '/minutes')
})
