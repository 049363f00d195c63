import type pg from 'pg'
import { openSession } from './databases.ts'

const LOCK = 5_063_786_005

export interface SeedPerson {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly languages: readonly { readonly tag: string; readonly level: 'native' | 'fluent' | 'basic' }[]
  readonly timeZone: string
  readonly skills: readonly string[]
  readonly capacity: number
  readonly role: 'agent' | 'lead' | 'admin'
  /** weekday 1 = Monday .. 7 = Sunday, hours as HH:MM in the person's own zone */
  readonly shifts: readonly { readonly weekday: number; readonly from: string; readonly until: string }[]
}

export interface SeedKey {
  /** What it is for; one key at a time is valid for each. */
  readonly purpose: string
  readonly name: string
  readonly hash: string
  readonly role: 'agent' | 'lead' | 'admin' | 'service'
  readonly agentId?: string
}

/**
 * Writes people and keys that are missing, all or nothing. A person who is there is left alone, whatever a lead made of him;
 * of each key's purpose the given one becomes the only valid one. Safe to repeat, and beside others who do the same.
 */
export async function seedTeam(databaseUrl: string, people: readonly SeedPerson[], keys: readonly SeedKey[]): Promise<void> {
  const session = await openSession(databaseUrl)
  try {
    await session.query('BEGIN')
    await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK]) // who has two unique columns is not safe by ON CONFLICT alone
    for (const person of people) await addPerson(session, person)
    for (const key of keys) await replaceKey(session, key)
    await session.query('COMMIT')
  } finally {
    await session.end() // without COMMIT nothing was written
  }
}

async function addPerson(session: pg.Client, person: SeedPerson): Promise<void> {
  const { id, name, email, languages, timeZone, skills, capacity, role } = person
  const { rowCount } = await session.query(
    `INSERT INTO agents (id, name, email, languages, time_zone, skills, capacity, role, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now()) ON CONFLICT (id) DO NOTHING`,
    [id, name, email, JSON.stringify(languages), timeZone, skills, capacity, role],
  )
  if (rowCount === 0) return
  for (const { weekday, from, until } of person.shifts) {
    await session.query('INSERT INTO shifts (id, agent_id, weekday, from_time, until_time) VALUES ($1, $2, $3, $4, $5)', [
      `${id}/${weekday}/${from}`,
      id,
      weekday,
      from,
      until,
    ])
  }
}

/** The id tells seeded keys from those that an admin made, so that only the seed's own are revoked. */
async function replaceKey(session: pg.Client, { purpose, name, hash, role, agentId }: SeedKey): Promise<void> {
  const prefix = `seed-${purpose}-`
  await session.query('UPDATE api_keys SET revoked_at = now() WHERE starts_with(id, $1) AND hash <> $2 AND revoked_at IS NULL', [
    prefix,
    hash,
  ])
  await session.query(
    'INSERT INTO api_keys (id, name, hash, role, agent_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING', // also where revoked: that was meant
    [`${prefix}${hash.slice(0, 12)}`, name, hash, role, agentId ?? null],
  )
}
