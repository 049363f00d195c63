import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BOOKING_STATUSES, HOLD_STATUSES } from '../../domain/bookings.ts'
import { CALL_PURPOSES, CALL_STATUSES } from '../../domain/calls/calls.ts'
import { AMAZON_REGIONS, EXPERIENCES, PRODUCTS, STAGES, SUPPORT, TRIAL_STATUSES } from '../../domain/customers.ts'
import { WAITLIST_STATUSES } from '../../domain/waitlist.ts'
import { createTestDatabase } from '../support/database.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let pool: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.databaseUrl })
  await pool.query(`
    INSERT INTO agents (id, name, email, languages, time_zone, capacity, role, updated_at)
      VALUES ('a1', 'One', 'one@lotse.example', '[]', 'Europe/Berlin', 60, 'agent', now()),
             ('a2', 'Two', 'two@lotse.example', '[]', 'Europe/Berlin', 60, 'agent', now());
    INSERT INTO customers (id, company, country, time_zone, stage, support, trial_status, created_at, updated_at)
      VALUES ('c1', 'Seller', 'DE', 'Europe/Berlin', 'registered', 'unknown', 'none', now(), now()),
             ('c2', 'Other', 'DE', 'Europe/Berlin', 'registered', 'unknown', 'none', now(), now());
    INSERT INTO calls (id, customer_id, purpose, status, created_at, updated_at)
      VALUES ('k1', 'c1', 'onboarding', 'planned', now(), now());`)
})

afterAll(async () => {
  await pool.end()
  await database.drop()
})

let count = 0
const book = (agentId: string, start: string, end: string, status = 'confirmed', customerId = 'c1') => {
  count += 1
  return pool.query(
    `INSERT INTO bookings (id, call_id, customer_id, agent_id, purpose, starts_at, ends_at, status, held_until, created_at, updated_at)
     VALUES ($1, 'k1', $6, $2, 'onboarding', $3, $4, $5, now(), now(), now())`,
    [`b${count}`, agentId, start, end, status, customerId],
  )
}

test('two bookings of one agent never overlap, held or confirmed', async () => {
  await book('a1', '2026-12-01T10:00Z', '2026-12-01T10:45Z')
  await expect(book('a1', '2026-12-01T10:30Z', '2026-12-01T11:15Z')).rejects.toMatchObject({
    code: '23P01',
    constraint: 'bookings_no_overlap',
  })
  await expect(book('a1', '2026-12-01T09:30Z', '2026-12-01T10:01Z', 'held')).rejects.toMatchObject({ code: '23P01' })
})

test('back to back, another agent, and a cancelled booking do not collide', async () => {
  await book('a1', '2026-12-02T10:00Z', '2026-12-02T10:45Z')
  await book('a1', '2026-12-02T10:45Z', '2026-12-02T11:30Z')
  await book('a2', '2026-12-02T10:00Z', '2026-12-02T10:45Z', 'confirmed', 'c2')
  await book('a1', '2026-12-02T10:00Z', '2026-12-02T10:45Z', 'cancelled')
})

test('nobody is booked with two agents at one time, nor held beside it', async () => {
  await book('a1', '2026-12-05T10:00Z', '2026-12-05T10:45Z')
  for (const status of ['confirmed', 'held'])
    await expect(book('a2', '2026-12-05T10:30Z', '2026-12-05T11:15Z', status)).rejects.toMatchObject({
      code: '23P01',
      constraint: 'bookings_one_at_a_time',
    })
})

test('a hold has an end, and what is more than held has a call', async () => {
  const add = (status: string, callId: string | null, heldUntil: string | null) =>
    pool.query(
      `INSERT INTO bookings (id, call_id, customer_id, agent_id, purpose, starts_at, ends_at, status, held_until, created_at, updated_at)
       VALUES ('x', $1, 'c2', 'a2', 'onboarding', '2026-12-06T10:00Z', '2026-12-06T10:45Z', $2, $3, now(), now())`,
      [callId, status, heldUntil],
    )
  await expect(add('held', null, null)).rejects.toMatchObject({ constraint: 'bookings_held_have_an_end' })
  await expect(add('confirmed', null, '2026-12-06T09:00Z')).rejects.toMatchObject({ constraint: 'bookings_made_have_a_call' })
})

test('a booking ends after it starts', async () => {
  await expect(book('a2', '2026-12-03T10:45Z', '2026-12-03T10:00Z')).rejects.toMatchObject({ constraint: 'bookings_ends_after_start' })
  await expect(book('a2', '2026-12-03T10:00Z', '2026-12-03T10:00Z')).rejects.toMatchObject({ constraint: 'bookings_ends_after_start' })
})

test('of 50 who book the same slot at once, one gets it', async () => {
  const attempts = Array.from({ length: 50 }, () => book('a2', '2026-12-04T10:00Z', '2026-12-04T10:45Z'))
  const results = await Promise.allSettled(attempts)
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(49)
  // Two that check at once each wait for the other: without the locks of the adapter PostgreSQL ends one of them as a deadlock.
  for (const { reason } of refused) expect(['23P01', '40P01']).toContain(reason.code)
  const { rowCount } = await pool.query("SELECT 1 FROM bookings WHERE starts_at = '2026-12-04T10:00Z'")
  expect(rowCount).toBe(1)
})

test.each([
  [8, '09:00', '12:00', 'shifts_weekday_known'],
  [1, '9:00', '12:00', 'shifts_times_are_hours'],
  [1, '09:00', '24:30', 'shifts_times_are_hours'],
  [1, '12:00', '09:00', 'shifts_until_after_from'],
])('a shift on weekday %i from %s until %s is refused', async (weekday, from, until, constraint) => {
  const adding = pool.query('INSERT INTO shifts (id, agent_id, weekday, from_time, until_time) VALUES ($1, $2, $3, $4, $5)', [
    's',
    'a1',
    weekday,
    from,
    until,
  ])
  await expect(adding).rejects.toMatchObject({ constraint })
})

test('a shift may last until the end of the day', async () => {
  await pool.query("INSERT INTO shifts (id, agent_id, weekday, from_time, until_time) VALUES ('late', 'a1', 7, '16:00', '24:00')")
})

test.each([
  ['customers_stage_known', STAGES],
  ['customers_support_known', SUPPORT],
  ['customers_trial_status_known', TRIAL_STATUSES],
  ['customers_experience_known', EXPERIENCES],
  ['customers_products_known', PRODUCTS],
  ['amazon_accounts_region_known', AMAZON_REGIONS],
  ['calls_purpose_known', CALL_PURPOSES],
  ['calls_status_known', CALL_STATUSES],
  ['bookings_status_known', [...BOOKING_STATUSES, ...HOLD_STATUSES]],
  ['waitlist_entries_status_known', WAITLIST_STATUSES],
])('%s knows the codes of the domain', async (constraint, codes) => {
  const { rows } = await pool.query<{ text: string }>('SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = $1', [
    constraint,
  ])
  const known = [...rows[0]!.text.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code)
  expect(new Set(known)).toEqual(new Set(codes))
})

const patient = { timeout: 60_000 } // for a busy machine; usually it is a matter of milliseconds

const WAITING = `SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
  WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`

const note = (client: pg.ClientBase, key: string) =>
  client.query<{ id: string }>(
    "INSERT INTO notices (key, at, kind, params, audience) VALUES ($1, now(), 'test', '{}', 'team') RETURNING id",
    [key],
  )

test('notices are numbered and announced in the order in which they are committed', async () => {
  const [listener, first, second] = await Promise.all([pool.connect(), pool.connect(), pool.connect()])
  try {
    const heard: string[] = []
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await listener.query('LISTEN lotse_notices')

    await first.query('BEGIN')
    const a = await note(first, 'a')
    const later = note(second, 'b')
    await expect.poll(async () => (await pool.query(WAITING)).rowCount, patient).toBe(1)
    const c = await note(first, 'c')
    await first.query('COMMIT')
    const b = await later

    const ids = [a, c, b].map(({ rows }) => rows[0]!.id)
    expect(ids.map(Number)).toEqual(ids.map(Number).toSorted((x, y) => x - y))
    await expect.poll(() => heard, patient).toEqual(ids)
  } finally {
    for (const client of [listener, first, second]) client.release(true)
  }
})

test('a notice that is written twice is there once', async () => {
  const once = "INSERT INTO notices (key, at, kind, params, audience) VALUES ('once', now(), 'test', '{}', 'team') ON CONFLICT DO NOTHING"
  expect((await pool.query(once)).rowCount).toBe(1)
  expect((await pool.query(once)).rowCount).toBe(0)
})
