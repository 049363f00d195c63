import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QuotaAnswer, QuotaRequest } from '../../../adapters/amazon/quotas.ts'
import { createAmazonQuotas } from '../../../adapters/postgres/amazon-quotas.ts'
import { openSession } from '../../../adapters/postgres/databases.ts'
import { createTestDatabase } from '../../support/database.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let quotas: ReturnType<typeof createAmazonQuotas>

beforeAll(async () => {
  database = await createTestDatabase()
  quotas = createAmazonQuotas(database.databaseUrl)
})
afterAll(async () => {
  await quotas.close()
  await database.drop()
})

/** So slow that the time the test takes does not count. */
const SLOW = { rate: 0.01, burst: 3 }
const WIDE = { rate: 1000, burst: 1000 }
const bucket = (more: Partial<QuotaRequest> = {}): QuotaRequest => ({
  operation: 'getReport',
  accountId: randomUUID(),
  applicationId: randomUUID(),
  maxWaitMs: 0,
  seed: { account: SLOW, application: WIDE },
  ...more,
})
/** To tens of seconds: the test itself takes time. */
const seconds = (ms: number): number => Math.round(ms / 10_000) * 10
/** By the database's clock, epoch milliseconds. */
const due = ({ dueAt }: QuotaAnswer): number => Date.parse(`${dueAt.replace(' ', 'T')}:00`)
const waits = async (request: QuotaRequest, times: number): Promise<number[]> => {
  const all: number[] = []
  for (let time = 0; time < times; time += 1) all.push(seconds((await quotas.take(request)).waitMs))
  return all
}

test('the burst is given at once but for one, then one token after the other is booked ahead', async () => {
  // The last token of a burst comes a slack later: the first may have been underway that long.
  expect(await waits(bucket({ maxWaitMs: 1_000_000 }), 6)).toEqual([0, 0, 0, 100, 200, 300])
})

test('a take that would wait too long books nothing and says how long it would take', async () => {
  const request = bucket({ maxWaitMs: 1_000 })
  await waits(request, 3)
  const refused = await quotas.take(request)
  expect(refused).toMatchObject({ granted: false, rate: 0.01 })
  expect(seconds(refused.waitMs)).toBe(100)
  expect(seconds((await quotas.take({ ...request, maxWaitMs: 150_000 })).waitMs)).toBe(100)
})

test('where the application has no token left, the account keeps its own', async () => {
  const applicationId = randomUUID()
  const seed = { account: SLOW, application: { rate: 0.001, burst: 1 } }
  const [one, other] = [bucket({ applicationId, seed }), bucket({ applicationId, seed })]
  expect(await quotas.take(one)).toMatchObject({ granted: true, waitMs: 0 })
  const refused = await quotas.take(other)
  expect(refused.granted).toBe(false)
  expect(refused.waitMs).toBeGreaterThan(900_000)
  expect(await quotas.take({ ...other, applicationId: randomUUID() })).toMatchObject({ granted: true, waitMs: 0 })
})

test('an account that books ahead holds up nobody else', async () => {
  const one = bucket({ maxWaitMs: 10_000_000, seed: { account: SLOW, application: { rate: 0.1, burst: 20 } } })
  expect((await waits(one, 8)).at(-1)).toBe(500)
  expect(await quotas.take({ ...one, accountId: randomUUID() })).toMatchObject({ granted: true, waitMs: 0 })
})

test('accounts and operations have buckets of their own', async () => {
  const request = bucket()
  const one = { account: { rate: 0.01, burst: 1 }, application: WIDE }
  expect(await quotas.take({ ...request, seed: one })).toMatchObject({ granted: true })
  expect(await quotas.take({ ...request, seed: one })).toMatchObject({ granted: false })
  expect(await quotas.take({ ...request, seed: one, operation: 'createReport' })).toMatchObject({ granted: true })
  expect(await quotas.take({ ...request, seed: one, accountId: randomUUID() })).toMatchObject({ granted: true })
})

test('takes of several workers at once never get the same token', async () => {
  const request = bucket({ maxWaitMs: 10_000_000, seed: { account: { rate: 0.1, burst: 1 }, application: WIDE } })
  const workers = Array.from({ length: 4 }, () => createAmazonQuotas(database.databaseUrl))
  try {
    const answers = await Promise.all(workers.flatMap((worker) => Array.from({ length: 10 }, () => worker.take(request))))
    const sorted = answers.map(due).sort((a, b) => a - b)
    const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThan(9_999)
    expect(Math.max(...gaps)).toBeLessThan(10_400) // 3 % for the slack
  } finally {
    await Promise.all(workers.map((worker) => worker.close()))
  }
})

test('a rate that Amazon told counts for every worker, and what is booked ahead moves with it', async () => {
  const request = bucket({ maxWaitMs: 10_000_000 })
  await waits(request, 4)
  await quotas.learn(request, 0.1, 0.01)
  const other = createAmazonQuotas(database.databaseUrl)
  try {
    const answer = await other.take(request)
    expect(answer.rate).toBe(0.1)
    expect(seconds(answer.waitMs)).toBe(20)
  } finally {
    await other.close()
  }
})

test('a 429 empties the bucket and halves its rate, again with each that comes after it, until it is over', async () => {
  const request = bucket({ maxWaitMs: 100_000_000 })
  const answer = await quotas.take(request)
  await quotas.throttled(request, answer, SLOW)
  expect(await waits(request, 2)).toEqual([100, 300])
  await quotas.throttled(request, answer, SLOW) // was under way when the first was refused
  const again = await quotas.take(request)
  expect(seconds(again.waitMs)).toBe(500)
  await quotas.throttled(request, again, SLOW)
  const [first = 0, second = 0] = await waits(request, 2)
  expect(second - first).toBe(400)

  const session = await openSession(database.databaseUrl)
  try {
    await session.query("UPDATE amazon_quotas SET throttled_at = throttled_at - interval '1001 seconds', tat = now() WHERE holder = $1", [
      `account/${request.accountId}`,
    ])
  } finally {
    await session.end()
  }
  expect(await waits(request, 4)).toEqual([0, 0, 0, 100])
})

test('a 429 puts off what is booked already as far as it has to', async () => {
  const request = bucket({ maxWaitMs: 100_000_000 })
  const answers = [await quotas.take(request), await quotas.take(request), await quotas.take(request), await quotas.take(request)]
  const [first, second, third, fourth] = answers as [QuotaAnswer, QuotaAnswer, QuotaAnswer, QuotaAnswer]
  const left = async () => {
    const seen = await Promise.all([second, third, fourth].map((answer) => quotas.look(request, answer, SLOW)))
    return seen.map(({ leftMs }) => seconds(leftMs))
  }
  expect(await left()).toEqual([0, 0, 100])
  await quotas.throttled(request, first, SLOW)
  expect(await left()).toEqual([100, 200, 300])
})

test('who came late puts off who is booked after him, as far as he has to, and several late ones together once', async () => {
  const seed = { account: { rate: 0.1, burst: 1 }, application: WIDE }
  const request = bucket({ maxWaitMs: 100_000_000, seed })
  const answers = [await quotas.take(request), await quotas.take(request), await quotas.take(request), await quotas.take(request)]
  const [first, second, third, fourth] = answers as [QuotaAnswer, QuotaAnswer, QuotaAnswer, QuotaAnswer]
  // In tenths of seconds; they are due after 10.3, 20.6 and 30.9 s.
  const putOff = async () => {
    const seen = await Promise.all([second, third, fourth].map((answer) => quotas.look(request, answer, seed.account)))
    return seen.map(({ leftMs, overdueMs }) => Math.round((leftMs + overdueMs) / 100))
  }
  await quotas.late(request, first, 300)
  expect(await putOff()).toEqual([0, 0, 0])
  await quotas.late(request, first, 2_300)
  expect(await putOff()).toEqual([20, 17, 14]) // each has its own slack in hand
  await quotas.late(request, third, 900)
  expect(await putOff()).toEqual([20, 17, 14])
  await quotas.late(request, second, 3_000)
  expect((await putOff()).slice(1)).toEqual([27, 24])
  expect(Math.round((due(await quotas.take(request)) - due(fourth)) / 100)).toBe(124)
})

test('a database that is gone fails the take', async () => {
  const nowhere = createAmazonQuotas('postgresql://nobody@127.0.0.1:1/none')
  await expect(nowhere.take(bucket())).rejects.toThrow()
  await nowhere.close()
})
