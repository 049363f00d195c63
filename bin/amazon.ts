import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import type { SellerAccounts } from '../activities/profile/ports.ts'
import { createAmazon } from '../adapters/amazon/amazon.ts'
import { AMAZON_ENDPOINTS, sandboxEndpoints } from '../adapters/amazon/endpoints.ts'
import { isAccountOf } from '../adapters/amazon/listings.ts'
import { type Credentials, createSellerAccounts } from '../adapters/amazon/seller-accounts.ts'
import { createAmazonQuotas } from '../adapters/postgres/amazon-quotas.ts'
import type { ConsentPartner } from '../api/amazon-consent.ts'
import type { Config } from '../config.ts'
import { AmazonFailure } from '../domain/amazon/failure.ts'
import type { Clock } from '../domain/clock.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Amazon as the settings name it: the real one, or the sandbox. `close` gives its connections back. */
function amazonOf(config: Config, clock: Clock) {
  const standIn = config.text('LOTSE_AMAZON_URL')
  const quotas = createAmazonQuotas(config.required('DATABASE_URL'))
  const amazon = createAmazon({
    endpoints: standIn === undefined ? AMAZON_ENDPOINTS : sandboxEndpoints(standIn, config.text('LOTSE_AMAZON_CONSENT_URL')),
    application: {
      clientId: config.required('LOTSE_AMAZON_CLIENT_ID'),
      clientSecret: config.required('LOTSE_AMAZON_CLIENT_SECRET'),
      userAgent: `Lotse/${version} (Language=TypeScript)`,
    },
    quotas,
    log: pino({ name: 'amazon', level: config.required('LOTSE_LOG_LEVEL') }),
    now: clock.now,
  })
  return { amazon, close: () => quotas.close() }
}

/** For each of a proof's two questions: a browser waits for both, and then for the life. */
const PROOF_WAIT_MS = 3_000

/** Amazon's side of a consent; undefined without an application: then nobody can be asked for one. */
export function consentPartner(config: Config, clock: Clock): { partner: ConsentPartner; close(): Promise<void> } | undefined {
  const applicationId = config.text('LOTSE_AMAZON_APPLICATION_ID')
  if (applicationId === undefined) return undefined
  const { amazon, close } = amazonOf(config, clock)
  const redirectUri = `${config.required('LOTSE_PUBLIC_URL').replace(/\/+$/, '')}/v1/amazon/consent`
  return {
    close,
    partner: {
      authorizationUrl: ({ region, state }) => amazon.authorizationUrl({ region, state, applicationId, redirectUri }),
      exchange: (code) => amazon.exchangeCode(code, redirectUri),
      owns: ({ accountId, region, sellingPartnerId, refreshToken }) =>
        isAccountOf(amazon.forAccount({ accountId, region, refreshToken: async () => refreshToken }), sellingPartnerId, {
          maxWaitMs: PROOF_WAIT_MS,
        }),
    },
  }
}

/** Sellers' accounts to read from; without an application each read fails and says which settings are missing. */
export function sellerAccounts(
  config: Config,
  clock: Clock,
  credentials: Credentials,
): { accounts: SellerAccounts; close(): Promise<void> } {
  if (config.text('LOTSE_AMAZON_CLIENT_ID') === undefined) return { accounts: NO_APPLICATION, close: async () => {} }
  const { amazon, close } = amazonOf(config, clock)
  return { accounts: createSellerAccounts(amazon, credentials), close }
}

const NO_APPLICATION: SellerAccounts = {
  open() {
    const what = 'LOTSE_AMAZON_CLIENT_ID and LOTSE_AMAZON_CLIENT_SECRET are not set for the worker'
    throw new AmazonFailure('misconfigured', what, { operation: 'lwa.refresh' })
  },
}
