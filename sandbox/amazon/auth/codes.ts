import { randomBytes } from 'node:crypto'
import type { Seller } from '../world/world.ts'

const LIFETIME_MS = 5 * 60_000

interface Kept {
  readonly seller: Seller
  readonly redirectUri: string
  readonly until: number
}

/** Authorization codes: each works once, for five minutes of the machine's time, and none survives a restart. */
export function createCodes(now: () => number) {
  const codes = new Map<string, Kept>()
  const forgetOld = () => {
    for (const [code, { until }] of codes) {
      if (until > now()) return // in order of issue
      codes.delete(code)
    }
  }
  return {
    issue(seller: Seller, redirectUri: string): string {
      forgetOld()
      const code = randomBytes(18).toString('base64url')
      codes.set(code, { seller, redirectUri, until: now() + LIFETIME_MS })
      return code
    },
    /** Undefined for one that is unknown, used, too old, or was given for another address. */
    use(code: string, redirectUri: string | undefined): Seller | undefined {
      const kept = codes.get(code)
      codes.delete(code)
      if (!kept || kept.until <= now()) return undefined
      return redirectUri === undefined || redirectUri === kept.redirectUri ? kept.seller : undefined
    },
  }
}

export type Codes = ReturnType<typeof createCodes>
