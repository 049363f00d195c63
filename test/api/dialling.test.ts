import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TALK_MS } from '../../domain/calls/dialling.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { telephoneOf } from '../support/telephone.ts'

let stack: TestStack
let desk: Desk
let report: ReturnType<typeof telephoneOf>
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
  report = telephoneOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const someNumber = () => `+3519${randomInt(10_000_000, 99_999_999)}`
const seller = async () => {
  const phone = someNumber()
  const { id: customerId } = await desk.register({ contact: { name: 'Inês', email: `${randomUUID()}@seller.example`, phone } })
  return { phone, customerId, callId: (await desk.welcomeOf(customerId)).id }
}
const otherCall = async (customerId: string) =>
  (await stack.request('POST', `/v1/customers/${customerId}/calls`, { body: { purpose: 'setup_help' } })).body.id as string
const dial = (callId: string, options: Parameters<TestStack['request']>[2] = {}) =>
  stack.request('POST', `/v1/calls/${callId}/dial`, options)
const lead = { as: 'lead' } as const
const admin = { as: 'admin' } as const

test('who dials gets a link and the call; another agent sees who is on the line, on whichever call of that seller', async () => {
  const { phone, customerId, callId } = await seller()
  const { status, body } = await dial(callId)
  expect([status, body]).toEqual([
    200,
    { callId, by: { agentId: 'agent-1', name: 'Camille Brandt' }, until: expect.any(String), dial: { kind: 'link', href: `tel:${phone}` } },
  ])
  expect((await desk.call(callId)).agentId).toBe('agent-1') // it was the lead's
  const second = await otherCall(customerId)
  for (const id of [callId, second]) {
    const { by, callId: on, since } = expectProblem(await dial(id, lead), 409, 'on-the-line')
    expect([by, on, since]).toEqual([{ agentId: 'agent-1', name: 'Camille Brandt' }, callId, expect.any(String)])
  }
  expect((await desk.call(callId)).agentId).toBe('agent-1')
})

test('whoever the card names is rung: whom we call first, not who was there first', async () => {
  const { customerId, callId } = await seller()
  const phone = someNumber()
  const person = { name: 'Rui', email: `${randomUUID()}@seller.example`, phone }
  const added = (await stack.request('POST', `/v1/customers/${customerId}/contacts`, { body: person })).body
  const first = await stack.request('PATCH', `/v1/contacts/${encodeURIComponent(added.id)}`, { body: { primary: true } })
  expect(first.status).toBe(200)
  expect((await stack.request('GET', `/v1/calls/${callId}`)).body.contact.phone).toBe(phone)
  expect((await dial(callId)).body.dial).toEqual({ kind: 'link', href: `tel:${phone}` })
})

test('where no telephone tells of the talk, a link keeps the seller as long as the longest one', async () => {
  const { callId } = await seller()
  const { until } = (await dial(callId)).body
  const { by, since } = expectProblem(await dial(callId, lead), 409, 'on-the-line')
  expect(by.agentId).toBe('agent-1')
  expect(Date.parse(until) - Date.parse(since)).toBeGreaterThanOrEqual(TALK_MS)
})

test('the same agent dials again, for longer', async () => {
  const { callId } = await seller()
  const first = (await dial(callId)).body
  const again = await dial(callId)
  expect(again.status).toBe(200)
  expect(Date.parse(again.body.until)).toBeGreaterThanOrEqual(Date.parse(first.until))
})

test('who gives it back is free for the others; what is somebody else’s nobody gives back', async () => {
  const { callId } = await seller()
  await dial(callId)
  expect((await stack.request('DELETE', `/v1/calls/${callId}/dial`, lead)).status).toBe(204)
  expectProblem(await dial(callId, lead), 409, 'on-the-line')
  expect((await stack.request('DELETE', `/v1/calls/${callId}/dial`)).status).toBe(204)
  expect((await dial(callId, lead)).status).toBe(200)
})

test.each([2, 20])('of %i desks that dial one seller at once exactly one does', async (many) => {
  const { customerId, callId } = await seller()
  const calls = [callId, await otherCall(customerId)]
  const agents = await Promise.all(
    Array.from({ length: many }, async (_, n) => {
      const agent = {
        name: `Desk ${n}`,
        email: `${randomUUID()}@lotse.example`,
        languages: [{ tag: 'pt', level: 'fluent' }],
        timeZone: 'Europe/Lisbon',
      }
      const { body } = await stack.request('POST', '/v1/agents', {
        as: 'lead',
        body: { ...agent, skills: ['repricer'], capacity: 0, role: 'agent' },
      })
      return desk.somebody(body.id)
    }),
  )
  const answers = await Promise.all(agents.map((somebody, n) => dial(calls[n % 2] ?? callId, somebody)))
  const [winner, ...others] = answers.filter(({ status }) => status === 200)
  expect([winner?.status, others]).toEqual([200, []])
  for (const answer of answers.filter((one) => one !== winner))
    expect(expectProblem(answer, 409, 'on-the-line').by).toEqual(winner?.body.by)
})

test('the talk keeps the seller to whoever dialled, and the hang-up gives him free', async () => {
  const { phone, callId } = await seller()
  await dial(callId)
  const ring = { event: 'newCall', pbxCallId: randomUUID(), direction: 'out', from: '+4930123456', to: phone } as const
  await report(ring)
  await report({ ...ring, event: 'answer' })
  await soon(async () => expect((await desk.call(callId)).status).toBe('in_call'))
  expect((await dial(callId)).status).toBe(200)
  expect(expectProblem(await dial(callId, lead), 409, 'on-the-line').by.agentId).toBe('agent-1')
  await report({ ...ring, event: 'hangup', cause: 'normalClearing' })
  expect((await dial(callId, lead)).status).toBe(200)
})

test('a seller whom somebody rings by hand, or who rings us, is dialled by nobody', async () => {
  const { phone, callId } = await seller()
  const ring = { event: 'newCall', pbxCallId: randomUUID(), direction: 'in', from: phone, to: '+4930123456' } as const
  await report(ring)
  expect(expectProblem(await dial(callId), 409, 'on-the-line')).toMatchObject({ by: null, callId })
  await report({ ...ring, event: 'hangup', cause: 'cancelled' })
  await report(ring) // late: it is over
  expect((await dial(callId)).status).toBe(200)
})

test('a line that nobody of us holds, and whose end is never told, anybody gives back', async () => {
  const { phone, callId } = await seller()
  const ring = { event: 'newCall', pbxCallId: randomUUID(), direction: 'in', from: phone, to: '+4930123456' } as const
  await report(ring)
  expectProblem(await dial(callId), 409, 'on-the-line')
  expect((await stack.request('DELETE', `/v1/calls/${callId}/dial`)).status).toBe(204)
  expect((await dial(callId)).status).toBe(200)
})

test('who rang while no call was open, and whose hang-up is never told, is free with the next outcome', async () => {
  const { phone, customerId, callId } = await seller()
  const over = { outcome: 'completed', data: { support: 'declined' } }
  expect((await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: over })).body.status).toBe('done')
  const ring = { event: 'newCall', pbxCallId: randomUUID(), direction: 'in', from: phone, to: '+4930123456' } as const
  await report(ring)
  await report({ ...ring, event: 'answer' })
  const next = await otherCall(customerId)
  expect(expectProblem(await dial(next), 409, 'on-the-line')).toMatchObject({ by: null, callId: null })
  expect((await stack.request('POST', `/v1/calls/${next}/outcome`, { body: { outcome: 'no_answer' } })).status).toBe(200)
  expect((await dial(next)).status).toBe(200)
})

test('an outcome gives the seller free, but not one after which the talk goes on', async () => {
  const { customerId, callId } = await seller()
  const second = await otherCall(customerId)
  await dial(callId)
  const record = (data: unknown) => stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome: 'completed', data } })
  expect((await record({ support: 'wanted', onboarding: 'now' })).body.status).toBe('in_call')
  expectProblem(await dial(second, lead), 409, 'on-the-line')
  expect((await record({})).body.status).toBe('done')
  expect((await dial(second, lead)).status).toBe(200)
})

test('a call that is over is not dialled, one that nobody knows neither', async () => {
  const { callId } = await seller()
  await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome: 'completed', data: { support: 'declined' } } })
  expectProblem(await dial(callId), 409, 'call-not-open')
  expectProblem(await dial('nobody'), 404, 'not-found')
  expectProblem(await dial('%25'), 404, 'not-found')
  expectProblem(await stack.request('DELETE', '/v1/calls/nobody/dial'), 404, 'not-found')
})

test('a key without an agent dials nobody, and bad bodies are named', async () => {
  const { callId } = await seller()
  const { body } = await stack.request('POST', '/v1/keys', { as: 'admin', body: { name: 'robot', role: 'admin' } })
  const robot = { as: null, headers: { authorization: `Bearer ${body.key}` } } as const
  expectProblem(await dial(callId, robot), 403, 'forbidden')
  expectProblem(await dial(callId, { as: 'service' }), 403, 'forbidden')
  expectBadField(await dial(callId, { ...admin, body: { extension: '12; rm' } }), '/extension')
  expectBadField(await dial(callId, { ...admin, body: { extension: '1'.repeat(10_000) } }), '/extension')
  expectBadField(await dial(callId, { ...admin, body: { number: '+491234' } }), '/number')
  expect((await dial(callId, admin)).status).toBe(200) // nothing of that was a lease
})

test('the same Idempotency-Key dials once', async () => {
  const { callId } = await seller()
  const headers = { 'idempotency-key': randomUUID() }
  const first = await dial(callId, { headers })
  const again = await dial(callId, { headers })
  expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true'])
})
