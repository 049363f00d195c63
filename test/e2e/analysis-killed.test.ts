import { setTimeout as delay } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSession } from '../../adapters/postgres/databases.ts'
import { connectTemporal } from '../../adapters/temporal.ts'
import type { TimelineItem } from '../../api/schemas/customers.ts'
import type { NoticeView } from '../../api/schemas/notices.ts'
import type { ProfileReply } from '../../api/schemas/profile.ts'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import { loadConfig } from '../../config.ts'
import type { SellerRow } from '../../sandbox/amazon/admin/seller-row.ts'
import { soon } from '../support/desk.ts'
import { seller as body } from '../support/sellers.ts'
import { createStackProcess, type StackProcess } from '../support/stack-process.ts'
import { forgetContexts } from '../support/temporal.ts'
import { expectNothingStuck } from './inspection.ts'
import { type Outside, outside } from './outside.ts'

// Analyses of several sellers, each held in another activity, while the worker is killed with -9: they go on where they were.

let house: StackProcess
let stack: StackFile
let lotse: Outside
let temporal: Client
let session: Awaited<ReturnType<typeof openSession>>
beforeAll(async () => {
  house = await createStackProcess()
  stack = await house.start()
  lotse = outside(stack)
  const { connectionOptions, namespace } = connectTemporal(loadConfig({ TEMPORAL_ADDRESS: stack.temporalAddress }))
  temporal = new Client({ connection: await Connection.connect(connectionOptions), namespace })
  session = await openSession(stack.databaseUrl)
})
afterAll(async () => {
  await session?.end()
  await temporal?.connection.close()
  forgetContexts(temporal.connection)
  expect(await house?.dispose()).toEqual([])
})

/** What of Amazon's is slow for a seller, so that his analysis is held in this activity. */
const HOLDS = [
  { operation: 'getMarketplaceParticipations', activity: 'openProfile' },
  { operation: 'createReport', activity: 'readListings' },
  { operation: 'getReport', activity: 'readListings', marketplaces: 2 },
  { operation: 'download', activity: 'readListings' },
  { operation: 'searchCatalogItems', activity: 'sampleProfile' },
  { operation: 'getItemOffersBatch', activity: 'sampleProfile' },
] as const
/** Shorter than what a client waits for an answer. */
const SLOW_MS = 25_000
/** A worker that was killed is missed when no heartbeat has come for half a minute. */
const SETTLING_MS = 120_000

interface Held {
  readonly id: string
  readonly seller: SellerRow
  readonly hold: (typeof HOLDS)[number]
}

const admin = async (method: string, path: string, wish?: object) => {
  const answer = await lotse.ask(method, `/amazon/admin/${path}`, { base: stack.sandbox, ...(wish === undefined ? {} : { body: wish }) })
  expect([200, 204], `${method} ${path}: ${JSON.stringify(answer.body)}`).toContain(answer.status)
  return answer.body
}
const profileOf = async (id: string): Promise<ProfileReply> => (await lotse.ask('GET', `/v1/customers/${id}/profile`)).body
const linesOf = async (id: string): Promise<TimelineItem[]> => (await lotse.ask('GET', `/v1/customers/${id}/timeline?limit=200`)).body.items
const reportsAskedFor = async ({ sellingPartnerId }: SellerRow): Promise<number> =>
  (await admin('GET', `traffic?sellingPartnerId=${sellingPartnerId}`)).operations.createReport?.requests ?? 0
const activitiesOf = async (id: string): Promise<(string | null | undefined)[]> => {
  const { raw } = await temporal.workflow.getHandle(`profile/${id}`).describe()
  return (raw.pendingActivities ?? []).map(({ activityType }) => activityType?.name)
}
const all = <T>(sellers: readonly Held[], work: (held: Held) => Promise<T>): Promise<T[]> => Promise.all(sellers.map(work))

const isEnd = ({ kind }: { kind: string }) => kind === 'profile_analysed' || kind === 'profile_analysis_failed'
/** Ends of analyses as the timeline and the notices have them. */
const endsOf = async (id: string): Promise<string[]> => (await linesOf(id)).filter(isEnd).map(({ kind, params }) => `${params.run} ${kind}`)

async function begin(): Promise<Held[]> {
  await admin('PUT', 'settings', { rateScale: 1_000, reportDelayScale: 0 })
  const { items } = (await admin('GET', 'sellers?generated=150')) as { items: SellerRow[] }
  const pool = items.filter(
    ({ key, products, otherAccounts }) => key.startsWith('generated') && products <= 90 && otherAccounts.length === 0,
  )
  const take = (marketplaces: number): SellerRow => {
    const [found] = pool.splice(
      pool.findIndex((one) => one.marketplaces.length === marketplaces),
      1,
    )
    if (!found) throw new Error(`nobody is left who sells in ${marketplaces} marketplaces`)
    return found
  }
  return Promise.all(
    HOLDS.map(async (hold) => {
      const seller = take('marketplaces' in hold ? hold.marketplaces : 1)
      const { sellingPartnerId, region, refreshToken } = seller
      await admin('PUT', 'faults', { fault: 'slow', sellingPartnerId, operation: hold.operation, delayMs: SLOW_MS })
      const answer = await lotse.register(body({ amazon: { sellingPartnerId, region, refreshToken } }))
      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
      return { id: answer.body.id as string, seller, hold }
    }),
  )
}

/** Two locks, of which each analysis waits for one when it writes its end down: these can be let go before the others. */
const LOCK = 5_063_700_000
async function holdEnds(early: readonly string[]): Promise<void> {
  await session.query(`
    CREATE FUNCTION hold_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(CASE WHEN NEW.customer_id = ANY ('{${early.join(',')}}') THEN ${LOCK} ELSE ${LOCK + 1} END);
      RETURN NEW;
    END $$`)
  await session.query(`
    CREATE TRIGGER hold_ends BEFORE INSERT ON audit_entries FOR EACH ROW WHEN (NEW.kind = 'profile_analysed') EXECUTE FUNCTION hold_ends()`)
  await session.query('SELECT pg_advisory_lock($1), pg_advisory_lock($2)', [LOCK, LOCK + 1])
}
const letGo = (lock: number) => session.query('SELECT pg_advisory_unlock($1)', [lock])

test('a worker that is killed in the midst of any activity costs no analysis, and no analysis is done twice', async () => {
  const sellers = await begin()
  const early = sellers.filter((_, index) => index % 2 === 0)
  await holdEnds(early.map(({ id }) => id))

  // Each in the activity that it is held in, and still there when all others have come to theirs.
  for (const pause of [2_500, 0]) {
    await soon(() => all(sellers, async ({ id, hold }) => expect(await activitiesOf(id)).toEqual([hold.activity])))
    await delay(pause)
  }
  await house.kill('worker')
  await admin('DELETE', 'faults')

  // All of them are writing their end down: half have just done so when the worker ends, half are in the midst of it.
  await soon(() => all(sellers, async ({ id }) => expect(await activitiesOf(id)).toEqual(['closeProfile'])), SETTLING_MS)
  await letGo(LOCK)
  await soon(() => all(early, async ({ id }) => expect(await endsOf(id)).toHaveLength(1)))
  await house.kill('worker')
  for (const held of sellers) expect(await endsOf(held.id)).toHaveLength(early.includes(held) ? 1 : 0)
  await letGo(LOCK + 1)

  await soon(() => all(sellers, async ({ id }) => expect(await endsOf(id)).toEqual(['1 profile_analysed'])), SETTLING_MS)
  await soon(() =>
    all(sellers, async ({ id }) => {
      const step = (await lotse.plan(id)).steps.find(({ step }) => step === 'profile_analysis')
      expect(step).toMatchObject({ status: 'done', why: { code: 'analysed', params: { run: 1 } } })
    }),
  )
  const first = await all(sellers, async ({ id }) => profileOf(id))
  for (const profile of first) {
    expect(profile).toMatchObject({ status: 'complete' })
    expect(profile.error).toBeUndefined()
    expect(profile.items).toBeGreaterThan(0)
  }
  const { body: notices } = await lotse.ask('GET', '/v1/notifications?limit=200', { as: 'lead' })
  for (const { id, seller, hold } of sellers) {
    const told = (notices.items as NoticeView[]).filter((notice) => notice.customerId === id && isEnd(notice))
    expect(told.map(({ kind }) => kind)).toEqual(['profile_analysed'])
    // Asked once more where the answer was lost, never where it had come.
    const times = await reportsAskedFor(seller)
    const needed = seller.marketplaces.length
    expect(times, hold.operation).toBeGreaterThanOrEqual(needed)
    expect(times, hold.operation).toBeLessThanOrEqual(hold.operation === 'createReport' ? needed + 1 : needed)
  }

  // What was pieced together of several lives of the worker is what one finds that lives on.
  await all(sellers, async ({ id }) => expect((await lotse.ask('POST', `/v1/customers/${id}/profile/analysis`)).status).toBe(202))
  await soon(
    () => all(sellers, async ({ id }) => expect((await endsOf(id)).sort()).toEqual(['1 profile_analysed', '2 profile_analysed'])),
    SETTLING_MS,
  )
  const read = ({ skus, items, active, marketplaces, fulfilment, prices, groups }: ProfileReply) => ({
    counts: { skus, items, active, marketplaces, fulfilment, prices },
    groups: groups.map(({ key, items }) => `${key} ${items}`).sort(),
  })
  expect((await all(sellers, async ({ id }) => profileOf(id))).map(read)).toEqual(first.map(read))
  await expectNothingStuck(stack, lotse)
})
