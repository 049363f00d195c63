import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectProblem, soon } from '../support/desk.ts'
import { seller } from '../support/sellers.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const DAY = 86_400_000
const email = () => `${randomUUID()}@seller.example`
const contact = (fields: Record<string, unknown> = {}) => ({ name: 'Inês Duarte', email: email(), phone: '+351912345678', ...fields })
const amazon = (fields: Record<string, unknown> = {}) => ({
  sellingPartnerId: `A${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`,
  region: 'eu',
  refreshToken: 'Atzr|secret',
  ...fields,
})
const register = (fields: Record<string, unknown>) => stack.request('POST', '/v1/customers', { body: seller(fields), as: 'service' })

test('a seller is registered with 201 and found again', async () => {
  const body = seller({ externalId: 'crm-17' })
  const made = await stack.request('POST', '/v1/customers', { body, as: 'service' })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    ...body,
    id: expect.any(String),
    timeZone: 'Europe/Lisbon',
    stage: 'registered',
    support: 'unknown',
    trial: { status: 'running', endsAt: expect.stringMatching(/Z$/) },
    agentId: null,
    createdAt: expect.stringMatching(/Z$/),
  })
  const found = await stack.request('GET', `/v1/customers/${made.body.id}`, { as: 'service' })
  expect(found.status).toBe(200)
  expect(found.body).toMatchObject({ id: made.body.id, externalId: 'crm-17', createdAt: made.body.createdAt })
})

test('the trial of the Repricer lasts fourteen days on the calendar of the seller', async () => {
  const { createdAt, trial } = await desk.register({ timeZone: 'UTC' })
  expect(Date.parse(trial.endsAt ?? '') - Date.parse(createdAt)).toBe(14 * DAY)
})

test('the contract may say when the trial ends, with any offset', async () => {
  const { trial } = await desk.register({ trialEndsAt: '2099-03-01T12:00:00+02:00' })
  expect(trial).toEqual({ status: 'running', endsAt: '2099-03-01T10:00:00.000Z' })
})

test('analytics brings a welcome call but no trial unless the contract names one', async () => {
  const without = await desk.register({ products: ['analytics'] })
  expect(without.trial).toEqual({ status: 'none', endsAt: null })
  await desk.welcomeOf(without.id)
  const named = await desk.register({ products: ['analytics'], trialEndsAt: '2099-03-01T12:00:00Z' })
  expect(named.trial).toEqual({ status: 'running', endsAt: '2099-03-01T12:00:00.000Z' })
})

test('who bought Lost & Found alone is not called: no step, no call, no trial, one mail', async () => {
  const { id, trial, contact: person } = await desk.register({ products: ['lost_and_found'] })
  expect(trial).toEqual({ status: 'none', endsAt: null })
  await soon(async () => expect(await desk.mailsTo(person.email)).toHaveLength(1))
  expect((await desk.plan(id)).steps).toEqual([])
  expect((await stack.request('GET', `/v1/calls?customerId=${id}`)).body.items).toEqual([])
  await soon(async () => expect((await desk.timeline(id)).map(({ kind }) => kind)).toEqual(['mail_sent', 'customer_registered']))
})

test('the same seller without a key is joined by his address, whatever its case', async () => {
  const first = await desk.register()
  const again = await register({ contact: contact({ email: first.contact.email.toUpperCase() }), company: 'Another name' })
  expect(again.status).toBe(200)
  expect(again.body).toMatchObject({ id: first.id, joined: 'contact', company: first.company })
  expect(await desk.customer(first.id)).not.toHaveProperty('joined')
  expect((await desk.timeline(first.id)).map(({ kind }) => kind)).toContain('registration_joined')
})

test('the same seller is joined by his external id', async () => {
  const externalId = randomUUID()
  const first = await desk.register({ externalId })
  const again = await register({ externalId })
  expect([again.status, again.body.id, again.body.joined]).toEqual([200, first.id, 'external_id'])
})

test('the same seller is joined by his Amazon account, also in another region', async () => {
  const account = amazon()
  const first = await desk.register({ amazon: account })
  const again = await register({ amazon: { ...account, region: 'na' } })
  expect([again.status, again.body.id, again.body.joined]).toEqual([200, first.id, 'amazon_account'])
})

test('of twenty registrations of one seller at once one makes him and nineteen join', async () => {
  const person = contact()
  const answers = await Promise.all(Array.from({ length: 20 }, () => register({ contact: person })))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201])
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(answers.filter(({ body }) => body.joined === 'contact')).toHaveLength(19)
  const { id } = answers[0]!.body
  await desk.welcomeOf(id)
})

test('the refresh token of an Amazon account is in no answer', async () => {
  const { id } = await desk.register({ amazon: amazon({ refreshToken: 'Atzr|very-secret' }) })
  for (const path of ['', '/plan', '/timeline']) {
    const { status, body } = await stack.request('GET', `/v1/customers/${id}${path}`)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain('very-secret')
  }
})

test('the list is paged, newest first, and every seller stands in it once', async () => {
  const made = [await desk.register(), await desk.register(), await desk.register()].map(({ id }) => id)
  const seen: string[] = []
  let query = '?limit=2'
  do {
    const { status, body } = await stack.request('GET', `/v1/customers${query}`, { as: 'service' })
    expect(status).toBe(200)
    expect(body.items.length).toBeLessThanOrEqual(2)
    seen.push(...body.items.map(({ id }: { id: string }) => id))
    query = body.nextCursor === null ? '' : `?limit=2&cursor=${encodeURIComponent(body.nextCursor)}`
  } while (query !== '')
  expect(seen.slice(0, 3)).toEqual(made.reverse())
  expect(new Set(seen).size).toBe(seen.length)
})

test('the timeline says in codes who did what, newest first, and is paged', async () => {
  const { id } = await desk.register()
  await soon(async () =>
    expect((await desk.timeline(id)).map(({ kind }) => kind)).toEqual(['mail_sent', 'call_planned', 'customer_registered']),
  )
  const [newest, ...older] = await desk.timeline(id)
  expect(newest).toEqual({ at: expect.stringMatching(/Z$/), kind: 'mail_sent', params: expect.any(Object), actor: 'system' })
  expect(older.at(-1)?.actor).toMatch(/^key\//)
  const first = await stack.request('GET', `/v1/customers/${id}/timeline?limit=1`)
  expect(first.body.items).toEqual([newest])
  const second = await stack.request('GET', `/v1/customers/${id}/timeline?limit=2&cursor=${first.body.nextCursor}`)
  expect(second.body).toEqual({ items: older, nextCursor: null })
})

test('a seller nobody knows is 404, with all that belongs to him', async () => {
  for (const path of ['', '/plan', '/timeline']) expectProblem(await stack.request('GET', `/v1/customers/nobody${path}`), 404, 'not-found')
})
