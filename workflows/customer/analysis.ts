import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { ChildWorkflowFailure, patched, startChild } from '@temporalio/workflow'
import { FailureType } from '../../domain/errors.ts'
import { refused } from '../failures.ts'
import { withdraw } from '../messages.ts'
import { type AnalysisResult, profileAnalysis } from '../profile-analysis.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { unlessEnded } from '../unless-ended.ts'
import { type LifeContext, note, why } from './context.ts'
import { dueNow, planAuthorisation } from './years.ts'

/** An analysis that takes longer is taken for stuck. */
const LONGEST = '12 hours'

export interface AnalysisWish {
  readonly actor: string
  /** The last analysis that whoever wishes has seen the end of, by its number. */
  readonly over?: number
}

/** Somebody wants it now: begun before he is answered. One that runs is answer enough. */
export async function askForAnalysis(context: LifeContext, { actor }: AnalysisWish): Promise<void> {
  const { life, place, analysis } = context
  if (life.standing === 'cancelled') throw refused(FailureType.StepNotOpen, 'the account of this seller is cancelled')
  if (analysis.running !== null) return
  // A run of the first version does not look at analyses: it goes on in a new one.
  if (!life.planned) context.wish.renewal = true
  delete life.clocks.profile_analysis
  place('profile_analysis', 'planned', why('asked_for'), undefined, now())
  await begin(context, actor)
  context.details()
}

/** Its time has come. */
export async function analyse(context: LifeContext): Promise<void> {
  const { step, analysis } = context
  const connected = step('profile_analysis')?.why.code === 'account_connected'
  if (!connected && !step('amazon_reauthorisation')) return park(context, 'no_account')
  if (!connected && !patched('analysis')) return park(context, 'waits_for_analysis')
  if (analysis.running === null) await begin(context, null)
  else analysis.again = true
}

async function begin(context: LifeContext, actor: string | null): Promise<void> {
  const { life, customerId, place, analysis } = context
  life.analyses = (life.analyses ?? 0) + 1
  const run = await records.beginAnalysis({ customerId, wish: `${customerId}/${life.analyses}`, actor })
  place('profile_analysis', 'running', context.step('profile_analysis')?.why ?? why('account_connected'), undefined, now())
  analysis.running = run
  const starting = startChild(profileAnalysis, {
    workflowId: `profile/${customerId}`,
    args: [{ customerId, run }],
    staticSummary: `analysis ${run}`,
    workflowExecutionTimeout: LONGEST,
  })
  try {
    const child = await starting
    analysis.stop = (reason) => unlessEnded(child.signal(withdraw, reason))
    void child.result().then(
      (result) => {
        analysis.ended = result
      },
      (error: unknown) => {
        // An operator ended it by hand, or it took too long.
        if (!(error instanceof ChildWorkflowFailure)) throw error
        analysis.ended = null
      },
    )
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    analysis.ended = null
  }
}

async function park(context: LifeContext, code: 'no_account' | 'waits_for_analysis'): Promise<void> {
  context.place('profile_analysis', 'parked', why(code))
  await note(context, { step: 'profile_analysis', kind: 'analysis_parked', params: { why: code }, tells: true, actor: 'system' })
}

/** What an analysis that has ended means for the life. */
export async function concludeAnalysis(context: LifeContext): Promise<void> {
  const { life, customerId, analysis } = context
  const { running, ended } = analysis
  if (running === null || ended === undefined) return
  const result = ended ?? (await brokenOff(customerId, running))
  const { again } = analysis
  Object.assign(analysis, { running: null, ended: undefined, stop: null, again: false })
  const active = life.standing === 'active'
  if (result.found.revoked && active) await planAuthorisation(context)
  // Who has cancelled, moved or skipped it meanwhile has said why.
  if (context.step('profile_analysis')?.status === 'running') showResult(context, result)
  if (again && active) dueNow(context)
  context.details()
}

function showResult({ place }: LifeContext, { run, failed, error, found }: AnalysisResult): void {
  const { skus, items, groups } = found
  const params = { run, skus, items, groups, ...(error === null ? {} : { error: error.code }) }
  if (!failed) place('profile_analysis', 'done', why('analysed', params), undefined, now())
  else place('profile_analysis', 'parked', error?.code === 'no_account' ? why('no_account') : why('analysis_failed', params))
}

async function brokenOff(customerId: string, run: number): Promise<AnalysisResult> {
  const error = why('broken_off')
  const found = await records.closeProfile({ customerId, run, failed: true, error })
  return { run, found, failed: true, error }
}
