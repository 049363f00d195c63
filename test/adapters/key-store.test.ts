import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyStore } from '../../adapters/postgres/keys.ts'
import { hashApiKey } from '../../adapters/secrets.ts'
import { addAgent, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let keys: ReturnType<typeof createKeyStore>

beforeAll(async () => {
  database = await openTestDatabase()
  keys = createKeyStore(database.db, clock)
})
afterAll(() => database.drop())

test('a key opens until it is revoked, and is stored nowhere', async () => {
  const agentId = await addAgent(database.db)
  const made = await keys.create({ name: 'desk', role: 'agent', agentId })
  if (made === 'unknown-agent') throw new Error(made)
  const { record, key } = made

  expect(record).toMatchObject({ name: 'desk', role: 'agent', agentId, createdAt: NOW, revokedAt: null })
  expect(await keys.principalByHash(hashApiKey(key))).toEqual({ keyId: record.id, role: 'agent', agentId })
  expect(await keys.principalByHash(hashApiKey(`${key}x`))).toBeUndefined()
  expect(JSON.stringify(await database.db.client.apiKey.findMany())).not.toContain(key)

  expect(await keys.revoke(record.id)).toBe(true)
  expect(await keys.revoke(record.id)).toBe(true)
  expect(await keys.revoke('none')).toBe(false)
  expect(await keys.principalByHash(hashApiKey(key))).toBeUndefined()
  expect(await keys.list()).toEqual([{ ...record, revokedAt: NOW }])
})

test('a key for an agent who is not there is refused', async () => {
  expect(await keys.create({ name: 'desk', role: 'agent', agentId: 'nobody' })).toBe('unknown-agent')
})
