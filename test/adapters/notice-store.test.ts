import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createNoticeFeed } from '../../adapters/postgres/notice-feed.ts'
import { createNoticeReads } from '../../adapters/postgres/notices.ts'
import { writeNotices } from '../../adapters/postgres/trail.ts'
import { NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let notices: ReturnType<typeof createNoticeReads>

beforeAll(async () => {
  database = await openTestDatabase()
  notices = createNoticeReads(database.db)
})
afterAll(() => database.drop())

const AGENT = { id: 'a1', leads: false }
const LEAD = { id: 'l1', leads: true }
const at = new Date(NOW)

const tell = (key: string, audience = 'team') =>
  writeNotices(database.db.client, key, at, { customerId: null, callId: 'k1' }, [{ audience, kind: key, params: { key } }])

const kindsAfter = async (reader: typeof AGENT, id: string) => (await notices.after(reader, id)).map(({ kind }) => kind)

test('two writers who overlap are numbered in the order of their commits: who goes on behind an id misses nothing', async () => {
  const from = await notices.newest()
  const [slow, quick] = [new pg.Client(database.db.databaseUrl), new pg.Client(database.db.databaseUrl)]
  const insert = (session: pg.Client, key: string) =>
    session.query("INSERT INTO notices (key, at, kind, params, audience) VALUES ($1, now(), $1, '{}', 'team')", [key])
  await Promise.all([slow.connect(), quick.connect()])
  try {
    await slow.query('BEGIN')
    await insert(slow, 'slow') // has its number and is not committed yet
    const quickDone = insert(quick, 'quick')
    expect(await kindsAfter(AGENT, from)).toEqual([]) // the later number is not to be seen before the earlier one
    await slow.query('COMMIT')
    await quickDone
    expect(await kindsAfter(AGENT, from)).toEqual(['slow', 'quick'])
  } finally {
    await Promise.all([slow.end(), quick.end()])
  }
})

test('everybody reads what is told to the team and to him, leads also what is told to leads', async () => {
  const from = await notices.newest()
  for (const audience of ['team', 'leads', 'a1', 'a2']) await tell(`to/${audience}`, audience)

  expect(await kindsAfter(AGENT, from)).toEqual(['to/team', 'to/a1'])
  expect(await kindsAfter(LEAD, from)).toEqual(['to/team', 'to/leads'])
})

test('a notice is read by each for himself, once', async () => {
  await tell('read me')
  const [notice] = (await notices.list(AGENT, { limit: 1 })).items
  const id = notice!.id
  const moment = at.getTime()

  expect(notice).toEqual({ id, at: NOW, kind: 'read me', params: { key: 'read me' }, callId: 'k1', readAt: null })
  expect(await notices.markRead(AGENT, id, moment)).toEqual({ ...notice, readAt: NOW })
  expect(await notices.markRead(AGENT, id, moment + 1000)).toEqual({ ...notice, readAt: NOW })
  expect((await notices.list(LEAD, { limit: 1 })).items[0]).toMatchObject({ id, readAt: null })
})

test('a notice that is not for him, or none at all, cannot be read', async () => {
  await tell('for a2', 'a2')
  const id = await notices.newest()
  for (const unknown of [id, '999999999', 'x', '-1', '9'.repeat(40)]) expect(await notices.markRead(AGENT, unknown, 0)).toBeUndefined()
})

test('pages go from the newest back while new ones come in', async () => {
  for (let n = 0; n < 7; n += 1) await tell(`page ${n}`)
  const first = await notices.list(AGENT, { limit: 4 })
  await tell('page late')
  const second = await notices.list(AGENT, { limit: 3, cursor: first.nextCursor! })
  expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `page ${n}`))
})

let feed: ReturnType<typeof createNoticeFeed>

beforeEach(() => {
  feed = createNoticeFeed(database.db.databaseUrl)
})
afterEach(() => feed.close())

const listeners = async () => {
  const found = await database.db.client.$queryRaw<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity WHERE application_name = 'lotse notices' AND datname = current_database() AND state = 'idle'`
  return found.map(({ pid }) => pid)
}

test('whoever follows is woken by a commit until he stops, also after the connection was lost', async () => {
  const [one, other] = [vi.fn(), vi.fn()]
  const stop = feed.subscribe(one)
  feed.subscribe(other)
  await vi.waitFor(() => expect(other).toHaveBeenCalled(), { timeout: 60_000 }) // once it listens, for what came before
  const before = other.mock.calls.length
  await tell('wake')
  await vi.waitFor(() => expect(other.mock.calls.length).toBeGreaterThan(before))
  stop()
  const stopped = one.mock.calls.length

  const lost = await listeners()
  await database.db.client.$queryRaw`SELECT pg_terminate_backend(pid) FROM unnest(${lost}::int[]) AS pid`
  await vi.waitFor(async () => expect((await listeners()).filter((pid) => !lost.includes(pid))).toHaveLength(1), { timeout: 60_000 })
  const again = other.mock.calls.length
  await tell('wake again')
  await vi.waitFor(() => expect(other.mock.calls.length).toBeGreaterThan(again))
  expect(one).toHaveBeenCalledTimes(stopped)
})
