import { afterAll, beforeAll, expect, test } from 'vitest'
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

type Options = Parameters<TestStack['request']>[2]
const command = (callId: string, name: string, body?: unknown, options: Options = {}) =>
  stack.request('POST', `/v1/calls/${callId}/${name}`, { ...(body === undefined ? {} : { body }), ...options })
const list = async (query: string): Promise<string[]> => {
  const { status, body } = await stack.request('GET', `/v1/calls?limit=200&${query}`)
  expect(status).toBe(200)
  return body.items.map(({ id }: { id: string }) => id)
}
const newCall = async (fields: Record<string, unknown> = {}) => {
  const { id } = await desk.register(fields)
  return desk.welcomeOf(id)
}
const LATER = '2099-03-02T10:00:00.000Z'

test('calls are found by seller, agent, status, purpose and time, and by all of these at once', async () => {
  const call = await newCall({ languages: ['it'], country: 'IT' })
  const other = await newCall({ languages: ['lv'], country: 'LV' })
  for (const query of [
    `customerId=${call.customerId}`,
    `agentId=${call.agentId}`,
    'status=planned',
    'purpose=welcome',
    `from=${call.dueAt}`,
    `to=${new Date(Date.parse(call.dueAt ?? '') + 1).toISOString()}`,
  ])
    expect(await list(query), query).toContain(call.id)
  expect(await list(`agentId=${call.agentId}&status=planned&purpose=welcome&customerId=${call.customerId}&from=${call.dueAt}`)).toEqual([
    call.id,
  ])
  expect(await list(`customerId=${other.customerId}`)).toEqual([other.id])
  expect(await list(`agentId=agent-1&customerId=${other.customerId}`)).toEqual([])
  expect(await list(`customerId=${call.customerId}&to=${call.dueAt}`)).toEqual([]) // `to` is exclusive
  expect(await list(`customerId=${call.customerId}&status=done`)).toEqual([])
  expect(await list('customerId=nobody')).toEqual([])
})

test('calls are paged, newest first', async () => {
  const older = await newCall()
  const newer = await newCall()
  const first = await stack.request('GET', '/v1/calls?limit=1')
  expect(first.body.items.map(({ id }: { id: string }) => id)).toEqual([newer.id])
  const second = await stack.request('GET', `/v1/calls?limit=1&cursor=${first.body.nextCursor}`)
  expect(second.body.items.map(({ id }: { id: string }) => id)).toEqual([older.id])
})

test('a filter that cannot be meant is refused with its field', async () => {
  for (const [query, field] of [
    ['status=asleep', '/status'],
    ['purpose=party', '/purpose'],
    ['from=today', '/from'],
    ['to=2026-13-01T00:00:00Z', '/to'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=1.5', '/limit'],
    ['cursor=xyz', '/cursor'],
  ])
    expectBadField(await stack.request('GET', `/v1/calls?${query}`), field ?? '')
})

test('the card has everything to know before talking', async () => {
  const call = await newCall()
  const { status, body } = await stack.request('GET', `/v1/calls/${call.id}`)
  expect(status).toBe(200)
  expect(body).toEqual({
    ...call,
    customer: await desk.customer(call.customerId),
    contact: expect.objectContaining({ role: null, phones: [] }),
    localTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/),
    promised: call.dueAt,
    profile: expect.objectContaining({ status: 'none' }),
    sinceLastTalk: expect.arrayContaining([expect.objectContaining({ kind: 'customer_registered' })]),
    agenda: expect.arrayContaining([{ code: 'ask_support_wanted', params: {} }]),
    talkingPoints: ['amazon_account_not_connected', 'ask_experience', 'ask_areas'].map((code) => ({ code, params: {} })),
    agreement: null,
    difficulties: [],
    attempts: [],
    language: 'pt',
    topic: null,
    notes: null,
    answers: [],
  })
})

test('the agent it is assigned to accepts it, with a body or without', async () => {
  const call = await newCall({ languages: ['fr'], country: 'FR' })
  const owner = await desk.somebody(call.agentId ?? '')
  expect([(await command(call.id, 'accept', {}, owner)).status, (await command(call.id, 'accept', undefined, owner)).status]).toEqual([
    200, 200,
  ])
  const kinds = (await desk.timeline(call.customerId)).map(({ kind, actor }) => [kind, actor])
  expect(kinds).toContainEqual(['call_accepted', `agent/${call.agentId}`])
})

test('nobody else accepts or passes it on, but anybody takes it over and its agent is told', async () => {
  const call = await newCall() // lead-1 alone speaks Portuguese
  expectProblem(await command(call.id, 'accept', {}), 409, 'not-assigned-to-you')
  expectProblem(await command(call.id, 'pass', { reason: 'busy' }), 409, 'not-assigned-to-you')
  const taken = await command(call.id, 'take', {})
  expect([taken.status, taken.body]).toEqual([
    200,
    expect.objectContaining({
      agentId: 'agent-1',
      status: 'planned',
      why: expect.objectContaining({ assignment: { code: 'taken', params: { from: 'lead-1' } } }),
    }),
  ])
  const { body } = await stack.request('GET', '/v1/notifications', { as: 'lead' })
  expect(body.items[0]).toMatchObject({ kind: 'call_taken', callId: call.id, params: { by: 'agent-1' } })
})

test('a key without a person behind it neither accepts nor takes', async () => {
  const { body } = await stack.request('POST', '/v1/keys', { as: 'admin', body: { name: 'a machine of the leads', role: 'lead' } })
  const machine = { as: null, headers: { authorization: `Bearer ${body.key}` } } as const
  const call = await newCall()
  for (const name of ['accept', 'take']) expectProblem(await command(call.id, name, {}, machine), 403, 'forbidden')
})

test('a call that is passed on goes to another speaker, never back', async () => {
  const call = await newCall({ languages: ['fr'], country: 'FR' }) // agent-1 and agent-4 speak French
  const first = call.agentId ?? ''
  const passed = await command(call.id, 'pass', { reason: 'I know him privately' }, await desk.somebody(first))
  expect([passed.status, passed.body.status]).toEqual([200, 'planned'])
  expect([first, passed.body.agentId].sort()).toEqual(['agent-1', 'agent-4'])
  const nobodyLeft = await command(call.id, 'pass', { reason: 'me too' }, await desk.somebody(passed.body.agentId))
  expect(nobodyLeft.body).toMatchObject({ agentId: null, status: 'parked', why: { assignment: { code: 'nobody_available' } } })
  expectBadField(await command(call.id, 'pass', {}), '/reason')
})

test('why this agent: every decision with everybody who was looked at, newest first', async () => {
  const why = (id: string) => stack.request('GET', `/v1/calls/${id}/why`)
  const call = await newCall({ languages: ['fr'], country: 'FR' })
  const before = await why(call.id)
  expect([before.status, before.body.items]).toEqual([
    200,
    [
      {
        version: 1,
        at: expect.any(String),
        policyVersion: 'ladder-2',
        policies: 0,
        agentId: call.agentId,
        language: 'fr',
        dueAt: call.dueAt,
        why: call.why,
        steps: [{ step: 'language', languages: ['fr'], able: 2, opening: call.dueAt, inTime: true }],
        candidates: expect.any(Array),
      },
    ],
  ])
  const [{ candidates }] = before.body.items
  const chosen = candidates.find(({ agentId }: { agentId: string }) => agentId === call.agentId)
  expect(chosen).toEqual({
    agentId: call.agentId,
    language: 'fr',
    level: expect.stringMatching(/^(native|fluent)$/),
    load: expect.any(Number),
    scores: {
      languageRank: 0,
      level: chosen.level,
      shortfall: expect.any(Number),
      idleSince: chosen.scores.idleSince === null ? null : expect.stringMatching(/Z$/),
      tie: expect.any(Number),
    },
  })
  for (const { droppedBy, scores } of candidates) expect(droppedBy === undefined).toBe(scores !== undefined)

  await command(call.id, 'pass', { reason: 'busy' }, await desk.somebody(call.agentId ?? ''))
  const { items } = (await why(call.id)).body
  expect(items.map(({ version }: { version: number }) => version)).toEqual([3, 1])
  expect(items[0].candidates).toContainEqual(expect.objectContaining({ agentId: call.agentId, droppedBy: 'excluded' }))
})

test('of a language that is only close to the seller’s whoever calls is told to ask first', async () => {
  const call = await newCall({ languages: ['ca'], country: 'ES' })
  expect(call.why.assignment).toEqual({
    code: 'close_language',
    params: expect.objectContaining({ language: 'es', wanted: 'ca', askFirst: true }),
  })
  const { agenda, language } = (await stack.request('GET', `/v1/calls/${call.id}`)).body
  expect([language, agenda[0]]).toEqual(['es', { code: 'ask_language_first', params: { language: 'es', wanted: 'ca' } }])
})

test('nobody in time: the first hour of a real speaker, and the leads know', async () => {
  const languages = [{ tag: 'hu', level: 'native' }]
  const person = { name: 'Réka Nagy', email: 'reka.nagy@lotse.example', languages, timeZone: 'Europe/Budapest' }
  const { body: agent } = await stack.request('POST', '/v1/agents', { as: 'lead', body: person })
  // Four days from now or, for a weekend, after it: there is always a whole business day before.
  const weekdays = [4, 5, 6].map((days) => new Date(Date.now() + days * 86_400_000).getUTCDay())
  const weekday = weekdays.find((day) => day >= 1 && day <= 5)
  await stack.request('PUT', `/v1/agents/${agent.id}/shifts`, { as: 'lead', body: [{ weekday, from: '12:00', to: '15:00' }] })
  const call = await newCall({ languages: ['hu'], country: 'HU' })
  expect(call).toMatchObject({ agentId: agent.id, why: { timing: { code: 'first_opening', params: { late: true } } } })
  const { body } = await stack.request('GET', '/v1/notifications', { as: 'lead' })
  expect(body.items).toContainEqual(
    expect.objectContaining({ kind: 'late_for_lack_of_speakers', callId: call.id, params: expect.objectContaining({ languages: ['hu'] }) }),
  )
})

test('a call is moved to another time', async () => {
  const call = await newCall()
  const moved = await command(call.id, 'reschedule', { to: '2099-03-02T11:00:00+01:00', reason: 'holiday' })
  expect([moved.status, moved.body]).toEqual([
    200,
    expect.objectContaining({
      dueAt: LATER,
      status: 'planned',
      why: expect.objectContaining({ timing: { code: 'rescheduled', params: { from: call.dueAt, reason: 'holiday' } } }),
    }),
  ])
  expectBadField(await command(call.id, 'reschedule', { to: '2001-01-01T00:00:00Z' }), '/to')
  expectBadField(await command(call.id, 'reschedule', {}), '/to')
  expectBadField(await command(call.id, 'reschedule', { to: '9999-12-31T00:00:00Z' }), '/to')
})

test('at its time a call is due and its agent is told', async () => {
  const call = await newCall({ languages: ['fr'], country: 'FR' })
  await command(call.id, 'take', {})
  await command(call.id, 'reschedule', { to: new Date(Date.now() + 600).toISOString() })
  await soon(async () => expect((await desk.call(call.id)).status).toBe('due'))
  const { body } = await stack.request('GET', '/v1/notifications')
  expect(body.items).toContainEqual(expect.objectContaining({ kind: 'call_due', callId: call.id }))
  expect((await desk.plan(call.customerId)).steps[0]?.status).toBe('due')
})

test('of twenty who take one call at once all are answered and one has it', async () => {
  const call = await newCall()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => command(call.id, 'take', {}, { as: n % 2 === 0 ? 'agent' : 'lead' })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(['agent-1', 'lead-1']).toContain((await desk.call(call.id)).agentId)
})

test('a call that is over takes no more changes, and one nobody knows is 404', async () => {
  const call = await newCall()
  expect((await command(call.id, 'outcome', { outcome: 'completed', data: { support: 'declined' } })).status).toBe(200)
  const commands = { accept: {}, take: {}, pass: { reason: 'x' }, reschedule: { to: LATER }, outcome: { outcome: 'no_answer' } }
  for (const [name, body] of Object.entries(commands)) {
    expectProblem(await command(call.id, name, body), 409, 'call-not-open')
    expectProblem(await command('nobody', name, body), 404, 'not-found')
  }
  expectProblem(await stack.request('GET', '/v1/calls/nobody'), 404, 'not-found')
})
