import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnalysisRun, ReadListings } from '../../activities/profile/ports.ts'
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

async function begun(number = 1, fields: Partial<Registration> = {}): Promise<AnalysisRun> {
  const run = { customerId: await addCustomer(database.db, fields), run: number }
  await profiles.begin(run)
  return run
}

/** Of a run: reports, listings, two ASINs with their brands and the offers of one of them. */
async function work(run: AnalysisRun): Promise<void> {
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

const writes: [string, (run: AnalysisRun) => Promise<unknown>][] = [
  ['reports', (run) => profiles.saveReports(run, [report])],
  ['listings', (run) => profiles.saveListings(run, listed)],
  ['what the catalogue said', (run) => profiles.saveCatalogue(run, new Map([['B000000009', brand('Late')]]))],
  ['offers', (run) => profiles.saveReadings(run, [read('B000000009')])],
  ['a result', (run) => profiles.saveResult(run, resultOf(99))],
  ['trouble', (run) => profiles.noteTrouble(run, throttled)],
  ['the wish for its work', (run) => profiles.work(run)],
]

test('a run begins with nothing, and a repeat of its begin changes nothing of what it did since', async () => {
  const run = await begun()
  expect(await profiles.work(run)).toEqual({ reports: [], listings: null, catalogue: new Map(), readings: [] })
  await work(run)
  await profiles.noteTrouble(run, throttled)
  const before = await profiles.work(run)
  await profiles.begin(run)
  expect(await profiles.work(run)).toEqual(before)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'running', error: throttled })
})

test('two that begin the same run at once are one', async () => {
  const customerId = await addCustomer(database.db)
  await Promise.all(Array.from({ length: 5 }, () => profiles.begin({ customerId, run: 1 })))
  expect((await profiles.view(customerId)).status).toBe('running')
})

test('a worker that goes on with a run finds all that was got before it', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveReadings(run, [unreadable('B000000003')]) // whose brand nobody asked for yet
  expect(await profiles.work(run)).toEqual({
    reports: [report],
    listings: listed,
    catalogue: new Map([
      ['B000000001', brand('Acme')],
      ['B000000002', null],
    ]),
    readings: [read('B000000001', 1), unreadable('B000000003')],
  })
})

test('what is learnt of an ASIN later stands in the place of what was known, and takes nothing else of it away', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveCatalogue(run, new Map([['B000000001', brand('Bolt')]]))
  await profiles.saveReadings(run, [unreadable('B000000001'), read('B000000002')])
  const { catalogue, readings } = await profiles.work(run)
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
  expect((await profiles.work(other)).catalogue.size).toBe(0)
})

test.each(writes)('an older run is refused %s, and a run that nobody began, too', async (_, write) => {
  const older = await begun()
  const run = { ...older, run: 2 }
  await expect(write(run)).rejects.toMatchObject({ type: FailureType.AnalysisOver, nonRetryable: true })
  await profiles.begin(run)
  await work(run)
  const [before, seen] = [await profiles.work(run), await profiles.view(run.customerId)]
  await expect(write(older)).rejects.toMatchObject({ type: FailureType.AnalysisOver, nonRetryable: true })
  expect([await profiles.work(run), await profiles.view(run.customerId)]).toEqual([before, seen])
})

test.each(writes)('a run that is over is refused %s', async (_, write) => {
  const run = await begun()
  await work(run)
  await profiles.end(run, { failed: false, error: null }, told().tell)
  const seen = await profiles.view(run.customerId)
  await expect(write(run)).rejects.toMatchObject({ type: FailureType.AnalysisOver, nonRetryable: true })
  expect(await profiles.view(run.customerId)).toEqual(seen)
  expect(await database.db.client.profileSample.count({ where: { customerId: run.customerId } })).toBe(0)
})

test('an older run that begins late begins nothing', async () => {
  const run = await begun(2)
  await work(run)
  await profiles.begin({ ...run, run: 1 })
  expect((await profiles.work(run)).catalogue.size).toBe(2)
})

test('a new run begins without the work of the one before it, and shows its result as running until it has a sample of its own', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveResult(run, resultOf(7))
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'sampled', skus: 7 })
  await profiles.end(run, { failed: false, error: { code: 'marketplaces_missing', params: {} } }, told().tell)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'complete', skus: 7, error: { code: 'marketplaces_missing' } })

  const next = { ...run, run: 2 }
  await profiles.begin(next)
  expect(await profiles.work(next)).toEqual({ reports: [], listings: null, catalogue: new Map(), readings: [] })
  const begunAgain = await profiles.view(run.customerId)
  expect(begunAgain).toMatchObject({ status: 'running', skus: 7, asOf: NOW })
  expect(begunAgain.error).toBeUndefined()
  await profiles.saveListings(next, listed)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'running', skus: 7 })
  await profiles.saveResult(next, resultOf(9, '2026-11-23T12:00:00.000Z'))
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'sampled', skus: 9, asOf: '2026-11-23T12:00:00.000Z' })
})

test('what was begun over a run that had not ended yet is another run, too', async () => {
  const run = await begun()
  await work(run)
  await profiles.saveResult(run, resultOf(7))
  const next = { ...run, run: 2 }
  await profiles.begin(next)
  expect((await profiles.work(next)).catalogue.size).toBe(0)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'running', skus: 7 })
})

test('trouble is shown while it lasts: whatever is saved afterwards takes it away', async () => {
  const saves = writes.filter(([name]) => !['trouble', 'the wish for its work'].includes(name))
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
  await profiles.saveResult(run, resultOf(7))
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
  await profiles.saveResult(run, resultOf(7))
  await profiles.end(run, { failed: false, error: null }, told().tell)
  const next = { ...run, run: 2 }
  await profiles.begin(next)
  await profiles.end(next, { failed: true, error: fatal }, told('profile_analysis_failed').tell)
  expect(await profiles.view(run.customerId)).toMatchObject({ status: 'failed', skus: 7, error: fatal })
})

test('a run may end before it began: it is over all the same', async () => {
  const customerId = await addCustomer(database.db)
  const run = { customerId, run: 1 }
  const { views, tell } = told('profile_analysis_failed')
  expect(await profiles.end(run, { failed: true, error: fatal }, tell)).toMatchObject({ status: 'failed', error: fatal })
  expect(views).toHaveLength(1)
  await profiles.begin(run)
  expect(await profiles.view(customerId)).toMatchObject({ status: 'failed' })
  await expect(profiles.saveReports(run, [])).rejects.toMatchObject({ type: FailureType.AnalysisOver })
})

test('the end of an older run is no end of the one after it', async () => {
  const run = await begun()
  const next = { ...run, run: 2 }
  await profiles.begin(next)
  await work(next)
  const { views, tell } = told()
  expect(await profiles.end(run, { failed: true, error: fatal }, tell)).toMatchObject({ status: 'running' })
  expect(views).toEqual([])
  expect((await profiles.work(next)).catalogue.size).toBe(2)
})

test('what is told and cannot be written leaves the run as it was', async () => {
  const run = await begun()
  await work(run)
  const refuses = () => {
    throw new Error('nothing to tell')
  }
  await expect(profiles.end(run, { failed: false, error: null }, refuses)).rejects.toThrow('nothing to tell')
  expect((await profiles.work(run)).catalogue.size).toBe(2)
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
  const { catalogue, readings } = await profiles.work(run)
  expect([catalogue.size, readings.length]).toEqual([20, 20])
})

test('a new run may begin while a worker that was taken for dead still writes', async () => {
  const older = await begun()
  const asins = Array.from({ length: 20 }, (_, index) => `B${String(index).padStart(9, '0')}`)
  const readings = (): OfferReading[] => asins.map((asin) => read(asin))
  for (let run = 2; run < 40; run += 1) {
    const [, begin] = await Promise.allSettled([
      profiles.saveReadings({ ...older, run: run - 1 }, readings()),
      profiles.begin({ ...older, run }),
    ])
    expect(begin.status === 'rejected' ? begin.reason : begin.status).toBe('fulfilled')
    expect((await profiles.work({ ...older, run })).readings).toEqual([])
    await profiles.saveReadings({ ...older, run }, readings())
  }
})

test('a seller whose account is connected is awaited, until a run says more', async () => {
  const amazon = account()
  const customerId = await addCustomer(database.db, { amazon })
  expect(await profiles.view(customerId)).toMatchObject({ status: 'running', asOf: null, skus: 0, groups: [], marketplaces: [] })
  await database.db.client.amazonAccount.update({ where: { id: amazon.accountId }, data: { status: 'pending' } })
  expect((await profiles.view(customerId)).status).toBe('none')
  await database.db.client.amazonAccount.update({ where: { id: amazon.accountId }, data: { status: 'revoked' } })
  expect((await profiles.view(customerId)).status).toBe('none')
})

test('without an account nothing is awaited, nor where the product brings no analysis', async () => {
  expect((await profiles.view(await addCustomer(database.db))).status).toBe('none')
  const customerId = await addCustomer(database.db, { products: ['lost_and_found'], amazon: account() })
  expect((await profiles.view(customerId)).status).toBe('none')
})

test('a run that found no account is none, and is awaited once there is one', async () => {
  const run = await begun()
  await profiles.end(run, { failed: true, error: { code: 'no_account', params: {} } }, told('profile_analysis_failed').tell)
  expect((await profiles.view(run.customerId)).status).toBe('none')
  await database.db.client.amazonAccount.create({
    data: { id: randomUUID(), customerId: run.customerId, region: 'eu', status: 'connected', marketplaces: [] },
  })
  expect((await profiles.view(run.customerId)).status).toBe('running')
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
  await expect(profiles.begin({ customerId, run: 1 })).rejects.toThrow()
})
