import { pino } from 'pino'
import { createAmazon } from '../../../adapters/amazon/amazon.ts'
import { sandboxEndpoints } from '../../../adapters/amazon/endpoints.ts'
import { createAmazonQuotas } from '../../../adapters/postgres/amazon-quotas.ts'
import { type AmazonOptions, SANDBOX_CLIENT } from '../../../sandbox/amazon/amazon.ts'
import { createSandbox } from '../../../sandbox/server.ts'

/** The sandbox's Amazon in the machine's time, and clients of it as workers have them. */
export async function playedAmazon(databaseUrl: string, settings: AmazonOptions['settings'] = {}) {
  const sandbox = await createSandbox({
    httpPort: 0,
    smtpPort: 0,
    seed: 'client',
    apiUrl: 'http://127.0.0.1:9', // discard: refuses
    telephonySecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    amazon: { settings },
  })
  const base = `http://127.0.0.1:${sandbox.httpPort}`
  const open: { close(): Promise<void> }[] = []

  async function admin<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${base}/amazon/admin/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (response.status === 204 ? undefined : await response.json()) as T
  }

  return {
    base,
    admin,
    /** A worker's own client, with connections of its own to the database that all share. */
    worker() {
      const quotas = createAmazonQuotas(databaseUrl)
      open.push(quotas)
      return createAmazon({
        endpoints: sandboxEndpoints(base),
        application: { ...SANDBOX_CLIENT, userAgent: 'Lotse/test' },
        quotas,
        log: pino({ level: 'silent' }),
        now: Date.now,
        patience: { tries: 4, firstPauseMs: 5, longestPauseMs: 20 },
      })
    },
    async close() {
      await Promise.all([sandbox.close(), ...open.map((one) => one.close())])
    },
  }
}

export type PlayedAmazon = Awaited<ReturnType<typeof playedAmazon>>
/** The well-known token of a seller of the sandbox. */
export const access = (key: string, accountId = key, region: 'eu' | 'na' | 'fe' = 'eu') => ({
  accountId,
  region,
  refreshToken: async () => `Atzr|sandbox-${key}`,
})
