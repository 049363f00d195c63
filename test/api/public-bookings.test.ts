import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CustomerView } from '../../api/schemas/customers.ts'
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

async function link(customer?: CustomerView, body: Record<string, unknown> = {}) {
  const { id } = customer ?? (await desk.register())
  const made = await stack.request('POST', `/v1/customers/${id}/booking-links`, { body: { purpose: 'onboarding', ...body } })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const path = `/v1/public/bookings/${made.body.token}`
  /** As somebody who has nothing but the link. */
  const ask = (method: string, place = '', wish?: unknown) =>
    stack.request(method, `${path}${place}`, { as: null, ...(wish === undefined ? {} : { body: wish }) })
  const times = async (query = ''): Promise<{ start: string; end: string; localStart: string }[]> =>
    (await ask('GET', `/slots${query}`)).body.items
  const { url, token } = made.body as { url: string; token: string }
  return { id, ask, times, url, token }
}

test('by a link a seller sees the purpose, his zone and languages, and free times, each once', async () => {
  const { ask, times, url, token } = await link()
  expect(url).toBe(`https://lotse.example/v1/public/bookings/${token}`)
  const { status, body } = await ask('GET')
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ purpose: 'onboarding', timeZone: 'Europe/Lisbon', languages: ['pt'], booking: null }),
  ])
  const found = await times('?timeZone=Asia%2FTokyo')
  expect(found.length).toBeGreaterThan(10)
  expect(new Set(found.map(({ start }) => start)).size).toBe(found.length)
  for (const { start, localStart } of found) expect([localStart.slice(-6), Date.parse(localStart)]).toEqual(['+09:00', Date.parse(start)])
  expect(Object.keys(found[0]!).sort()).toEqual(['end', 'localStart', 'start'])
})

test('he holds a time, books it, moves it and cancels it, without a key', async () => {
  const { id, ask, times } = await link()
  const [first, , , second, , , third] = await times() // half an hour apart, and three quarters long
  const { status, body: held } = await ask('POST', '/hold', { start: first!.start })
  expect([status, held]).toEqual([201, expect.objectContaining({ start: first!.start, status: 'held' })])
  // Another time instead: one link holds one slot.
  const { body: kept } = await ask('POST', '/hold', { start: second!.start })
  expect((await times()).map(({ start }) => start)).toContain(first!.start)
  const booked = await ask('POST', '/book', { start: second!.start, holdId: kept.id })
  expect([booked.status, booked.body]).toEqual([
    201,
    { id: kept.id, start: second!.start, end: second!.end, status: 'confirmed', agentName: expect.any(String) },
  ])
  expect(booked.body.agentName).not.toContain(' ')
  expect((await ask('POST', '/book', { start: second!.start })).body).toEqual(booked.body)
  expectProblem(await ask('POST', '/book', { start: third!.start }), 409, 'already-exists')
  expect((await ask('GET')).body.booking).toEqual(booked.body)

  const later = (await times()).at(-1)!
  const moved = await ask('PATCH', '', { start: later.start })
  expect([moved.status, moved.body]).toEqual([200, { ...booked.body, start: later.start, end: later.end }])
  const gone = await ask('DELETE')
  expect([gone.status, gone.body.status]).toEqual([200, 'cancelled'])
  expectProblem(await ask('DELETE'), 404, 'not-found')
  expect((await desk.timeline(id)).filter(({ kind, actor }) => kind === 'booking_moved' && actor === 'customer')).toHaveLength(1)
  expect((await ask('POST', '/book', { start: first!.start })).status).toBe(201)
})

test('of ten who book by one link at once, each for another time, one booking is made', async () => {
  const { id, ask, times } = await link()
  const free = (await times()).filter((_, n) => n % 3 === 0).slice(0, 10)
  const answers = await Promise.all(free.map(({ start }) => ask('POST', '/book', { start })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...free.slice(1).map(() => 409)])
  const { body } = await stack.request('GET', `/v1/calls?customerId=${id}&purpose=onboarding`)
  expect(body.items).toHaveLength(1)
})

test('a link that was forged, changed, is unknown or over its time opens nothing, each with a code of its own', async () => {
  const { token } = await link()
  const get = (with_: string) => stack.request('GET', `/v1/public/bookings/${with_}`, { as: null })
  const [text = '', signature = ''] = token.split('.')
  const forged = Buffer.from(Buffer.from(text, 'base64url').toString().replace('onboarding', 'consultation')).toString('base64url')
  for (const bad of ['x', `${text}.`, `${text}.${signature}x`, `${forged}.${signature}`, `${text}.${signature}.${signature}`])
    expectProblem(await get(bad), 403, 'link-invalid')
  expectProblem(await stack.request('POST', '/v1/public/bookings/x/book', { as: null, body: {} }), 403, 'link-invalid')
  const soonOver = await link(undefined, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() })
  expect((await get(soonOver.token)).status).toBe(200)
  await stack.request('POST', '/v1/demo/clock', { body: { advance: 'PT2H' }, as: 'admin' })
  expectProblem(await get(soonOver.token), 410, 'link-expired')
  expectProblem(await stack.request('POST', '/v1/customers/nobody/booking-links', { body: { purpose: 'onboarding' } }), 404, 'not-found')
  const { id } = await desk.register()
  const bad = (expiresAt: string) =>
    stack.request('POST', `/v1/customers/${id}/booking-links`, { body: { purpose: 'onboarding', expiresAt } })
  expectBadField(await bad('2001-01-01T00:00:00Z'), '/expiresAt')
  expectBadField(await bad('2199-01-01T00:00:00Z'), '/expiresAt')
})

test('by a link nothing changes at short notice, and a booking moves five times at most', async () => {
  const { ask, times, id } = await link()
  const free = await times()
  await ask('POST', '/book', { start: free[0]!.start })
  for (const { start } of free.slice(-5)) expect((await ask('PATCH', '', { start })).status).toBe(200)
  expectProblem(await ask('PATCH', '', { start: free.at(-8)!.start }), 409, 'too-many-moves')
  const { start } = free.at(-1)!
  const { body: bookings } = await ask('GET')
  expect(bookings.booking.start).toBe(start)
  // People of the team may still move it.
  const { callId } = (await stack.request('GET', `/v1/bookings/${bookings.booking.id}`)).body
  const moved = await stack.request('POST', `/v1/calls/${callId}/reschedule`, { body: { to: free.at(-8)!.start } })
  expect(moved.status).toBe(200)
  expect((await desk.slots(id)).length).toBeGreaterThan(0)
})

test('what begins within two hours is neither booked nor moved nor cancelled by a link', async () => {
  const customer = await desk.register()
  const { ask } = await link(customer)
  const { body: clock } = await stack.request('GET', '/v1/demo/clock', { as: 'admin' })
  expectProblem(await ask('POST', '/book', { start: new Date(Date.parse(clock.now) + 60 * 60_000).toISOString() }), 409, 'too-short-notice')
  const [slot] = await desk.slots(customer.id)
  await desk.book(customer.id, slot!.start)
  const rest = Date.parse(slot!.start) - Date.parse(clock.now) - 60 * 60_000
  if (rest > 0) await stack.request('POST', '/v1/demo/clock', { body: { advance: `PT${Math.ceil(rest / 60_000)}M` }, as: 'admin' })
  const later = (await desk.slots(customer.id)).at(-1)!
  await soon(async () => expectProblem(await ask('PATCH', '', { start: later.start }), 409, 'too-short-notice'))
  expectProblem(await ask('DELETE'), 409, 'too-short-notice')
})

test('another seller’s hold is not his', async () => {
  const [one, other] = [await link(), await link()]
  const { start } = (await one.times()).at(-2)!
  const { body: held } = await one.ask('POST', '/hold', { start })
  expectProblem(await other.ask('POST', '/book', { start, holdId: held.id }), 404, 'not-found')
  expect(JSON.stringify((await other.ask('GET')).body)).not.toContain(one.id)
})

test('repeated with its Idempotency-Key a hold, a booking and a link are the same, and the same key by two links is two', async () => {
  const [one, other] = [await link(), await link()]
  const { start } = (await one.times()).at(-4)!
  const headers = { 'idempotency-key': 'once' }
  for (const place of ['hold', 'book']) {
    const ask = () =>
      stack.request('POST', `/v1/public/bookings/${one.token}/${place}`, {
        as: null,
        body: { start },
        headers: { 'idempotency-key': place },
      })
    const [first, second] = [await ask(), await ask()]
    expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([201, 201, 'true'])
    expect(second.body).toEqual(first.body)
    if (place === 'hold') await stack.request('DELETE', `/v1/holds/${first.body.id}`)
  }
  const free = (await other.times())[0]!.start
  const his = await stack.request('POST', `/v1/public/bookings/${other.token}/hold`, {
    as: null,
    body: { start: free },
    headers: { 'idempotency-key': 'hold' },
  })
  expect([his.status, his.headers['idempotency-replayed']]).toEqual([201, undefined])
  const make = () => stack.request('POST', `/v1/customers/${one.id}/booking-links`, { body: { purpose: 'onboarding' }, headers })
  expect((await make()).body).toEqual((await make()).body)
})
