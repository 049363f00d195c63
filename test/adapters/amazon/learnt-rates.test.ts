import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { access, type PlayedAmazon, playedAmazon } from './played-amazon.ts'

// Amazon lets larger sellers ask more often than it publishes, and says so with its first answer.

let database: Awaited<ReturnType<typeof createTestDatabase>>
let played: PlayedAmazon
beforeAll(async () => {
  database = await createTestDatabase()
  played = await playedAmazon(database.databaseUrl, { rateScale: 1_000 })
})
afterAll(async () => {
  await played.close()
  await database.drop()
})

test('a first request that was long on its way holds up the next one by no more than a token at the rate that Amazon then told', async () => {
  const fault = { fault: 'slow', operation: 'getMarketplaceParticipations', delayMs: 600, count: 1 }
  await played.admin('PUT', 'faults', fault)
  const seller = played.worker().forAccount(access('newcomer', randomUUID()))
  await seller.getMarketplaceParticipations()
  expect(await seller.getMarketplaceParticipations({ maxWaitMs: 2_000 })).not.toEqual([])
})
