import { CannotRun } from '../setup/cannot-run.mjs'

const remedies: Readonly<Record<string, string>> = {
  P1000: 'wrong user or password: correct DATABASE_URL',
  P1001: 'nothing answers there: start PostgreSQL, or correct DATABASE_URL',
  P1003: 'the database does not exist: run `npm run -s lotse -- migrate` first',
  P2021: 'its tables are missing: run `npm run -s lotse -- migrate` first',
  ECONNREFUSED: 'nothing listens there: start PostgreSQL, or correct DATABASE_URL',
  ENOTFOUND: 'the host is unknown: correct DATABASE_URL',
  ETIMEDOUT: 'the host does not answer: correct DATABASE_URL, or open the way to it',
  '28P01': 'wrong user or password: correct DATABASE_URL',
  '28000': 'the server lets this user not in from here: see its pg_hba.conf',
  '3D000': 'the database does not exist: create it, e.g. `createdb lotse`',
  '42501': 'the user may not change the schema: grant it, or run this once as the owner of the database',
  '42P01': 'its tables are missing: run `npm run -s lotse -- migrate` first',
}

const chain = (error: unknown): unknown[] =>
  error instanceof Error ? [error, ...chain(error.cause), ...('errors' in error ? (error.errors as unknown[]) : [])] : []

/** Turns what PostgreSQL or the network says into what to do; anything else goes on as it is. */
export function databaseTrouble(error: unknown): never {
  for (const { code, message } of chain(error) as { code?: string; message: string }[]) {
    const remedy = code === undefined ? undefined : remedies[code]
    if (remedy) throw new CannotRun(`the database cannot be used (${message || code}): ${remedy}`)
  }
  if (error instanceof Error && error.name === 'DatabaseUnreachable') throw new CannotRun(error.message)
  throw error
}
