import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
let clock: DemoTime
beforeAll(async () => {
  stack = patiently(await startTestStack({ demo: true }))
  desk = deskOf(stack)
  clock = demoClockOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const MINUTE = 60_000
const DAY = 86_400_000
const iso = (at: number): string => new Date(at).toISOString()
const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  stack.request(method, `/v1/agents${path}`, { as: 'lead', ...(body === undefined ? {} : { body }) })

const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))

/** Somebody who is always at work. */
async function colleague(tag: string): Promise<string> {
  const email = `${randomUUID()}@lotse.example`
  const { body } = await ask('POST', '', {
    name: 'Aino Laine',
    email,
    languages: [{ tag, level: 'native' }],
    timeZone: 'Europe/Tallinn',
  })
  await ask('PUT', `/${body.id}/shifts`, ALWAYS)
  return body.id
}

/** A seller with a booked slot, and without a welcome call. */
async function booked(language: string, after = DAY) {
  const customer = await desk.register({ languages: [language], country: 'EE', products: ['lost_and_found'] })
  const [slot] = await desk.slots(customer.id, `&from=${encodeURIComponent(iso((await clock.now()) + after))}`)
  const booking = await desk.book(customer.id, slot!.start)
  return { customer, booking }
}

/** A seller whose welcome call is planned. */
async function welcomed(language: string) {
  const { id } = await desk.register({ languages: [language], country: 'EE' })
  return desk.welcomeOf(id)
}

const notices = async (kind: string, absenceId: string) => {
  const { items } = (await stack.request('GET', '/v1/notifications?limit=200', { as: 'lead' })).body
  return items.filter((one: { kind: string; params: { absenceId?: string } }) => one.kind === kind && one.params.absenceId === absenceId)
}
const agentOf = async (callId: string) => (await desk.call(callId)).agentId
const around = (dueAt: readonly (string | null)[], more: Record<string, unknown> = {}) => {
  const due = dueAt.map((at) => Date.parse(at ?? ''))
  return { from: iso(Math.min(...due) - 10 * MINUTE), until: iso(Math.max(...due) + MINUTE), ...more }
}
async function absent(agentId: string, absence: Record<string, unknown>): Promise<string> {
  const { status, body } = await ask('POST', `/${agentId}/absences`, absence)
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

test('when an absence begins, calls go where the preview said; when it ends, what nobody has touched goes back', async () => {
  const first = await colleague('et')
  const calls = [await welcomed('et'), await welcomed('et'), await welcomed('et')]
  expect(calls.map(({ agentId }) => agentId)).toEqual([first, first, first])
  const second = await colleague('et')
  const substituteId = await colleague('et')
  const absence = around(
    calls.map(({ dueAt }) => dueAt),
    { substituteId },
  )
  const preview = (await ask('POST', `/${first}/absences/preview`, absence)).body
  const id = await absent(first, absence)
  expect(await agentOf(calls[0]!.id)).toBe(first)

  await clock.reach(absence.from)
  const moved = await Promise.all(calls.map(({ id: callId }) => desk.call(callId)))
  expect(moved.map((call) => [call.id, call.agentId, call.dueAt])).toEqual(
    calls.map((call) => {
      const { to } = preview.items.find(({ callId }: { callId: string }) => callId === call.id)
      return [call.id, to.agentId, to.dueAt]
    }),
  )
  expect(moved.map(({ agentId, why }) => [agentId, why.assignment?.code])).toEqual(moved.map(() => [substituteId, 'substitute_of']))
  expect(moved.map(({ why }) => why.timing?.code)).toEqual(calls.map(({ why }) => why.timing?.code))
  const { items } = (await stack.request('GET', `/v1/calls/${calls[0]!.id}/why`)).body
  expect(items).toHaveLength(2)
  expect(await notices('absence_rerouted', id)).toMatchObject([{ params: { agentId: first, moved: 3, kept: 0, nobody: 0 } }])
  const told = await stack.request('GET', '/v1/notifications?limit=200', await desk.somebody(substituteId))
  expect(told.body.items.filter(({ kind }: { kind: string }) => kind === 'call_assigned')).toHaveLength(3)

  const accepting = await stack.request('POST', `/v1/calls/${calls[0]!.id}/accept`, { ...(await desk.somebody(substituteId)), body: {} })
  expect(accepting.status).toBe(200)
  await stack.request('POST', `/v1/calls/${calls[1]!.id}/take`, { ...(await desk.somebody(second)), body: {} })
  await clock.reach(absence.until)
  await soon(async () => expect(await agentOf(calls[2]!.id)).toBe(first))
  expect(await Promise.all(calls.map(({ id: callId }) => agentOf(callId)))).toEqual([substituteId, second, first])
  const timeline = (await desk.timeline(calls[2]!.customerId)).map(({ kind }) => kind)
  expect(timeline).toEqual(expect.arrayContaining(['call_rerouted', 'call_handed_back']))
  expectProblem(await ask('POST', `/${first}/absences/${id}/undo`, {}), 409, 'absence-over')
  expectProblem(await ask('PATCH', `/${first}/absences/${id}`, { until: iso((await clock.now()) + DAY) }), 409, 'absence-over')
  expect((await ask('DELETE', `/${first}/absences/${id}`)).status).toBe(204)
  expect((await ask('DELETE', `/${first}/absences/${id}`)).status).toBe(404)
})

test('a booked slot goes to whoever is free then, with a new invitation; where nobody is, it stays and the leads are told', async () => {
  const first = await colleague('fi')
  const { customer, booking } = await booked('fi')
  const alone = await booked('fi', 2 * DAY)
  const second = await colleague('fi')
  const other = await desk.register({ languages: ['fi'], country: 'EE', products: ['lost_and_found'] })
  const { start } = alone.booking
  const occupying = { customerId: other.id, purpose: 'consultation', start, agentId: second }
  expect((await stack.request('POST', '/v1/bookings', { body: occupying })).status).toBe(201)
  const id = await absent(first, { from: iso((await clock.now()) - DAY), until: iso(Date.parse(alone.booking.start) + MINUTE) })

  await soon(async () => expect(await notices('absence_rerouted', id)).toMatchObject([{ params: { moved: 1, kept: 1, nobody: 0 } }]))
  expect((await stack.request('GET', `/v1/bookings/${booking.id}`)).body).toMatchObject({ agentId: second, start: booking.start })
  expect(await agentOf(alone.booking.callId)).toBe(first)
  const leads = (await stack.request('GET', '/v1/notifications?limit=200', { as: 'lead' })).body.items
  expect(leads.filter(({ kind }: { kind: string }) => kind === 'nobody_free_then')).toMatchObject([{ callId: alone.booking.callId }])
  await soon(async () => {
    const invitations = (await desk.mailsTo(customer.contact.email)).flatMap(({ invitation }) => invitation ?? [])
    expect(invitations.map(({ sequence }) => sequence).sort()).toEqual([0, 1])
  })

  expect((await ask('DELETE', `/${first}/absences/${id}`)).status).toBe(204)
  await soon(async () => expect(await agentOf(booking.callId)).toBe(first))
  expect((await stack.request('GET', `/v1/bookings/${booking.id}`)).body).toMatchObject({ agentId: first, start: booking.start })
})

test('an absence that is undone stays, and what it has moved goes back', async () => {
  const first = await colleague('hu')
  const { booking } = await booked('hu')
  const substituteId = await colleague('hu')
  const until = iso(Date.parse(booking.start) + MINUTE)
  const id = await absent(first, { from: iso((await clock.now()) - DAY), until, substituteId })
  await soon(async () => expect(await agentOf(booking.callId)).toBe(substituteId))
  expect((await ask('POST', `/${first}/absences/${id}/undo`, {})).status).toBe(200)
  await soon(async () => expect(await agentOf(booking.callId)).toBe(first))
  expect((await ask('GET', `/${first}/absences`)).body).toMatchObject([{ id }])

  const later = await ask('PATCH', `/${first}/absences/${id}`, { until: iso(Date.parse(until) + DAY) })
  expect(later.body).toMatchObject({ id, until: iso(Date.parse(until) + DAY) })
  expectBadField(await ask('PATCH', `/${first}/absences/${id}`, { until: iso(0) }), '/until')
  expect((await ask('PATCH', `/${first}/absences/nothing`, { until })).status).toBe(404)
  expect(await agentOf(booking.callId)).toBe(first)
})

test('a longer absence moves what is due until its new end; one that ends early gives everything back at once', async () => {
  const first = await colleague('ro')
  const { booking } = await booked('ro')
  const further = await booked('ro', 4 * DAY)
  const second = await colleague('ro')
  const from = iso((await clock.now()) - DAY)
  const id = await absent(first, { from, until: iso(Date.parse(booking.start) + MINUTE) })
  await soon(async () => expect(await agentOf(booking.callId)).toBe(second))
  expect(await agentOf(further.booking.callId)).toBe(first)

  await ask('PATCH', `/${first}/absences/${id}`, { until: iso(Date.parse(further.booking.start) + MINUTE) })
  await soon(async () => expect(await agentOf(further.booking.callId)).toBe(second))
  await ask('PATCH', `/${first}/absences/${id}`, { until: iso((await clock.now()) - 1000) })
  await soon(async () => expect(await Promise.all([booking, further.booking].map(({ callId }) => agentOf(callId)))).toEqual([first, first]))
})

test('while somebody is away for two reasons, calls go back only when both are over', async () => {
  const first = await colleague('el')
  const { booking } = await booked('el', 3 * DAY)
  const substituteId = await colleague('el')
  const now = await clock.now()
  const until = iso(Date.parse(booking.start) + MINUTE)
  const ill = await absent(first, { from: iso(now - DAY), until, substituteId })
  await soon(async () => expect(await agentOf(booking.callId)).toBe(substituteId))
  const holiday = await absent(first, { from: iso(now - DAY), until: iso(Date.parse(until) + DAY) })
  expect((await ask('DELETE', `/${first}/absences/${ill}`)).status).toBe(204)
  await clock.advance('PT1M')
  expect(await agentOf(booking.callId)).toBe(substituteId)
  expect(await notices('absence_rerouted', holiday)).toEqual([])

  expect((await ask('DELETE', `/${first}/absences/${holiday}`)).status).toBe(204)
  await soon(async () => expect(await agentOf(booking.callId)).toBe(first))
})

test('an absent substitute hands on, and takes back before he gives back', async () => {
  const first = await colleague('bg')
  const { booking } = await booked('bg', 3 * DAY)
  const substitute = await colleague('bg')
  const last = await colleague('bg')
  const now = await clock.now()
  const time = { from: iso(now - DAY), until: iso(Date.parse(booking.start) + MINUTE) }
  const his = await absent(first, { ...time, substituteId: substitute })
  await soon(async () => expect(await agentOf(booking.callId)).toBe(substitute))
  const hers = await absent(substitute, { ...time, substituteId: last })
  await soon(async () => expect(await agentOf(booking.callId)).toBe(last))
  await ask('DELETE', `/${substitute}/absences/${hers}`)
  await soon(async () => expect(await agentOf(booking.callId)).toBe(substitute))
  await ask('DELETE', `/${first}/absences/${his}`)
  await soon(async () => expect(await agentOf(booking.callId)).toBe(first))
})

test('what is to be kept stays, and of what is to be asked the leads get the list', async () => {
  const first = await colleague('hr')
  const { booking } = await booked('hr')
  await colleague('hr')
  const welcome = await welcomedBy(first, 'hr')
  const calls = { booked: 'ask', planned: 'keep' }
  const time = {
    from: iso((await clock.now()) - DAY),
    until: iso(Math.max(Date.parse(booking.start), Date.parse(welcome.dueAt!)) + MINUTE),
  }
  const preview = await ask('POST', `/${first}/absences/preview`, { ...time, calls })
  expect(preview.body).toMatchObject({ moving: 0, nobody: 0, kept: 2 })
  const { body } = await ask('POST', `/${first}/absences`, { ...time, calls })
  expect(body.calls).toEqual(calls)
  await soon(async () => expect(await notices('absence_asks', body.id)).toMatchObject([{ params: { calls: [booking.callId] } }]))
  expect(await notices('absence_rerouted', body.id)).toMatchObject([{ params: { moved: 0, kept: 1, nobody: 0 } }])
  expect([await agentOf(booking.callId), await agentOf(welcome.id)]).toEqual([first, first])
})

/** The welcome call of a new seller, taken by somebody. */
async function welcomedBy(agentId: string, language: string) {
  const { id } = await welcomed(language)
  const taken = await stack.request('POST', `/v1/calls/${id}/take`, { ...(await desk.somebody(agentId)), body: {} })
  expect(taken.status).toBe(200)
  return desk.call(id)
}

test('a call for which there is nobody else is parked, said to the leads, and goes back', async () => {
  const first = await colleague('mt')
  const welcome = await welcomed('mt')
  const absence = around([welcome.dueAt])
  const id = await absent(first, { ...absence, until: iso(Date.parse(absence.until) + 20 * DAY) })
  await clock.reach(absence.from)
  expect(await desk.call(welcome.id)).toMatchObject({ status: 'parked', agentId: null })
  expect(await notices('absence_rerouted', id)).toMatchObject([{ params: { moved: 0, kept: 0, nobody: 1 } }])
  await ask('POST', `/${first}/absences/${id}/undo`, {})
  await soon(async () =>
    expect(await desk.call(welcome.id)).toMatchObject({
      status: 'planned',
      agentId: first,
      dueAt: welcome.dueAt,
      why: { timing: welcome.why.timing },
    }),
  )
})

test('a worker that is taken away in the middle moves every call once', async () => {
  const first = await colleague('ga')
  const calls = await Promise.all(Array.from({ length: 6 }, () => welcomed('ga')))
  const substituteId = await colleague('ga')
  const absence = around(
    calls.map(({ dueAt }) => dueAt),
    { substituteId, from: iso((await clock.now()) - DAY) },
  )
  await absent(first, absence)
  const moved = async () => (await stack.request('GET', `/v1/calls?agentId=${substituteId}`)).body.items.length
  await soon(async () => expect(await moved()).toBeGreaterThan(0))
  await stack.stopWorker()
  await stack.startWorker()
  await soon(async () => expect(await moved()).toBe(6))
  for (const { id, customerId } of calls) {
    const kinds = (await desk.timeline(customerId)).filter(({ kind }) => kind === 'call_rerouted')
    expect(kinds, id).toHaveLength(1)
  }
})

test('an absence that was over before it was added is refused, and a repeat of one is the same', async () => {
  const first = await colleague('is')
  const now = await clock.now()
  expectBadField(await ask('POST', `/${first}/absences`, { from: iso(now - 2 * DAY), until: iso(now - DAY) }), '/until')
  const body = { from: iso(now + DAY), until: iso(now + 2 * DAY) }
  const post = () =>
    stack.request('POST', `/v1/agents/${first}/absences`, { as: 'lead', body, headers: { 'idempotency-key': `absence of ${first}` } })
  const [one, other] = await Promise.all([post(), post()])
  expect([one.status, other.status, one.body.id]).toEqual([201, 201, other.body.id])
  expect((await ask('GET', `/${first}/absences`)).body).toHaveLength(1)
})
