import { randomBytes } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type { AmazonAccountStatus, AmazonConsent } from '../domain/amazon/accounts.ts'
import { AmazonFailure } from '../domain/amazon/failure.ts'
import { addPeriod } from '../domain/calendar/periods.ts'
import type { Clock } from '../domain/clock.ts'
import type { AmazonRegion } from '../domain/customers.ts'
import { connectAmazon } from '../workflows/customer.ts'
import { canonicalHash } from './ids.ts'
import { Problem } from './problems.ts'
import type { Sealer } from './registration.ts'

export interface AmazonAccountView {
  readonly id: string
  /** Null while the consent is pending. */
  readonly sellingPartnerId: string | null
  readonly region: AmazonRegion
  /** Amazon's marketplace ids, once they were read. */
  readonly marketplaces: string[]
  readonly status: AmazonAccountStatus
  /** ISO instant */
  readonly authorizedUntil: string | null
}

/** A consent that a seller was asked for. */
export interface ConsentRequest {
  readonly accountId: string
  readonly customerId: string
  readonly region: AmazonRegion
  /** Of the seller, best first: he reads how it went. */
  readonly languages: readonly string[]
  /** Neither used nor expired. */
  readonly isOpen: boolean
  /** Where the code was exchanged already, and somebody died before the account had the credential. */
  readonly consent?: AmazonConsent
}

export interface ConsentRequests {
  ask(request: {
    readonly accountId: string
    readonly customerId: string
    readonly region: AmazonRegion
    readonly stateHash: string
    readonly actor: string
    /** ISO instants */
    readonly at: string
    readonly expiresAt: string
  }): Promise<void>
  find(stateHash: string): Promise<ConsentRequest | undefined>
  /** What was got for the code: it works once, and what follows may be interrupted. The first stays. */
  keep(stateHash: string, consent: AmazonConsent): Promise<void>
  /** What was got for the code is of no use: the link is open for another consent. */
  forget(stateHash: string): Promise<void>
  finish(stateHash: string): Promise<void>
  refuse(stateHash: string): Promise<void>
  /** The consent is of another selling partner than the browser said: what was kept of it is forgotten, and nothing is connected. */
  mismatch(stateHash: string): Promise<void>
  list(customerId: string): Promise<AmazonAccountView[]>
}

/** Amazon's side of a consent. */
export interface ConsentPartner {
  authorizationUrl(consent: { readonly region: AmazonRegion; readonly state: string }): string
  /** The refresh token for a code. Throws AmazonFailure: `invalid_code` where it is used, expired or not ours. */
  exchange(code: string): Promise<string>
  /** Whether it is this selling partner's, as Amazon sees it. Throws AmazonFailure where Amazon does not say. */
  owns(account: ConsentedAccount): Promise<boolean>
}

export interface ConsentedAccount {
  /** Of the account that waits for the consent: its quota is used. */
  readonly accountId: string
  readonly region: AmazonRegion
  readonly sellingPartnerId: string
  readonly refreshToken: string
}

/** The sealer's other half: here a credential is needed once more before it reaches its account. */
export interface Opener {
  /** Base64 */
  open(sealed: string, rowId: string): string
}

export interface ConsentDeps {
  readonly consents: ConsentRequests
  /** Undefined where no application at Amazon is set up. */
  readonly amazon: ConsentPartner | undefined
  readonly temporal: Client
  readonly clock: Clock
  readonly sealer: Sealer & Opener
}

/** What Amazon sends back with the seller's browser. */
export interface ConsentAnswer {
  readonly state: string
  readonly code: string
  readonly sellingPartnerId: string
}

/** The link may wait in a seller's mailbox for a while. */
const LINK_LASTS = 'P7D'
const STATE_BYTES = 32

const notOpen = (): Problem =>
  new Problem(
    'consent-not-open',
    'This link was used, has expired or was never ours: ask for a new one (`POST /v1/customers/{id}/amazon-accounts`).',
  )

const codeInvalid = (): Problem =>
  new Problem(
    'consent-code-invalid',
    'Amazon does not take this code: it was used, has expired or is not ours. Open the link again and consent once more.',
  )

const mismatch = (): Problem =>
  new Problem(
    'consent-mismatch',
    'Amazon does not know this consent as one of the selling partner that was named with it. Nothing was connected: ask for a new link (`POST /v1/customers/{id}/amazon-accounts`).',
  )

const unlessUsed = (error: unknown): undefined => {
  if (!(error instanceof AmazonFailure) || error.code !== 'invalid_code') throw error
}

/** From the link that we give a seller to the credential in his account. */
export function createConsentDesk({ consents, amazon, temporal, clock, sealer }: ConsentDeps) {
  const partner = (): ConsentPartner => {
    if (!amazon)
      throw new Problem(
        'unavailable',
        'No application at Amazon is set up: set LOTSE_AMAZON_APPLICATION_ID, LOTSE_AMAZON_CLIENT_ID and LOTSE_AMAZON_CLIENT_SECRET.',
      )
    return amazon
  }
  const instant = (): string => new Date(clock.now()).toISOString()

  async function open(state: string): Promise<{ stateHash: string; request: ConsentRequest }> {
    const stateHash = canonicalHash(state)
    const request = await consents.find(stateHash)
    if (!request?.isOpen) throw notOpen()
    return { stateHash, request }
  }

  async function exchanged(stateHash: string, request: ConsentRequest, { code, sellingPartnerId }: ConsentAnswer): Promise<AmazonConsent> {
    const { accountId, region, consent } = request
    if (consent?.sellingPartnerId === sellingPartnerId) return consent
    const refreshToken = await partner().exchange(code).catch(unlessUsed)
    if (refreshToken !== undefined) {
      // He came back as somebody else before anything was connected: what he says last counts.
      if (consent) await consents.forget(stateHash)
      const sealedRefreshToken = sealer.seal(refreshToken, accountId)
      await consents.keep(stateHash, { accountId, sellingPartnerId, region, sealedRefreshToken, consentedAt: instant() })
    }
    // A second click may have been faster: its code is used up, and what it got for it is here.
    const kept = (await consents.find(stateHash))?.consent
    if (!kept) throw codeInvalid()
    return kept
  }

  /** Who consented comes with the browser, and Amazon's answer to the code does not name him: the credential itself has to prove it. */
  async function prove(stateHash: string, { accountId, region, sellingPartnerId, sealedRefreshToken }: AmazonConsent): Promise<void> {
    const refreshToken = sealer.open(sealedRefreshToken, accountId)
    const owns = await partner()
      .owns({ accountId, region, sellingPartnerId, refreshToken })
      .catch((error: unknown) => {
        if (error instanceof AmazonFailure && error.code === 'revoked') return undefined
        throw error
      })
    if (owns) return
    if (owns === undefined) {
      // Taken back before it was connected: the link takes another consent.
      await consents.forget(stateHash)
      throw codeInvalid()
    }
    await consents.mismatch(stateHash)
    throw mismatch()
  }

  const tellLife = (customerId: string, consent: AmazonConsent) =>
    temporal.workflow.getHandle(`customer/${customerId}`).executeUpdate(connectAmazon, { args: [consent] })

  return {
    /** Where to send the seller. */
    async ask(wish: { accountId: string; customerId: string; region: AmazonRegion; actor: string }): Promise<string> {
      const { authorizationUrl } = partner()
      const state = randomBytes(STATE_BYTES).toString('base64url')
      const at = instant()
      await consents.ask({ ...wish, stateHash: canonicalHash(state), at, expiresAt: addPeriod(at, LINK_LASTS, 'UTC') })
      return authorizationUrl({ region: wish.region, state })
    },

    async refused(state: string): Promise<ConsentRequest> {
      const { stateHash, request } = await open(state)
      await consents.refuse(stateHash)
      return request
    },

    /** Any of it may be repeated until it was done once. */
    async granted(answer: ConsentAnswer): Promise<ConsentRequest> {
      const { stateHash, request } = await open(answer.state)
      const consent = await exchanged(stateHash, request, answer)
      await prove(stateHash, consent)
      const { effect, customerId } = await tellLife(request.customerId, consent)
      // Amazon knows him as somebody whom we know already: it is that seller's account.
      if (effect === 'elsewhere') await tellLife(customerId, consent)
      await consents.finish(stateHash)
      return request
    },
  }
}
