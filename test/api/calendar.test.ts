import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem } from '../support/desk.ts'
import { seller } from '../support/sellers.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const ask = (method: string, path: string, body?: unknown) =>
  stack.request(method, `/v1/calendar/overrides${path}`, { as: 'lead', ...(body === undefined ? {} : { body }) })
const put = (path: string, intervals: unknown) => ask('PUT', path, { intervals })
const DAY = 86_400_000
const zoned = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Riga', dateStyle: 'short' })
const dayOf = ({ start }: { start: string }) => zoned.format(new Date(start))

test('a day off of the team is told, listed and taken back', async () => {
  const override = { date: '2031-12-24', agentId: null, intervals: [] }
  const made = await put('/2031-12-24', [])
  expect([made.status, made.body]).toEqual([200, override])
  expect((await stack.request('GET', '/v1/calendar/overrides/2031-12-24')).body).toEqual(override)
  expect((await ask('GET', '?from=2031-12-24&to=2031-12-24')).body).toEqual({ items: [override], nextCursor: null })
  expect((await ask('DELETE', '/2031-12-24')).status).toBe(204)
  expectProblem(await ask('DELETE', '/2031-12-24'), 404, 'not-found')
  expectProblem(await ask('GET', '/2031-12-24'), 404, 'not-found')
})

test('an agent has dates of his own, beside those of the team; put again they are replaced', async () => {
  const hours = [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '24:00' },
  ]
  await put('/2031-12-31?agentId=agent-1', [])
  await put('/2031-12-31', [{ from: '10:00', to: '14:00' }])
  const own = await put('/2031-12-31?agentId=agent-1', [...hours].reverse())
  expect([own.status, own.body]).toEqual([200, { date: '2031-12-31', agentId: 'agent-1', intervals: hours }])
  expect((await ask('GET', '/2031-12-31')).body.intervals).toEqual([{ from: '10:00', to: '14:00' }])
  const listed = await ask('GET', '?from=2031-12-31&agentId=agent-1')
  expect(listed.body.items).toEqual([own.body])
})

test('nobody is booked on a day off, and within other hours alone', async () => {
  const { id } = await desk.register({ languages: ['lv'], country: 'LV' }) // spoken by the lead alone, who is in Riga
  const before = await desk.slots(id)
  const days = [...new Set(before.map(dayOf))]
  const [first, second] = [days[1]!, days[2]!]
  await put(`/${first}`, [])
  await put(`/${second}?agentId=lead-1`, [{ from: '10:00', to: '12:00' }])
  const { body } = await stack.request('GET', `/v1/slots?customerId=${id}`)
  const after: { start: string; localStart: string }[] = body.items
  expect(after.filter((slot) => dayOf(slot) === first)).toEqual([])
  const times = after.filter((slot) => dayOf(slot) === second).map(({ localStart }) => localStart.slice(11, 16))
  expect(times).toEqual(['10:00', '10:30', '11:00'])
  const taken = before.find((slot) => dayOf(slot) === first)!
  const answer = await stack.request('POST', '/v1/bookings', { body: { customerId: id, purpose: 'onboarding', start: taken.start } })
  expectProblem(answer, 409, 'slot-taken')
  expect((await ask('DELETE', `/${first}`)).status).toBe(204)
  expect((await ask('DELETE', `/${second}?agentId=lead-1`)).status).toBe(204)
  expect(await desk.slots(id)).toEqual(before)
})

test('a slot tells the time on the wall of the seller, with its offset', async () => {
  const { id } = await desk.register({ languages: ['pt'], country: 'BR', timeZone: 'America/Sao_Paulo' })
  const { body } = await stack.request('GET', `/v1/slots?customerId=${id}`)
  const { start, localStart } = body.items[0]
  expect(localStart).toMatch(/^\d{4}-\d\d-\d\dT\d\d:[03]0:00-03:00$/)
  expect(Date.parse(localStart)).toBe(Date.parse(start))
})

/** The next German holiday that is no weekend, in the years that are written down. */
function nextHoliday(): number {
  const year = new Date().getUTCFullYear()
  const all = [year, year + 1].flatMap((one) =>
    ['01-01', '05-01', '10-03', '12-25', '12-26'].map((day) => Date.parse(`${one}-${day}T00:00:00Z`)),
  )
  return all.find((day) => day > Date.now() && new Date(day).getUTCDay() % 6 !== 0)!
}

test('a seller is not offered a public holiday of his country, nor one of his region alone', async () => {
  const holiday = nextHoliday()
  const daysOf = async (fields: Record<string, unknown>, around: number) => {
    const { id } = await desk.register({ languages: ['de'], country: 'DE', timeZone: 'Europe/Berlin', ...fields })
    const [from, to] = [around - 4 * DAY, around + 4 * DAY].map((at) => new Date(at).toISOString())
    const { body } = await stack.request('GET', `/v1/slots?customerId=${id}&from=${from}&to=${to}`)
    return new Set(body.items.map(dayOf))
  }
  const date = (at: number) => new Date(at).toISOString().slice(0, 10)
  const days = await daysOf({}, holiday)
  expect([days.size > 1, days.has(date(holiday))]).toEqual([true, false])
  expect((await daysOf({ country: 'JP' }, holiday)).has(date(holiday))).toBe(date(holiday).slice(5) !== '01-01')
  const corpusChristi = easter(new Date().getUTCFullYear() + 1) + 60 * DAY
  const held = [
    await daysOf({}, corpusChristi),
    await daysOf({ subdivision: 'DE-HH' }, corpusChristi),
    await daysOf({ subdivision: 'DE-NW' }, corpusChristi),
  ]
  expect(held.map((one) => one.has(date(corpusChristi)))).toEqual([true, true, false])
})

test('where in his country a seller is is shown, and has to be in it', async () => {
  const { id, ...shown } = await desk.register({ country: 'DE', subdivision: 'DE-NW' })
  expect(shown).toMatchObject({ country: 'DE', subdivision: 'DE-NW' })
  expect((await stack.request('GET', `/v1/customers/${id}`)).body).toEqual({ id, ...shown })
  for (const subdivision of ['AT-9', 'NW', 'de-nw', ''])
    expectBadField(
      await stack.request('POST', '/v1/customers', { as: 'service', body: seller({ country: 'DE', subdivision }) }),
      '/subdivision',
    )
})

test('a time that the clocks leave out is booked by nobody', async () => {
  const { id } = await desk.register({ country: 'DE', timeZone: 'Europe/Berlin' })
  const book = (start: string) => stack.request('POST', '/v1/bookings', { body: { customerId: id, purpose: 'onboarding', start } })
  expectBadField(await book('2031-03-30T02:30:00+01:00'), '/start')
  expectBadField(await book('2031-03-30T02:30:00+02:00'), '/start')
  expectProblem(await book('2031-03-30T01:30:00Z'), 409, 'slot-taken') // 03:30, in the middle of the night
  const call = (path: string, body: unknown) => stack.request('POST', path, { body })
  const gap = '2031-03-30T02:30:00+01:00'
  expectBadField(await call(`/v1/customers/${id}/calls`, { purpose: 'consultation', at: gap }), '/at')
  const [slot] = await desk.slots(id)
  const { body } = await book(slot!.start)
  expectBadField(await call(`/v1/calls/${body.callId}/reschedule`, { to: gap }), '/to')
  expectBadField(await call(`/v1/calls/${body.callId}/outcome`, { outcome: 'callback_at', callbackAt: gap }), '/callbackAt')
  const welcome = await desk.welcomeOf(id)
  const data = { support: 'wanted', onboarding: { at: gap } }
  expectBadField(await call(`/v1/calls/${welcome.id}/outcome`, { outcome: 'completed', data }), '/data/onboarding/at')
  expectBadField(await stack.request('PATCH', `/v1/bookings/${body.id}`, { body: { start: '2031-03-30T02:30:00+01:00' } }), '/start')
})

test('a date or hours without sense are refused with their field', async () => {
  for (const date of ['2031-02-30', '2031-13-01', '2031-2-3', '20310203', 'tomorrow', '2201-01-01', '2031-01-01T00:00:00Z'])
    expectBadField(await put(`/${date}`, []), '/date')
  const morning = { from: '09:00', to: '12:00' }
  expectBadField(await put('/2031-01-02', [{ from: '12:00', to: '09:00' }]), '/intervals/0/to')
  expectBadField(await put('/2031-01-02', [{ from: '12:00', to: '12:00' }]), '/intervals/0/to')
  expectBadField(await put('/2031-01-02', [morning, { from: '11:59', to: '13:00' }]), '/intervals/1')
  expectBadField(await put('/2031-01-02', [{ from: '08:00', to: '18:00' }, morning]), '/intervals/1')
  expectBadField(await put('/2031-01-02', [{ from: '24:00', to: '24:00' }]), '/intervals/0/from')
  expectBadField(await put('/2031-01-02', [{ from: '09:00', to: '24:01' }]), '/intervals/0/to')
  expectBadField(await put('/2031-01-02', [{ from: '9:00', to: '10:00' }]), '/intervals/0/from')
  expectBadField(await put('/2031-01-02', [{ ...morning, weekday: 1 }]), '/intervals/0/weekday')
  expectBadField(await put('/2031-01-02', null), '/intervals')
  expectBadField(await put('/2031-01-02?agentId=nobody', []), '/agentId')
  expectBadField(await ask('GET', '?from=soon'), '/from')
  expect((await ask('GET', '?from=2031-01-01&to=2031-01-03')).body.items).toEqual([])
})

/** Easter Sunday (Gauss, Butcher), epoch milliseconds of its UTC midnight. */
function easter(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const day = h + l - 7 * m + 114
  return Date.UTC(year, Math.floor(day / 31) - 1, (day % 31) + 1)
}
