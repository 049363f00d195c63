import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const DAY = 86_400_000
const iso = (at: number): string => new Date(at).toISOString()
const ask = (method: string, path: string, body?: unknown) =>
  stack.request(method, `/v1/agents${path}`, { as: 'lead', ...(body === undefined ? {} : { body }) })

/** Somebody who is always at work. */
const colleague = async (tag: string, zone: string): Promise<string> => {
  const email = `${randomUUID()}@lotse.example`
  const languages = [{ tag, level: 'native' }]
  const { id } = (await ask('POST', '', { name: 'Aino Laine', email, languages, timeZone: zone })).body
  await ask(
    'PUT',
    `/${id}/shifts`,
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '23:59' })),
  )
  return id
}
const calls = async (agentId: string) =>
  (await stack.request('GET', `/v1/calls?agentId=${agentId}&limit=200`)).body.items.map(({ id, dueAt }: Record<string, string>) => [
    id,
    dueAt,
  ])

test('an absence can be previewed: who would get which call and why, and nothing is changed', async () => {
  const first = await colleague('et', 'Europe/Tallinn')
  const { id: customerId } = await desk.register({ languages: ['et'], country: 'EE' })
  const welcome = await desk.welcomeOf(customerId)
  const [slot] = await desk.slots(customerId, `&from=${encodeURIComponent(iso(Date.now() + DAY))}`)
  const booking = await desk.book(customerId, slot!.start)
  const month = { from: iso(Date.now() - DAY), until: iso(Date.now() + 30 * DAY) }
  const preview = (fields: Record<string, unknown> = {}) => ask('POST', `/${first}/absences/preview`, { ...month, ...fields })

  const alone = await preview()
  expect([alone.status, alone.body]).toEqual([
    200,
    { items: [expect.objectContaining({ to: null }), expect.objectContaining({ to: null })], moving: 0, nobody: 2, kept: 0, further: 0 },
  ])

  const second = await colleague('et', 'Europe/Tallinn')
  const third = await colleague('et', 'Europe/Tallinn')
  const before = [await calls(first), await calls(second), await calls(third)]
  const { body } = await preview({ substituteId: third })
  expect(body).toMatchObject({ moving: 2, nobody: 0 })
  expect(body.items.find(({ callId }: { callId: string }) => callId === welcome.id)).toEqual({
    callId: welcome.id,
    customerId,
    purpose: 'welcome',
    dueAt: welcome.dueAt,
    booked: false,
    to: { agentId: third, language: 'et', dueAt: welcome.dueAt },
    why: { code: 'substitute_of', params: expect.objectContaining({ of: [first] }) },
  })
  expect(body.items.find(({ callId }: { callId: string }) => callId === booking.callId)).toMatchObject({
    booked: true,
    dueAt: slot!.start,
    to: { agentId: third, dueAt: slot!.start },
  })
  expect((await preview()).body.items.map(({ to }: { to: { agentId: string } }) => [second, third].includes(to.agentId))).toEqual([
    true,
    true,
  ])
  expect([await calls(first), await calls(second), await calls(third)]).toEqual(before)
  expect((await ask('GET', `/${first}/absences`)).body).toEqual([])
  expect((await preview({ from: month.until, until: iso(Date.now() + 60 * DAY) })).body).toEqual({
    items: [],
    moving: 0,
    nobody: 0,
    kept: 0,
    further: 0,
  })
})

test('the substitute of an absent agent gets the next call of his seller', async () => {
  const first = await colleague('fi', 'Europe/Helsinki')
  const { id: customerId } = await desk.register({ languages: ['fi'], country: 'FI' })
  expect((await desk.welcomeOf(customerId)).agentId).toBe(first)
  const [second, third] = [await colleague('fi', 'Europe/Helsinki'), await colleague('fi', 'Europe/Helsinki')]
  const week = { from: iso(Date.now() - DAY), until: iso(Date.now() + 7 * DAY) }
  expect((await ask('POST', `/${first}/absences`, { ...week, substituteId: second })).status).toBe(201)
  expect((await ask('POST', `/${second}/absences`, { ...week, substituteId: third })).status).toBe(201)

  const asked = await stack.request('POST', `/v1/customers/${customerId}/calls`, { body: { purpose: 'setup_help' } })
  expect(asked.body).toMatchObject({
    agentId: third,
    why: { assignment: { code: 'substitute_of', params: { of: [first, second] } } },
  })
  const [decision] = (await stack.request('GET', `/v1/calls/${asked.body.id}/why`)).body.items
  expect(decision.steps[0]).toMatchObject({ step: 'substitute', able: 1, inTime: true })
})

test('substitutes who would send calls in a circle are refused, in the preview too', async () => {
  const [a, b, c] = [
    await colleague('sv', 'Europe/Stockholm'),
    await colleague('sv', 'Europe/Stockholm'),
    await colleague('sv', 'Europe/Stockholm'),
  ]
  const absence = (substituteId: string, from: string, until: string) => ({ substituteId, from, until })
  expect((await ask('POST', `/${a}/absences`, absence(b, '2099-01-05T00:00:00Z', '2099-01-10T00:00:00Z'))).status).toBe(201)
  expect((await ask('POST', `/${b}/absences`, absence(c, '2099-01-05T00:00:00Z', '2099-01-08T00:00:00Z'))).status).toBe(201)
  const closing = absence(a, '2099-01-07T00:00:00Z', '2099-01-20T00:00:00Z')
  expectBadField(await ask('POST', `/${c}/absences`, closing), '/substituteId')
  expectBadField(await ask('POST', `/${c}/absences/preview`, closing), '/substituteId')
  expect((await ask('POST', `/${c}/absences`, { ...closing, from: '2099-01-08T00:00:00Z' })).status).toBe(201)
  expectBadField(await ask('POST', `/${a}/absences/preview`, { from: closing.until, until: closing.from }), '/until')
})
