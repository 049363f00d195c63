import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  isCancellation,
  setCurrentDetails,
  setHandler,
  TimeoutFailure,
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
}

export const progress = defineQuery<AnalysisProgress>('progress')

/**
 * Reads a seller's accounts at Amazon: the marketplaces, the reports of all listings, brands and rivals of a sample. A first result is
 * written down within a minute, where Amazon's reports are, and fills in from there; it ends with a proposal for each group of products, or
 * with the reason why not. An account whose authorisation turns out to be gone is left out.
 */
export async function profileAnalysis(run: AnalysisRun): Promise<AnalysisResult> {
  const state: AnalysisProgress & { withdrawn: string | null } = { stage: 'accounts', reports: null, sampled: false, withdrawn: null }
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

  /** Whatever keeps us waiting is left for later, until there is a first result. */
  async function study(): Promise<Coded | null> {
    for (let hurry = true; ; hurry = false) {
      reach('accounts')
      const { accounts, late, refused } = await amazon().openProfile({ ...run, hurry })
      if (late && accounts.length === 0) continue
      reach('reports')
      const part = { ...run, accounts, hurry }
      const { settled, read, missing } = await amazon().readListings(part)
      state.reports = { read, missing }
      const last = settled && !late
      const lost = [...refused, ...missing]
      const [first] = lost
      if (last && read === 0 && first !== undefined) throw failureOf({ code: first.code, params: { missing: lost } })
      reach(state.sampled ? 'sample' : 'first_sample')
      if (last || read > 0) await amazon().sampleProfile({ ...part, hurry: !last })
      state.sampled ||= read > 0
      if (last) return lost.length === 0 ? null : { code: 'marketplaces_missing', params: { missing: lost } }
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
      }
    }
  }

  const outcome = await reading.run(studyWhatIsLeft).then(
    (error) => ({ failed: false, error }),
    (error: unknown) => ({ failed: true, error: isCancellation(error) ? cancelledBy(state.withdrawn) : reasonOf(error) }),
  )
  const found = await CancellationScope.nonCancellable(() => records.closeProfile({ ...run, ...outcome }))
  reach('over')
  return { run: run.run, found, ...outcome }
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
  return { code: tookTooLong(error) ? 'took_too_long' : 'internal', params: {} }
}

const tookTooLong = (error: unknown): boolean => error instanceof ActivityFailure && error.cause instanceof TimeoutFailure
