import { createHmac, timingSafeEqual } from 'node:crypto'

/** What an access token says. */
export interface AccessToken {
  readonly clientId: string
  /** Epoch milliseconds of the machine. */
  readonly until: number
  /** Whose it is, and of which refresh token; none where an application speaks for itself. */
  readonly sellingPartnerId?: string
  readonly fingerprint?: string
}

/** Access tokens that say themselves what they are, signed: none has to be kept, and one from before a restart still holds. */
export function createAccessTokens(seed: string) {
  const sign = (text: string): Buffer => createHmac('sha256', `${seed}|access`).update(text).digest()
  return {
    issue(token: AccessToken): string {
      const text = Buffer.from(JSON.stringify(token)).toString('base64url')
      return `Atza|${text}.${sign(text).toString('base64url')}`
    },
    /** Undefined for what was not issued here; whether it still holds is the caller's question. */
    read(accessToken: string): AccessToken | undefined {
      const [, text = '', signature = ''] = /^Atza\|([\w-]+)\.([\w-]+)$/.exec(accessToken) ?? []
      const [given, right] = [Buffer.from(signature, 'base64url'), sign(text)]
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
      return JSON.parse(Buffer.from(text, 'base64url').toString()) as AccessToken
    },
  }
}

export type AccessTokens = ReturnType<typeof createAccessTokens>
