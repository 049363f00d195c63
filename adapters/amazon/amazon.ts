import type { Logger } from 'pino'
import type { AmazonRegion } from '../../domain/customers.ts'
import { createCaller } from './caller.ts'
import { createCatalog } from './catalog.ts'
import { createDocuments } from './documents.ts'
import type { AmazonEndpoints } from './endpoints.ts'
import { createListings } from './listings.ts'
import { type AmazonApplication, createLwa } from './lwa.ts'
import { createOffers } from './offers.ts'
import { PATIENCE, type Patience } from './persistence.ts'
import type { AmazonQuotas } from './quotas.ts'
import { createReports } from './reports.ts'
import { createSellers } from './sellers.ts'
import { createTokens } from './tokens.ts'
import { createPace } from './turns.ts'

export interface AmazonOptions {
  readonly endpoints: AmazonEndpoints
  readonly application: AmazonApplication
  readonly quotas: AmazonQuotas
  readonly log: Logger
  /** Epoch milliseconds; by it tokens end. */
  readonly now: () => number
  readonly patience?: Patience
}

export interface ConsentLink {
  readonly region: AmazonRegion
  /** Of our application in Amazon's Developer Console: `amzn1.sp.solution…`. */
  readonly applicationId: string
  readonly redirectUri: string
  readonly state: string
  /** Of an application that Amazon has not published yet. */
  readonly draft?: boolean
}

export interface AmazonAccess {
  readonly accountId: string
  readonly region: AmazonRegion
  /** Asked only when a new access token is needed. */
  readonly refreshToken: () => Promise<string>
}

/** Amazon, for one application of ours. */
export function createAmazon({ endpoints, application, quotas, log, now, patience = PATIENCE }: AmazonOptions) {
  const { clientId, userAgent } = application
  const lwa = createLwa({ authUrl: endpoints.auth, application, patience, log })
  const tokens = createTokens({ lwa, now })
  const paces = { eu: createPace(), na: createPace(), fe: createPace() }
  const documents = createDocuments({ userAgent, patience, log })

  return {
    /** Where to send a seller's browser. It comes back to `redirectUri` with `state`, `selling_partner_id` and `spapi_oauth_code`. */
    authorizationUrl({ region, applicationId, redirectUri, state, draft = false }: ConsentLink): string {
      const url = new URL(`${endpoints.consent[region]}/apps/authorize/consent`)
      url.search = new URLSearchParams({
        application_id: applicationId,
        state,
        redirect_uri: redirectUri,
        ...(draft ? { version: 'beta' } : {}),
      }).toString()
      return url.href
    },

    /** The refresh token for a code. Fails as `invalid_code` where it was used, has expired or is not ours. */
    exchangeCode: (code: string, redirectUri: string): Promise<string> => lwa.exchange(code, redirectUri),

    /** The operations of one account. Cheap: make one where it is needed. */
    forAccount({ accountId, region, refreshToken }: AmazonAccess) {
      const caller = createCaller({
        baseUrl: endpoints.api[region],
        userAgent,
        applicationId: clientId,
        accountId,
        token: { access: () => tokens.access(accountId, refreshToken), forget: (token) => tokens.forget(accountId, token) },
        quotas,
        pace: paces[region],
        patience,
        log,
      })
      return {
        ...createSellers(caller),
        ...createReports(caller),
        ...createCatalog(caller),
        ...createListings(caller),
        ...createOffers(caller),
        ...documents,
      }
    },
  }
}

export type Amazon = ReturnType<typeof createAmazon>
export type AmazonAccount = ReturnType<Amazon['forAccount']>
