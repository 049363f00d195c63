import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  isCancellation,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow'
import type { AnalysisRun } from '../activities/profile/ports.ts'
import type { ReadingResult } from '../activities/profile/reading.ts'
import type { AnalysisFound } from '../activities/profile.ts'
import type { Coded } from '../domain/codes.ts'
import { FailureType } from '../domain/errors.ts'
import { withdraw } from './messages.ts'
import { amazon, records } from './records.ts'

export interface AnalysisProgress {
  stage: 'accounts' | 'reports' | 'first_sample' | 'sample' | 'over'
  /** Reports read, once they were. */
  reports: Pick<ReadingResult, 'read' | 'missing'> | null
  /** A first result is there. */
  sampled: boolean
}

export interface AnalysisResult {
  readonly run: number
  readonly found: AnalysisFound
  readonly failed: boolean
  /** Why it failed, or what is missing in it. */
  readonly error: Coded | null
  /** Some account's authorisation turned out to be gone. */
  readonly revoked: boolean
}

export const progress = defineQuery<AnalysisProgress>('progress')

/**
 * Reads a seller's accounts at Amazon: the marketplaces, the reports of all listings, brands and rivals of a sample. A first result is
 * written down within a minute, where Amazon's reports are, and fills in from there; it ends with a proposal for each group of products, or
 * with the reason why not. An account whose authorisation turns out to be gone is left out.
 */
export async function profileAnalysis(run: AnalysisRun): Promise<AnalysisResult> {
  const state: AnalysisProgress & { withdrawn: string | null; revoked: boolean } = {
    stage: 'accounts',
    reports: null,
    sampled: false,
    withdrawn: null,
    revoked: false,
  }
  const reading = new CancellationScope()
  setHandler(progress, () => ({ stage: state.stage, reports: state.reports, sampled: state.sampled }))
  setHandler(withdraw, (reason) => {
    if (reason === null) return
    state.withdrawn = reason
    reading.cancel()
  })
  const reach = (stage: AnalysisProgress['stage']): void => {
    state.stage = stage
    setCurrentDetails(stage.replace('_', ' '))
  }

  async function study(): Promise<Coded | null> {
    reach('accounts')
    const { revoked } = await amazon.openProfile(run)
    state.revoked ||= revoked
    let first = true
    for (;;) {
      reach('reports')
      const { settled, read, missing } = await amazon.readListings(run, first)
      state.reports = { read, missing }
      if (read === 0 && missing.length > 0) throw failureOf({ code: missing[0]?.code ?? 'unexpected_answer', params: { missing } })
      reach(state.sampled ? 'sample' : 'first_sample')
      await amazon.sampleProfile(run, !settled)
      state.sampled = true
      if (settled) return missing.length === 0 ? null : { code: 'marketplaces_missing', params: { missing } }
      first = false
    }
  }

  /** Once more for each account that is lost on the way. */
  async function studyWhatIsLeft(): Promise<Coded | null> {
    for (;;) {
      try {
        return await study()
      } catch (error) {
        // Said of the accounts themselves it means that there is none left.
        if (reasonOf(error).code !== 'revoked' || state.stage === 'accounts') throw error
        state.revoked = true
      }
    }
  }

  const outcome = await reading.run(studyWhatIsLeft).then(
    (error) => ({ failed: false, error }),
    (error: unknown) => ({ failed: true, error: isCancellation(error) ? cancelledBy(state.withdrawn) : reasonOf(error) }),
  )
  const found = await CancellationScope.nonCancellable(() => records.closeProfile({ ...run, ...outcome }))
  reach('over')
  return { run: run.run, found, ...outcome, revoked: state.revoked || outcome.error?.code === 'revoked' }
}

const cancelledBy = (reason: string | null): Coded => ({ code: reason ?? 'ended_by_operator', params: {} })

const failureOf = (reason: Coded): ApplicationFailure =>
  ApplicationFailure.create({ type: FailureType.AmazonFailed, message: reason.code, details: [reason], nonRetryable: true })

/** The reason that an activity gave, also where it stands behind a timeout. */
function reasonOf(error: unknown): Coded {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const [reason] = cause instanceof ApplicationFailure && cause.type === FailureType.AmazonFailed ? (cause.details ?? []) : []
    if (reason) return reason as Coded
  }
  return { code: error instanceof ActivityFailure ? 'took_too_long' : 'internal', params: {} }
}
