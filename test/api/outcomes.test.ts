import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../adapters/postgres/database.ts'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const LATER = '2099-03-02T10:00:00.000Z'
const record = (callId: string, outcome: string, fields: Record<string, unknown> = {}) =>
  stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome, ...fields } })
const welcome = async (fields: Record<string, unknown> = {}) => desk.welcomeOf((await desk.register(fields)).id)
const kinds = async (customerId: string) => (await desk.timeline(customerId)).map(({ kind }) => kind)
const stepsOf = async (customerId: string) => (await desk.plan(customerId)).steps.map(({ step, status }) => [step, status])
/** The years beside the first days: what the Repricer brings whatever comes of the welcome. */
const ANALYSIS = ['profile_analysis', 'parked']
const YEARS = [
  ['trial_end_call', 'planned'],
  ['survey', 'planned'],
]

test('support is declined and all is well: welcomed, done, one mail about it', async () => {
  const { id, customerId } = await welcome()
  const { status, body } = await record(id, 'completed', { notes: 'knows what he does', data: { support: 'declined', onboarding: 'none' } })
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      status: 'done',
      outcome: 'completed',
      attempts: [{ at: expect.any(String), outcome: 'completed', by: 'agent-1' }],
    }),
  ])
  expect(await desk.customer(customerId)).toMatchObject({ stage: 'welcomed', support: 'declined' })
  expect((await stack.request('GET', `/v1/calls/${id}`)).body.notes).toBe('knows what he does')
  await soon(async () => expect(await stepsOf(customerId)).toEqual([['welcome_call', 'done'], ANALYSIS, ...YEARS]))
  const { contact } = await desk.customer(customerId)
  await soon(async () => expect(await desk.mailsTo(contact.email)).toHaveLength(2))
})

test('onboarding now goes on in the same call and a second outcome ends it', async () => {
  const { id, customerId } = await welcome()
  const first = await record(id, 'completed', { data: { support: 'wanted', onboarding: 'now' } })
  expect([first.status, first.body]).toEqual([200, expect.objectContaining({ id, status: 'in_call', purpose: 'onboarding' })])
  expect(first.body).not.toHaveProperty('outcome')
  expect(await desk.customer(customerId)).toMatchObject({ stage: 'welcomed', support: 'wanted' })
  await soon(async () =>
    expect(await stepsOf(customerId)).toEqual([['welcome_call', 'done'], ANALYSIS, ['onboarding_call', 'running'], ...YEARS]),
  )

  const agreed = [{ group: 'private-label', strategy: 'push', min: { minor: 999, currency: 'EUR' }, max: { minor: 1999, currency: 'EUR' } }]
  const second = await record(id, 'completed', { data: { experience: 'newcomer', areas: ['pricing'], agreed } })
  expect([second.status, second.body]).toEqual([
    200,
    expect.objectContaining({ status: 'done', outcome: 'completed', purpose: 'onboarding' }),
  ])
  expect(second.body.attempts).toHaveLength(2)
  expect((await desk.customer(customerId)).stage).toBe('onboarded')
  await soon(async () =>
    expect(await stepsOf(customerId)).toEqual([['welcome_call', 'done'], ANALYSIS, ['onboarding_call', 'done'], ...YEARS]),
  )
  expect((await desk.timeline(customerId)).find(({ kind }) => kind === 'strategy_agreed')?.params).toMatchObject({ agreed })
})

test('onboarding at a time is booked with the agent who called, and its invitation is sent', async () => {
  const { id, customerId } = await welcome({ languages: ['fr'], country: 'FR' })
  const { start } = (await desk.slots(customerId)).find(({ agentId }) => agentId === 'agent-1')!
  expect((await record(id, 'completed', { data: { support: 'wanted', onboarding: { at: start } } })).body).toMatchObject({ status: 'done' })
  const step = await soon(async () => {
    const found = (await desk.plan(customerId)).steps.find((one) => one.step === 'onboarding_call')
    expect(found).toMatchObject({ status: 'planned', at: start })
    return found!
  })
  expect(await desk.call(step.callId ?? '')).toMatchObject({ purpose: 'onboarding', dueAt: start, agentId: 'agent-1' })
  const { contact } = await desk.customer(customerId)
  await soon(async () =>
    expect((await desk.mailsTo(contact.email)).map(({ invitation }) => invitation)).toContainEqual(
      expect.objectContaining({ method: 'REQUEST', start }),
    ),
  )
})

test('onboarding at a taken slot is 409 with alternatives and nothing is recorded', async () => {
  const { id, customerId } = await welcome()
  const { start } = (await desk.slots(customerId))[0]!
  await desk.book((await desk.register()).id, start) // lead-1 alone speaks Portuguese
  const [call, card, timeline] = [await desk.call(id), await desk.customer(customerId), await desk.timeline(customerId)]
  const { alternatives } = expectProblem(
    await record(id, 'completed', { data: { support: 'wanted', onboarding: { at: start } } }),
    409,
    'slot-taken',
  )
  expect(alternatives).toHaveLength(3)
  expect(await desk.call(id)).toMatchObject({ status: call.status, attempts: [], dueAt: call.dueAt })
  expect(await desk.customer(customerId)).toEqual(card)
  expect((await desk.timeline(customerId)).filter(({ kind }) => kind !== 'mail_sent')).toEqual(
    timeline.filter(({ kind }) => kind !== 'mail_sent'),
  )
  const again = await record(id, 'completed', { data: { support: 'wanted', onboarding: { at: alternatives[0].start } } })
  expect([again.status, again.body.attempts.length]).toEqual([200, 1])
})

describe.each(['no_answer', 'voicemail_left', 'voicemail_none', 'busy', 'technical_failure', 'gatekeeper', 'refused_now'])(
  '%s',
  (outcome) => {
    test('is one try, and another time is found', async () => {
      const { id } = await welcome()
      const { status, body } = await record(id, outcome)
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ status: 'retry_wait', attempts: [expect.objectContaining({ outcome, by: 'agent-1' })] }),
      ])
      expect(Date.parse(body.dueAt)).toBeGreaterThan(Date.now())
      expect(body.why.timing.code).toMatch(/^retry_/)
      expect(body).not.toHaveProperty('outcome')
    })
  },
)

test('three tries in vain park the welcome call, tell the leads and the seller', async () => {
  const { id, customerId } = await welcome()
  for (const expected of ['retry_wait', 'retry_wait', 'parked']) expect((await record(id, 'no_answer')).body.status).toBe(expected)
  expect((await desk.call(id)).attempts).toHaveLength(3)
  await soon(async () => expect(await stepsOf(customerId)).toEqual([['welcome_call', 'parked'], ANALYSIS, ...YEARS]))
  expect((await stack.request('GET', '/v1/notifications', { as: 'lead' })).body.items[0]).toMatchObject({ kind: 'call_parked', callId: id })
  const { contact } = await desk.customer(customerId)
  await soon(async () => expect(await desk.mailsTo(contact.email)).toHaveLength(2))
})

describe.each(['wrong_number', 'invalid_number'])('%s', (outcome) => {
  test('parks the call until somebody mends the number', async () => {
    const { id } = await welcome()
    expect((await record(id, outcome)).body).toMatchObject({ status: 'parked', outcome })
  })
})

test('whoever wants to be called back is called back when he said', async () => {
  const { id } = await welcome()
  const { status, body } = await record(id, 'callback_at', { callbackAt: '2099-03-02T11:00:00+01:00' })
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      status: 'planned',
      dueAt: LATER,
      why: expect.objectContaining({ timing: { code: 'customer_asked', params: { callbackAt: LATER } } }),
    }),
  ])
})

test('who wants no service any more is not called again', async () => {
  const { id, customerId } = await welcome()
  expect((await record(id, 'opted_out', { data: { scope: 'all' } })).body).toMatchObject({ status: 'done', outcome: 'opted_out' })
  expect((await desk.customer(customerId)).support).toBe('declined')
})

test('who speaks another language is called by somebody who speaks it', async () => {
  const { id } = await welcome({ languages: ['pt'] })
  const { status, body } = await record(id, 'language_barrier', { data: { language: 'it' } })
  expect([status, body.status]).toEqual([200, 'planned'])
  expect((await stack.request('GET', `/v1/calls/${id}`)).body.language).toBe('it')
})

test('where nobody speaks the language he does, the call is parked and the leads hear of it: never again the one that did not do', async () => {
  const { id, customerId } = await welcome({ languages: ['pt'] })
  const { body } = await record(id, 'language_barrier', { data: { language: 'fi' } })
  expect(body).toMatchObject({
    status: 'parked',
    agentId: null,
    why: { assignment: { code: 'nobody_speaks', params: { languages: ['fi'] } } },
  })
  expect((await stack.request('GET', '/v1/notifications', { as: 'lead' })).body.items[0]).toMatchObject({
    kind: 'nobody_available',
    customerId,
  })
  const { contact } = await desk.customer(customerId)
  await soon(async () => expect((await desk.mailsTo(contact.email))[0]!.text).toMatch(/finland|finl/i))
})

test('a talk that broke off counts as held', async () => {
  const { id } = await welcome()
  expect((await record(id, 'partial', { data: { support: 'wanted' } })).body).toMatchObject({ status: 'done', outcome: 'partial' })
})

test('a report that does not go with the call is refused with its fields and records nothing', async () => {
  const { id, customerId } = await welcome()
  const refused: readonly [string, Record<string, unknown>, string][] = [
    ['slept', {}, '/outcome'],
    ['completed', {}, '/data/support'],
    ['completed', { data: { support: 'maybe' } }, '/data/support'],
    ['completed', { data: { support: 'declined', onboarding: 'now' } }, '/data/onboarding'],
    ['completed', { data: { support: 'wanted', onboarding: { at: '2001-01-01T00:00:00Z' } } }, '/data/onboarding/at'],
    ['completed', { data: { support: 'wanted', feedback: 'fine' } }, '/data/feedback'],
    ['completed', { data: { support: 'wanted', mood: 'good' } }, '/data/mood'],
    ['completed', { data: { support: 'wanted' }, callbackAt: LATER }, '/callbackAt'],
    ['callback_at', {}, '/callbackAt'],
    ['callback_at', { callbackAt: '2001-01-01T00:00:00Z' }, '/callbackAt'],
    ['callback_at', { callbackAt: 'tomorrow' }, '/callbackAt'],
    ['opted_out', {}, '/data/scope'],
    ['opted_out', { data: { scope: 'life' } }, '/data/scope'],
    ['language_barrier', {}, '/data/language'],
    ['language_barrier', { data: { language: 'klingonish' } }, '/data/language'],
    ['no_answer', { data: { support: 'wanted' } }, '/data/support'],
    ['no_answer', { mood: 'bad' }, '/mood'],
  ]
  for (const [outcome, fields, field] of refused) expectBadField(await record(id, outcome, fields), field)
  expect((await desk.call(id)).attempts).toEqual([])
  expect(await kinds(customerId)).not.toContain('call_attempt')
})

test.each([
  ['an open call', 'no_answer', {}],
  ['a call that ended with it', 'completed', { data: { support: 'wanted', onboarding: 'none' } }],
  ['a call that went on as another', 'completed', { data: { support: 'wanted', onboarding: 'now' } }],
])('an outcome of %s whose answer was lost is recorded once when it is repeated with its key', async (_, outcome, fields) => {
  const { id } = await welcome()
  const headers = { 'idempotency-key': randomUUID() }
  const say = () => stack.request('POST', `/v1/calls/${id}/outcome`, { body: { outcome, ...fields }, headers })
  const first = await say()
  expect(first.status).toBe(200)
  const db = openDatabase(stack.databaseUrl)
  await db.client.idempotencyRecord.deleteMany({ where: { key: headers['idempotency-key'] } }) // the process died before it kept the answer
  await db.close()
  expect((await say()).body.attempts).toEqual(first.body.attempts)
})
