import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, soon } from '../support/desk.ts'
import { calendarOf, eventOf, startFeedServer } from '../support/feed-server.ts'

// Times and days that no calendar has, at every door by which they come in.

const MEGABYTE = 1024 * 1024

let stack: TestStack
let desk: Desk
let server: Awaited<ReturnType<typeof startFeedServer>>
/** What the server has given away of its large calendar, and the most memory that this process had by then. */
const given = { bytes: 0, memory: 0 }
let calendar = calendarOf()
beforeAll(async () => {
  const holidays = Buffer.from(
    eventOf('SUMMARY:Holiday', 'DTSTART;VALUE=DATE:20310101')
      .join('\r\n')
      .padEnd(64 * 1024 - 2, ' ')
      .concat('\r\n'),
  )
  server = await startFeedServer((request, response) => {
    if (request.url !== '/fifty-megabytes.ics') return response.end(calendar)
    response.on('close', () => (given.memory = Math.max(given.memory, heldMemory())))
    const more = (): void => {
      if (response.destroyed || given.bytes >= 50 * MEGABYTE) return void response.end('END:VCALENDAR\r\n')
      given.bytes += holidays.length
      given.memory = Math.max(given.memory, heldMemory())
      if (response.write(holidays)) setImmediate(more)
      else response.once('drain', more)
    }
    response.write('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n', more)
  })
  stack = patiently(await startTestStack({ settings: { LOTSE_FEED_HOSTS: server.host } }))
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
  await server?.close()
})

/** What the collector of garbage does not blur: the bytes outside of its heap. */
const heldMemory = (): number => process.memoryUsage().external + process.memoryUsage().arrayBuffers

const ask = (method: string, path: string, body?: unknown) =>
  stack.request(method, `/v1${path}`, { as: 'lead', ...(body === undefined ? {} : { body }) })
const colleague = async (): Promise<string> => {
  const email = `${randomUUID()}@lotse.example`
  const { body } = await ask('POST', '/agents', {
    name: 'Aino Laine',
    email,
    languages: [{ tag: 'fi', level: 'native' }],
    timeZone: 'Europe/Helsinki',
  })
  return body.id
}

test.each(['Mars/Olympus', 'Europe/Atlantis', 'GMT+25', '+03:00', 'europe/berlin', '', 'Europe/Berlin\u0000'])(
  'the zone %j is one nowhere',
  async (timeZone) => {
    const { id } = await desk.register()
    const agentId = await colleague()
    expectBadField(await ask('PATCH', `/agents/${agentId}`, { timeZone }), '/timeZone')
    expectBadField(await ask('PUT', `/customers/${id}/call-times`, { timeZone }), '/timeZone')
    const { body } = await ask('POST', `/customers/${id}/booking-links`, { purpose: 'onboarding' })
    const query = `?timeZone=${encodeURIComponent(timeZone)}`
    expectBadField(await stack.request('GET', `/v1/public/bookings/${body.token}/slots${query}`, { as: null }), '/timeZone')
  },
)

test('a day ends at 24:00 and begins at 00:00, and no shift begins at its end, ends before it begins or overlaps another', async () => {
  const { id } = await desk.register()
  const agentId = await colleague()
  const put = (...shifts: object[]) => ask('PUT', `/agents/${agentId}/shifts`, shifts)
  const whole = { weekday: 1, from: '00:00', to: '24:00' }
  expectBadField(await put({ ...whole, from: '24:00' }), '/0/from')
  expectBadField(await put(whole, { ...whole, from: '23:59' }), '/1')
  expectBadField(await put({ ...whole, from: '22:00', to: '06:00' }), '/0/to')
  expectBadField(await put({ ...whole, from: '09:00', to: '09:00' }), '/0/to')
  expectBadField(await put({ ...whole, from: '09:60' }), '/0/from')
  expect((await put(whole, { ...whole, weekday: 2 })).status).toBe(200)
  // What was refused has changed nothing.
  expectBadField(await put({ ...whole, from: '24:00', to: '24:00' }), '/0/from')
  expect((await ask('GET', `/agents/${agentId}/shifts`)).body).toEqual([whole, { ...whole, weekday: 2 }])

  const hours = (...wanted: object[]) => ask('PUT', `/customers/${id}/call-times`, { hours: wanted })
  const morning = { weekday: 1, from: '09:00', to: '12:00' }
  expectBadField(await hours({ ...morning, from: '24:00' }), '/hours/0/from')
  expectBadField(await hours({ ...morning, to: '08:30' }), '/hours/0/to')
  expectBadField(await hours(morning, { ...morning, from: '11:59', to: '13:00' }), '/hours/1')
})

const NO_DAYS = [
  '2027-02-31T10:00:00Z',
  '2027-02-29T10:00:00+01:00',
  '2027-04-31T10:00:00Z',
  '2027-13-01T10:00:00Z',
  '2027-03-01T24:00:01Z',
]
test.each(NO_DAYS)('%s is on no calendar, whoever writes it', async (never) => {
  const { id: customerId } = await desk.register()
  const { id: callId } = await desk.welcomeOf(customerId)
  const agentId = await colleague()
  const absence = { from: '2027-02-01T00:00:00Z', until: '2027-04-01T00:00:00Z' }
  const slot = { customerId, purpose: 'onboarding' }
  const wrong = [
    ['/start', 'POST', '/bookings', { ...slot, start: never }],
    ['/start', 'POST', '/holds', { ...slot, start: never }],
    ['/until', 'POST', '/waitlist', { ...slot, from: absence.from, until: never }],
    ['/at', 'POST', `/customers/${customerId}/calls`, { purpose: 'consultation', at: never }],
    ['/to', 'POST', `/calls/${callId}/reschedule`, { to: never }],
    ['/callbackAt', 'POST', `/calls/${callId}/outcome`, { outcome: 'callback_at', callbackAt: never }],
    ['/from', 'POST', `/agents/${agentId}/absences`, { ...absence, from: never }],
    ['/until', 'POST', `/agents/${agentId}/absences/preview`, { ...absence, until: never }],
    ['/to', 'PATCH', `/customers/${customerId}/plan/welcome_call`, { action: 'move', to: never, reason: 'asked' }],
  ] as const
  for (const [field, method, path, body] of wrong) expectBadField(await ask(method, path, body), field)
  expectBadField(await ask('GET', `/slots?customerId=${customerId}&purpose=onboarding&from=${encodeURIComponent(never)}`), '/from')
  expect((await ask('GET', `/agents/${agentId}/absences`)).body).toEqual([])
})

test('absences whose substitutes would close a circle are not all taken, also where they come at once', async () => {
  for (let times = 0; times < 3; times += 1) {
    const ring = await Promise.all([colleague(), colleague(), colleague(), colleague()])
    const time = { from: '2099-01-05T00:00:00Z', until: '2099-01-10T00:00:00Z' }
    const answers = await Promise.all(
      ring.map((agentId, at) => ask('POST', `/agents/${agentId}/absences`, { ...time, substituteId: ring[(at + 1) % ring.length] })),
    )
    const refused = answers.filter(({ status }) => status !== 201)
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 400])
    for (const answer of refused) expectBadField(answer, '/substituteId')
    // Nobody is left in it whom a longer or another absence would close it for.
    const [open] = ring.filter((_, at) => answers[at]?.status !== 201)
    const next = ring[(ring.indexOf(open ?? '') + 1) % ring.length]
    expectBadField(await ask('POST', `/agents/${open}/absences/preview`, { ...time, substituteId: next }), '/substituteId')
  }
})

const closedFeed = () => stack.request('GET', '/v1/calendar/closed-feed', { as: 'lead' })
const read = (path: string) => ask('PUT', '/calendar/closed-feed', { url: `http://${server.host}${path}` })
const isRead = (status: string) =>
  soon(async () => {
    const { body } = await closedFeed()
    expect(body.status).toBe(status)
    return body
  })

test('a feed of holidays of 50 MB is left at its limit, costs no memory by its size, and keeps the days that were read before', async () => {
  const { id } = await desk.register({ languages: ['lv'], country: 'LV' })
  const slots = await desk.slots(id)
  const day = slots[0]!.start.slice(0, 10)
  calendar = calendarOf(...eventOf(`DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`))
  await read('/small.ics')
  expect((await isRead('ok')).events).toBe(1)
  const open = async () => (await desk.slots(id)).filter(({ start }) => start.startsWith(day))
  expect(await open()).toEqual([])

  const before = heldMemory()
  await read('/fifty-megabytes.ics')
  expect((await isRead('failed')).error.code).toBe('too_large')
  expect(given.bytes).toBeGreaterThan(2 * MEGABYTE)
  expect(given.bytes).toBeLessThan(20 * MEGABYTE) // what the machine's own buffers take
  expect(given.memory - before).toBeLessThan(16 * MEGABYTE)
  expect(await open()).toEqual([])
  expect((await stack.request('GET', '/readyz', { as: null })).status).toBe(200)
})

test('a holiday on 31 February makes a feed one that cannot be read: its third of March would be closed', async () => {
  calendar = calendarOf(...eventOf('DTSTART;VALUE=DATE:20270231'))
  await read('/no-such-day.ics')
  const { error } = await isRead('failed')
  expect(error.code).toBe('unreadable')
})
