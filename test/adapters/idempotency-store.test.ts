import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIdempotencyStore } from '../../adapters/postgres/idempotency.ts'
import { createCredentialCipher } from '../../adapters/secrets.ts'
import { openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let store: ReturnType<typeof createIdempotencyStore>

beforeAll(async () => {
  database = await openTestDatabase()
  store = createIdempotencyStore(database.db, createCredentialCipher(randomBytes(32)))
})
afterAll(() => database.drop())

const answer = { status: 201, body: { id: 'b1', nested: { list: [1, 'two', null] } } }

test('of twenty with one key at once one gets the claim, the others hear that it is at work', async () => {
  const key = randomUUID()
  const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim('k1', key, 'hash')))
  expect(claims.filter((claim) => claim === 'claimed')).toHaveLength(1)
  expect(claims.filter((claim) => claim !== 'claimed')).toEqual(Array(19).fill({ requestHash: 'hash' }))
})

test('the answer is found under the same key of the same principal, and the first one stays', async () => {
  const key = randomUUID()
  await store.claim('k1', key, 'hash')
  await store.finish('k1', key, answer)
  await store.finish('k1', key, { status: 500, body: null })

  expect(await store.claim('k1', key, 'hash')).toEqual({ requestHash: 'hash', answer })
  expect(await store.claim('k1', key, 'other')).toEqual({ requestHash: 'hash', answer })
  expect(await store.claim('k2', key, 'hash')).toBe('claimed')
})

test('what failed on our side may be tried again, what was answered may not', async () => {
  const key = randomUUID()
  await store.claim('k1', key, 'hash')
  await store.release('k1', key)
  expect(await store.claim('k1', key, 'other')).toBe('claimed')
  await store.finish('k1', key, answer)
  await store.release('k1', key)
  expect(await store.claim('k1', key, 'other')).toEqual({ requestHash: 'other', answer })
})

test('a claim that its process left behind goes to one who asks for the same, after a minute', async () => {
  const key = randomUUID()
  await store.claim('k1', key, 'hash')
  await database.db.client.$executeRaw`UPDATE idempotency_records SET started_at = now() - interval '61 seconds' WHERE key = ${key}`

  expect(await store.claim('k1', key, 'other')).toEqual({ requestHash: 'hash' })
  const claims = await Promise.all(Array.from({ length: 5 }, () => store.claim('k1', key, 'hash')))
  expect(claims.filter((claim) => claim === 'claimed')).toHaveLength(1)
})

test('what is older than two days is forgotten, what is younger stays', async () => {
  const [old, young] = [randomUUID(), randomUUID()]
  for (const key of [old, young]) {
    await store.claim('k1', key, 'hash')
    await store.finish('k1', key, answer)
  }
  await database.db.client.$executeRaw`UPDATE idempotency_records SET started_at = now() - interval '49 hours' WHERE key = ${old}`

  await store.forgetOld()

  expect(await store.claim('k1', old, 'hash')).toBe('claimed')
  expect(await store.claim('k1', young, 'hash')).toEqual({ requestHash: 'hash', answer })
})
