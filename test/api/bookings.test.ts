import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const MINUTES = 60_000
const book = (body: Record<string, unknown>, headers = {}) =>
  stack.request('POST', '/v1/bookings', { body: { purpose: 'onboarding', ...body }, headers })
const alternative = { start: expect.stringMatching(/Z$/), end: expect.stringMatching(/Z$/), agentId: expect.any(String) }
const lengthOf = ({ start, end }: { start: string; end: string }) => (Date.parse(end) - Date.parse(start)) / MINUTES

test('free slots are of 45 minutes, in the future, in order, and of those who speak the language', async () => {
  const { id } = await desk.register({ languages: ['pt'] })
  const slots = await desk.slots(id)
  expect(slots.length).toBeGreaterThan(10)
  expect(new Set(slots.map(({ agentId }) => agentId))).toEqual(new Set(['lead-1'])) // nobody else speaks Portuguese
  expect(slots.every((slot) => lengthOf(slot) === 45 && Date.parse(slot.start) > Date.now())).toBe(true)
  expect(slots.map(({ start }) => start)).toEqual(slots.map(({ start }) => start).sort())
})

test('a window narrows the slots, and a nonsense one is refused with its field', async () => {
  const { id } = await desk.register()
  const [, second] = await desk.slots(id)
  const narrow = await desk.slots(id, `&from=${second!.start}&to=${second!.end}`)
  expect(narrow).toEqual([second])
  const slots = (query: string) => stack.request('GET', `/v1/slots?${query}`)
  expectBadField(await slots(`customerId=${id}&from=2099-01-02T00:00:00Z&to=2099-01-01T00:00:00Z`), '/to')
  expectBadField(await slots(`customerId=${id}&to=2001-01-01T00:00:00Z`), '/to')
  expectBadField(await slots(`customerId=${id}&from=tomorrow`), '/from')
  expectBadField(await slots('purpose=onboarding'), '/customerId')
  expectBadField(await slots(`customerId=${id}&purpose=party`), '/purpose')
  expectProblem(await slots('customerId=nobody'), 404, 'not-found')
})

test('any free speaker is booked, the slot is gone, and booking, call and plan agree', async () => {
  const { id } = await desk.register()
  const [slot] = await desk.slots(id)
  const made = await book({ customerId: id, start: slot!.start })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    ...slot,
    id: expect.any(String),
    callId: expect.any(String),
    customerId: id,
    purpose: 'onboarding',
    status: 'confirmed',
  })
  expect((await stack.request('GET', `/v1/bookings/${made.body.id}`)).body).toEqual(made.body)
  expect(await desk.slots(id)).not.toContainEqual(slot)
  await soon(async () => {
    const call = await desk.call(made.body.callId)
    expect(call).toMatchObject({
      status: 'planned',
      purpose: 'onboarding',
      dueAt: slot!.start,
      agentId: slot!.agentId,
      why: { timing: { code: 'booked' } },
    })
    const { steps } = await desk.plan(id)
    expect(steps).toContainEqual(
      expect.objectContaining({ step: 'onboarding_call', status: 'planned', at: slot!.start, callId: made.body.callId }),
    )
  })
})

test('of two free speakers the second is booked when the first is taken', async () => {
  const [one, other] = [
    await desk.register({ languages: ['de'], country: 'DE' }),
    await desk.register({ languages: ['de'], country: 'DE' }),
  ]
  const slots = await desk.slots(one.id)
  const start = slots.find((slot) => slots.filter((other) => other.start === slot.start).length > 1)!.start
  const [first, second] = [await desk.book(one.id, start), await desk.book(other.id, start)]
  expect(first.agentId).not.toBe(second.agentId)
})

test('a seller is not booked with two agents at one time, however many ask at once', async () => {
  const { id } = await desk.register({ languages: ['de'], country: 'DE' })
  const slots = await desk.slots(id)
  const free = slots.filter((slot, _, all) => all.filter((other) => other.start === slot.start).length > 1)
  const twice = free.filter(({ start }) => start === free[0]!.start)
  const answers = await Promise.all(twice.map(({ start, agentId }) => bookUntilAnswered({ customerId: id, start, agentId })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...twice.slice(1).map(() => 409)])
  const { alternatives } = expectProblem(answers.find(({ status }) => status === 409)!, 409, 'slot-taken')
  expect(alternatives.map(({ start }: { start: string }) => start)).not.toContain(twice[0]!.start)
})

test('the agent and the length may be asked for', async () => {
  const { id } = await desk.register({ languages: ['en'], country: 'IE' })
  const slot = (await desk.slots(id)).find(({ agentId }) => agentId === 'agent-4')
  const booked = await desk.book(id, slot!.start, { agentId: 'agent-4', minutes: 15 })
  expect([booked.agentId, lengthOf(booked)]).toEqual(['agent-4', 15])
})

test('a booking is moved, its call with it, and the old slot is free again', async () => {
  const { id } = await desk.register()
  const slots = await desk.slots(id)
  const [from, to] = [slots[0]!, slots.at(-1)!]
  const { id: bookingId, callId } = await desk.book(id, from.start)
  const moved = await stack.request('PATCH', `/v1/bookings/${bookingId}`, { body: { start: to.start } })
  expect([moved.status, moved.body]).toEqual([
    200,
    expect.objectContaining({ id: bookingId, start: to.start, end: to.end, status: 'confirmed' }),
  ])
  expect(await desk.call(callId)).toMatchObject({ status: 'planned', dueAt: to.start })
  expect(await desk.slots(id)).toContainEqual(from)
  const repeated = await stack.request('PATCH', `/v1/bookings/${bookingId}`, { body: { start: to.start } })
  expect([repeated.status, repeated.body]).toEqual([200, moved.body])
  expect((await desk.timeline(id)).filter(({ kind }) => kind === 'booking_moved')).toHaveLength(1)
})

test('a move to a taken slot is 409 with alternatives and moves nothing', async () => {
  const { id } = await desk.register()
  const [first, , , second] = await desk.slots(id)
  await desk.book(id, first!.start)
  const { id: bookingId, callId } = await desk.book(id, second!.start)
  const refused = expectProblem(
    await stack.request('PATCH', `/v1/bookings/${bookingId}`, { body: { start: first!.start } }),
    409,
    'slot-taken',
  )
  expect(refused.alternatives).toEqual([alternative, alternative, alternative])
  expect((await stack.request('GET', `/v1/bookings/${bookingId}`)).body.start).toBe(second!.start)
  expect((await desk.call(callId)).dueAt).toBe(second!.start)
})

test('a booking moves only to a time at which its agent works', async () => {
  const { id } = await desk.register()
  const { id: bookingId, start } = await desk.book(id, (await desk.slots(id))[0]!.start)
  const atNight = `${start.slice(0, 10)}T23:30:00Z`
  const { alternatives } = expectProblem(
    await stack.request('PATCH', `/v1/bookings/${bookingId}`, { body: { start: atNight } }),
    409,
    'slot-taken',
  )
  expect(alternatives).toEqual([alternative, alternative, alternative])
  expectProblem(await book({ customerId: id, start: atNight }), 409, 'slot-taken')
})

test('a booking is cancelled, its call with it, and then takes no more changes', async () => {
  const { id } = await desk.register()
  const [slot, other] = await desk.slots(id)
  const { id: bookingId, callId } = await desk.book(id, slot!.start)
  const gone = await stack.request('DELETE', `/v1/bookings/${bookingId}`)
  expect([gone.status, gone.body.status]).toEqual([200, 'cancelled'])
  expect((await desk.call(callId)).status).toBe('cancelled')
  expect(await desk.slots(id)).toContainEqual(slot)
  expectProblem(await stack.request('DELETE', `/v1/bookings/${bookingId}`), 409, 'booking-not-open')
  expectProblem(await stack.request('PATCH', `/v1/bookings/${bookingId}`, { body: { start: other!.start } }), 409, 'booking-not-open')
})

test('what cannot be booked is refused with its field', async () => {
  const { id } = await desk.register()
  const start = '2099-01-05T10:00:00Z'
  expectBadField(await book({ customerId: id, start: '2001-01-01T10:00:00Z' }), '/start')
  expectBadField(await book({ customerId: id, start, agentId: 'nobody' }), '/agentId')
  expectBadField(await book({ customerId: id, start, minutes: 0 }), '/minutes')
  expectBadField(await book({ customerId: id, start, minutes: '45' }), '/minutes')
  expectBadField(await book({ customerId: id, start, purpose: 'welcome' }), '/purpose')
  expectBadField(await book({ customerId: id }), '/start')
  expectProblem(await book({ customerId: 'nobody', start }), 404, 'not-found')
  const { id: bookingId } = await desk.book(id, (await desk.slots(id))[0]!.start)
  expectBadField(await stack.request('PATCH', `/v1/bookings/${bookingId}`, { body: { start: '2001-01-01T10:00:00Z' } }), '/start')
})

/** As a client who is told "repeat it with the same key" on a busy machine. */
async function bookUntilAnswered(wish: Record<string, unknown>): Promise<Answer> {
  const headers = { 'idempotency-key': randomUUID() }
  return soon(async () => {
    const answer = await book(wish, headers)
    expect([answer.status, answer.body.type]).not.toEqual([503, 'urn:lotse:problem:unavailable'])
    return answer
  }, 180_000)
}

/** Fifty at once for one slot: one 201, forty-nine 409, each with three free alternatives. */
async function expectOneWinner(customerIds: readonly string[]): Promise<void> {
  const [slot] = await desk.slots(customerIds[0]!)
  const { start, agentId } = slot!
  const answers = await Promise.all(customerIds.map((customerId) => bookUntilAnswered({ customerId, start, agentId })))
  const [won, ...others] = answers.sort((a, b) => a.status - b.status)
  expect(answers.map(({ status }) => status)).toEqual([201, ...Array(49).fill(409)])
  expect(won!.body).toMatchObject({ ...slot, status: 'confirmed' })
  const free = await desk.slots(customerIds[0]!)
  for (const answer of others) {
    const { alternatives } = expectProblem(answer, 409, 'slot-taken')
    expect(alternatives).toEqual([alternative, alternative, alternative])
    expect(new Set(alternatives.map(({ start }: { start: string }) => start)).size).toBe(3)
    for (const one of alternatives) expect(free).toContainEqual(one) // truly free: neither the slot just refused nor one beside it
  }
}

test('of fifty sellers who want one slot at once one gets it, the others three alternatives', async () => {
  const ids: string[] = []
  while (ids.length < 50) ids.push(...(await Promise.all(Array.from({ length: 10 }, () => desk.register()))).map(({ id }) => id))
  for (const id of ids) await desk.welcomeOf(id) // their welcomes are planned: what is measured is the race, not the morning rush
  await expectOneWinner(ids)
})

test('of fifty bookings of one slot at once for one seller one is made, the others get three alternatives', async () => {
  const { id } = await desk.register()
  await expectOneWinner(Array(50).fill(id))
  const { body } = await stack.request('GET', `/v1/calls?customerId=${id}&purpose=onboarding`)
  expect(body.items).toHaveLength(1)
})
