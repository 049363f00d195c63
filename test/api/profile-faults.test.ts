import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSession } from '../../adapters/postgres/databases.ts'
import type { AmazonAccountView } from '../../api/amazon-consent.ts'
import type { NoticeView } from '../../api/schemas/notices.ts'
import type { ProfileReply } from '../../api/schemas/profile.ts'
import type { SellerRow } from '../../sandbox/amazon/admin/seller-row.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectProblem } from '../support/desk.ts'

// Whatever goes wrong at Amazon, an analysis ends in a state that says what is so. Each seller is somebody's own: faults meet him alone.

let stack: TestStack
let desk: Desk
let pool: SellerRow[]
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
  const { items } = await admin<{ items: SellerRow[] }>('GET', 'sellers?generated=400')
  pool = items.filter(({ key, products, otherAccounts }) => key.startsWith('generated') && products <= 90 && otherAccounts.length === 0)
  for (const begin of ahead) begin()
})
afterAll(async () => {
  await stack?.close()
})

/** Many wait at once, beside what they wait for: nobody looks twenty times a second. */
const soon = <T>(read: () => Promise<T>): Promise<T> => vi.waitFor(read, { timeout: 150_000, interval: 300 })

/** What takes a minute is begun before all else and waits beside it; its tests, the last ones, look how it came out. */
const ahead: (() => void)[] = []
function inTheBackground(name: string, work: () => Promise<unknown>): void {
  let outcome: Promise<unknown> = Promise.reject(new Error('it was never begun'))
  outcome.catch(() => {})
  ahead.push(() => {
    outcome = work()
    outcome.catch(() => {}) // heard of in its test
  })
  test(name, async () => {
    await outcome
  })
}

/** The hand on the Amazon that is played. */
async function admin<T = unknown>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/amazon/admin/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  expect(answer.ok, `${method} ${path}`).toBe(true)
  return (await answer.text().then((text) => (text === '' ? undefined : JSON.parse(text)))) as T
}

const fault = (name: string, { sellingPartnerId }: SellerRow, more: object = {}) =>
  admin('PUT', 'faults', { fault: name, sellingPartnerId, ...more })
/** How often an operation was asked of an account. */
const asked = async ({ sellingPartnerId }: SellerRow, operation: string): Promise<number> =>
  (await admin<{ operations: Record<string, { requests: number }> }>('GET', `traffic?sellingPartnerId=${sellingPartnerId}`)).operations[
    operation
  ]?.requests ?? 0

/** A seller of so many marketplaces whom nobody knows yet. */
function somebody(marketplaces = 1, region?: string): SellerRow {
  const index = pool.findIndex((one) => one.marketplaces.length === marketplaces && (region === undefined || one.region === region))
  const [seller] = pool.splice(index, index < 0 ? 0 : 1)
  if (!seller) throw new Error(`nobody is left who sells in ${marketplaces} marketplaces`)
  return seller
}

const amazonOf = ({ sellingPartnerId, region, refreshToken }: SellerRow) => ({ amazon: { sellingPartnerId, region, refreshToken } })
const register = async (seller: SellerRow): Promise<string> => (await desk.register(amazonOf(seller))).id
const profileOf = async (id: string): Promise<ProfileReply> => (await stack.request('GET', `/v1/customers/${id}/profile`)).body
const accountsOf = async (id: string): Promise<AmazonAccountView[]> =>
  (await stack.request('GET', `/v1/customers/${id}/amazon-accounts`)).body.items
const analyse = (id: string) => stack.request('POST', `/v1/customers/${id}/profile/analysis`)
const stepOf = async (id: string, name = 'profile_analysis') => (await desk.plan(id)).steps.find(({ step }) => step === name)
const linesOf = async (id: string, kind: string) => (await desk.timeline(id)).filter((line) => line.kind === kind)
async function noticesOf(id: string): Promise<NoticeView[]> {
  const all: NoticeView[] = []
  for (let cursor = ''; ; ) {
    const { body } = await stack.request('GET', `/v1/notifications?limit=200${cursor}`, { as: 'lead' })
    all.push(...body.items.filter(({ customerId }: NoticeView) => customerId === id))
    if (body.nextCursor === null) return all
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
  }
}

interface Said {
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
}
const isEnd = ({ kind }: Said): boolean => kind === 'profile_analysed' || kind === 'profile_analysis_failed'
const endsOf = async (id: string): Promise<Said[]> => (await desk.timeline(id)).filter(isEnd)

const isTroubledBy = (id: string, code: string) =>
  soon(async () => expect(await profileOf(id)).toMatchObject({ status: 'running', error: { code } }))

/** The nth analysis of a seller has come to this end, which his profile, plan and timeline say alike; answers the profile. */
async function ended(id: string, run: number, failed: string | null = null): Promise<ProfileReply> {
  await soon(async () => {
    const { kind, params } = (await endsOf(id)).find(({ params }) => params.run === run) ?? {}
    expect(kind, JSON.stringify(params)).toBe(failed === null ? 'profile_analysed' : 'profile_analysis_failed')
  })
  await soon(async () => expect((await stepOf(id))?.status).toBe(failed === null ? 'done' : 'parked'))
  const [profile, step] = await Promise.all([profileOf(id), stepOf(id)])
  if (failed === null) {
    expect(profile.status).toBe('complete')
    expect(step).toMatchObject({ why: { code: 'analysed', params: { run, items: profile.items } } })
  } else {
    expect(profile).toMatchObject({ status: 'failed', error: { code: failed } })
    expect(step).toMatchObject({ why: { code: 'analysis_failed', params: { run, error: failed } } })
  }
  return profile
}

/** Each of his analyses ended once on the timeline, and as often the team was told. */
async function expectRuns(id: string, kinds: readonly ('profile_analysed' | 'profile_analysis_failed')[]): Promise<void> {
  const said = (items: readonly Said[]) =>
    items
      .filter(isEnd)
      .map(({ kind, params }) => `${params.run} ${kind}`)
      .sort()
  const expected = kinds.map((kind, index) => `${index + 1} ${kind}`)
  expect(said(await endsOf(id))).toEqual(expected)
  expect(said(await noticesOf(id))).toEqual(expected)
}

async function healsBy(id: string, run: number): Promise<ProfileReply> {
  expect((await analyse(id)).status).toBe(202)
  const healed = await ended(id, run)
  expect(healed.error).toBeUndefined()
  expect(healed.items).toBeGreaterThan(0)
  return healed
}

/** A seller consents at Amazon in his browser. */
async function consents(id: string, { key, region }: SellerRow): Promise<void> {
  const { body } = await stack.request('POST', `/v1/customers/${id}/amazon-accounts`, { body: { region }, as: 'service' })
  const decision = new URLSearchParams({ seller: key, decision: 'allow' })
  const decided = await fetch(body.authorizationUrl, { method: 'POST', redirect: 'manual', body: decision })
  const back = new URL(decided.headers.get('location') ?? '')
  const answer = await stack.request('GET', `${back.pathname}${back.search}`, { as: null, headers: { accept: 'application/json' } })
  expect(answer.body).toEqual({ outcome: 'connected' })
}

/** A seller who was analysed with one account, then with both. */
async function withTwoAccounts(first: SellerRow, second: SellerRow): Promise<{ id: string; alone: ProfileReply }> {
  const id = await register(first)
  const alone = await ended(id, 1)
  await consents(id, second)
  expect((await ended(id, 2)).marketplaces).toHaveLength(2)
  return { id, alone }
}

/** Shown as it was read, with what changes from run to run left out. */
const counts = ({ skus, items, active, marketplaces, fulfilment, prices }: ProfileReply) => ({
  skus,
  items,
  active,
  marketplaces,
  fulfilment,
  prices,
})

/** Holds the reports of a seller: the one look at them takes so long. */
const holdReports = (seller: SellerRow, delayMs: number) => fault('slow', seller, { operation: 'getReport', delayMs, count: 1 })
const areAskedFor = (times: number, ...sellers: SellerRow[]) =>
  soon(async () => {
    for (const seller of sellers) expect(await asked(seller, 'createReport')).toBe(times)
  })

describe.concurrent('a fault of one seller', () => {
  test('an empty report is an empty profile, also in the place of a full one', async () => {
    const seller = somebody()
    const id = await register(seller)
    expect((await ended(id, 1)).items).toBeGreaterThan(0)
    await fault('report_empty', seller)
    expect((await analyse(id)).status).toBe(202)
    const empty = await ended(id, 2)
    expect(empty.error).toBeUndefined()
    expect(empty).toMatchObject({ skus: 0, items: 0, active: 0, marketplaces: [], groups: [], prices: [] })
    await fault('report_empty', seller, { on: false })
    await healsBy(id, 3)
    await expectRuns(id, ['profile_analysed', 'profile_analysed', 'profile_analysed'])
  })

  test.each([
    ['in Latin-1', 'report_latin1', {}],
    ['with quotes, tabs and odd line ends in titles', 'report_odd_text', {}],
    ['whose link is over once', 'link_expired', { count: 1 }],
    ['that breaks off once', 'gzip_truncated', { count: 1 }],
    ['that comes slowly', 'slow', { operation: 'getReportDocument', delayMs: 2_000 }],
  ])('a report %s loses no listing', async (_, name, more) => {
    const seller = somebody()
    const id = await register(seller)
    const before = await ended(id, 1)
    await fault(name, seller, more)
    expect((await analyse(id)).status).toBe(202)
    const profile = await ended(id, 2)
    expect(profile.error).toBeUndefined()
    expect(counts(profile)).toEqual(counts(before))
    expect(profile.groups.map(({ key }) => key).sort()).toEqual(before.groups.map(({ key }) => key).sort())
    expect(await asked(seller, 'createReport')).toBe(2) // a report that is there is not asked for again
  })

  test.each([
    ['whose link is always over', 'link_expired', 'expired_link'],
    ['that breaks off each time', 'gzip_truncated', 'truncated_document'],
  ])('a report %s fails the analysis with that reason, and the next one heals it', async (_, name, code) => {
    const seller = somebody()
    await fault(name, seller)
    const id = await register(seller)
    const failed = await ended(id, 1, code)
    expect(failed).toMatchObject({ asOf: null, items: 0, groups: [] })
    await fault(name, seller, { on: false })
    await healsBy(id, 2)
    await expectRuns(id, ['profile_analysis_failed', 'profile_analysed'])
  })

  test('a report that breaks off in one of two marketplaces costs that marketplace alone', async () => {
    const seller = somebody(2)
    // Both in a hurry, when they are left for later; then one of them as often as a document is opened.
    await fault('gzip_truncated', seller, { count: 5 })
    const id = await register(seller)
    const profile = await ended(id, 1)
    expect(profile.error).toMatchObject({ code: 'marketplaces_missing', params: { missing: [{ code: 'truncated_document' }] } })
    expect(profile.marketplaces).toHaveLength(1)
    expect((await healsBy(id, 2)).marketplaces).toHaveLength(2)
  })

  test('products that are throttled within each batch are left in doubt, and the analysis comes to its end', async () => {
    const seller = somebody()
    await fault('batch_item_throttled', seller)
    const id = await register(seller)
    const profile = await ended(id, 1)
    expect(profile.items).toBeGreaterThan(0)
    for (const { evidence } of profile.groups) expect(evidence.read).toBe(0)
    await fault('batch_item_throttled', seller, { on: false })
    const healed = await healsBy(id, 2)
    expect(healed.groups.some(({ evidence }) => evidence.read > 0)).toBe(true)
  })

  test.each(['authorisation_revoked', 'authorisation_expired'])(
    'a seller with %s fails at once, and is to be asked for consent',
    async (name) => {
      const seller = somebody()
      await fault(name, seller)
      const id = await register(seller)
      await ended(id, 1, 'revoked')
      expect(await accountsOf(id)).toMatchObject([{ status: 'revoked' }])
      expect(await stepOf(id, 'amazon_reauthorisation')).toMatchObject({ status: 'due', why: { code: 'authorisation_revoked' } })
      expectProblem(await analyse(id), 409, 'no-amazon-account')
      expect(await asked(seller, 'createReport')).toBe(0)
    },
  )
})

describe.concurrent('an authorisation that is taken back', () => {
  test('in the middle of a report ends the analysis, is told once, and a new consent heals it all', async () => {
    const seller = somebody()
    await holdReports(seller, 3_000)
    const id = await register(seller)
    await areAskedFor(1, seller)
    expect(await profileOf(id)).toMatchObject({ status: 'running', items: 0 })
    await fault('authorisation_revoked', seller)
    await ended(id, 1, 'revoked')
    const [account] = await accountsOf(id)
    expect(account).toMatchObject({ status: 'revoked', sellingPartnerId: seller.sellingPartnerId })
    expect(await stepOf(id, 'amazon_reauthorisation')).toMatchObject({ status: 'due', why: { code: 'authorisation_revoked' } })
    expect(await linesOf(id, 'amazon_revoked')).toHaveLength(1)
    const revoked = (await noticesOf(id)).filter(({ kind }) => kind === 'amazon_revoked')
    expect(revoked).toMatchObject([{ params: { sellingPartnerId: seller.sellingPartnerId, proposed: { code: 'ask_for_consent' } } }])
    expectProblem(await analyse(id), 409, 'no-amazon-account')

    await consents(id, seller)
    const healed = await ended(id, 2)
    expect(healed.items).toBeGreaterThan(0)
    expect(await accountsOf(id)).toMatchObject([{ id: account?.id, status: 'connected' }])
    expect(await stepOf(id, 'amazon_reauthorisation')).toMatchObject({ status: 'planned', why: { code: 'authorisation_ends' } })
    await expectRuns(id, ['profile_analysis_failed', 'profile_analysed'])

    // As often as it is taken back it is told.
    await fault('authorisation_revoked', seller)
    expect((await analyse(id)).status).toBe(202)
    await ended(id, 3, 'revoked')
    expect(await linesOf(id, 'amazon_revoked')).toHaveLength(2)
    expect(counts(await profileOf(id))).toEqual(counts(healed))
  })

  test('of one of two accounts leaves the other, which is analysed to its end', async () => {
    const [kept, lost] = [somebody(1, 'eu'), somebody(1, 'na')]
    const { id, alone } = await withTwoAccounts(kept, lost)
    await holdReports(kept, 3_000)
    expect((await analyse(id)).status).toBe(202)
    await areAskedFor(2, lost)
    await fault('authorisation_revoked', lost)
    const left = await ended(id, 3)
    expect(left.error).toBeUndefined()
    expect(counts(left)).toEqual(counts(alone))
    expect((await accountsOf(id)).map(({ sellingPartnerId, status }) => [sellingPartnerId, status])).toEqual([
      [kept.sellingPartnerId, 'connected'],
      [lost.sellingPartnerId, 'revoked'],
    ])
    expect(await stepOf(id, 'amazon_reauthorisation')).toMatchObject({ status: 'due', why: { code: 'authorisation_revoked' } })
    expect(await linesOf(id, 'amazon_revoked')).toHaveLength(1)
    expect(await asked(kept, 'createReport')).toBe(3) // its report was there: it is not asked for again
    await expectRuns(id, ['profile_analysed', 'profile_analysed', 'profile_analysed'])
  })

  test('while nobody could say so leaves no empty profile: whoever goes on finds it out', async () => {
    const seller = somebody()
    await holdReports(seller, 3_000)
    const id = await register(seller)
    await areAskedFor(1, seller)
    const session = await openSession(stack.databaseUrl)
    try {
      await session.query(`UPDATE amazon_accounts SET status = 'revoked' WHERE customer_id = $1`, [id])
    } finally {
      await session.end()
    }
    expect(await ended(id, 1, 'revoked')).toMatchObject({ asOf: null, items: 0, marketplaces: [] })
    expect(await stepOf(id, 'amazon_reauthorisation')).toMatchObject({ status: 'due', why: { code: 'authorisation_revoked' } })
    await expectRuns(id, ['profile_analysis_failed'])
    await consents(id, seller)
    expect((await ended(id, 2)).items).toBeGreaterThan(0)
  })

  test('of one account is still to be asked for when the seller connects another', async () => {
    const [lost, other] = [somebody(1, 'na'), somebody(1, 'eu')]
    await fault('authorisation_revoked', lost)
    const id = await register(lost)
    await ended(id, 1, 'revoked')
    await consents(id, other)
    expect((await ended(id, 2)).marketplaces).toHaveLength(1)
    expect((await accountsOf(id)).map(({ status }) => status)).toEqual(['revoked', 'connected'])
    expect(await stepOf(id, 'amazon_reauthorisation')).toMatchObject({ status: 'due', why: { code: 'authorisation_revoked' } })
    expect(await linesOf(id, 'amazon_revoked')).toHaveLength(1)
  })

  test('and given again while the other account is still read is planned for next year, and read, too', async () => {
    const [kept, lost] = [somebody(1, 'eu'), somebody(1, 'na')]
    const { id } = await withTwoAccounts(kept, lost)
    await holdReports(kept, 2_000)
    await fault('slow', kept, { operation: 'searchCatalogItems', delayMs: 6_000, count: 1 })
    expect((await analyse(id)).status).toBe(202)
    await areAskedFor(2, lost)
    await fault('authorisation_revoked', lost)
    await soon(async () => expect((await accountsOf(id)).map(({ status }) => status)).toEqual(['connected', 'revoked']))
    await consents(id, lost)
    expect(await stepOf(id), 'the analysis is still under way').toMatchObject({ status: 'running' })

    expect((await ended(id, 4)).marketplaces).toHaveLength(2)
    expect((await accountsOf(id)).map(({ status }) => status)).toEqual(['connected', 'connected'])
    expect(await stepOf(id, 'amazon_reauthorisation')).toMatchObject({ status: 'planned', why: { code: 'authorisation_ends' } })
  })
})

describe.concurrent('one analysis at a time', () => {
  test('several who want one at the same time get the one, and its reports are asked for once', async () => {
    const seller = somebody(2)
    const id = await register(seller)
    const before = await ended(id, 1)
    await holdReports(seller, 2_000)
    const answers = await Promise.all(Array.from({ length: 4 }, () => analyse(id)))
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [202, { status: 'running' }]))
    expect(await profileOf(id)).toMatchObject({ ...counts(before), status: 'running', asOf: before.asOf })
    await areAskedFor(4, seller)
    expect((await analyse(id)).status).toBe(202) // it runs: it is the answer
    await ended(id, 2)
    expect(await asked(seller, 'createReport')).toBe(4)
    expect(await linesOf(id, 'analysis_asked_for')).toHaveLength(1)
    await expectRuns(id, ['profile_analysed', 'profile_analysed'])
  })

  test('a wish that is repeated under its key is one, also when its analysis is over', async () => {
    const id = await register(somebody())
    await ended(id, 1)
    const headers = { 'idempotency-key': randomUUID() }
    const wish = () => stack.request('POST', `/v1/customers/${id}/profile/analysis`, { headers })
    expect((await wish()).status).toBe(202)
    await ended(id, 2)
    expect((await wish()).status).toBe(202)
    expect(await linesOf(id, 'analysis_asked_for')).toHaveLength(1)
    await expectRuns(id, ['profile_analysed', 'profile_analysed'])
  })

  test('without an account, or with one that waits for consent, there is none', async () => {
    const { id } = await desk.register()
    expectProblem(await analyse(id), 409, 'no-amazon-account')
    await stack.request('POST', `/v1/customers/${id}/amazon-accounts`, { body: { region: 'eu' }, as: 'service' })
    expectProblem(await analyse(id), 409, 'no-amazon-account')
    expect(await profileOf(id)).toMatchObject({ status: 'none', asOf: null })
    expectProblem(await analyse('nobody'), 404, 'not-found')
    // Whoever comes back from Amazon finds it begun.
    await consents(id, somebody())
    expect((await profileOf(id)).status).not.toBe('none')
    await ended(id, 1)
  })
})

describe.concurrent('an analysis that is stopped', () => {
  const happens = async (type: string, subject: string) => {
    const event = { specversion: '1.0', id: randomUUID(), source: '/shop', type: `account.${type}`, subject }
    expect((await stack.request('POST', '/v1/events', { body: event, as: 'service' })).status).toBe(202)
  }

  test('because the account was cancelled says so and asks nothing more; where the cancellation is withdrawn, it is done anew', async () => {
    const seller = somebody()
    await holdReports(seller, 15_000)
    const id = await register(seller)
    await areAskedFor(1, seller)
    await happens('cancelled', id)
    await soon(async () => expect(await profileOf(id)).toMatchObject({ status: 'failed', error: { code: 'account_cancelled' } }))
    await soon(async () => expect(await stepOf(id)).toMatchObject({ status: 'skipped', why: { code: 'account_cancelled' } }))
    expectProblem(await analyse(id), 409, 'step-not-open')
    // The team knows of the cancellation already.
    expect((await noticesOf(id)).map(({ kind }) => kind)).not.toContain('profile_analysis_failed')
    expect(await linesOf(id, 'profile_analysis_failed')).toHaveLength(1)

    await happens('cancellation_withdrawn', id)
    expect((await ended(id, 2)).items).toBeGreaterThan(0)
    expect(await asked(seller, 'createReport')).toBe(2)
    expect(await linesOf(id, 'profile_analysed')).toHaveLength(1)
  })

  test.each([
    ['terminate', 'broken_off', true],
    ['cancel', 'ended_by_operator', false],
  ] as const)('by an operator (%s) says so, and the next one heals it', async (how, code, tells) => {
    const seller = somebody()
    await holdReports(seller, 15_000)
    const id = await register(seller)
    await areAskedFor(1, seller)
    await stack.temporal.workflow.getHandle(`profile/${id}`)[how]()
    await ended(id, 1, code)
    expect((await noticesOf(id)).some(({ kind }) => kind === 'profile_analysis_failed')).toBe(tells)
    await healsBy(id, 2)
  })
})

test('a token endpoint that fails for a while, for everybody, is waited for', async () => {
  await admin('PUT', 'faults', { fault: 'server_error', operation: 'token', seconds: 3 })
  const id = await register(somebody())
  expect((await ended(id, 1)).error).toBeUndefined()
})

// Begun first: a report that failed is asked for again after twenty seconds, an account that is throttled after thirty.
describe('a fault of one seller that is waited for', () => {
  const failing = async (name: string, code: string, times: number) => {
    const seller = somebody()
    const id = await register(seller)
    const before = await ended(id, 1)
    await fault(name, seller)
    expect((await analyse(id)).status).toBe(202)
    const failed = await ended(id, 2, code)
    expect(await asked(seller, 'createReport')).toBe(1 + times)
    expect([counts(failed), failed.asOf]).toEqual([counts(before), before.asOf])
    const params = { error: { code, params: expect.anything() }, proposed: { code: 'analyse_again' } }
    expect(await noticesOf(id)).toContainEqual(
      expect.objectContaining({ kind: 'profile_analysis_failed', params: expect.objectContaining(params) }),
    )
    await fault(name, seller, { on: false })
    await healsBy(id, 3)
    await expectRuns(id, ['profile_analysed', 'profile_analysis_failed', 'profile_analysed'])
  }
  /** Both marketplaces are asked for in the same order each time: of the first it fails once more than of the second. */
  const failingInOne = async (name: string, times: number): Promise<{ id: string; profile: ProfileReply }> => {
    const seller = somebody(2)
    await fault(name, seller, { count: 2 * times - 1 })
    const id = await register(seller)
    const profile = await ended(id, 1)
    expect(await asked(seller, 'createReport')).toBe(2 * times)
    expect(profile.marketplaces).toHaveLength(1)
    return { id, profile }
  }

  inTheBackground(
    'a report that fails each time fails the analysis and leaves the result of the one before; in one of two marketplaces it costs that one alone',
    () =>
      Promise.all([
        failing('report_fatal', 'fatal_report', 3),
        failingInOne('report_fatal', 3).then(async ({ id, profile }) => {
          expect(profile.error).toMatchObject({ code: 'marketplaces_missing', params: { missing: [{ code: 'fatal_report' }] } })
          expect(JSON.stringify(profile.error)).not.toContain(profile.marketplaces[0]?.id)
          expect((await stepOf(id))?.why.params).toMatchObject({ error: 'marketplaces_missing' })
          expect((await healsBy(id, 2)).marketplaces).toHaveLength(2)
        }),
      ]),
  )

  inTheBackground('a report that is cancelled is asked for twice; beside one that was read it is one with nothing in it', () =>
    Promise.all([
      failing('report_cancelled', 'cancelled_report', 2),
      failingInOne('report_cancelled', 2).then(({ profile }) => expect(profile.error).toBeUndefined()),
    ]),
  )

  inTheBackground('throttling holds an analysis up, whatever is throttled; the profile says so until it is over', async () => {
    const held = async (operation: string | undefined, run: 1 | 2) => {
      const seller = somebody()
      const scope = operation === undefined ? {} : { operation }
      const known = run === 1 ? null : await register(seller)
      const before = known === null ? null : await ended(known, 1)
      await fault('throttle', seller, scope)
      const id = known ?? (await register(seller))
      if (known !== null) expect((await analyse(id)).status).toBe(202)
      const profile = await soon(async () => {
        const found = await profileOf(id)
        expect(found.error).toMatchObject({ code: 'throttled', params: scope })
        return found
      })
      expect(profile.status).toMatch(operation === 'searchCatalogItems' ? /running|sampled/ : 'running')
      if (before) expect([counts(profile), profile.asOf]).toEqual([counts(before), before.asOf])
      expect(await stepOf(id)).toMatchObject({ status: 'running' })
      expect((await analyse(id)).status).toBe(202) // the one that waits is the answer
      await fault('throttle', seller, { ...scope, on: false })
      expect((await ended(id, run)).error).toBeUndefined()
      expect(await asked(seller, 'createReport')).toBe(run)
      await expectRuns(id, run === 1 ? ['profile_analysed'] : ['profile_analysed', 'profile_analysed'])
    }
    // Where Amazon grants little, a bucket that was found empty fills in a minute, unless it was told before that more is granted here.
    await Promise.all([held(undefined, 2), held('getReport', 1), held('searchCatalogItems', 1), held('getItemOffersBatch', 2)])
  })

  inTheBackground('of two accounts of which one is throttled for long, the other is there meanwhile', async () => {
    const [slow, other] = [somebody(1, 'eu'), somebody(1, 'na')]
    await fault('link_expired', slow)
    const id = await register(slow)
    await ended(id, 1, 'expired_link') // so that there is no result before
    await fault('link_expired', slow, { on: false })
    await fault('throttle', slow)
    await consents(id, other)
    const meanwhile = await soon(async () => {
      const profile = await profileOf(id)
      expect(profile).toMatchObject({
        status: 'sampled',
        error: { code: 'throttled', params: { operation: 'getMarketplaceParticipations' } },
      })
      return profile
    })
    expect(meanwhile.marketplaces).toMatchObject([{ id: other.marketplaces[0]?.id }])
    expect(meanwhile.items).toBeGreaterThan(0)
    expect(await stepOf(id)).toMatchObject({ status: 'running' })
    await fault('throttle', slow, { on: false })
    const both = await ended(id, 2)
    expect(both.error).toBeUndefined()
    expect(both.marketplaces).toHaveLength(2)
    expect(await asked(other, 'createReport')).toBe(1)
    await expectRuns(id, ['profile_analysis_failed', 'profile_analysed'])
  })

  inTheBackground('a report that fails once is asked for again', () => {
    const again = async (name: string) => {
      const seller = somebody()
      await fault(name, seller, { count: 1 })
      const id = await register(seller)
      const profile = await ended(id, 1)
      expect(profile.error).toBeUndefined()
      expect(profile.items).toBeGreaterThan(0)
      expect(await asked(seller, 'createReport')).toBe(2)
      await expectRuns(id, ['profile_analysed'])
    }
    return Promise.all(['report_fatal', 'report_cancelled'].map(again))
  })

  inTheBackground('an Amazon that fails is waited for, and the profile says so meanwhile', async () => {
    const seller = somebody()
    await fault('server_error', seller, { status: 503 })
    const id = await register(seller)
    await isTroubledBy(id, 'unavailable')
    await fault('server_error', seller, { on: false })
    expect((await ended(id, 1)).error).toBeUndefined()
    await expectRuns(id, ['profile_analysed'])
  })
})
