import { ApplicationFailure, Context } from '@temporalio/activity'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { Coded } from '../../domain/codes.ts'
import { FailureType } from '../../domain/errors.ts'
import type { AnalysisAttempt, AnalysisWork, Asking, AuthorisationStore, ConnectedAccount, ProfileStore, SellerAccounts } from './ports.ts'

/** Longer waits are told, so that whoever looks at the profile knows what it waits for. */
const UNTOLD_WAIT_MS = 25_000
const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 5 * 60_000
const PAUSE_MS = 30_000
const HEARTBEAT_MS = 5_000

export interface AskDeps {
  readonly attempt: AnalysisAttempt
  readonly profiles: Pick<ProfileStore, 'noteTrouble'>
  readonly authorisations: Pick<AuthorisationStore, 'revoke'>
  /** For a first result: what would take longer is left for later, as `Later`. */
  readonly hurry: boolean
}

/** What a part of an analysis works with: in some accounts, going on from what the attempts before have got. */
export interface PartDeps {
  readonly attempt: AnalysisAttempt
  readonly work: AnalysisWork
  readonly accounts: readonly ConnectedAccount[]
  readonly amazon: SellerAccounts
  readonly profiles: ProfileStore
  readonly ask: Ask
  /** For a first result: a few of each account, of those that answer soon. */
  readonly hurry: boolean
}

/** What of an account cannot be had soon; the rest of a first result is not to wait for it. */
export class Later extends Error {
  override readonly name = 'Later'
}

/** For `catch`: nothing where it is to be had later. */
export const unlessLater = (error: unknown): undefined => {
  if (!(error instanceof Later)) throw error
}

export type Ask = <T>(account: ConnectedAccount, work: (how: Asking) => Promise<T>) => Promise<T>

/**
 * Asks Amazon within a running activity: waits out what is throttled, for as long as the activity may run, and says so in the profile; notes
 * where an account's authorisation turns out to be gone.
 */
export function createAsk({ attempt, profiles, authorisations, hurry }: AskDeps): Ask {
  const { cancellationSignal: signal } = Context.current()
  return async (account, work) => {
    for (let told = false; ; told = true) {
      try {
        const answer = await work({ maxWaitMs: UNTOLD_WAIT_MS, signal })
        if (told) await profiles.noteTrouble(attempt, null)
        return answer
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof AmazonFailure)) throw error
        if (error.code === 'revoked') await authorisations.revoke(attempt.customerId, account)
        const waits = error.code === 'throttled'
        if (waits || (hurry && error.retryable)) await profiles.noteTrouble(attempt, troubleOf(error))
        if (hurry && error.retryable) throw new Later(error.message)
        if (!waits) throw error
        await Context.current().sleep(Math.min(Math.max(error.tryAgainAfterMs ?? PAUSE_MS, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS))
      }
    }
  }
}

const troubleOf = ({ code, operation, requestId }: AmazonFailure): Coded => ({
  code,
  params: { operation, ...(requestId === undefined ? {} : { requestId }) },
})

/** Runs the work of an attempt: what of Amazon's failures may pass is told and tried again by Temporal, the rest ends the analysis. */
export async function attemptAt<T>({ attempt, profiles }: Pick<AskDeps, 'attempt' | 'profiles'>, work: () => Promise<T>): Promise<T> {
  // Whoever waits for quota or reads a long report is alive all the same.
  const alive = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AmazonFailure)) throw error
    if (error.retryable) await profiles.noteTrouble(attempt, troubleOf(error))
    throw asApplicationFailure(error)
  } finally {
    clearInterval(alive)
  }
}

const asApplicationFailure = (error: AmazonFailure): ApplicationFailure =>
  ApplicationFailure.create({
    type: FailureType.AmazonFailed,
    message: error.message,
    nonRetryable: !error.retryable,
    details: [troubleOf(error)],
    ...(error.tryAgainAfterMs === undefined ? {} : { nextRetryDelay: error.tryAgainAfterMs }),
  })

/** A failure that no repeat mends, with its reason as a code. */
export const amazonFailed = (code: string, message: string): ApplicationFailure =>
  ApplicationFailure.create({ type: FailureType.AmazonFailed, message, nonRetryable: true, details: [{ code, params: {} }] })

/** The first that fails is told when the others have come to an end, too: nobody works on behind the back of a repeat. */
export async function allOf(works: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(works)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
