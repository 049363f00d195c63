import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, soon } from '../support/desk.ts'

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
  stack.request(method, `/v1/agents${path}`, { as: 'lead', ...(body === undefined ? {} : { body }) })
const person = (fields: Record<string, unknown> = {}) => ({
  name: 'Aino Laine',
  email: `${randomUUID()}@lotse.example`,
  languages: [{ tag: 'fi', level: 'native' }],
  timeZone: 'Europe/Helsinki',
  ...fields,
})
const WEEK = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const add = async (fields: Record<string, unknown> = {}) => {
  const { status, body } = await ask('POST', '', person(fields))
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

test('somebody joins the team and is found in it', async () => {
  const body = person()
  const made = await ask('POST', '', body)
  expect([made.status, made.body]).toEqual([
    201,
    { ...body, id: expect.any(String), skills: ['repricer', 'lost_and_found', 'analytics'], capacity: 60, role: 'agent' },
  ])
  expect((await ask('GET', `/${made.body.id}`)).body).toEqual(made.body)
  expect((await ask('GET', '?limit=200')).body.items).toContainEqual(made.body)
})

test('the team is paged', async () => {
  const first = await ask('GET', '?limit=4')
  expect(first.body.items).toHaveLength(4)
  const second = await ask('GET', `?limit=200&cursor=${first.body.nextCursor}`)
  const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(['agent-1', 'agent-2', 'agent-3', 'agent-4', 'lead-1', 'admin-1']))
})

test('languages, zone, skills and capacity can be changed, one without the others', async () => {
  const { id, ...before } = await add()
  const changed = await ask('PATCH', `/${id}`, { capacity: 5, skills: ['analytics'] })
  expect([changed.status, changed.body]).toEqual([200, { ...before, id, capacity: 5, skills: ['analytics'] }])
})

test('whoever joins with the language a parked seller speaks can be booked, within his shifts alone', async () => {
  const { id: customerId } = await desk.register({ languages: ['lt'], country: 'LT' })
  expect(await desk.slots(customerId)).toEqual([])
  const { id } = await add({ languages: [{ tag: 'lt', level: 'fluent' }], timeZone: 'Europe/Vilnius' })
  expect(await desk.slots(customerId)).toEqual([])
  expect([(await ask('PUT', `/${id}/shifts`, WEEK)).body, (await ask('GET', `/${id}/shifts`)).body]).toEqual([WEEK, WEEK])
  const slots = await desk.slots(customerId)
  expect(new Set(slots.map(({ agentId }) => agentId))).toEqual(new Set([id]))
  const hours = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Vilnius', hour: '2-digit', minute: '2-digit' })
  expect(slots.every(({ start, end }) => hours.format(new Date(start)) >= '09:00' && hours.format(new Date(end)) <= '17:00')).toBe(true)
  expect((await ask('POST', `/${id}/shifts`, [])).body).toEqual([])
  expect(await desk.slots(customerId)).toEqual([])
})

test('basic words of a language are not enough to hold a call', async () => {
  const { id } = await add({ languages: [{ tag: 'hu', level: 'basic' }] })
  await ask('PUT', `/${id}/shifts`, WEEK)
  const { id: customerId } = await desk.register({ languages: ['hu'], country: 'HU' })
  expect((await desk.welcomeOf(customerId)).status).toBe('parked')
})

test('who is away is not booked, until the absence is taken back', async () => {
  const { id } = await add({ languages: [{ tag: 'et', level: 'native' }], timeZone: 'Europe/Tallinn' })
  await ask('PUT', `/${id}/shifts`, WEEK)
  const { id: customerId } = await desk.register({ languages: ['et'], country: 'EE' })
  const [slot] = await soon(async () => {
    const slots = await desk.slots(customerId)
    expect(slots.length).toBeGreaterThan(5)
    return slots
  })
  const absence = {
    from: new Date(Date.now() - 86_400_000).toISOString(),
    until: new Date(Date.parse(slot!.end) + 1000).toISOString(),
    substituteId: 'agent-1',
  }
  const away = await ask('POST', `/${id}/absences`, absence)
  expect([away.status, away.body]).toEqual([201, { ...absence, id: expect.any(String), agentId: id }])
  expect((await ask('GET', `/${id}/absences`)).body).toEqual([away.body])
  expect(await desk.slots(customerId)).not.toContainEqual(slot)
  expect((await ask('DELETE', `/${id}/absences/${away.body.id}`)).status).toBe(204)
  expect(await desk.slots(customerId)).toContainEqual(slot)
})

test('a person, a week or an absence without sense is refused with its field', async () => {
  const { id, email } = await add()
  expectBadField(await ask('POST', '', person({ languages: [] })), '/languages')
  expectBadField(await ask('POST', '', person({ languages: [{ tag: 'xx', level: 'native' }] })), '/languages/0/tag')
  expectBadField(await ask('POST', '', person({ languages: [{ tag: 'de', level: 'good' }] })), '/languages/0/level')
  expectBadField(await ask('POST', '', person({ timeZone: 'CET+1' })), '/timeZone')
  expectBadField(await ask('POST', '', person({ skills: ['cooking'] })), '/skills/0')
  expectBadField(await ask('POST', '', person({ capacity: -1 })), '/capacity')
  expectBadField(await ask('POST', '', person({ role: 'service' })), '/role')
  expectBadField(await ask('POST', '', person({ id: 'agent-1' })), '/id')
  expectBadField(await ask('POST', '', person({ email: email.toUpperCase() })), '/email')
  expectBadField(await ask('PATCH', `/${id}`, { email: 'camille.brandt@lotse.example' }), '/email')
  expectBadField(await ask('PATCH', `/${id}`, { languages: [] }), '/languages')
  expect((await ask('PATCH', `/${id}`, {})).status).toBe(400)
  const monday = { weekday: 1, from: '09:00', to: '12:00' }
  expectBadField(await ask('PUT', `/${id}/shifts`, [{ ...monday, weekday: 8 }]), '/0/weekday')
  expectBadField(await ask('PUT', `/${id}/shifts`, [{ ...monday, to: '25:00' }]), '/0/to')
  expectBadField(await ask('PUT', `/${id}/shifts`, [{ ...monday, to: '08:00' }]), '/0/to')
  expectBadField(await ask('PUT', `/${id}/shifts`, [monday, { ...monday, from: '11:00', to: '13:00' }]), '/1')
  const absence = { from: '2099-01-02T00:00:00Z', until: '2099-01-03T00:00:00Z' }
  expectBadField(await ask('POST', `/${id}/absences`, { ...absence, until: absence.from }), '/until')
  expectBadField(await ask('POST', `/${id}/absences`, { ...absence, substituteId: 'nobody' }), '/substituteId')
  expectBadField(await ask('POST', `/${id}/absences`, { ...absence, substituteId: id }), '/substituteId')
  expect((await ask('GET', `/${id}/shifts`)).body).toEqual([])
  expect((await ask('GET', `/${id}/absences`)).body).toEqual([])
})
