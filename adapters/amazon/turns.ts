import { setTimeout as delay } from 'node:timers/promises'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { AmazonQuotas, QuotaAnswer } from './quotas.ts'
import { applicationRate, type Operation, PUBLISHED_RATES } from './rates.ts'

/** How long an operation takes at its quickest: what is beyond that may have been spent on the way to Amazon. */
export interface Pace {
  beyondQuickest(operation: Operation, tookMs: number): number
}

/** A slower network is believed after a while: each answer lets the quickest grow by a tenth. */
export function createPace(): Pace {
  const quickest = new Map<Operation, number>()
  return {
    beyondQuickest(operation, tookMs) {
      const known = quickest.get(operation)
      quickest.set(operation, Math.min(tookMs, (known ?? tookMs) * 1.1))
      return known === undefined ? tookMs : Math.max(0, tookMs - known)
    },
  }
}

export interface TurnRequest {
  readonly operation: Operation
  readonly accountId: string
  readonly applicationId: string
  readonly quotas: AmazonQuotas
  /** Of `performance.now()` */
  readonly deadline: number
  readonly signal?: AbortSignal
}

export interface Turn {
  readonly answer: QuotaAnswer
  /** The answer is there, whatever it is: whoever is next is put off where this one may have come to Amazon too late. */
  over(pace: Pace): Promise<void>
}

/** A machine that oversleeps again and again gets through at last. */
const TURNS = 3
/** Who waits wakes that much earlier and asks once more: by then it may be put off, and a short sleep is a punctual one. */
const EARLY_MS = 50

/**
 * Waits for a token of the bucket. Whoever is a little late puts the next ones off; whoever oversleeps so far that the next one may be
 * on his way already gives his turn away.
 */
export async function takeTurn({ operation, accountId, applicationId, quotas, deadline, signal }: TurnRequest): Promise<Turn> {
  const bucket = { operation, accountId }
  const account = PUBLISHED_RATES[operation]
  const seed = { account, application: applicationRate(account) }
  for (let turns = 1; ; turns += 1) {
    const askedAt = performance.now()
    const answer = await quotas.take({ ...bucket, applicationId, seed, maxWaitMs: Math.max(0, deadline - askedAt) })
    const { granted, waitMs, slackMs, tokenMs } = answer
    if (!granted) throw new AmazonFailure('throttled', 'no quota in the time given', { operation, tryAgainAfterMs: waitMs })
    const look = () => quotas.look(bucket, answer, account)
    const seen = waitMs > 0 ? await sleepUntilDue(waitMs, look, signal) : { askedAt, leftMs: 0, overdueMs: 0 }
    const sentAt = performance.now()
    // From before the store was asked, whose clock was read some time after that.
    const sinceMs = sentAt - seen.askedAt
    if (sinceMs - seen.leftMs > tokenMs / 2 && turns < TURNS) continue
    const lateMs = seen.overdueMs + sinceMs
    const told = lateMs > slackMs ? quotas.late(bucket, answer, lateMs) : Promise.resolve()
    told.catch(() => {}) // heard of when it is over
    return {
      answer,
      async over(pace) {
        await told
        // After more than a token's time the next one has gone already, and it was not the way that took so long.
        const onTheWay = Math.min(tokenMs, pace.beyondQuickest(operation, performance.now() - sentAt))
        if (onTheWay > 0 && lateMs + onTheWay > slackMs) await quotas.late(bucket, answer, lateMs + onTheWay)
      },
    }
  }
}

interface Seen {
  readonly askedAt: number
  readonly leftMs: number
  readonly overdueMs: number
}

async function sleepUntilDue(waitMs: number, look: () => Promise<Omit<Seen, 'askedAt'>>, signal: AbortSignal | undefined): Promise<Seen> {
  const sleep = (ms: number) => delay(Math.max(0, ms), undefined, signal ? { signal } : {})
  for (let leftMs = waitMs; ; ) {
    await sleep(leftMs - EARLY_MS)
    const askedAt = performance.now()
    const seen = { askedAt, ...(await look()) }
    leftMs = seen.leftMs - (performance.now() - askedAt) // the store looked at its clock no earlier
    if (leftMs > EARLY_MS) continue
    if (seen.leftMs > 0) await sleep(Math.ceil(seen.leftMs))
    return seen
  }
}
