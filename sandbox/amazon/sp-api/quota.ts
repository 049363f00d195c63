import type { AmazonSettings } from '../settings.ts'
import { OPERATIONS, type Operation } from './operations.ts'

interface Bucket {
  tokens: number
  at: number
}

/** Of a token: what floating point may lose. */
const ROUNDING = 1e-6

/** Token buckets: one for each operation of an account by an application, one for each operation of an application over all its accounts. */
export function createQuota(settings: () => AmazonSettings, now: () => number) {
  const buckets = new Map<string, Bucket>()
  const fill = (key: string, rate: number, burst: number): Bucket => {
    const bucket = buckets.get(key) ?? { tokens: burst, at: now() }
    const at = Math.max(bucket.at, now())
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * rate)
    bucket.at = at
    buckets.set(key, bucket)
    return bucket
  }
  const rateOf = (operation: Operation) => OPERATIONS[operation].rate * settings().rateScale

  return {
    /** False where either is used up; a refused request costs nothing. */
    take(operation: Operation, sellingPartnerId: string, clientId: string): boolean {
      const { applicationFactor } = settings()
      const { burst } = OPERATIONS[operation]
      const rate = rateOf(operation)
      const both = [
        fill(`${operation}|${clientId}|${sellingPartnerId}`, rate, burst),
        fill(`${operation}|${clientId}`, rate * applicationFactor, burst * applicationFactor),
      ]
      if (both.some(({ tokens }) => tokens < 1 - ROUNDING)) return false
      for (const bucket of both) bucket.tokens -= 1
      return true
    },
    /** As the header says it. */
    limit: (operation: Operation): string => String(Number(rateOf(operation).toPrecision(6))),
  }
}

export type Quota = ReturnType<typeof createQuota>
