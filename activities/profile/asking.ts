import { ApplicationFailure, Context } from '@temporalio/activity'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { Coded } from '../../domain/codes.ts'
import { FailureType } from '../../domain/errors.ts'
import type { AnalysisRun, Asking, AuthorisationStore, ConnectedAccount, ProfileStore } from './ports.ts'

/** Longer waits are told, so that whoever looks at the profile knows what it waits for. */
const UNTOLD_WAIT_MS = 25_000
const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 5 * 60_000
const PAUSE_MS = 30_000

export interface AskDeps {
  readonly run: AnalysisRun
  readonly profiles: Pick<ProfileStore, 'noteTrouble'>
  readonly authorisations: Pick<AuthorisationStore, 'revoke'>
}

export type Ask = <T>(account: ConnectedAccount, work: (how: Asking) => Promise<T>) => Promise<T>

/**
 * Asks Amazon within a running activity: waits out what is throttled, for as long as the activity may run, and says so in the profile; notes
 * where an account's authorisation turns out to be gone.
 */
export function createAsk({ run, profiles, authorisations }: AskDeps): Ask {
  const { cancellationSignal: signal } = Context.current()
  return async (account, work) => {
    for (;;) {
      try {
        return await work({ maxWaitMs: UNTOLD_WAIT_MS, signal })
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof AmazonFailure)) throw error
        if (error.code === 'revoked') await authorisations.revoke(run.customerId, account)
        if (error.code !== 'throttled') throw error
        await profiles.noteTrouble(run, troubleOf(error))
        await Context.current().sleep(Math.min(Math.max(error.tryAgainAfterMs ?? PAUSE_MS, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS))
      }
    }
  }
}

export const troubleOf = ({ code, operation, requestId }: AmazonFailure): Coded => ({
  code,
  params: { operation, ...(requestId === undefined ? {} : { requestId }) },
})

/** Runs the work of an activity: what of Amazon's failures may pass is told and tried again by Temporal, the rest ends the analysis. */
export async function onBehalfOf<T>({ run, profiles }: Omit<AskDeps, 'authorisations'>, work: () => Promise<T>): Promise<T> {
  // Whoever waits for quota or reads a long report is alive all the same.
  const alive = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AmazonFailure)) throw error
    if (error.retryable) await profiles.noteTrouble(run, troubleOf(error))
    throw ApplicationFailure.create({
      type: FailureType.AmazonFailed,
      message: error.message,
      nonRetryable: !error.retryable,
      details: [troubleOf(error)],
      ...(error.tryAgainAfterMs === undefined ? {} : { nextRetryDelay: error.tryAgainAfterMs }),
    })
  } finally {
    clearInterval(alive)
  }
}

const HEARTBEAT_MS = 5_000
