import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { expectProblem } from '../support/desk.ts'

let stack: TestStack
let operations: Operation[]
beforeAll(async () => {
  stack = await startTestStack()
  const { body } = await stack.request('GET', '/openapi.json', { as: null })
  operations = operationsOf(body)
})
afterAll(async () => {
  await stack?.close()
})

type Role = 'agent' | 'lead' | 'admin' | 'service'
interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly open: boolean
}

/** Every operation of the OpenAPI document, with a record nobody knows where it asks for one. */
const operationsOf = (document: { paths: Record<string, Record<string, { security?: unknown[] }>> }): Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path: path
        .replace('{step}', 'survey')
        .replace('/may-call', '/may-call?purpose=survey')
        .replace('{date}', '2099-01-01')
        .replace('{version}', '999999')
        .replaceAll(/\{\w+\}/g, 'nobody'),
      open: security?.length === 0,
    })),
  )

/** Who may, by CONTRACT.md: the first line that fits. */
const RULES: readonly (readonly [RegExp, readonly Role[]])[] = [
  [/ \/v1\/(customers|contacts|events)/, ['agent', 'lead', 'admin', 'service']],
  [/^(POST|PUT|PATCH|DELETE) \/v1\/(agents|calendar|policies)/, ['lead', 'admin']],
  [/ \/v1\/team\/changes/, ['lead', 'admin']],
  [/ \/v1\/keys/, ['admin']],
  [/ \/v1\//, ['agent', 'lead', 'admin']],
]
const allowed = (name: string): readonly Role[] => RULES.find(([rule]) => rule.test(name))?.[1] ?? []

const OPEN = [
  'DELETE /v1/public/bookings/{token}',
  'GET /healthz',
  'GET /metrics',
  'GET /readyz',
  'GET /v1/amazon/consent',
  'GET /v1/calendars/{secret}.ics',
  'GET /v1/public/bookings/{token}',
  'GET /v1/public/bookings/{token}/slots',
  'PATCH /v1/public/bookings/{token}',
  'POST /v1/public/bookings/{token}/book',
  'POST /v1/public/bookings/{token}/hold',
  'POST /v1/telephony/events',
]
const closed = () => operations.filter(({ open }) => !open)
const body = (method: string) => (method === 'GET' || method === 'DELETE' ? {} : { body: {} })

test('open is what the contract says, and nothing else', () => {
  expect(
    operations
      .filter(({ open }) => open)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(OPEN)
  expect(closed().length).toBeGreaterThan(30)
})

test('every other route wants a key that is known', async () => {
  for (const { name, method, path } of closed())
    for (const authorization of [undefined, 'Bearer nonsense', 'Basic YTpi', `Token ${stack.keys.admin}`, 'Bearer']) {
      const answer = await stack.request(method, path, {
        as: null,
        ...body(method),
        ...(authorization ? { headers: { authorization } } : {}),
      })
      expect(answer.status, name).toBe(401)
      expectProblem(answer, 401, 'unauthorized')
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
})

describe.each(['agent', 'lead', 'admin', 'service'] as const)('a key of role %s', (role) => {
  test('is forbidden what the role may not do, before anything of the request is looked at', async () => {
    for (const { name, method, path } of closed().filter((one) => !allowed(one.name).includes(role))) {
      const answer = await stack.request(method, path, { as: role, body: '{' })
      expect([name, answer.status]).toEqual([name, 403])
      expectProblem(answer, 403, 'forbidden')
    }
  })

  test('is never forbidden what the role may do', async () => {
    for (const { name, method, path } of closed().filter((one) => allowed(one.name).includes(role) && !one.path.endsWith('/stream'))) {
      const { status } = await stack.request(method, path, { as: role, ...body(method) })
      expect([200, 400, 404], name).toContain(status)
    }
  })
})

/** A valid body where `{}` is none. */
const BODIES: Readonly<Record<string, unknown>> = {
  'PATCH /v1/customers/{id}/plan/{step}': { action: 'skip', reason: 'x' },
  'POST /v1/customers/{id}/calls': { purpose: 'call_me_now' },
  'POST /v1/customers/{id}/amazon-accounts': { region: 'eu' },
  'PATCH /v1/customers/{id}/profile': { experience: 'newcomer' },
  'POST /v1/customers/{id}/booking-links': { purpose: 'onboarding' },
  'POST /v1/customers/{id}/contacts': { name: 'x', email: 'x@seller.example', phone: '+351912345678' },
  'PATCH /v1/contacts/{id}': { name: 'x' },
  'POST /v1/customers/{id}/consents': { scope: 'survey', channel: 'phone', textVersion: '1', how: 'mail', evidence: 'x' },
  'POST /v1/customers/{id}/consents/{consentId}/revoke': { how: 'mail', evidence: 'x' },
  'POST /v1/customers/{id}/opt-outs': { scope: 'all', how: 'mail', evidence: 'x' },
  'POST /v1/customers/{id}/opt-outs/withdraw': { scope: 'all', how: 'mail', evidence: 'x' },
  'PUT /v1/customers/{id}/call-times': { timeZone: 'Europe/Lisbon' },
  'POST /v1/calls/{id}/pass': { reason: 'x' },
  'POST /v1/calls/{id}/hand-over': { agentId: 'x', note: 'x', customerTold: true },
  'POST /v1/calls/{id}/extend': { minutes: 30 },
  'POST /v1/calls/{id}/reschedule': { to: '2099-01-01T00:00:00Z' },
  'POST /v1/calls/{id}/outcome': { outcome: 'no_answer' },
  'PUT /v1/calls/{id}/agreement': { agreed: [{ group: 'x', strategy: 'hold' }] },
  'PUT /v1/calls/{id}/answers/{question}': { value: 1 },
  'PUT /v1/hotline/{id}/note': { who: 'x' },
  'POST /v1/customers/{id}/questions': { question: 'x' },
  'PUT /v1/customers/{id}/questions/{questionId}': { answer: 'x' },
  'PATCH /v1/bookings/{id}': { start: '2099-01-01T00:00:00Z' },
  'PATCH /v1/agents/{id}': { capacity: 1 },
  'PUT /v1/agents/{id}/shifts': [],
  'POST /v1/agents/{id}/shifts': [],
  'PUT /v1/agents/{id}/busy-feed': { url: 'https://calendar.example/feed.ics' },
  'POST /v1/agents/{id}/absences': { from: '2099-01-01T00:00:00Z', until: '2099-01-02T00:00:00Z' },
  'PATCH /v1/agents/{id}/absences/{absenceId}': { until: '2099-01-02T00:00:00Z' },
  'POST /v1/agents/{id}/absences/preview': { from: '2099-01-01T00:00:00Z', until: '2099-01-02T00:00:00Z' },
}

/** What is not there yet is made. */
const MAKES: readonly string[] = ['PUT /v1/calendar/overrides/{date}']

test('a record nobody knows is 404, whatever is wanted of it', async () => {
  const asked = closed().filter(({ name }) => name.includes('{') && !MAKES.includes(name))
  expect(asked.length).toBeGreaterThan(20)
  for (const { name, method, path } of asked) {
    const answer = await stack.request(method, path, { as: 'admin', ...body(method), ...(name in BODIES ? { body: BODIES[name] } : {}) })
    expect([name, answer.status]).toEqual([name, 404])
    expectProblem(answer, 404, 'not-found')
  }
})

test('a key is shown once, works at once, and no more once it is revoked', async () => {
  const made = await stack.request('POST', '/v1/keys', { as: 'admin', body: { name: 'shop', role: 'service' } })
  expect([made.status, made.body]).toEqual([
    201,
    {
      id: expect.any(String),
      name: 'shop',
      role: 'service',
      agentId: null,
      createdAt: expect.any(String),
      revokedAt: null,
      key: expect.any(String),
    },
  ])
  const { key, ...record } = made.body
  const withKey = () => stack.request('GET', '/v1/customers', { as: null, headers: { authorization: `Bearer ${key}` } })
  expect((await withKey()).status).toBe(200)
  const list = await stack.request('GET', '/v1/keys', { as: 'admin' })
  expect(list.body.items).toContainEqual(record)
  expect(JSON.stringify(list.body)).not.toContain(key)
  expect((await stack.request('DELETE', `/v1/keys/${record.id}`, { as: 'admin' })).status).toBe(204)
  expectProblem(await withKey(), 401, 'unauthorized')
})

test('a key of an agent is bound to an agent who is there', async () => {
  for (const bound of [{}, { agentId: 'nobody' }]) {
    const answer = await stack.request('POST', '/v1/keys', { as: 'admin', body: { name: 'x', role: 'agent', ...bound } })
    expect(expectProblem(answer, 400, 'invalid-request').errors[0].field).toBe('/agentId')
  }
})
