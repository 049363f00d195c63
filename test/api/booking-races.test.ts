import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Slot } from '../../domain/bookings.ts'
import { type Answer, patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'
import { telephoneOf } from '../support/telephone.ts'

// What comes at once by every way there is, through two processes of the API.

let stack: TestStack
let desk: Desk
let both: readonly TestStack[]
let closeOther: () => Promise<void>
beforeAll(async () => {
  const first = await startTestStack()
  const app = await first.anotherApi()
  closeOther = () => app.close()
  const other: TestStack = {
    ...first,
    app,
    async request(method, path, { body, as = 'agent', headers = {} } = {}) {
      const answer = await app.inject({
        method: method as 'GET',
        url: path,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${first.keys[as]}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? '' : answer.json() }
    },
  }
  both = [patiently(first), patiently(other)]
  stack = both[0]!
  desk = deskOf(stack)
})
afterAll(async () => {
  await closeOther?.()
  await stack?.close()
})

const FIFTY = Array.from({ length: 50 }, (_, index) => index)
const api = (index: number): TestStack => both[index % 2]!
const quiet = { languages: ['de'], country: 'DE', products: ['lost_and_found'] }
async function sellers(count: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) ids.push(...(await Promise.all(FIFTY.slice(0, 10).map(() => desk.register(quiet)))).map(({ id }) => id))
  return ids.slice(0, count)
}
const linkOf = async (customerId: string): Promise<string> =>
  (await stack.request('POST', `/v1/customers/${customerId}/booking-links`, { body: { purpose: 'onboarding' } })).body.token

/** Books by one of three ways: a hold that is confirmed, a link, or at once. */
async function wants(index: number, { customerId, start, token }: { customerId: string; start: string; token: string }): Promise<Answer> {
  const { request } = api(index)
  const body = { customerId, purpose: 'onboarding', start }
  if (index % 3 === 0) return request('POST', `/v1/public/bookings/${token}/book`, { as: null, body: { start } })
  if (index % 3 === 1) return request('POST', '/v1/bookings', { body })
  const held = await request('POST', '/v1/holds', { body })
  return held.status === 201 ? request('POST', `/v1/holds/${held.body.id}/confirm`, { body: {} }) : held
}
const idsOf = (answers: readonly Answer[]) => [...new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id))]
const refusedOf = (answers: readonly Answer[]) =>
  answers.filter(({ status }) => status !== 201).map(({ status, body }) => `${status} ${body.type}`)
const bookingOf = async (id: string) => (await stack.request('GET', `/v1/bookings/${id}`)).body as Slot & { status: string; callId: string }
const overlap = (one: Slot, other: Slot) => one.start < other.end && other.start < one.end

test('fifty sellers who want one hour at once, by holds, links and at once: as many get it as there are agents, and each agent is booked once', async () => {
  const ids = await sellers(50)
  const tokens = await Promise.all(ids.map(linkOf))
  const slots = await desk.slots(ids[0]!)
  const free = (start: string) => slots.filter((slot) => slot.start === start)
  // Not within the notice that a link asks for: by then it may be too late for it.
  const ahead = new Date(Date.now() + 48 * 60 * 60_000).toISOString()
  const { start } = slots.find((slot) => slot.start > ahead && free(slot.start).length > 1)!
  const agents = free(start).map(({ agentId }) => agentId)
  const answers = await Promise.all(FIFTY.map((index) => wants(index, { customerId: ids[index]!, start, token: tokens[index]! })))
  const won = await Promise.all(idsOf(answers).map(bookingOf))
  expect(won.map(({ agentId }) => agentId).sort()).toEqual(agents.sort())
  expect(new Set(refusedOf(answers))).toEqual(new Set(['409 urn:lotse:problem:slot-taken']))
  expect(refusedOf(answers)).toHaveLength(50 - agents.length)
  for (const booking of won) expect(booking).toMatchObject({ status: 'confirmed', start })
  expect((await desk.slots(ids[0]!)).filter((slot) => slot.start === start)).toEqual([])
})

test('fifty wishes of one seller at once, for three hours that overlap: he is in one place at a time, by a link booked once', async () => {
  const [customerId = ''] = await sellers(1)
  const token = await linkOf(customerId)
  const starts = [...new Set((await desk.slots(customerId)).map(({ start }) => start))].slice(-3)
  const answers = await Promise.all(FIFTY.map((index) => wants(index, { customerId, start: starts[(index % 7) % 3]!, token })))
  const booked = await Promise.all(idsOf(answers).map(bookingOf))
  expect(booked.length).toBeGreaterThan(0)
  for (const one of booked) for (const other of booked) expect(one === other || !overlap(one, other)).toBe(true)
  const byLink = answers.filter(({ status }, index) => index % 3 === 0 && status === 201)
  expect(new Set(byLink.map(({ body }) => body.id)).size).toBeLessThan(2)
  for (const refusal of refusedOf(answers)) expect(refusal).toMatch(/^409 urn:lotse:problem:(slot-taken|already-exists)$/)
  const { items } = (await stack.request('GET', `/v1/calls?customerId=${customerId}&purpose=onboarding`)).body
  expect(items.map(({ id }: { id: string }) => id).sort()).toEqual(booked.map(({ callId }) => callId).sort())
})

test('a booking that is moved, handed over and cancelled at once, while others book where it was and where it goes: one end, told in order', async () => {
  for (const round of [0, 1, 2]) {
    const [owner, two, three] = [await desk.register(quiet), await desk.register(quiet), await desk.register(quiet)]
    const slots = await desk.slots(owner.id)
    const from = slots.find((slot) => slots.some((other) => other.start === slot.start && other.agentId !== slot.agentId))!
    const booking = await desk.book(owner.id, from.start)
    const to = slots.findLast(({ agentId }) => agentId === booking.agentId)!
    const colleague = slots.find(({ start, agentId }) => start === from.start && agentId !== booking.agentId)!
    const changes = [
      () => api(0).request('PATCH', `/v1/bookings/${booking.id}`, { body: { start: to.start } }),
      () =>
        api(1).request('POST', `/v1/calls/${booking.callId}/hand-over`, {
          body: { agentId: colleague.agentId, note: 'hers', customerTold: true },
        }),
      () => api(round).request('DELETE', `/v1/bookings/${booking.id}`),
    ]
    const wish = (customerId: string, { start }: Slot) => ({ customerId, purpose: 'consultation', start, agentId: booking.agentId })
    const [cancelled, ...others] = await Promise.all([
      ...[...changes.slice(2), ...changes.slice(0, 2)].map((change) => change()),
      api(1).request('POST', '/v1/bookings', { body: wish(two.id, from) }),
      api(0).request('POST', '/v1/bookings', { body: wish(three.id, to) }),
    ])
    expect(cancelled?.status).toBe(200)
    for (const { status } of others) expect([200, 201, 409]).toContain(status)
    expect((await bookingOf(booking.id)).status).toBe('cancelled')
    expect((await desk.call(booking.callId)).status).toBe('cancelled')
    for (const change of changes.slice(0, 2)) expect((await change()).status).toBe(409)
    // Where it was and where it went is free, or is somebody's who has asked.
    for (const slot of [from, to]) {
      const mine = { ...slot, agentId: booking.agentId }
      const takenBy = await Promise.all(idsOf(others).map(bookingOf))
      const isTaken = takenBy.some((other) => other.agentId === mine.agentId && overlap(other, mine))
      expect((await desk.slots(owner.id)).some(({ start, agentId }) => start === mine.start && agentId === mine.agentId)).toBe(!isTaken)
    }
    await soon(async () => {
      const told = (await desk.mailsTo(owner.contact.email)).reverse().flatMap(({ invitation }) => invitation ?? [])
      expect(told.at(-1)?.method).toBe('CANCEL')
      expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => index))
      expect(told.filter(({ method }) => method === 'CANCEL')).toHaveLength(1)
      expect(new Set(told.map(({ uid }) => uid)).size).toBe(1)
    })
  }
})

test('each report of one telephone call five times at once, by two processes: one try, one talk, and the seller is free for the next', async () => {
  const phone = `+4930${randomInt(1_000_000, 9_999_999)}`
  const contact = { name: 'Ida', email: `${randomUUID()}@seller.example`, phone }
  const { id: customerId } = await desk.register({ languages: ['de'], country: 'DE', contact })
  const { id: callId } = await desk.welcomeOf(customerId)
  const report = both.map((one) => telephoneOf(one))
  const fiveTimes = async (event: object) => {
    const id = randomUUID()
    const answers = await Promise.all([0, 1, 2, 3, 4].map((index) => report[index % 2]!(event, { id })))
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204])
  }
  const rings = async (cause: string, answered: boolean) => {
    const ring = { event: 'newCall', pbxCallId: randomUUID(), direction: 'out', from: '+49301234', to: phone }
    expect((await stack.request('POST', `/v1/calls/${callId}/dial`)).status).toBe(200)
    await fiveTimes(ring)
    if (answered) await fiveTimes({ ...ring, event: 'answer' })
    await fiveTimes({ ...ring, event: 'hangup', cause })
  }
  await rings('busy', false)
  await soon(async () => expect(await desk.call(callId)).toMatchObject({ status: 'retry_wait', attempts: [{ outcome: 'busy' }] }))
  await rings('normalClearing', true)
  await soon(async () => expect((await desk.call(callId)).status).toBe('wrap_up'))
  expect((await desk.call(callId)).attempts).toHaveLength(1)
  const lines = (await desk.timeline(customerId)).map(({ kind }) => kind)
  for (const kind of new Set(lines.filter((one) => one.startsWith('call_'))))
    expect(lines.filter((one) => one === kind).length, kind).toBeLessThan(3)
  expect((await stack.request('POST', `/v1/calls/${callId}/dial`, { as: 'lead' })).status).toBe(200)
})

test('one account event five times at once, by two processes: one seller, one welcome; a cancellation takes back once', async () => {
  const externalId = randomUUID()
  const fiveTimes = async (type: string, data: object) => {
    const event = { specversion: '1.0', id: randomUUID(), source: '/shop', type: `account.${type}`, subject: externalId, data }
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((index) => api(index).request('POST', '/v1/events', { body: event, as: 'service' })),
    )
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
    expect(answers.filter(({ body }) => body.duplicate === false)).toHaveLength(1)
  }
  const email = `${randomUUID()}@seller.example`
  const contact = { name: 'Ida', email, phone: '+4930123456' }
  await fiveTimes('signed_up', { company: 'Nordlicht', contact, languages: ['de'], country: 'DE', products: ['repricer'] })
  const found = await soon(async () => {
    const { items } = (await stack.request('GET', '/v1/customers?limit=200')).body
    const mine = items.filter((one: { externalId: string | null }) => one.externalId === externalId)
    expect(mine).toHaveLength(1)
    return mine
  })
  const { id: callId } = await desk.welcomeOf(found[0].id)
  await fiveTimes('cancelled', { reason: 'too dear' })
  await soon(async () => expect((await desk.call(callId)).status).toBe('cancelled'))
  const kinds = (await desk.timeline(found[0].id)).map(({ kind }) => kind)
  for (const kind of ['customer_registered', 'call_cancelled'])
    expect(
      kinds.filter((one) => one === kind),
      kind,
    ).toHaveLength(1)
})
