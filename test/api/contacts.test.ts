import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../adapters/postgres/database.ts'
import { createTelephonyLog } from '../../adapters/postgres/telephony.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
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

const DAY = 86_400_000

const person = (fields: Record<string, unknown> = {}) => ({
  name: 'Rui Faria',
  email: `${randomUUID()}@seller.example`,
  phone: '+351912345679',
  ...fields,
})
const peopleOf = async (customerId: string) => (await stack.request('GET', `/v1/customers/${customerId}/contacts`)).body.items
const add = async (customerId: string, fields: Record<string, unknown> = {}) => {
  const { status, body } = await stack.request('POST', `/v1/customers/${customerId}/contacts`, { body: person(fields) })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const url = (id: string) => `/v1/contacts/${encodeURIComponent(id)}`

describe('the people of a customer', () => {
  test('are those of the registration and whoever is added, one of them the first', async () => {
    const { id, contact } = await desk.register({ products: ['lost_and_found'] })
    const added = await add(id, { role: 'warehouse', language: 'PT-br', phones: ['+351912345680', '+351912345679'] })
    expect(added).toMatchObject({ primary: false, role: 'warehouse', language: 'pt-BR', phones: ['+351912345680'], customerId: id })
    const [first, second] = await peopleOf(id)
    expect(first).toMatchObject({ ...contact, primary: true, phones: [] })
    expect(second).toEqual(added)

    const changed = await stack.request('PATCH', url(added.id), { body: { primary: true, role: null } })
    expect(changed.body).toMatchObject({ primary: true, role: null })
    expect((await desk.customer(id)).contact).toEqual({ name: added.name, email: added.email, phone: added.phone })
    expect((await peopleOf(id)).filter(({ primary }: { primary: boolean }) => primary)).toHaveLength(1)

    expect((await stack.request('DELETE', url(added.id))).status).toBe(204)
    expect((await desk.customer(id)).contact).toEqual(contact)
    expectProblem(await stack.request('DELETE', url(first.id)), 409, 'last-contact')
    expectProblem(await stack.request('DELETE', url(added.id)), 404, 'not-found')
    const kinds = (await desk.timeline(id)).map(({ kind }) => kind).filter((kind) => kind.startsWith('contact_'))
    expect(kinds).toEqual(['contact_removed', 'contact_changed', 'contact_added'])
  })

  test('have numbers that can be called and an address of their own', async () => {
    const { id } = await desk.register({ products: ['lost_and_found'] })
    const other = await desk.register({ products: ['lost_and_found'] })
    const post = (fields: Record<string, unknown>) => stack.request('POST', `/v1/customers/${id}/contacts`, { body: person(fields) })
    expectBadField(await post({ phone: '12345' }), '/phone')
    expectBadField(await post({ phones: ['+499001234567'] }), '/phones/0')
    expectBadField(await post({ email: other.contact.email.toUpperCase() }), '/email')
    expectBadField(await post({ primary: true }), '/primary')
    const [first] = await peopleOf(id)
    expectBadField(await stack.request('PATCH', url(first.id), { body: { email: other.contact.email } }), '/email')
    expect((await stack.request('PATCH', url(first.id), { body: {} })).status).toBe(400)
    expectProblem(await stack.request('PATCH', url('nobody'), { body: { name: 'x' } }), 404, 'not-found')
    expect(await peopleOf(id)).toHaveLength(1)
  })

  test('of the last two who are taken out at once, one stays', async () => {
    const { id } = await desk.register({ products: ['lost_and_found'] })
    const second = await add(id)
    const [first] = await peopleOf(id)
    const answers = await Promise.all([first, second].map((one) => stack.request('DELETE', url(one.id))))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    expect(await peopleOf(id)).toEqual([expect.objectContaining({ primary: true })])
  })

  test('are known by each of their numbers', async () => {
    const { id } = await desk.register({ products: ['lost_and_found'] })
    await add(id, { phone: '+351912345681', phones: ['+351912345682'] })
    const db = openDatabase(stack.databaseUrl)
    try {
      for (const phone of ['+351912345681', '+351912345682'])
        expect(await createTelephonyLog(db).caller(phone)).toMatchObject({ customerId: id })
    } finally {
      await db.close()
    }
  })
})

describe('surveys', () => {
  test('go around: one each quarter, whoever was not asked for longest, never one who wants none', async () => {
    const { id } = await desk.register({ products: ['analytics'] })
    const welcome = await desk.welcomeOf(id)
    await stack.request('POST', `/v1/calls/${welcome.id}/outcome`, { body: { outcome: 'completed', data: { support: 'declined' } } })
    const [ines] = await peopleOf(id)
    const rui = await add(id, { language: 'pt' })
    const eva = await add(id)
    const said = { scope: 'survey', contactId: eva.id, how: 'phone', evidence: 'told Anna' }
    expect((await stack.request('POST', `/v1/customers/${id}/opt-outs`, { body: said })).status).toBe(201)

    const asked: { contactId: string; at: number }[] = []
    const known = new Set<string>()
    while (asked.length < 4) {
      const planned = await soon(async () => {
        const step = (await desk.plan(id)).steps.find((one) => one.step === 'survey')
        expect(step).toMatchObject({ status: 'planned', at: expect.any(String) })
        return step!
      })
      await clock.reach(planned.at!)
      const callId = await soon(async () => {
        const { items } = (await stack.request('GET', `/v1/calls?customerId=${id}&purpose=survey`)).body
        const fresh = items.find((call: { id: string; agentId: string | null }) => !known.has(call.id) && call.agentId !== null)
        expect(fresh).toBeDefined()
        return String(fresh.id)
      })
      known.add(callId)
      const card = (await stack.request('GET', `/v1/calls/${callId}`)).body
      expect(card.contact.phone).toEqual(expect.any(String))
      asked.push({ contactId: card.contact.id, at: await clock.now() })
      expect((await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome: 'completed' } })).status).toBe(200)
      await soon(async () => {
        const step = (await desk.plan(id)).steps.find((one) => one.step === 'survey')
        expect(step?.why.params.last).toMatchObject({ callId })
      })
    }
    expect(asked.map(({ contactId }) => contactId)).toEqual([ines.id, rui.id, ines.id, rui.id])
    for (const [n, { at }] of asked.slice(1).entries()) expect(at - (asked[n]?.at ?? 0)).toBeGreaterThanOrEqual(89.9 * DAY)
  })

  test('are skipped with the reason while a call of the customer is escalated, and come again', async () => {
    const { id } = await desk.register({ products: ['analytics'] })
    const welcome = await desk.welcomeOf(id)
    const db = openDatabase(stack.databaseUrl)
    try {
      await db.client.call.update({ where: { id: welcome.id }, data: { escalatedAt: new Date() } })
      const planned = await soon(async () => (await desk.plan(id)).steps.find((one) => one.step === 'survey')!)
      await clock.reach(planned.at!)
      await soon(async () => {
        const step = (await desk.plan(id)).steps.find((one) => one.step === 'survey')
        expect(step).toMatchObject({ status: 'skipped', why: { code: 'escalated', params: { next: expect.any(String) } } })
      })
      expect((await desk.timeline(id)).find(({ kind }) => kind === 'survey_skipped')?.params).toMatchObject({ why: { code: 'escalated' } })
      expect((await stack.request('GET', `/v1/calls?customerId=${id}&purpose=survey`)).body.items).toEqual([])
    } finally {
      await db.close()
    }
  })
})

describe('hours of his own', () => {
  const times = (id: string, body: unknown) => stack.request('PUT', `/v1/customers/${id}/call-times`, { body })

  test('are kept to by what is planned and by new calls, in the zone that he names', async () => {
    const { id } = await desk.register()
    const hours = [{ weekday: 2, from: '14:00', to: '16:00' }]
    const set = await times(id, { timeZone: 'Atlantic/Azores', hours })
    expect([set.status, set.body]).toEqual([200, { timeZone: 'Atlantic/Azores', zoneAssumed: false, hours }])
    expect((await stack.request('GET', `/v1/customers/${id}/call-times`)).body).toEqual(set.body)
    expect((await desk.customer(id)).timeZone).toBe('Atlantic/Azores')
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'Atlantic/Azores', weekday: 'short', hour: '2-digit', minute: '2-digit' })
    const { steps } = await desk.plan(id)
    for (const name of ['trial_end_call', 'survey'])
      expect(local.format(new Date(steps.find(({ step }) => step === name)?.at ?? ''))).toMatch(/^Tue,? 1[45]:/)
    const slots = await desk.slots(id)
    expect(slots.length).toBeGreaterThan(0)
    for (const { start } of slots) expect(local.format(new Date(start))).toMatch(/^Tue,? 1[45]:/)
    expect((await desk.timeline(id)).find(({ kind }) => kind === 'call_times_changed')?.params).toMatchObject({
      timeZone: 'Atlantic/Azores',
    })

    expect((await times(id, { hours: null })).body).toEqual({ timeZone: 'Atlantic/Azores', zoneAssumed: false, hours: null })
  })

  test('without sense are refused with their field and change nothing', async () => {
    const { id } = await desk.register({ products: ['lost_and_found'] })
    const hour = (from: string, to: string, weekday = 1) => ({ weekday, from, to })
    const zone = { timeZone: 'Europe/Lisbon' }
    expectBadField(await times(id, { ...zone, hours: [] }), '/hours')
    expectBadField(await times(id, { ...zone, hours: [hour('07:59', '12:00')] }), '/hours/0/from')
    expectBadField(await times(id, { ...zone, hours: [hour('18:00', '20:01')] }), '/hours/0/to')
    expectBadField(await times(id, { ...zone, hours: [hour('12:00', '12:00')] }), '/hours/0/to')
    expectBadField(await times(id, { ...zone, hours: [hour('09:00', '12:00'), hour('11:00', '13:00')] }), '/hours/1')
    expectBadField(await times(id, { ...zone, hours: [hour('09:00', '12:00', 8)] }), '/hours/0/weekday')
    expectBadField(await times(id, { hours: [hour('09:00', '12:00')] }), '/timeZone') // Portugal has three, and nobody told us his
    expectBadField(await times(id, { timeZone: 'Europe/Atlantis' }), '/timeZone')
    expect((await times(id, {})).status).toBe(400)
    expectProblem(await times('nobody', zone), 404, 'not-found')
    expect((await stack.request('GET', `/v1/customers/${id}/call-times`)).body.hours).toBeNull()
  })
})
