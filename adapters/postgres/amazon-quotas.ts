import pg from 'pg'
import type { AmazonQuotas, Bucket, QuotaAnswer, QuotaRequest } from '../amazon/quotas.ts'
import { CREATE, LATE, LEARN, LOOK, TAKE, THROTTLED } from './amazon-quota-statements.ts'

/** A few statements of a millisecond each: who waits for a token holds no connection. */
const POOL_SIZE = 4

const accountHolder = ({ accountId }: Pick<Bucket, 'accountId'>) => `account/${accountId}`
const applicationHolder = ({ applicationId }: QuotaRequest) => `application/${applicationId}`

/** A crash of the database may forget the tokens of its last moment: no request waits for its disk. */
const forgetful = async (session: { query(sql: string): unknown }): Promise<void> => {
  await session.query('SET synchronous_commit = off')
}

interface TakenRow {
  readonly granted: boolean
  readonly wait_ms: number
  readonly slack_ms: number
  readonly token_ms: number
  readonly rate: number
  readonly ticket: string
  readonly taken_at: string
  readonly due_at: string
}

const answerOf = (row: TakenRow): QuotaAnswer => ({
  granted: row.granted,
  waitMs: row.wait_ms,
  slackMs: row.slack_ms,
  tokenMs: row.token_ms,
  rate: row.rate,
  ticket: row.ticket,
  takenAt: row.taken_at,
  dueAt: row.due_at,
})

/** By the database's clock alone: those of the workers may differ. Close it, or the process stays. */
export function createAmazonQuotas(databaseUrl: string): AmazonQuotas & { close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    application_name: 'lotse amazon quotas',
    connectionTimeoutMillis: 10_000,
    onConnect: forgetful,
  })
  pool.on('error', () => {}) // a lost connection shows in the next query; without a listener it would end the process

  return {
    async take(request) {
      const { operation, maxWaitMs, seed } = request
      const holders = [accountHolder(request), applicationHolder(request)]
      const rates = [seed.account, seed.application]
      const values = [operation, holders, rates.map(({ rate }) => rate), rates.map(({ burst }) => burst), maxWaitMs, holders[0]]
      for (;;) {
        const { rows } = await pool.query<TakenRow>({ name: 'take', text: TAKE, values })
        const [row] = rows
        if (row) return answerOf(row)
        await pool.query(CREATE, [operation, holders]) // the first request of its kind
      }
    },

    async learn(bucket, rate, before) {
      await pool.query(LEARN, [bucket.operation, accountHolder(bucket), rate, before])
    },

    async look(bucket, { ticket, tokenMs, dueAt }, { burst }) {
      const values = [bucket.operation, accountHolder(bucket), ticket, tokenMs / 1000, burst, dueAt]
      const { rows } = await pool.query<{ left_ms: number; overdue_ms: number }>({ name: 'look', text: LOOK, values })
      return { leftMs: rows[0]?.left_ms ?? 0, overdueMs: rows[0]?.overdue_ms ?? 0 }
    },

    async late(bucket, { ticket, dueAt, tokenMs }, lateMs) {
      await pool.query(LATE, [bucket.operation, accountHolder(bucket), ticket, dueAt, lateMs / 1000, tokenMs / 1000])
    },

    async throttled(bucket, { takenAt, ticket }, { rate, burst }) {
      await pool.query(THROTTLED, [bucket.operation, accountHolder(bucket), takenAt, rate, burst, ticket])
    },

    close: () => pool.end(),
  }
}
