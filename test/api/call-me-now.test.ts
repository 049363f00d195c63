import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'
import { telephoneOf } from '../support/telephone.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const ROUND_THE_CLOCK = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))
/** A business day that is neither today nor tomorrow, wherever one is. */
const notSoon = () => {
  const today = new Date().getUTCDay() || 7
  return [1, 2, 3, 4, 5].find((weekday) => (weekday - today + 7) % 7 >= 2 && (weekday - today + 7) % 7 <= 5) ?? 3
}
async function hire(language: string, shifts: unknown[]): Promise<string> {
  const agent = {
    name: 'Aino',
    email: `${randomUUID()}@lotse.example`,
    languages: [{ tag: language, level: 'native' }],
    timeZone: 'Europe/Lisbon',
  }
  const { body } = await stack.request('POST', '/v1/agents', {
    as: 'lead',
    body: { ...agent, skills: ['repricer'], capacity: 60, role: 'agent' },
  })
  const { status } = await stack.request('PUT', `/v1/agents/${body.id}/shifts`, { as: 'lead', body: shifts })
  expect(status).toBe(200)
  return body.id
}
async function seller(language: string) {
  const contact = { name: 'Inês', email: `${randomUUID()}@seller.example`, phone: `+3519${randomInt(10_000_000, 99_999_999)}` }
  const { id } = await desk.register({ languages: [language], contact })
  return { id, ...contact }
}
const callNow = (customerId: string) => stack.request('POST', `/v1/customers/${customerId}/calls`, { body: { purpose: 'call_me_now' } })
const subjects = async (email: string) => (await desk.mailsTo(email)).map(({ subject }) => subject)
const LATER = 'Your call: not right now, unfortunately'

test('where a speaker is at work and free, the call is due now and he is told at once', async () => {
  const agentId = await hire('fi', ROUND_THE_CLOCK)
  const { id, email, phone } = await seller('fi')
  const { status, body } = await callNow(id)
  expect([status, body.agentId, body.alternatives]).toEqual([201, agentId, undefined])
  expect(body.why.timing.params).not.toHaveProperty('notNow')
  await soon(async () => expect((await desk.call(body.id)).status).toBe('due'))
  const { items } = (await stack.request('GET', '/v1/notifications?limit=200', await desk.somebody(agentId))).body
  expect(items.filter(({ callId }: { callId?: string }) => callId === body.id).map(({ kind }: { kind: string }) => kind)).toEqual([
    'call_due',
    'call_assigned',
  ])

  // While he talks to that one, the next one is told honestly.
  const ring = { event: 'newCall', pbxCallId: randomUUID(), direction: 'out', from: '+4930123456', to: phone } as const
  const report = telephoneOf(stack)
  await report(ring)
  await report({ ...ring, event: 'answer' })
  await soon(async () => expect((await desk.plan(id)).steps[0]?.status).toBeDefined())
  const atWork = async () => (await stack.request('GET', `/v1/calls?agentId=${agentId}&status=in_call`)).body.items
  await soon(async () => expect(await atWork()).toHaveLength(1))
  const next = await seller('fi')
  const later = (await callNow(next.id)).body
  expect(later.why.timing.params).toMatchObject({ notNow: true })
  expect(later.alternatives).toHaveLength(3)
  expect(await subjects(email)).not.toContain(LATER)
})

test('where nobody is, the answer has three slots that can be booked, and a mail says when', async () => {
  const agentId = await hire('sv', [{ weekday: notSoon(), from: '09:00', to: '17:00' }])
  const { id, email } = await seller('sv')
  const { status, body } = await callNow(id)
  expect([status, body.agentId]).toEqual([201, agentId])
  expect(body.why.timing.params).toMatchObject({ notNow: true })
  expect(Date.parse(body.dueAt)).toBeGreaterThan(Date.now() + 3_600_000)
  expect(body.alternatives).toEqual(Array(3).fill({ start: expect.any(String), end: expect.any(String), agentId }))
  await soon(async () => expect(await subjects(email)).toContain(LATER))
  const mail = (await desk.mailsTo(email)).find(({ subject }) => subject === LATER)
  expect(mail?.text).toContain('Aino')
  const { start } = body.alternatives[0]
  expect((await desk.book(id, start, { purpose: 'consultation' })).agentId).toBe(agentId)
})

test('where nobody speaks it at all, nothing is promised', async () => {
  const { id, email } = await seller('et')
  const { body } = await callNow(id)
  expect(body).toMatchObject({
    status: 'parked',
    dueAt: null,
    agentId: null,
    alternatives: [],
    why: { timing: { params: { notNow: true } } },
  })
  await soon(async () => expect((await subjects(email)).filter((subject) => subject === LATER)).toHaveLength(1))
})
