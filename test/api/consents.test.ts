import { afterAll, beforeAll, expect, test } from 'vitest'
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

const SAID = { how: 'mail', evidence: 'mail of 3 March' }
const GRANT = { scope: 'survey', channel: 'phone', textVersion: 'surveys-2', ...SAID }

const post = (customerId: string, path: string, body: unknown) => stack.request('POST', `/v1/customers/${customerId}/${path}`, { body })
const created = async (customerId: string, path: string, body: unknown) => {
  const answer = await post(customerId, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const ledgerOf = async (customerId: string) => (await stack.request('GET', `/v1/customers/${customerId}/consents`)).body
const mayCall = async (customerId: string, query: string) =>
  (await stack.request('GET', `/v1/customers/${customerId}/may-call?${query}`)).body
const contactOf = async (customerId: string) => (await stack.request('GET', `/v1/customers/${customerId}/contacts`)).body.items[0]
const stepOf = async (customerId: string, name: string) => (await desk.plan(customerId)).steps.find(({ step }) => step === name)
const record = async (callId: string, body: Record<string, unknown>) => {
  const answer = await stack.request('POST', `/v1/calls/${callId}/outcome`, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}

test('what is granted and revoked stands in the ledger with who, how, when and its proof, and decides whether he may be asked', async () => {
  const { id } = await desk.register({ country: 'AT', languages: ['de'], products: ['analytics'] })
  const contact = await contactOf(id)
  expect(await mayCall(id, 'purpose=survey')).toEqual({
    allowed: false,
    why: { code: 'no_consent', params: { scope: 'survey', country: 'AT' } },
  })
  const grant = await created(id, 'consents', { ...GRANT, contactId: contact.id })
  expect(grant).toMatchObject({
    act: 'granted',
    contactId: contact.id,
    textVersion: 'surveys-2',
    evidence: SAID.evidence,
    lastUsedAt: null,
  })
  expect(Number(grant.keptUntil.slice(0, 4)) - Number(grant.saidAt.slice(0, 4))).toBe(5)
  expect(await mayCall(id, 'purpose=survey')).toMatchObject({ allowed: true, why: { code: 'consented', params: { consentId: grant.id } } })

  const revoked = await created(id, `consents/${grant.id}/revoke`, { how: 'phone', evidence: 'told Anna' })
  expect(revoked).toMatchObject({ act: 'revoked', revokes: grant.id, scope: 'survey', contactId: contact.id })
  expect((await mayCall(id, 'purpose=survey')).why.code).toBe('opted_out')
  expect((await mayCall(id, 'purpose=welcome')).allowed).toBe(true)

  const ledger = await ledgerOf(id)
  expect(ledger.items.map(({ act }: { act: string }) => act)).toEqual(['revoked', 'granted'])
  expect(ledger.stands).toContainEqual({ contactId: contact.id, scope: 'survey', consents: null, refusedBy: revoked.id })
  const lines = (await desk.timeline(id)).filter(({ kind }) => kind.startsWith('consent_'))
  expect(lines.map(({ kind }) => kind)).toEqual(['consent_revoked', 'consent_granted'])
  expect(JSON.stringify(lines)).not.toContain(SAID.evidence) // what was said is in the ledger alone
})

test('the same word with the same Idempotency-Key is said once', async () => {
  const { id } = await desk.register({ products: ['lost_and_found'] })
  const headers = { 'idempotency-key': `once-${id}` }
  const say = () => stack.request('POST', `/v1/customers/${id}/opt-outs`, { body: { scope: 'marketing', ...SAID }, headers })
  const [first, second] = [await say(), await say()]
  expect([second.status, second.body]).toEqual([201, first.body])
  expect((await ledgerOf(id)).items).toHaveLength(1)
})

test('without sense is refused with its field and written nowhere', async () => {
  const { id } = await desk.register({ products: ['lost_and_found'] })
  const other = await desk.register({ products: ['lost_and_found'] })
  expectBadField(await post(id, 'consents', { ...GRANT, scope: 'all' }), '/scope')
  expectBadField(await post(id, 'consents', { ...GRANT, channel: 'fax' }), '/channel')
  expectBadField(await post(id, 'consents', { ...GRANT, evidence: ' ' }), '/evidence')
  expectBadField(await post(id, 'consents', { ...GRANT, contactId: (await contactOf(other.id)).id }), '/contactId')
  expectBadField(await post(id, 'consents', { ...GRANT, at: '2199-01-01T00:00:00Z' }), '/at')
  expectBadField(await post(id, 'opt-outs', { scope: 'everything', ...SAID }), '/scope')
  expectBadField(await post(id, 'opt-outs', { scope: 'all', ...SAID, spare: 1 }), '/spare')
  expectProblem(await post(id, 'opt-outs/withdraw', { scope: 'all', ...SAID }), 409, 'no-opt-out')
  expectProblem(await post(id, 'consents/nothing/revoke', SAID), 404, 'not-found')
  expectProblem(await post('nobody', 'consents', GRANT), 404, 'not-found')
  expect((await stack.request('GET', `/v1/customers/${id}/may-call`)).status).toBe(400)
  expect((await ledgerOf(id)).items).toEqual([])
})

test('who says in a call that he wants no surveys gets no survey, and every other call (statement 14)', async () => {
  const { id } = await desk.register()
  const welcome = await desk.welcomeOf(id)
  await record(welcome.id, { outcome: 'opted_out', data: { scope: 'survey' } })
  const { items } = await ledgerOf(id)
  expect(items).toEqual([
    expect.objectContaining({ act: 'opted_out', scope: 'survey', evidence: `call/${welcome.id}`, contactId: (await contactOf(id)).id }),
  ])
  expect(await mayCall(id, 'purpose=survey')).toMatchObject({ allowed: false, why: { code: 'opted_out', params: { scope: 'survey' } } })
  for (const purpose of ['welcome', 'trial_end', 'onboarding', 'anomaly', 'consultation'])
    expect((await mayCall(id, `purpose=${purpose}`)).allowed).toBe(true)
  await soon(async () => expect(await stepOf(id, 'survey')).toMatchObject({ status: 'skipped', why: { code: 'opted_out' } }))
  const trial = await stepOf(id, 'trial_end_call')
  expect(trial?.status).toBe('planned')
  await clock.reach(String(trial?.why.params.triesFrom))
  await soon(async () => expect((await stack.request('GET', `/v1/calls?customerId=${id}&purpose=trial_end`)).body.items).toHaveLength(1))
})

test('no calls at all, said by mail, stops whatever is planned but what he asks for; withdrawn, it is planned again', async () => {
  const { id } = await desk.register()
  const welcome = await desk.welcomeOf(id)
  await created(id, 'opt-outs', { scope: 'all', ...SAID })
  await soon(async () => {
    expect((await desk.call(welcome.id)).status).toBe('cancelled')
    for (const step of ['welcome_call', 'trial_end_call', 'survey'])
      expect(await stepOf(id, step)).toMatchObject({ status: 'skipped', why: { code: 'opted_out' } })
  })
  expect(await mayCall(id, 'purpose=trial_end')).toMatchObject({ allowed: false, why: { params: { scope: 'all' } } })
  expect(await mayCall(id, 'purpose=trial_end&askedFor=true')).toMatchObject({ allowed: true, why: { code: 'asked_for' } })
  const asked = await stack.request('POST', `/v1/customers/${id}/calls`, { body: { purpose: 'consultation' } })
  expect(asked.status).toBe(201)
  expect((await desk.timeline(id)).find(({ kind }) => kind === 'opted_out')?.params).toMatchObject({ scope: 'all', how: 'mail' })

  await created(id, 'opt-outs/withdraw', { scope: 'all', ...SAID })
  await soon(async () => {
    for (const step of ['welcome_call', 'trial_end_call', 'survey']) expect((await stepOf(id, step))?.status).toBe('planned')
    expect(['planned', 'due']).toContain((await desk.call(welcome.id)).status)
  })
  expectProblem(await post(id, 'opt-outs/withdraw', { scope: 'all', ...SAID }), 409, 'no-opt-out')
})

test('who wants no calls at all gets none for half a year, but the one that he asks for afterwards (statement 14)', async () => {
  const { id } = await desk.register()
  const welcome = await desk.welcomeOf(id)
  await record(welcome.id, { outcome: 'opted_out', data: { scope: 'all' } })
  const open = async () =>
    (await stack.request('GET', `/v1/calls?customerId=${id}&limit=200`)).body.items.filter(
      ({ status }: { status: string }) => status !== 'done' && status !== 'cancelled',
    )
  await soon(async () => expect(await stepOf(id, 'survey')).toMatchObject({ status: 'skipped', why: { code: 'opted_out' } }))
  for (let month = 1; month <= 6; month += 1) {
    await clock.advance('P31D')
    expect(await open()).toEqual([])
  }
  expect((await stack.request('GET', `/v1/calls?customerId=${id}&limit=200`)).body.items).toHaveLength(1) // the welcome

  const asked = await stack.request('POST', `/v1/customers/${id}/calls`, { body: { purpose: 'consultation' } })
  expect(asked.status).toBe(201)
  await clock.reach(asked.body.dueAt)
  await soon(async () => expect((await desk.call(asked.body.id)).status).toBe('due'))
  expect(await open()).toEqual([expect.objectContaining({ id: asked.body.id })])
})

test('whoever wants no calls at all gets no call that we ask for, and every call that he asks for himself', async () => {
  const { id } = await desk.register({ products: ['lost_and_found'] })
  await created(id, 'opt-outs', { scope: 'all', ...SAID })
  expect(await mayCall(id, 'purpose=setup_help')).toMatchObject({ allowed: false, why: { code: 'opted_out' } })
  expect(await mayCall(id, 'purpose=setup_help&askedFor=true')).toMatchObject({ allowed: true, why: { code: 'asked_for' } })
  const asks = async (fields: Record<string, unknown>) => {
    const [slot] = await desk.slots(id)
    const call = await created(id, 'calls', { purpose: 'setup_help', at: slot?.start, ...fields })
    await clock.reach(String(call.dueAt))
    return String(call.id)
  }
  const ours = await asks({ askedBy: 'us' })
  await soon(async () => expect((await desk.call(ours)).status).toBe('cancelled'))
  expect((await desk.timeline(id)).find(({ kind }) => kind === 'call_cancelled')?.params).toMatchObject({ reason: 'opted_out' })
  for (const fields of [{}, { askedBy: 'customer' }]) {
    const his = await asks(fields)
    await soon(async () => expect((await desk.call(his)).status).toBe('due'))
  }
  expectBadField(await post(id, 'calls', { purpose: 'setup_help', askedBy: 'nobody' }), '/askedBy')
})
