import ical, { type VEvent } from 'node-ical'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TimelineItem } from '../../api/schemas/customers.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { calendarOf, eventOf, startFeedServer } from '../support/feed-server.ts'

let stack: TestStack
let desk: Desk
let server: Awaited<ReturnType<typeof startFeedServer>>
/** What the server of calendars answers, by path; what is not there is 404. */
const calendars = new Map<string, string>()
beforeAll(async () => {
  server = await startFeedServer((request, response) => {
    const text = calendars.get(request.url ?? '')
    response.writeHead(text === undefined ? 404 : 200).end(text)
  })
  stack = patiently(await startTestStack({ settings: { LOTSE_FEED_HOSTS: server.host } }))
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
  await server?.close()
})

const asLead = (method: string, path: string, body?: unknown) =>
  stack.request(method, path, { as: 'lead', ...(body === undefined ? {} : { body }) })
const stamp = (instant: string | number) => `${new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
const busyAt = ({ start, end }: { start: string; end: string }) =>
  calendarOf(...eventOf('SUMMARY:Private matter', `DTSTART:${stamp(start)}`, `DTEND:${stamp(end)}`))
const feedOf = async (agentId: string) => (await stack.request('GET', `/v1/agents/${agentId}/busy-feed`)).body
const put = (agentId: string, path: string) => asLead('PUT', `/v1/agents/${agentId}/busy-feed`, { url: `http://${server.host}${path}` })
const readAs = (agentId: string, status: string, events?: number) =>
  soon(async () => {
    const feed = await feedOf(agentId)
    expect(feed).toMatchObject({ status, ...(events === undefined ? {} : { events }) })
    return feed
  })

test('a slot at which his calendar says busy is not offered and not booked; it is free again when the event or the feed is gone', async () => {
  const { id } = await desk.register({ languages: ['lv'], country: 'LV' }) // spoken by the lead alone
  const before = await desk.slots(id)
  const taken = before[3]!
  calendars.set('/lead.ics', busyAt(taken))
  const made = await put('lead-1', '/lead.ics')
  expect(made.status).toBe(200)
  expect(made.body).toEqual({ status: 'pending', host: server.host, readAt: null, events: 0 })
  await readAs('lead-1', 'ok', 1)
  expect(await desk.slots(id)).not.toContainEqual(taken)
  const booked = { body: { customerId: id, purpose: 'onboarding', start: taken.start } }
  const { alternatives } = expectProblem(await stack.request('POST', '/v1/bookings', booked), 409, 'slot-taken')
  expect(alternatives).toHaveLength(3)

  calendars.set('/lead.ics', calendarOf())
  await put('lead-1', '/lead.ics')
  await readAs('lead-1', 'ok', 0)
  expect(await desk.slots(id)).toContainEqual(taken)

  calendars.set('/lead.ics', busyAt(taken))
  await put('lead-1', '/lead.ics')
  await readAs('lead-1', 'ok', 1)
  expect(await desk.slots(id)).not.toContainEqual(taken)
  expect((await asLead('DELETE', '/v1/agents/lead-1/busy-feed')).status).toBe(204)
  expect(await desk.slots(id)).toContainEqual(taken)
  expectProblem(await asLead('DELETE', '/v1/agents/lead-1/busy-feed'), 404, 'not-found')
  expectProblem(await asLead('GET', '/v1/agents/lead-1/busy-feed'), 404, 'not-found')
})

test('a calendar that is not there is said to be, and the address is nowhere', async () => {
  await put('agent-1', '/private-0123456789.ics')
  const feed = await readAs('agent-1', 'failed')
  expect(feed).toEqual({
    status: 'failed',
    host: server.host,
    readAt: null,
    events: 0,
    error: { code: 'http_status', params: { status: 404 } },
  })
  const rows = await stack.request('GET', '/v1/notifications', { as: 'lead' })
  expect(JSON.stringify(rows.body)).not.toContain('private-0123456789')
  expect((await asLead('DELETE', '/v1/agents/agent-1/busy-feed')).status).toBe(204)
})

/** As text, what was sent as bytes included. */
const readable = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, said) {
    const given = this[key]
    return given instanceof Uint8Array ? Buffer.from(given).toString() : typeof said === 'bigint' ? `${said}` : said
  })

test('the workflow behind a feed ends with it, and its history holds no address and no title', async () => {
  calendars.set('/secret-path.ics', busyAt({ start: '2026-11-24T09:00:00Z', end: '2026-11-24T10:00:00Z' }))
  await put('agent-2', '/secret-path.ics')
  await readAs('agent-2', 'ok')
  const mine: string[] = []
  const { workflow } = stack.temporal
  const query = `TaskQueue = "${stack.taskQueue}" AND WorkflowType = "calendarFeed" AND ExecutionStatus = "Running"`
  await soon(async () => {
    for await (const { workflowId } of workflow.list({ query })) mine.push(workflowId)
    expect(mine).toHaveLength(1)
  })
  expect((await asLead('DELETE', '/v1/agents/agent-2/busy-feed')).status).toBe(204)
  for (const workflowId of mine) {
    const handle = workflow.getHandle(workflowId)
    await handle.result()
    const history = readable(await handle.fetchHistory())
    expect(history).toContain('readFeed')
    for (const secret of ['secret-path', server.host, 'Private matter']) expect(history).not.toContain(secret)
  }
})

test.each([
  'http://calendar.example/feed.ics',
  'https://',
  'file:///etc/passwd',
  'https://ida:secret@calendar.example/feed.ics',
  'feed.ics',
])('an address %s is refused with its field', async (url) => {
  expectBadField(await asLead('PUT', '/v1/agents/agent-1/busy-feed', { url }), '/url')
  expectBadField(await asLead('PUT', '/v1/calendar/closed-feed', { url }), '/url')
})

test('an agent has a say in his own feeds, not in those of others nor in that of the team', async () => {
  const anna = await desk.somebody('agent-1')
  const body = { url: `http://${server.host}/nothing.ics` }
  expect((await stack.request('PUT', '/v1/agents/agent-1/busy-feed', { ...anna, body })).status).toBe(200)
  expect((await stack.request('GET', '/v1/agents/agent-1/busy-feed', { ...anna })).status).toBe(200)
  expect((await stack.request('DELETE', '/v1/agents/agent-1/busy-feed', { ...anna })).status).toBe(204)
  expectProblem(await stack.request('PUT', '/v1/agents/agent-2/busy-feed', { ...anna, body }), 403, 'forbidden')
  expectProblem(await stack.request('DELETE', '/v1/agents/agent-2/busy-feed', { ...anna }), 403, 'forbidden')
  expectProblem(await stack.request('PUT', '/v1/calendar/closed-feed', { ...anna, body }), 403, 'forbidden')
  expect((await stack.request('POST', '/v1/agents/agent-1/calendar-feed', { ...anna })).status).toBe(201)
  expectProblem(await stack.request('POST', '/v1/agents/agent-2/calendar-feed', { ...anna }), 403, 'forbidden')
  expectProblem(await stack.request('DELETE', '/v1/agents/agent-2/calendar-feed', { ...anna }), 403, 'forbidden')
})

const zoned = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Riga', dateStyle: 'short' })
const dayOf = ({ start }: { start: string }) => zoned.format(new Date(start))

test("a date of the team's feed is closed for everybody, until the feed is taken away", async () => {
  const { id } = await desk.register({ languages: ['lv'], country: 'LV' })
  const before = await desk.slots(id)
  const day = [...new Set(before.map(dayOf))][1]!
  calendars.set('/team.ics', calendarOf(...eventOf('SUMMARY:Summer party', `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`)))
  expectProblem(await asLead('GET', '/v1/calendar/closed-feed'), 404, 'not-found')
  expect((await asLead('PUT', '/v1/calendar/closed-feed', { url: `http://${server.host}/team.ics` })).status).toBe(200)
  await soon(async () => {
    expect((await stack.request('GET', '/v1/calendar/closed-feed')).body).toMatchObject({ status: 'ok', events: 1 })
  })
  expect((await desk.slots(id)).filter((slot) => dayOf(slot) === day)).toEqual([])
  expect((await asLead('DELETE', '/v1/calendar/closed-feed')).status).toBe(204)
  expect((await desk.slots(id)).filter((slot) => dayOf(slot) === day)).not.toEqual([])
})

/** The calendar behind a secret address, as a calendar program asks for it: without a key. */
const subscribe = (url: string, headers = {}) => stack.request('GET', new URL(url).pathname, { as: null, headers })
const eventsIn = (text: string) => Object.values(ical.sync.parseICS(text)).flatMap((one) => (one?.type === 'VEVENT' ? [one as VEvent] : []))
const renew = async (agentId: string) => (await asLead('POST', `/v1/agents/${agentId}/calendar-feed`)).body.url as string

test('an agent finds his bookings and planned calls in his calendar, with purpose and company and nothing else of the seller', async () => {
  const seller = await desk.register({
    languages: ['pt'],
    company: 'Sol & Mar, Lda; "Azul" 🌞',
    contact: { name: 'Inês Prado', email: 'ines@sol.example', phone: '+351912345678' },
  })
  const [slot] = await desk.slots(seller.id)
  const booking = await desk.book(seller.id, slot!.start)
  const welcome = await desk.welcomeOf(seller.id)
  const url = await renew('lead-1')
  expect(url).toMatch(/^https:\/\/lotse\.example\/v1\/calendars\/[A-Za-z0-9_-]{43}\.ics$/)
  const { status, headers, body } = await subscribe(url)
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/calendar; charset=utf-8', 'private, no-cache'])
  const events = eventsIn(body)
  const booked = events.find(({ uid }) => uid === `${booking.id}@lotse`)!
  expect(booked).toMatchObject({ status: 'CONFIRMED', start: new Date(booking.start), end: new Date(booking.end) })
  expect(String(booked.summary)).toContain('Sol & Mar, Lda; "Azul" 🌞')
  expect(events.find(({ uid }) => uid === `${welcome.id}@lotse`)?.start).toEqual(new Date(welcome.dueAt!))
  for (const secret of ['Inês', 'ines@', '351912345678']) expect(body).not.toContain(secret)

  expect((await subscribe(url, { 'if-none-match': headers.etag })).status).toBe(304)
  expect((await stack.request('DELETE', `/v1/bookings/${booking.id}`)).status).toBe(200)
  const later = await subscribe(url, { 'if-none-match': headers.etag })
  const cancelled = eventsIn(later.body).find(({ uid }) => uid === `${booking.id}@lotse`)!
  expect(cancelled).toMatchObject({ status: 'CANCELLED', sequence: booked.sequence! + 1 })
  await soon(async () => expect((await desk.timeline(seller.id)).map(({ kind }: TimelineItem) => kind)).toContain('booking_cancelled'))
})

test('a new address makes the one before void, and so does taking it away', async () => {
  const first = await renew('agent-2')
  const second = await renew('agent-2')
  expect(second).not.toBe(first)
  expectProblem(await subscribe(first), 404, 'not-found')
  expect((await subscribe(second)).status).toBe(200)
  expect((await asLead('DELETE', '/v1/agents/agent-2/calendar-feed')).status).toBe(204)
  expectProblem(await subscribe(second), 404, 'not-found')
  expectProblem(await asLead('DELETE', '/v1/agents/agent-2/calendar-feed'), 404, 'not-found')
  for (const path of ['x.ics', `${'A'.repeat(43)}.ics`, '.ics'])
    expectProblem(await stack.request('GET', `/v1/calendars/${path}`, { as: null }), 404, 'not-found')
})

test('a repeat with the same Idempotency-Key gets the same address', async () => {
  const ask = () => stack.request('POST', '/v1/agents/agent-1/calendar-feed', { as: 'lead', headers: { 'idempotency-key': 'feed-1' } })
  const [first, second] = [await ask(), await ask()]
  expect(second.body).toEqual(first.body)
  expect((await subscribe(first.body.url)).status).toBe(200)
})
