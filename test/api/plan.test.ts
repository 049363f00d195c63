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

const patch = (id: string, step: string, body: unknown) =>
  stack.request('PATCH', `/v1/customers/${id}/plan/${step}`, { body, as: 'service' })
const ask = (id: string, body: unknown) => stack.request('POST', `/v1/customers/${id}/calls`, { body, as: 'service' })
const LATER = '2099-03-02T10:00:00.000Z'

test('the plan says when the welcome call comes and why, and names the call', async () => {
  const { id, trial } = await desk.register()
  const call = await desk.welcomeOf(id)
  await soon(async () =>
    expect(await desk.plan(id)).toEqual({
      stage: 'registered',
      trial,
      steps: [
        {
          step: 'welcome_call',
          status: 'planned',
          at: call.dueAt,
          why: { code: 'first_opening', params: expect.any(Object) },
          callId: call.id,
        },
        { step: 'profile_analysis', status: 'parked', at: null, why: { code: 'no_account', params: {} } },
        {
          step: 'trial_end_call',
          status: 'planned',
          at: expect.any(String),
          why: { code: 'trial_ends', params: { endsAt: trial.endsAt, triesFrom: expect.any(String) } },
        },
        {
          step: 'survey',
          status: 'planned',
          at: expect.any(String),
          why: { code: 'each_quarter', params: { quarter: expect.stringMatching(/^\d{4}-Q[1-4]$/) } },
        },
      ],
    }),
  )
  expect(call).toMatchObject({
    status: 'planned',
    agentId: 'lead-1',
    why: { assignment: { code: 'language_match', params: { language: 'pt' } } },
  })
  expect((await desk.customer(id)).agentId).toBe('lead-1')
})

test('right after the registration a step can be moved and skipped', async () => {
  const { id } = await desk.register()
  const moved = await patch(id, 'welcome_call', { action: 'move', to: '2099-03-02T11:00:00+01:00', reason: 'holiday' })
  expect([moved.status, moved.body.steps[0]]).toEqual([
    200,
    expect.objectContaining({ step: 'welcome_call', status: 'planned', at: LATER }),
  ])
  const skipped = await patch(id, 'welcome_call', { action: 'skip', reason: 'he knows us' })
  expect([skipped.status, skipped.body.steps[0]]).toEqual([200, expect.objectContaining({ step: 'welcome_call', status: 'skipped' })])
  const kinds = (await desk.timeline(id)).filter(({ kind }) => ['call_rescheduled', 'call_cancelled'].includes(kind))
  expect(kinds.map(({ kind, params }) => [kind, params.reason])).toEqual([
    ['call_cancelled', 'he knows us'],
    ['call_rescheduled', 'holiday'],
  ])
})

test('a step that is not planned, over or being worked at is not open', async () => {
  const { id } = await desk.register()
  const { id: callId } = await desk.welcomeOf(id)
  expectProblem(await patch(id, 'onboarding_call', { action: 'skip', reason: 'x' }), 409, 'step-not-open')
  const onTheLine = { outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } }
  expect((await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: onTheLine })).status).toBe(200)
  await soon(async () =>
    expect((await desk.plan(id)).steps.map(({ step, status }) => [step, status])).toEqual([
      ['welcome_call', 'done'],
      ['profile_analysis', 'parked'],
      ['onboarding_call', 'running'],
      ['trial_end_call', 'planned'],
      ['survey', 'planned'],
    ]),
  )
  expectProblem(await patch(id, 'onboarding_call', { action: 'move', to: LATER, reason: 'x' }), 409, 'step-not-open')
  expectProblem(await patch(id, 'welcome_call', { action: 'skip', reason: 'x' }), 409, 'step-not-open')
})

test('a change of the plan without sense is refused with its field', async () => {
  const { id } = await desk.register()
  expectBadField(await patch(id, 'welcome_call', { action: 'move', reason: 'x' }), '/to')
  expectBadField(await patch(id, 'welcome_call', { action: 'move', to: '2001-01-01T00:00:00Z', reason: 'x' }), '/to')
  expectBadField(await patch(id, 'welcome_call', { action: 'skip', to: LATER, reason: 'x' }), '/to')
  expectBadField(await patch(id, 'welcome_call', { action: 'skip' }), '/reason')
  expectBadField(await patch(id, 'welcome_call', { action: 'skip', reason: ' ' }), '/reason')
  expectBadField(await patch(id, 'welcome_call', { action: 'dance', reason: 'x' }), '/action')
  expectBadField(await patch(id, 'party', { action: 'skip', reason: 'x' }), '/step')
  expectProblem(await patch('nobody', 'welcome_call', { action: 'skip', reason: 'x' }), 404, 'not-found')
})

test('a skipped onboarding gives its slot back and cancels the booking', async () => {
  const { id } = await desk.register()
  const [slot] = await desk.slots(id)
  const { id: bookingId } = await desk.book(id, slot!.start)
  await soon(async () => expect((await patch(id, 'onboarding_call', { action: 'skip', reason: 'x' })).status).toBe(200))
  expect((await stack.request('GET', `/v1/bookings/${bookingId}`)).body.status).toBe('cancelled')
  expect(await desk.slots(id)).toContainEqual(slot)
})

test('where nobody speaks the language the plan is parked and says why, the leads hear of it and no agent does', async () => {
  const { id, contact } = await desk.register({ languages: ['fi'], country: 'FI' })
  await soon(async () =>
    expect((await desk.plan(id)).steps[0]).toEqual(expect.objectContaining({ step: 'welcome_call', status: 'parked', at: null })),
  )
  const card = await desk.welcomeOf(id)
  expect(card).toMatchObject({
    agentId: null,
    dueAt: null,
    status: 'parked',
    why: { assignment: { code: 'nobody_speaks', params: { languages: ['fi'] } } },
  })
  expect((await desk.customer(id)).agentId).toBeNull()
  const kindsFor = async (as: 'agent' | 'lead') => {
    const { body } = await stack.request('GET', '/v1/notifications?limit=200', { as })
    return body.items.filter(({ customerId }: { customerId: string }) => customerId === id).map(({ kind }: { kind: string }) => kind)
  }
  expect(await kindsFor('lead')).toEqual(['nobody_available', 'customer_registered'])
  expect(await kindsFor('agent')).toEqual(['customer_registered'])
  const [mail] = await soon(async () => {
    const mails = await desk.mailsTo(contact.email)
    expect(mails).toHaveLength(1)
    return mails
  })
  expect(mail!.text).toContain('Finnish')
  expect(await desk.slots(id)).toEqual([])
})

test('a parked call is taken by whoever can hold it after all', async () => {
  const { id } = await desk.register({ languages: ['fi'], country: 'FI' })
  const { id: callId } = await desk.welcomeOf(id)
  const taken = await stack.request('POST', `/v1/calls/${callId}/take`, { body: {} })
  expect([taken.status, taken.body]).toEqual([200, expect.objectContaining({ status: 'due', agentId: 'agent-1' })])
})

test('a call can be asked for, now or at a time, with a topic', async () => {
  const { id } = await desk.register()
  const now = await ask(id, { purpose: 'call_me_now', topic: 'Push on Mondays' })
  expect([now.status, now.body]).toEqual([201, expect.objectContaining({ customerId: id, purpose: 'call_me_now', agentId: 'lead-1' })])
  const later = await ask(id, { purpose: 'consultation', at: '2099-03-02T11:00:00+01:00' })
  expect([later.status, later.body]).toEqual([201, expect.objectContaining({ purpose: 'consultation', status: 'planned', dueAt: LATER })])
  const card = await stack.request('GET', `/v1/calls/${now.body.id}`)
  expect(card.body.agenda[0]).toEqual({ code: 'asked_about', params: { topic: 'Push on Mondays' } })
})

test('a seller of Lost & Found alone is called when he asks for it', async () => {
  const { id } = await desk.register({ products: ['lost_and_found'] })
  expect((await ask(id, { purpose: 'call_me_now' })).status).toBe(201)
})

test('a wish for a call without sense is refused with its field', async () => {
  const { id } = await desk.register()
  expectBadField(await ask(id, { purpose: 'welcome' }), '/purpose')
  expectBadField(await ask(id, {}), '/purpose')
  expectBadField(await ask(id, { purpose: 'call_me_now', at: '2001-01-01T00:00:00Z' }), '/at')
  expectBadField(await ask(id, { purpose: 'call_me_now', agentId: 'agent-1' }), '/agentId')
  expectProblem(await ask('nobody', { purpose: 'call_me_now' }), 404, 'not-found')
})
