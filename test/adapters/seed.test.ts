import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashApiKey, newApiKey } from '../../adapters/secrets.ts'
import { DEMO_TEAM, seed } from '../../bin/seed.ts'
import { createTestDatabase } from '../support/database.ts'

const newKeys = () => ({ agent: newApiKey('agent'), lead: newApiKey('lead'), admin: newApiKey('admin'), service: newApiKey('service') })
const keys = newKeys()

let database: Awaited<ReturnType<typeof createTestDatabase>>
let pool: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.databaseUrl })
  await Promise.all([seed(database.databaseUrl, keys), seed(database.databaseUrl, keys)])
})

afterAll(async () => {
  await pool.end()
  await database.drop()
})

const contents = async () => {
  const tables = ['agents', 'shifts', 'api_keys'].map((table) => pool.query(`SELECT * FROM ${table} ORDER BY id`))
  return (await Promise.all(tables)).map(({ rows }) => rows)
}
const validKeys = async () => {
  const { rows } = await pool.query<{ role: string; agent_id: string | null; hash: string }>(
    'SELECT role, agent_id, hash FROM api_keys WHERE revoked_at IS NULL ORDER BY role',
  )
  return rows
}

test.each(['de', 'en', 'fr', 'es', 'pt', 'lv', 'it'])('somebody with working hours speaks %s natively or fluently', (language) => {
  const speakers = DEMO_TEAM.filter(
    ({ languages, shifts }) => shifts.length > 0 && languages.some(({ tag, level }) => tag === language && level !== 'basic'),
  )
  expect(speakers).not.toEqual([])
})

test('the keys are bound to their people, the service key to nobody', async () => {
  expect(await validKeys()).toEqual([
    { role: 'admin', agent_id: 'admin-1', hash: hashApiKey(keys.admin) },
    { role: 'agent', agent_id: 'agent-1', hash: hashApiKey(keys.agent) },
    { role: 'lead', agent_id: 'lead-1', hash: hashApiKey(keys.lead) },
    { role: 'service', agent_id: null, hash: hashApiKey(keys.service) },
  ])
})

test('seeding again changes nothing', async () => {
  const before = await contents()
  await seed(database.databaseUrl, keys)
  expect(await contents()).toEqual(before)
})

test('what a lead changed stays as it is', async () => {
  await pool.query("UPDATE agents SET name = 'Camille Neumann', capacity = 10 WHERE id = 'agent-1'")
  await pool.query("DELETE FROM shifts WHERE agent_id = 'agent-1' AND weekday = 5")
  const before = await contents()
  await seed(database.databaseUrl, keys)
  expect(await contents()).toEqual(before)
})

test('a new key of the stack replaces the old one; other keys stay valid', async () => {
  await pool.query("INSERT INTO api_keys (id, name, hash, role) VALUES ('own', 'CRM', 'h', 'service')")
  const changed = { ...keys, service: newApiKey('service') }
  await seed(database.databaseUrl, changed)
  const hashes = (await validKeys()).map(({ hash }) => hash)
  expect(hashes).toContain(hashApiKey(changed.service))
  expect(hashes).not.toContain(hashApiKey(keys.service))
  expect(hashes).toContain('h')
})
