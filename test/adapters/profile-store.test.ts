import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnalysisAttempt, AnalysisRun, ReadListings } from '../../activities/profile/ports.ts'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import { createProfileStore } from '../../adapters/postgres/profiles.ts'
import { TEAM } from '../../domain/codes.ts'
import type { Registration } from '../../domain/customers.ts'
import { FailureType } from '../../domain/errors.ts'
import type { OfferReading } from '../../domain/profile/offers.ts'
import type { ProfileResult } from '../../domain/profile/profile.ts'
import type { ListingsReport } from '../../domain/profile/reports.ts'
import { listings, read, summaryOf, unreadable } from '../domain/profile/builders.ts'
import { addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let profiles: ReturnType<typeof createProfileStore>
let customers: ReturnType<typeof createCustomerStore>
beforeAll(async () => {
  database = await openTestDatabase()
  profiles = createProfileStore(database.db, clock)
  customers = createCustomerStore(database.db, clock)
})
afterAll(() => database.drop())

const summary = summaryOf(listings(3))
const listed: ReadListings = { summary, asOf: NOW, unread: 0 }
const report: ListingsReport = { accountId: 'a1', marketplaceId: 'DE', state: 'asked', tries: 1, reportId: 'r1', askedAt: NOW }
const brand = (name: string | null) => ({ brand: name, productType: 'HOME' })
const throttled = { code: 'throttled', params: { operation: 'getReport' } }
const fatal = { code: 'fatal_report', params: {} }

const resultOf = (skus: number, asOf = NOW): ProfileResult => ({
  asOf,
  skus,
  items: skus,
  active: skus,
  unread: 0,
  marketplaces: [{ id: 'A1PA6795UKMFR9', items: skus, active: skus, inactive: 0 }],
  fulfilment: { amazon: skus, merchant: 0 },
  prices: [],
  groups: [],
})

const account = (fields: Partial<NonNullable<Registration['amazon']>> = {}): NonNullable<Registration['amazon']> => ({
  accountId: randomUUID(),
  sellingPartnerId: `A${randomUUID().slice(0, 8).toUpperCase()}`,
  region: 'eu',
  sealedRefreshToken: Buffer.from([1, 2, 3]).toString('base64'),
  ...fields,
})

/** The first attempt at a run of its own, of a seller of its own unless he is named. */
async function begun(of?: string): Promise<AnalysisAttempt> {
  const customerId = of ?? (await addCustomer(database.db))
  return attemptAt({ customerId, run: await profiles.begin(customerId, `${customerId}/${randomUUID()}`) })
}
const attemptAt = async (run: AnalysisRun): Promise<AnalysisAttempt> => (await profiles.enter(run)).attempt
/** As another attempt finds it; those before write no more. */
const workOf = async (run: AnalysisRun) => (await profiles.enter(run)).work
const rowOf = (customerId: string) => database.db.client.profile.findUniqueOrThrow({ where: { customerId } })
const samplesOf = (customerId: string) => database.db.client.profileSample.findMany({ where: { customerId }, orderBy: { asin: 'asc' } })
const isOver = { type: FailureType.AnalysisOver, nonRetryable: true }

/** Of a run: reports, listings, two ASINs with their brands and the offers of one of them. */
async function work(run: AnalysisAttempt): Promise<void> {
  await profiles.saveReports(run, [report])
  await profiles.saveListings(run, listed)
  await profiles.saveCatalogue(
    run,
    new Map([
      ['B000000001', brand('Acme')],
      ['B000000002', null],
    ]),
  )
  await profiles.saveReadings(run, [read('B000000001', 1)])
}

const told = (kind = 'profile_analysed') => {
  const views: number[] = []
  return {
    views,
    tell: (view: { skus: number }) => {
      views.push(view.skus)
      return {
        key: 'analysis/1',
        entries: [{ kind, params: { skus: view.skus }, actor: 'system' as const }],
        notices: [{ kind, params: {}, audience: TEAM }],
      }
    },
  }
}
const timeline = async (customerId: string) =>
  (await customers.timeline(customerId, { limit: 50 })).items.filter(({ kind }) => kind !== 'customer_registered')
const notices = (customerId: string) =>
  database.db.client.notice.findMany({ where: { customerId, kind: { not: 'customer_registered' } }, select: { kind: true } })

const writes: [string, (attempt: AnalysisAttempt) => Promise<unknown>][] = [
  ['reports', (attempt) => profiles.saveReports(attempt, [report])],
  ['listings', (attempt) => profiles.saveListings(attempt, listed)],
  ['what the catalogue said', (attempt) => profiles.saveCatalogue(attempt, new Map([['B000000009', brand('Late')]]))],
  ['offers', (attempt) => profiles.saveReadings(attempt, [read('B000000009')])],
  ['a first result', (attempt) => profiles.saveResult(attempt, resultOf(99), false)],
  ['a final result', (attempt) => profiles.saveResult(attempt, resultOf(99), true)],
  ['trouble', (attempt) => profiles.noteTrouble(attempt, throttled)],
  ['that there is no trouble', (attempt) => profiles.noteTrouble(attempt, null)],
]
const refusals: [string, (attempt: AnalysisAttempt) => Promise<unknown>][] = [
  ...writes,
  ['another attempt', (attempt) => profiles.enter(attempt)],
]

test('a run begins with nothing, and the same wish finds it begun and changes nothing of what it did since', async () => {
  const customerId = await addCustomer(database.db)
  const run = { customerId, run: await profiles.begin(customerId, 'life/1') }
  const { attempt, work: nothing } = await profiles.enter(run)
  expect(nothing).toEqual({ reports: [], listings: null, catalogue: new Map(), readings: [] })
  await work(attempt)
  await profiles.noteTrouble(attempt, throttled)
  const before = [await rowOf(customerId), await samplesOf(customerId)]
  expect(await profiles.begin(customerId, 'life/1')).toBe(run.run)
  expect([await rowOf(customerId), await samplesOf(customerId)]).toEqual(before)
  expect(await profiles.view(customerId)).toMatchObject({ status: 'running', error: throttled })
  await work(attempt) // the attempt goes on, too
})

test('five that begin the same wish at once begin one run', async () => {
  const customerId = await addCustomer(database.db)
  const numbers = await Promise.all(Array.from({ length: 5 }, () => profiles.begin(customerId, 'life/1')))
  expect(numbers).toEqual([1, 1, 1, 1, 1])
  expect((await profiles.view(customerId)).status).toBe('running')
})

test('five wishes that come at once are five runs, one after the other, and the last one is under way', async () => {
  const customerId = await addCustomer(database.db)
  const numbers = await Promise.all(Array.from({ length: 5 }, (_, n) => profiles.begin(customerId, `life/${n}`)))
  expect(numbers.sort()).toEqual([1, 2, 3, 4, 5])
  expect((await rowOf(customerId)).run).toBe(5)
})

test('the numbers never go back, also where a life forgot how many it had wished for, and each seller has his own', async () => {
  const [customerId, other] = [await addCustomer(database.db), await addCustomer(database.db)]
  const numbers: number[] = []
  for (const wish of ['life/3', 'life/4', 'life/1', 'life/2', 'life/3']) numbers.push(await profiles.begin(customerId, wish))
  expect(numbers).toEqual([1, 2, 3, 4, 5])
  expect(await profiles.begin(other, 'life/3')).toBe(1)
})

test('a wish of which the run is over is another run', async () => {
  const run = await begun()
  await profiles.saveResult(run, resultOf(7), true)
  await profiles.end(run, { failed: false, error: null }, told().tell)
  const { wish } = await rowOf(run.customerId)
  expect(await profiles.begin(run.customerId, wish)).toBe(2)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'running', skus: 7 })
})

test('another attempt finds all that was got before it', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveReadings(run, [unreadable('B000000003')]) // whose brand nobody asked for yet
  expect(await workOf(run)).toEqual({
    reports: [report],
    listings: listed,
    catalogue: new Map([
      ['B000000001', brand('Acme')],
      ['B000000002', null],
    ]),
    readings: [read('B000000001', 1), unreadable('B000000003')],
  })
})

test.each(writes)('once another attempt is at the run, the one before is refused %s, and its own is taken', async (_, write) => {
  const older = await begun()
  await work(older)
  const newer = await attemptAt(older)
  const before = [await rowOf(older.customerId), await samplesOf(older.customerId)]
  await expect(write(older)).rejects.toMatchObject(isOver)
  expect([await rowOf(older.customerId), await samplesOf(older.customerId)]).toEqual(before)
  await write(newer)
})

test('of attempts that enter at once only the last may write, and no two are the same', async () => {
  const run = await begun()
  const attempts = await Promise.all(Array.from({ length: 5 }, () => attemptAt(run)))
  const fences = attempts.map(({ fence }) => fence)
  expect(new Set(fences).size).toBe(5)
  const written = await Promise.allSettled(attempts.map((attempt) => profiles.saveReports(attempt, [report])))
  expect(written.map(({ status }) => status === 'fulfilled')).toEqual(fences.map((fence) => fence === Math.max(...fences)))
})

test('what an attempt writes while another enters is either found by that one or refused', async () => {
  let run = await begun()
  for (let round = 0; round < 30; round += 1) {
    const asin = `B${String(round).padStart(9, '0')}`
    const [written, entered] = await Promise.allSettled([profiles.saveReadings(run, [read(asin)]), profiles.enter(run)])
    if (entered.status === 'rejected') throw entered.reason
    expect(entered.value.work.readings.some((one) => one.asin === asin)).toBe(written.status === 'fulfilled')
    if (written.status === 'rejected') expect(written.reason).toMatchObject(isOver)
    run = entered.value.attempt
  }
})

test('what is learnt of an ASIN later stands in the place of what was known, and takes nothing else of it away', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveCatalogue(run, new Map([['B000000001', brand('Bolt')]]))
  await profiles.saveReadings(run, [unreadable('B000000001'), read('B000000002')])
  const { catalogue, readings } = await workOf(run)
  expect(catalogue).toEqual(
    new Map([
      ['B000000001', brand('Bolt')],
      ['B000000002', null],
    ]),
  )
  expect(readings).toEqual([unreadable('B000000001'), read('B000000002')])
})

test('an ASIN of another seller is another sample', async () => {
  const [one, other] = [await begun(), await begun()]
  await work(one)
  expect((await workOf(other)).catalogue.size).toBe(0)
})

test.each(refusals)('an older run is refused %s, and a run that nobody began, too', async (_, write) => {
  const older = await begun()
  await expect(write({ ...older, run: 2 })).rejects.toMatchObject(isOver)
  const run = await begun(older.customerId)
  await work(run)
  const before = [await rowOf(run.customerId), await samplesOf(run.customerId)]
  await expect(write(older)).rejects.toMatchObject(isOver)
  await expect(write({ ...older, fence: run.fence })).rejects.toMatchObject(isOver)
  expect([await rowOf(run.customerId), await samplesOf(run.customerId)]).toEqual(before)
})

test.each(refusals)('a run that is over is refused %s', async (_, write) => {
  const run = await begun()
  await work(run)
  await profiles.end(run, { failed: false, error: null }, told().tell)
  const before = await rowOf(run.customerId)
  await expect(write(run)).rejects.toMatchObject(isOver)
  expect([await rowOf(run.customerId), await samplesOf(run.customerId)]).toEqual([before, []])
})

test('a new run begins without the work of the one before it, and shows its result as running until it has a fuller one', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveResult(run, resultOf(7), true)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'sampled', skus: 7 })
  await profiles.end(run, { failed: false, error: { code: 'marketplaces_missing', params: {} } }, told().tell)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'complete', skus: 7, error: { code: 'marketplaces_missing' } })

  const customerId = run.customerId
  const next = await profiles.enter({ customerId, run: await profiles.begin(customerId, 'life/2') })
  expect(next.work).toEqual({ reports: [], listings: null, catalogue: new Map(), readings: [] })
  const begunAgain = await profiles.view(customerId)
  expect(begunAgain).toMatchObject({ status: 'running', skus: 7, asOf: NOW })
  expect(begunAgain.error).toBeUndefined()
  await profiles.saveListings(next.attempt, listed)
  expect(await profiles.view(customerId)).toMatchObject({ status: 'running', skus: 7 })
  await profiles.saveResult(next.attempt, resultOf(9, '2026-11-23T12:00:00.000Z'), true)
  expect(await profiles.view(customerId)).toMatchObject({ status: 'sampled', skus: 9, asOf: '2026-11-23T12:00:00.000Z' })
})

test('a first glance is shown where there is nothing yet, and gives way to whatever comes after it', async () => {
  const run = await begun()
  for (const [skus, final] of [
    [1, false],
    [3, false],
    [7, true],
  ] as const) {
    await profiles.saveResult(run, resultOf(skus), final)
    expect(await profiles.view(run.customerId)).toMatchObject({ status: 'sampled', skus })
  }
})

test('a first glance is no exchange for the fuller result of a run before, however often it comes; what is final is', async () => {
  const before = await begun()
  await profiles.saveResult(before, resultOf(7), true)
  await profiles.end(before, { failed: false, error: null }, told().tell)
  const run = await begun(before.customerId)
  for (const skus of [1, 2]) {
    await profiles.noteTrouble(run, throttled)
    await profiles.saveResult(run, resultOf(skus), false)
    const view = await profiles.view(run.customerId)
    expect(view).toMatchObject({ status: 'running', skus: 7 })
    expect(view.error).toBeUndefined() // it goes on all the same
  }
  await profiles.saveResult(run, resultOf(9), true)
  await profiles.saveResult(run, resultOf(10), false) // from then on whatever is its own
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'sampled', skus: 10 })
})

test('a run that fails after a first glance keeps the fuller result of the run before', async () => {
  const before = await begun()
  await profiles.saveResult(before, resultOf(7), true)
  const run = await begun(before.customerId)
  await profiles.saveResult(run, resultOf(1), false)
  await profiles.end(run, { failed: true, error: fatal }, told('profile_analysis_failed').tell)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'failed', skus: 7, error: fatal })
})

test('what was begun over a run that had not ended yet is another run, too', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveResult(run, resultOf(7), false)
  const next = await begun(run.customerId)
  expect(next.run).toBe(2)
  expect((await workOf(next)).catalogue.size).toBe(0)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'running', skus: 7 })
})

test('trouble is shown while it lasts: whatever is saved afterwards takes it away', async () => {
  const saves = writes.filter(([name]) => name !== 'trouble')
  for (const [name, write] of saves) {
    const run = await begun()
    await profiles.noteTrouble(run, throttled)
    expect((await profiles.view(run.customerId)).error).toEqual(throttled)
    await write(run)
    expect((await profiles.view(run.customerId)).error, name).toBeUndefined()
  }
})

test('a run ends once: with what is told of it, which sees the profile as it ended, and without its work', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveResult(run, resultOf(7), true)
  const { views, tell } = told()
  const ended = await profiles.end(run, { failed: false, error: null }, tell)
  expect(ended).toMatchObject({ status: 'complete', skus: 7 })
  expect(views).toEqual([7])
  expect(await timeline(run.customerId)).toMatchObject([{ kind: 'profile_analysed', params: { skus: 7 } }])
  expect(await notices(run.customerId)).toEqual([{ kind: 'profile_analysed' }])
  expect(await database.db.client.profileSample.count({ where: { customerId: run.customerId } })).toBe(0)
  expect(await database.db.client.profile.findUnique({ where: { customerId: run.customerId } })).toMatchObject({
    state: 'done',
    reports: [],
    summary: null,
    endedAt: new Date(NOW),
  })

  expect(await profiles.end(run, { failed: true, error: fatal }, tell)).toEqual(ended)
  expect(views).toEqual([7])
  expect(await timeline(run.customerId)).toHaveLength(1)
  expect(await notices(run.customerId)).toHaveLength(1)
})

test('several that end a run at once end it once', async () => {
  const run = await begun()
  const { views, tell } = told()
  const ended = await Promise.all(Array.from({ length: 5 }, () => profiles.end(run, { failed: false, error: null }, tell)))
  expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['complete']))
  expect(views).toHaveLength(1)
  expect(await timeline(run.customerId)).toHaveLength(1)
})

test('a run that fails says why, and keeps the result of the one before it', async () => {
  const run = await begun()
  await profiles.saveResult(run, resultOf(7), true)
  await profiles.end(run, { failed: false, error: null }, told().tell)
  const next = await begun(run.customerId)
  await profiles.end(next, { failed: true, error: fatal }, told('profile_analysis_failed').tell)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'failed', skus: 7, error: fatal })
})

test('a run that nobody began has no end, and nothing is told of it', async () => {
  const customerId = await addCustomer(database.db)
  const { views, tell } = told('profile_analysis_failed')
  expect(await profiles.end({ customerId, run: 1 }, { failed: true, error: fatal }, tell)).toMatchObject({ status: 'none' })
  expect(views).toEqual([])
  expect(await profiles.begin(customerId, 'life/1')).toBe(1)
})

test('the end of an older run is no end of the one after it', async () => {
  const run = await begun()
  const next = await begun(run.customerId)
  await work(next)
  const { views, tell } = told()
  expect(await profiles.end(run, { failed: true, error: fatal }, tell)).toMatchObject({ status: 'running' })
  expect(views).toEqual([])
  expect((await workOf(next)).catalogue.size).toBe(2)
})

test('a run ends whichever attempt was at it last, and with it all attempts', async () => {
  const run = await begun()
  const attempt = await attemptAt(run)
  expect(await profiles.end({ customerId: run.customerId, run: run.run }, { failed: false, error: null }, told().tell)).toMatchObject({
    status: 'complete',
  })
  await expect(profiles.saveReports(attempt, [])).rejects.toMatchObject(isOver)
})

test('what is told and cannot be written leaves the run as it was', async () => {
  const run = await begun()
  await work(run)
  const refuses = () => {
    throw new Error('nothing to tell')
  }
  await expect(profiles.end(run, { failed: false, error: null }, refuses)).rejects.toThrow('nothing to tell')
  expect((await workOf(run)).catalogue.size).toBe(2)
})

test('brands and offers of the same ASINs that come in at once, in any order, are all written', async () => {
  const run = await begun()
  const asins = Array.from({ length: 20 }, (_, index) => `B${String(index).padStart(9, '0')}`)
  const brands = (order: readonly string[]) => new Map(order.map((asin) => [asin, brand('Acme')]))
  const reversed = [...asins].reverse()
  for (let round = 0; round < 40; round += 1)
    await Promise.all([
      profiles.saveCatalogue(run, brands(asins)),
      profiles.saveReadings(
        run,
        reversed.map((asin) => read(asin)),
      ),
      profiles.saveCatalogue(run, brands(reversed)),
      profiles.saveReadings(
        run,
        asins.map((asin) => read(asin)),
      ),
    ])
  const { catalogue, readings } = await workOf(run)
  expect([catalogue.size, readings.length]).toEqual([20, 20])
})

test('a new run may begin while a worker that was taken for dead still writes', async () => {
  const asins = Array.from({ length: 20 }, (_, index) => `B${String(index).padStart(9, '0')}`)
  const readings = (): OfferReading[] => asins.map((asin) => read(asin))
  let older = await begun()
  for (let round = 2; round < 40; round += 1) {
    const { customerId } = older
    const [, begin] = await Promise.allSettled([profiles.saveReadings(older, readings()), profiles.begin(customerId, `life/${round}`)])
    if (begin.status === 'rejected') throw begin.reason
    expect(begin.value).toBe(round)
    const { attempt, work: got } = await profiles.enter({ customerId, run: round })
    expect(got.readings).toEqual([])
    await profiles.saveReadings(attempt, readings())
    older = attempt
  }
})

test('until a run was begun there is none, whether or not an account is connected', async () => {
  expect(await profiles.view(await addCustomer(database.db))).toMatchObject({ status: 'none', asOf: null, skus: 0, groups: [] })
  const customerId = await addCustomer(database.db, { amazon: account() })
  expect((await profiles.view(customerId)).status).toBe('none')
  await profiles.begin(customerId, 'life/1')
  expect((await profiles.view(customerId)).status).toBe('running')
})

test('a run that found no account is none, until the next one begins', async () => {
  const run = await begun()
  await profiles.end(run, { failed: true, error: { code: 'no_account', params: {} } }, told('profile_analysis_failed').tell)
  expect((await profiles.view(run.customerId)).status).toBe('none')
  await begun(run.customerId)
  expect((await profiles.view(run.customerId)).status).toBe('running')
})

test('lines of the reports that are no listing are shown', async () => {
  const run = await begun()
  await profiles.saveResult(run, { ...resultOf(7), unread: 3 }, true)
  expect(await profiles.view(run.customerId)).toMatchObject({ skus: 7, unread: 3 })
})

test('the rules hear of the company, of all accounts that have a name, and of what was agreed on', async () => {
  const amazon = account()
  const customerId = await addCustomer(database.db, { amazon })
  await database.db.client.amazonAccount.create({
    data: { id: randomUUID(), customerId, region: 'na', status: 'pending', marketplaces: [] },
  })
  await database.db.client.amazonAccount.create({
    data: {
      id: randomUUID(),
      customerId,
      region: 'na',
      status: 'revoked',
      sellingPartnerId: `R${amazon.sellingPartnerId}`,
      marketplaces: [],
    },
  })
  const facts = await profiles.facts(customerId)
  expect(facts).toEqual({ company: 'Nordlicht GmbH', sellingPartnerIds: expect.anything(), agreedGroups: [], agentId: null })
  expect([...facts.sellingPartnerIds].sort()).toEqual([amazon.sellingPartnerId, `R${amazon.sellingPartnerId}`])
})

test('of a seller whom nobody knows there is nothing to see and nothing to begin', async () => {
  const customerId = randomUUID()
  await expect(profiles.view(customerId)).rejects.toMatchObject({ type: FailureType.CustomerNotFound })
  await expect(profiles.facts(customerId)).rejects.toMatchObject({ type: FailureType.CustomerNotFound })
  await expect(profiles.begin(customerId, 'life/1')).rejects.toThrow()
  await expect(profiles.enter({ customerId, run: 1 })).rejects.toMatchObject(isOver)
})
