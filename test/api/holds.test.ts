import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = patiently(await startTestStack({ demo: true }))
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const hold = (customerId: string, start: string, fields: Record<string, unknown> = {}) =>
  stack.request('POST', '/v1/holds', { body: { customerId, purpose: 'onboarding', start, ...fields } })
const confirm = (id: string) => stack.request('POST', `/v1/holds/${id}/confirm`, { body: {} })
const letGo = (id: string) => stack.request('DELETE', `/v1/holds/${id}`)
const advance = async (by: string) => {
  const { status } = await stack.request('POST', '/v1/demo/clock', { body: { advance: by }, as: 'admin' })
  expect([200, 202]).toContain(status)
}
const mailsOf = async (email: string) => (await desk.mailsTo(email)).map(({ subject }) => subject)

test('a slot is held for five minutes, seen by nobody else, and confirmed under its own id', async () => {
  const [one, other] = [await desk.register(), await desk.register()]
  const [slot] = await desk.slots(one.id)
  const { status, body: held } = await hold(one.id, slot!.start)
  expect([status, held]).toEqual([
    201,
    { ...slot, id: expect.any(String), customerId: one.id, purpose: 'onboarding', status: 'held', expiresAt: expect.stringMatching(/Z$/) },
  ])
  expect(await desk.slots(other.id)).not.toContainEqual(slot)
  const { alternatives } = expectProblem(await hold(other.id, slot!.start), 409, 'slot-taken')
  expect(alternatives).toHaveLength(3)
  expectProblem(await stack.request('GET', `/v1/bookings/${held.id}`), 404, 'not-found')

  const booked = await confirm(held.id)
  expect([booked.status, booked.body]).toEqual([
    201,
    { ...slot, id: held.id, callId: expect.any(String), customerId: one.id, purpose: 'onboarding', status: 'confirmed' },
  ])
  expect((await confirm(held.id)).body).toEqual(booked.body)
  await soon(async () => expect(await desk.call(booked.body.callId)).toMatchObject({ status: 'planned', dueAt: slot!.start }))
  expect((await desk.timeline(one.id)).filter(({ kind }) => kind === 'booking_confirmed')).toHaveLength(1)
  expectProblem(await letGo(held.id), 409, 'booking-not-open')
})

test('a hold that is let go frees its slot at once, and may be let go again', async () => {
  const { id } = await desk.register()
  const [slot] = await desk.slots(id)
  const { body: held } = await hold(id, slot!.start)
  for (const _time of [1, 2]) expect((await letGo(held.id)).body).toMatchObject({ id: held.id, status: 'released' })
  expect(await desk.slots(id)).toContainEqual(slot)
})

test('a hold ends by itself; confirmed too late it is booked where it is still free, else refused with alternatives', async () => {
  const [one, other] = [await desk.register(), await desk.register()]
  const [, , , first, , , second] = await desk.slots(one.id)
  const [late, lost] = [(await hold(one.id, first!.start)).body, (await hold(one.id, second!.start)).body]
  await advance('PT6M')
  expect(await desk.slots(other.id)).toEqual(expect.arrayContaining([first, second]))
  await desk.book(other.id, second!.start)
  expect((await confirm(late.id)).body).toMatchObject({ ...first, id: late.id, status: 'confirmed' })
  expect(expectProblem(await confirm(lost.id), 409, 'slot-taken').alternatives).toHaveLength(3)
})

test('whatever dies between hold and confirmation, nothing is lost and nothing stays blocked', async () => {
  const [one, other] = [await desk.register(), await desk.register()]
  const [, , , , , , , , , kept, , , given] = await desk.slots(one.id)
  const [keeps, forgets] = [(await hold(one.id, kept!.start)).body, (await hold(one.id, given!.start)).body]
  await stack.stopWorker()
  const api = await stack.anotherApi()
  try {
    // Nobody is there to confirm it: the wish is not lost, it waits on the server for a worker.
    const waiting = api.inject({
      method: 'POST',
      url: `/v1/holds/${keeps.id}/confirm`,
      headers: { authorization: `Bearer ${stack.keys.agent}` },
      payload: {},
    })
    await stack.startWorker()
    await waiting
    expect((await confirm(keeps.id)).body).toMatchObject({ ...kept, id: keeps.id, status: 'confirmed' })
    await advance('PT6M')
    expect(await desk.book(other.id, given!.start)).toMatchObject(given!)
    expect((await stack.request('GET', `/v1/bookings/${keeps.id}`)).body.status).toBe('confirmed')
    expectProblem(await confirm(forgets.id), 409, 'slot-taken')
  } finally {
    await api.close()
  }
})

test('a hold ends after five minutes though the process that took it is gone: the slot is there again and whoever waits for it is told', async () => {
  const [owner, next] = [await desk.register(), await desk.register()]
  const slot = (await desk.slots(owner.id)).at(-9)!
  const api = await stack.anotherApi()
  const { statusCode } = await api.inject({
    method: 'POST',
    url: '/v1/holds',
    headers: { authorization: `Bearer ${stack.keys.agent}` },
    payload: { customerId: owner.id, purpose: 'onboarding', start: slot.start, agentId: slot.agentId },
  })
  await api.close()
  expect(statusCode).toBe(201)
  expect((await wait(next.id, slot)).status).toBe(201)
  await advance('PT4M')
  expect(await desk.slots(next.id)).not.toContainEqual(slot)
  expect(await waiting(next.id)).toEqual([expect.objectContaining({ status: 'waiting' })])
  await advance('PT2M')
  expect(await desk.slots(next.id)).toContainEqual(slot)
  await soon(async () => expect(await waiting(next.id)).toEqual([expect.objectContaining({ status: 'offered', offered: slot })]))
  const { email } = next.contact as { email: string }
  await soon(async () => expect((await mailsOf(email)).filter((subject) => subject.includes('livre'))).toHaveLength(1))
})

test('the same Idempotency-Key is the same hold', async () => {
  const { id } = await desk.register()
  const { start } = (await desk.slots(id))[5]!
  const headers = { 'idempotency-key': randomUUID() }
  const ask = () => stack.request('POST', '/v1/holds', { body: { customerId: id, purpose: 'onboarding', start }, headers })
  const [first, second] = [await ask(), await ask()]
  expect(second.body).toEqual(first.body)
  expect(second.headers['idempotency-replayed']).toBe('true')
})

test('what cannot be held is refused with its field', async () => {
  const { id } = await desk.register()
  expectBadField(await hold(id, '2001-01-01T10:00:00Z'), '/start')
  expectBadField(await hold(id, '2099-01-05T10:00:00Z', { agentId: 'nobody' }), '/agentId')
  expectBadField(await hold(id, '2099-01-05T10:00:00Z', { purpose: 'welcome' }), '/purpose')
  expectProblem(await hold('nobody', '2099-01-05T10:00:00Z'), 404, 'not-found')
})

const wait = (customerId: string, window: { start: string; end: string }, fields: Record<string, unknown> = {}) =>
  stack.request('POST', '/v1/waitlist', { body: { customerId, purpose: 'onboarding', from: window.start, until: window.end, ...fields } })
const waiting = async (customerId: string) => (await stack.request('GET', `/v1/waitlist?customerId=${customerId}`)).body.items

test('a slot that is freed goes to the first who waits for such a time and speaks the language, once; who books it waits no longer', async () => {
  const owner = await desk.register()
  const [deaf, early, first, second] = [
    await desk.register({ languages: ['de'], country: 'DE' }),
    await desk.register(),
    await desk.register(),
    await desk.register(),
  ]
  const slots = await desk.slots(owner.id)
  const slot = slots.at(-1)!
  const booked = await desk.book(owner.id, slot.start)
  expect((await wait(deaf.id, slot)).status).toBe(201)
  await wait(early.id, slots[0]!)
  for (const { id } of [first, second])
    expect((await wait(id, slot)).body).toMatchObject({ customerId: id, status: 'waiting', offered: null })
  const cancelled = await stack.request('DELETE', `/v1/bookings/${booked.id}`)
  expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled'])

  await soon(async () => expect(await waiting(first.id)).toEqual([expect.objectContaining({ status: 'offered', offered: slot })]))
  const { email } = first.contact as { email: string }
  await soon(async () => expect((await mailsOf(email)).filter((subject) => subject.includes('livre'))).toHaveLength(1))
  for (const { id } of [deaf, early, second]) expect(await waiting(id)).toEqual([expect.objectContaining({ status: 'waiting' })])
  expect((await desk.timeline(first.id)).filter(({ kind }) => kind === 'slot_offered')).toHaveLength(1)

  await desk.book(first.id, slot.start)
  expect(await waiting(first.id)).toEqual([expect.objectContaining({ status: 'booked' })])
})

test('a slot that nobody confirmed is offered, too, and who left the list hears nothing', async () => {
  const [owner, gone, next] = [await desk.register(), await desk.register(), await desk.register()]
  const slot = (await desk.slots(owner.id)).at(-5)!
  const { body: held } = await hold(owner.id, slot.start)
  const { body: entry } = await wait(gone.id, slot)
  await wait(next.id, slot)
  expect((await stack.request('DELETE', `/v1/waitlist/${entry.id}`)).body).toMatchObject({ id: entry.id, status: 'withdrawn' })
  await letGo(held.id)
  await soon(async () => expect(await waiting(next.id)).toEqual([expect.objectContaining({ status: 'offered', offered: slot })]))
  expect(await waiting(gone.id)).toEqual([expect.objectContaining({ status: 'withdrawn', offered: null })])
})

test('a wish to wait that nothing can fulfil is refused with its field', async () => {
  const { id } = await desk.register()
  const [from, until] = ['2099-01-05T10:00:00Z', '2099-01-05T10:30:00Z']
  expectBadField(await wait(id, { start: from, end: until }), '/until')
  expectBadField(await wait(id, { start: '2001-01-01T10:00:00Z', end: '2001-01-02T10:00:00Z' }), '/until')
  expectProblem(await wait('nobody', { start: from, end: '2099-01-06T10:00:00Z' }), 404, 'not-found')
  expectProblem(await stack.request('DELETE', '/v1/waitlist/none'), 404, 'not-found')
})
