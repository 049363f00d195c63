import type { IdempotencyStore } from '../../api/plugins/idempotency.ts'
import type { CredentialCipher } from '../secrets.ts'
import type { Database } from './database.ts'

/**
 * Told by the database's clock: a claim is a lease among processes, which the demo's clock must not end. A lease is a minute,
 * as long as its holder lives he answers within seconds. Answers name people and may show a new API key: they are kept sealed.
 */
export const createIdempotencyStore = ({ client }: Database, cipher: CredentialCipher): IdempotencyStore => ({
  async claim(principal, key, requestHash) {
    for (;;) {
      const claimed = await client.$executeRaw`
        INSERT INTO idempotency_records AS known (principal, key, request_hash, started_at)
        VALUES (${principal}, ${key}, ${requestHash}, now())
        ON CONFLICT (principal, key) DO UPDATE SET started_at = now()
          WHERE known.status IS NULL AND known.request_hash = ${requestHash} AND known.started_at < now() - interval '1 minute'`
      if (claimed > 0) return 'claimed'
      const known = await client.idempotencyRecord.findUnique({ where: { principal_key: { principal, key } } })
      if (!known) continue // released in the same moment
      if (known.status === null) return { requestHash: known.requestHash }
      const body: unknown = JSON.parse(cipher.open(Buffer.from(String(known.body), 'base64'), rowId(principal, key)))
      return { requestHash: known.requestHash, answer: { status: known.status, body } }
    }
  },

  async finish(principal, key, { status, body }) {
    const sealed = Buffer.from(cipher.seal(JSON.stringify(body), rowId(principal, key))).toString('base64')
    const data = { status, body: sealed, finishedAt: new Date() }
    await client.idempotencyRecord.updateMany({ where: { principal, key, status: null }, data }) // the first answer stays
  },

  async release(principal, key) {
    await client.idempotencyRecord.deleteMany({ where: { principal, key, status: null } })
  },

  async forgetOld() {
    await client.$executeRaw`DELETE FROM idempotency_records WHERE started_at < now() - interval '2 days'`
  },
})

const rowId = (principal: string, key: string): string => `${principal}/${key}`
