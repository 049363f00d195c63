import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { type Ringing, telephoneOf } from '../support/telephone.ts'

let stack: TestStack
let desk: Desk
let report: ReturnType<typeof telephoneOf>
beforeAll(async () => {
  stack = await startTestStack()
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
  const { id: callId } = await desk.welcomeOf(customerId)
  return { phone, customerId, callId }
}
const dialled = (phone: string, fields: Partial<Ringing> = {}): Ringing => ({
  event: 'newCall',
  pbxCallId: randomUUID(),
  direction: 'out',
  from: OURS,
  to: phone,
  ...fields,
})
const statusIs = (callId: string, status: string) => soon(async () => expect((await desk.call(callId)).status).toBe(status))
const noticesOf = async (kind: string, as: 'agent' | 'lead' = 'agent') =>
  (await stack.request('GET', '/v1/notifications?limit=200', { as })).body.items.filter((one: { kind: string }) => one.kind === kind)

test('ringing, answered, hung up: the call goes with the telephone and waits for its outcome', async () => {
  const { phone, callId, customerId } = await seller()
  const ring = dialled(phone)
  const answer = await report(ring)
  expect([answer.status, answer.body]).toEqual([204, ''])
  await statusIs(callId, 'ringing')
  await report({ ...ring, event: 'answer' })
  await statusIs(callId, 'in_call')
  expect((await desk.plan(customerId)).steps[0]?.status).toBe('running')
  await report({ ...ring, event: 'hangup', cause: 'normalClearing' })
  await statusIs(callId, 'wrap_up')
  const done = await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome: 'completed', data: { support: 'declined' } } })
  expect([done.status, done.body.attempts.length]).toEqual([200, 1])
})

test.each([
  ['busy', 'busy'],
  ['noAnswer', 'no_answer'],
  [undefined, 'no_answer'],
  ['notFound', 'invalid_number'],
  ['congestion', 'technical_failure'],
])('hung up unanswered for %s is a try that ended with %s', async (cause, outcome) => {
  const { phone, callId } = await seller()
  const ring = dialled(phone)
  await report(ring)
  await report({ ...ring, event: 'hangup', ...(cause === undefined ? {} : { cause }) })
  await soon(async () => expect((await desk.call(callId)).attempts).toEqual([{ at: expect.any(String), outcome, by: 'telephony' }]))
  await statusIs(callId, outcome === 'invalid_number' ? 'parked' : 'retry_wait')
})

test('what the agent says of a try in vain replaces what the telephone said: one try, not two', async () => {
  const { phone, callId } = await seller()
  const ring = dialled(phone)
  await report(ring)
  await report({ ...ring, event: 'hangup', cause: 'noAnswer' })
  await statusIs(callId, 'retry_wait')
  const { body } = await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome: 'voicemail_left' } })
  expect(body.attempts.map((one: { outcome: string }) => one.outcome)).toEqual(['voicemail_left'])
  expect((await desk.call(callId)).attempts).toHaveLength(1)
})

test('a repeated webhook-id does nothing twice', async () => {
  const { phone, callId, customerId } = await seller()
  const ring = dialled(phone)
  await report(ring)
  const hangup = { ...ring, event: 'hangup', cause: 'busy' }
  const id = randomUUID()
  const answers = await Promise.all(Array.from({ length: 5 }, () => report(hangup, { id })))
  expect((await report(hangup, { id })).status).toBe(204)
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(204))
  await statusIs(callId, 'retry_wait')
  await report(hangup) // the same news under another id
  await report(dialled(someNumber(), { direction: 'in', from: someNumber() })) // works off what came before
  expect((await desk.call(callId)).attempts).toHaveLength(1)
  expect((await desk.timeline(customerId)).filter(({ kind }) => kind === 'call_ringing')).toHaveLength(1)
})

test('a seller who rings is announced to his agent, and his open call goes with it', async () => {
  const { phone, callId, customerId } = await seller()
  const ring = dialled(OURS, { direction: 'in', from: phone })
  await report(ring)
  await statusIs(callId, 'ringing')
  expect(await noticesOf('customer_calls', 'lead')).toContainEqual(
    expect.objectContaining({ customerId, callId, params: expect.objectContaining({ pbxCallId: ring.pbxCallId }) }),
  )
  await report({ ...ring, event: 'hangup', cause: 'cancelled' })
  await statusIs(callId, 'planned') // he was not tried by us
  expect((await desk.call(callId)).attempts).toEqual([])
})

test('an unknown caller is announced to the whole team, hidden or not', async () => {
  const from = someNumber()
  expect((await report(dialled(OURS, { direction: 'in', from }))).status).toBe(204)
  expect((await report(dialled(OURS, { direction: 'in', from: '' }))).status).toBe(204)
  expect(await noticesOf('unknown_caller')).toContainEqual(expect.objectContaining({ params: expect.objectContaining({ from }) }))
})

test('an answer or hang-up of a call that nobody heard ringing is taken and changes nothing', async () => {
  const { phone, callId } = await seller()
  for (const event of ['answer', 'hangup'] as const) expect((await report(dialled(phone, { event }))).status).toBe(204)
  expect((await desk.call(callId)).status).toBe('planned')
})

describe('a webhook is refused', () => {
  let one: Awaited<ReturnType<typeof seller>>
  beforeAll(async () => {
    one = await seller()
  })
  const other = `whsec_${randomBytes(32).toString('base64')}`
  const minutes = (n: number) => new Date(Date.now() + n * 60_000)
  const without = (name: string) => (signed: Record<string, string>) =>
    Object.fromEntries(Object.entries(signed).filter(([key]) => key !== name))
  test.each([
    ['with the signature of another secret', { secret: other }],
    ['signed ten minutes ago', { at: minutes(-10) }],
    ['signed ten minutes ahead', { at: minutes(10) }],
    ['without webhook-id', { headers: without('webhook-id') }],
    ['without webhook-timestamp', { headers: without('webhook-timestamp') }],
    ['without webhook-signature', { headers: without('webhook-signature') }],
    ['without any of them', { headers: () => ({}) }],
    ['with a broken signature', { headers: (signed: Record<string, string>) => ({ ...signed, 'webhook-signature': 'v1,AAAA' }) }],
    ['under another id than was signed', { headers: (signed: Record<string, string>) => ({ ...signed, 'webhook-id': 'another' }) }],
  ])('%s', async (_what, signing) => {
    const { phone, callId } = one
    expectProblem(await report(dialled(phone), signing), 401, 'invalid-signature')
    expect((await desk.call(callId)).status).toBe('planned')
  })

  test('with a body that was changed on the way, although a bearer key comes with it', async () => {
    const authorization = `Bearer ${stack.keys.admin}`
    expectProblem(
      await report('{}', {
        headers: (signed) => ({ ...signed, authorization, 'webhook-signature': signed['webhook-signature']!.replace(/.{4}$/, 'AAA=') }),
      }),
      401,
      'invalid-signature',
    )
  })

  test('where it is signed but makes no sense, with its field', async () => {
    const ring = dialled('+351912345678')
    expectProblem(await report('{"event":'), 400, 'invalid-request')
    expectProblem(await report('[]'), 400, 'invalid-request')
    expectBadField(await report({ ...ring, event: 'ring' }), '/event')
    expectBadField(await report({ ...ring, direction: 'up' }), '/direction')
    expectBadField(await report({ ...ring, pbxCallId: undefined }), '/pbxCallId')
    expectBadField(await report({ ...ring, pbxCallId: 'a\u0000b' }), '/pbxCallId')
    expectBadField(await report({ ...ring, mood: 'good' }), '/mood')
  })
})
