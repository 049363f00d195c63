import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(async () => {
  await stack?.close()
})

const get = (path: string) => stack.request('GET', path, { as: null })

test('the process says that it lives', async () => {
  expect(await get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test('everything is ready once the database is migrated and a worker polls', async () => {
  const { status, body } = await get('/readyz')
  expect([status, body]).toEqual([200, { status: 'ready', checks: ['database', 'worker', 'stack'].map((name) => ({ name, ok: true })) }])
})

test('metrics count requests by route, for this machine alone', async () => {
  await stack.request('GET', '/v1/customers/nobody')
  const { status, headers, body } = await get('/metrics')
  expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')])
  expect(body).toMatch(/lotse_http_request_seconds_count\{method="GET",route="\/v1\/customers\/:id",status="404"\} [1-9]/)
  const far = await stack.app.inject({ url: '/metrics', remoteAddress: '192.0.2.1' })
  expect([far.statusCode, far.json().type]).toEqual([403, 'urn:lotse:problem:forbidden'])
})

test('the OpenAPI document is 3.1 and knows every route of the contract', async () => {
  const { status, body } = await get('/openapi.json')
  expect([status, body.openapi]).toEqual([200, '3.1.0'])
  const operations = Object.entries<object>(body.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(operations).toEqual(
    expect.arrayContaining([
      ...[
        'POST /v1/customers',
        'GET /v1/customers',
        'GET /v1/customers/{id}',
        'GET /v1/customers/{id}/plan',
        'PATCH /v1/customers/{id}/plan/{step}',
      ],
      ...['GET /v1/customers/{id}/timeline', 'POST /v1/customers/{id}/calls', 'GET /v1/calls', 'GET /v1/calls/{id}'],
      ...['accept', 'take', 'pass', 'reschedule', 'outcome'].map((command) => `POST /v1/calls/{id}/${command}`),
      ...['GET /v1/slots', 'POST /v1/bookings', 'PATCH /v1/bookings/{id}', 'DELETE /v1/bookings/{id}'],
      ...['POST /v1/agents', 'GET /v1/agents', 'PATCH /v1/agents/{id}', 'POST /v1/telephony/events'],
      ...['PUT /v1/calls/{id}/answers/{question}', 'POST /v1/events'],
      ...[
        'GET /v1/notifications',
        'POST /v1/notifications/{id}/read',
        'GET /v1/notifications/stream',
        'GET /healthz',
        'GET /readyz',
        'GET /metrics',
      ],
    ]),
  )
})

test('every answer that goes wrong is in the OpenAPI document as a problem, every code in its description', async () => {
  const { body } = await get('/openapi.json')
  for (const [path, item] of Object.entries<Record<string, { responses: { default?: unknown } }>>(body.paths))
    for (const operation of Object.values(item))
      expect(operation.responses.default, path).toEqual({ $ref: '#/components/responses/Problem' })
  for (const code of [
    'invalid-request',
    'slot-taken',
    'step-not-open',
    'unknown-subject',
    'idempotency-mismatch',
    'idempotency-in-progress',
  ])
    expect(body.info.description).toContain(`\`${code}\``)
})

test('the page of the docs comes with all it loads from here', async () => {
  const page = await get('/docs/')
  expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')])
  expect(page.body).not.toMatch(/(src|href)="https?:/)
  for (const [, source] of (page.body as string).matchAll(/<script[^>]* src="([^"]+)"/g))
    expect((await get(`/docs/${source}`)).status).toBe(200)
  expect((await get('/docs')).status).toBe(301)
})
