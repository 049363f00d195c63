import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HotlineView } from '../../api/schemas/hotline.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { type Ringing, telephoneOf } from '../support/telephone.ts'

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

const OURS = '+4930123456'
const someNumber = () => `+3519${randomInt(10_000_000, 99_999_999)}`
const seller = async () => {
  const phone = someNumber()
  const { id: customerId } = await desk.register({ contact: { name: 'Inês', email: `${randomUUID()}@seller.example`, phone } })
  return { phone, customerId, callId: (await desk.welcomeOf(customerId)).id }
}
const from = (number: string, fields: Partial<Ringing> = {}): Ringing => ({
  event: 'newCall',
  pbxCallId: randomUUID(),
  direction: 'in',
  from: number,
  to: OURS,
  ...fields,
})
/** What a telephone reports of one call, in this order; answers its row. */
async function rings(ring: Ringing, ...events: ('answer' | 'hangup')[]): Promise<HotlineView> {
  expect((await report(ring)).status).toBe(204)
  for (const event of events) expect((await report({ ...ring, event, cause: 'normalClearing' })).status).toBe(204)
  return rowOf(ring)
}
async function rowOf({ pbxCallId }: Ringing): Promise<HotlineView> {
  const { body } = await stack.request('GET', '/v1/hotline?limit=200')
  const rows = body.items.filter((one: HotlineView) => one.pbxCallId === pbxCallId)
  expect(rows).toHaveLength(1)
  return rows[0]
}
const card = async (id: string) => (await stack.request('GET', `/v1/hotline/${id}`)).body
const note = (id: string, body: unknown) => stack.request('PUT', `/v1/hotline/${id}/note`, { body })
const noticesOf = async (kind: string) => {
  const { body } = await stack.request('GET', '/v1/notifications?limit=200', { as: 'lead' })
  return body.items.filter((one: { kind: string }) => one.kind === kind)
}
const statusIs = (callId: string, status: string) => soon(async () => expect((await desk.call(callId)).status).toBe(status))
const outcome = (callId: string, body: unknown) => stack.request('POST', `/v1/calls/${callId}/outcome`, { body })

test('a known caller has his card before the telephone is answered', async () => {
  const { phone, customerId, callId } = await seller()
  const { id, ...row } = await rings(from(phone))
  expect(row).toMatchObject({ status: 'open', from: phone, customerId, callId, missed: false, answeredAt: null, note: null })
  expect(await card(id)).toMatchObject({
    id,
    customer: { id: customerId, company: 'Azulejo Lda' },
    openCalls: [{ id: callId, purpose: 'welcome', agenda: expect.arrayContaining([{ code: 'introduce_yourself', params: {} }]) }],
    sinceLastTalk: expect.arrayContaining([expect.objectContaining({ kind: 'customer_called', params: { hotlineId: id } })]),
    profile: { status: expect.any(String) },
    openQuestions: [],
  })
  expect(await noticesOf('customer_calls')).toContainEqual(
    expect.objectContaining({ customerId, callId, params: expect.objectContaining({ hotlineId: id }) }),
  )
})

test.each(['', 'anonymous', '%', '+3519%', '+4930123456', '123', "'; DROP TABLE calls; --"])(
  'a caller whose number is %j leaves a row, and nobody is taken for him',
  async (number) => {
    const { id, customerId } = await rings(from(number), 'answer', 'hangup')
    expect(customerId).toBeNull()
    expect(await card(id)).toMatchObject({ customer: null, openCalls: [], profile: null, status: 'open' })
    expect(await noticesOf('unknown_caller')).toContainEqual(
      expect.objectContaining({ params: expect.objectContaining({ hotlineId: id }) }),
    )
  },
)

test('a number is known however the telephone writes it', async () => {
  const { phone, customerId } = await seller()
  const written = phone.replace('+', '00').replace(/(\d{5})(\d+)/, '$1 $2')
  expect(await rings(from(written))).toMatchObject({ customerId, from: phone })
})

test('three fields say who it was; he is the seller’s from then on, on his timeline and by his second number', async () => {
  const { customerId } = await seller()
  const second = someNumber()
  const ring = from(second)
  const { id } = await rings(ring, 'answer', 'hangup')
  const noted = { who: 'Rui, his brother', language: 'pt', about: 'the invoice', customerId, rememberNumber: true }
  const { status, body } = await note(id, noted)
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      status: 'closed',
      closedWhy: 'noted',
      customerId,
      note: { who: noted.who, language: 'pt', about: 'the invoice', rememberNumber: true, by: 'agent/agent-1' },
    }),
  ])
  await note(id, noted) // again: nothing new
  const lines = async () => (await desk.timeline(customerId)).filter(({ kind }) => kind === 'hotline_note')
  expect(await lines()).toEqual([
    expect.objectContaining({
      actor: 'agent/agent-1',
      params: expect.objectContaining({ hotlineId: id, who: noted.who, about: 'the invoice' }),
    }),
  ])
  expect(await rings(from(second))).toMatchObject({ customerId })
  await note(id, { ...noted, about: 'two invoices', rememberNumber: false })
  expect(await lines()).toHaveLength(2)
  expect((await rings(from(second))).customerId).toBeNull()
})

test('a language that nobody of the team speaks is told the leads with the note; one that somebody speaks is not', async () => {
  const { id } = await rings(from(someNumber()), 'answer', 'hangup')
  await note(id, { who: 'Jūratė', language: 'lt', about: 'her trial' })
  await note(id, { who: 'Jūratė', language: 'lt', about: 'her trial, again' })
  const spoken = await rings(from(someNumber()), 'answer', 'hangup')
  await note(spoken.id, { language: 'lv' })
  const told = (await noticesOf('nobody_speaks')).map(({ params }: { params: unknown }) => params)
  expect(told).toEqual([{ hotlineId: id, who: 'Jūratė', language: 'lt', about: 'her trial' }])
})

describe('a call that nobody answers', () => {
  test('is a row, is told the agent of the call that was expected, and leaves the plan as it was', async () => {
    const { phone, callId, customerId } = await seller()
    const before = await desk.call(callId)
    const row = await rings(from(phone), 'hangup')
    expect(row).toMatchObject({ missed: true, status: 'open', callId })
    await statusIs(callId, 'planned')
    expect(await desk.call(callId)).toMatchObject({ dueAt: before.dueAt, attempts: [] })
    expect(await noticesOf('missed_call')).toContainEqual(
      expect.objectContaining({ customerId, params: expect.objectContaining({ hotlineId: row.id, callId }) }),
    )
  })

  test('is seen to when somebody has called back', async () => {
    const { phone, callId } = await seller()
    const { id } = await rings(from(phone), 'hangup')
    await statusIs(callId, 'planned')
    await outcome(callId, { outcome: 'no_answer' })
    expect((await card(id)).status).toBe('open')
    await outcome(callId, { outcome: 'completed', data: { support: 'declined' } })
    expect(await card(id)).toMatchObject({ status: 'closed', closedWhy: 'recorded' })
  })
})

describe('a seller who phones in while a retry is pending', () => {
  const waiting = async () => {
    const one = await seller()
    await outcome(one.callId, { outcome: 'no_answer' })
    await statusIs(one.callId, 'retry_wait')
    return one
  }

  test('has his talk: it counts as the one we owed him, and nobody tries again', async () => {
    const { phone, callId, customerId } = await waiting()
    const ring = from(phone)
    await rings(ring, 'answer')
    await statusIs(callId, 'in_call')
    await report({ ...ring, event: 'hangup', cause: 'normalClearing' })
    await statusIs(callId, 'wrap_up')
    const done = await outcome(callId, { outcome: 'completed', data: { support: 'wanted', onboarding: 'none' } })
    expect([done.body.status, done.body.attempts.map((one: { outcome: string }) => one.outcome)]).toEqual([
      'done',
      ['no_answer', 'completed'],
    ])
    await soon(async () => expect((await desk.plan(customerId)).steps.find(({ step }) => step === 'welcome_call')?.status).toBe('done'))
    expect((await rowOf(ring)).closedWhy).toBe('recorded')
  })

  test('and whom nobody answers is tried as planned', async () => {
    const { phone, callId } = await waiting()
    const { dueAt } = await desk.call(callId)
    await rings(from(phone), 'hangup')
    await soon(async () => expect(await desk.call(callId)).toMatchObject({ status: 'retry_wait', dueAt }))
    expect((await desk.call(callId)).attempts).toHaveLength(1)
  })

  test('of two calls has the one that is due first; the other stays', async () => {
    const { phone, callId, customerId } = await waiting()
    const { dueAt } = await desk.call(callId)
    const at = new Date(Date.parse(String(dueAt)) + 86_400_000).toISOString()
    const { body } = await stack.request('POST', `/v1/customers/${customerId}/calls`, { body: { purpose: 'setup_help', at } })
    const before = await desk.call(body.id)
    expect(String(before.dueAt) > String(dueAt)).toBe(true)
    await rings(from(phone), 'answer')
    await statusIs(callId, 'in_call')
    expect(await desk.call(body.id)).toEqual(expect.objectContaining({ status: 'planned', dueAt: before.dueAt }))
  })
})

describe('reports that come late, twice or in another order', () => {
  test('five times each, under one id and under others, are one call', async () => {
    const { phone, callId, customerId } = await seller()
    const ring = from(phone)
    const id = randomUUID()
    await Promise.all(Array.from({ length: 5 }, () => report(ring, { id })))
    for (let n = 0; n < 4; n += 1) await report(ring)
    await statusIs(callId, 'ringing')
    await rowOf(ring)
    expect((await noticesOf('customer_calls')).filter((one: { customerId: string }) => one.customerId === customerId)).toHaveLength(1)
    expect((await desk.timeline(customerId)).filter(({ kind }) => kind === 'customer_called')).toHaveLength(1)
  })

  test('answered and hung up before it rang: the talk waits for its outcome', async () => {
    const { phone, callId } = await seller()
    const ring = from(phone)
    await report({ ...ring, event: 'answer' })
    await report({ ...ring, event: 'hangup', cause: 'normalClearing' })
    expect(await rings(ring)).toMatchObject({ missed: false, answeredAt: expect.any(String), endedAt: expect.any(String) })
    await statusIs(callId, 'wrap_up')
  })

  test('busy before it rang: a try that ended with busy', async () => {
    const { phone, callId } = await seller()
    const ring = from(OURS, { direction: 'out', to: phone })
    await report({ ...ring, event: 'hangup', cause: 'busy' })
    await report(ring)
    await statusIs(callId, 'retry_wait')
    expect((await desk.call(callId)).attempts.map((one) => one.outcome)).toEqual(['busy'])
  })

  test('a body as a form is no report', async () => {
    const answer = await report('event=newCall', {
      headers: (signed) => ({ ...signed, 'content-type': 'application/x-www-form-urlencoded' }),
    })
    expectProblem(answer, 415, 'unsupported-media-type')
  })
})

test('what is closed by hand is no longer open, and stays so', async () => {
  const { id } = await rings(from(someNumber()), 'hangup')
  const ids = async (status: string) =>
    (await stack.request('GET', `/v1/hotline?status=${status}&limit=200`)).body.items.map((one: HotlineView) => one.id)
  expect(await ids('open')).toContain(id)
  const close = () => stack.request('POST', `/v1/hotline/${id}/close`)
  expect((await close()).body).toMatchObject({ status: 'closed', closedWhy: 'closed' })
  expect((await close()).status).toBe(200)
  expect([await ids('open'), await ids('closed')]).toEqual([expect.not.arrayContaining([id]), expect.arrayContaining([id])])
})

test('a note that makes no sense is refused, with its field, and changes nothing', async () => {
  const hidden = await rings(from(''), 'hangup')
  const { id } = await rings(from(someNumber()), 'hangup')
  expectProblem(await note(id, {}), 400, 'invalid-request')
  expectBadField(await note(id, { who: 'x'.repeat(10_240) }), '/who')
  expectBadField(await note(id, { about: 'x'.repeat(10_240) }), '/about')
  expectBadField(await note(id, { language: 'klingonisch' }), '/language')
  expectBadField(await note(id, { customerId: '%' }), '/customerId')
  expectBadField(await note(id, { rememberNumber: true }), '/rememberNumber')
  const { customerId } = await seller()
  expectBadField(await note(hidden.id, { customerId, rememberNumber: true }), '/rememberNumber')
  expectBadField(await note(id, { mood: 'good' }), '/mood')
  expect(await card(id)).toMatchObject({ note: null, status: 'open' })
  expectBadField(await stack.request('GET', '/v1/hotline?status=lost'), '/status')
  expectProblem(await stack.request('GET', '/v1/hotline', { as: 'service' }), 403, 'forbidden')
})
