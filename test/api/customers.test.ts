import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { seller } from '../support/sellers.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
}, 60_000)
afterAll(async () => {
  await stack?.close()
})

test('a seller is registered with 201 and found again', async () => {
  const body = seller({ externalId: 'crm-17' })
  const made = await stack.request('POST', '/v1/customers', { body, as: 'service' })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ company: body.company, stage: 'registered', support: 'unknown', agentId: null, externalId: 'crm-17', trial: { status: 'running' } })
  const found = await stack.request('GET', `/v1/customers/${made.body.id}`, { as: 'service' })
  expect(found.body).toMatchObject({ id: made.body.id, timeZone: 'Europe/Lisbon' })
})
