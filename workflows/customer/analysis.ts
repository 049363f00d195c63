import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { ChildWorkflowFailure, patched, startChild } from '@temporalio/workflow'
import { bringsWelcomeCall } from '../../domain/customers.ts'
import { FailureType } from '../../domain/errors.ts'
import { refused } from '../failures.ts'
import { withdraw } from '../messages.ts'
import { type AnalysisResult, profileAnalysis } from '../profile-analysis.ts'
import { records } from '../records.ts'
import { unlessEnded } from '../talk.ts'
import { now } from '../time.ts'
import { type LifeContext, note, why } from './context.ts'

/** The account that it was waiting for is there, or its consent was renewed: due at once, unless a person has skipped it. */
export function planAnalysis(context: LifeContext): void {
  const { life, step, place, analysis } = context
  if (!bringsWelcomeCall(life.products) || step('profile_analysis')?.why.code === 'skipped') return
  // Lives of before had nothing that reads an account.
  if (!patched('analysis')) place('profile_analysis', 'parked', why('waits_for_analysis'))
  else if (analysis.running !== null) analysis.again = true
  else dueNow(context)
}

function dueNow({ life, place }: LifeContext): void {
  life.clocks.profile_analysis = now()
  place('profile_analysis', 'planned', why('account_connected'), undefined, now())
}

/** Somebody wants it now: begun before he is answered. One that runs is answer enough. */
export async function askForAnalysis(context: LifeContext, { actor }: { readonly actor: string }): Promise<void> {
  const { life, customerId, place, analysis } = context
  if (life.standing === 'cancelled') throw refused(FailureType.StepNotOpen, 'the account of this seller is cancelled')
  if (analysis.running !== null) return
  await records.beginAnalysis({ customerId, run: nextRun(context), actor })
  delete life.clocks.profile_analysis
  place('profile_analysis', 'planned', why('asked_for'), undefined, now())
  await analyse(context)
  context.details()
}

const nextRun = ({ life }: LifeContext): number => (life.analyses ?? 0) + 1

/** Its time has come. */
export async function analyse(context: LifeContext): Promise<void> {
  const { life, customerId, place, step, analysis } = context
  const known = step('profile_analysis')
  const asked = known?.why.code === 'asked_for' || known?.why.code === 'account_connected'
  if (!asked && !step('amazon_reauthorisation')) return park(context, 'no_account')
  if (!asked && !patched('analysis')) return park(context, 'waits_for_analysis')
  if (analysis.running !== null) return
  life.analyses = nextRun(context)
  const run = { customerId, run: life.analyses }
  place('profile_analysis', 'running', known?.why ?? why('account_connected'), undefined, now())
  const starting = startChild(profileAnalysis, {
    workflowId: `profile/${customerId}`,
    args: [run],
    staticSummary: `analysis ${run.run}`,
  })
  analysis.running = run.run
  try {
    const child = await starting
    analysis.stop = (reason) => unlessEnded(child.signal(withdraw, reason))
    void child.result().then(
      (result) => {
        analysis.ended = result
      },
      (error: unknown) => {
        // An operator ended it by hand.
        if (!(error instanceof ChildWorkflowFailure)) throw error
        analysis.ended = null
      },
    )
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    analysis.running = null
    place('profile_analysis', 'parked', why('runs_elsewhere'))
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
  Object.assign(analysis, { running: null, ended: undefined, stop: null })
  if (result.revoked) loseAuthorisation(context)
  // Who has cancelled or skipped it meanwhile has said why.
  if (context.step('profile_analysis')?.status === 'running') showResult(context, result)
  if (analysis.again && life.standing === 'active') dueNow(context)
  analysis.again = false
  context.details()
}

function showResult({ place }: LifeContext, { run, failed, error, found }: AnalysisResult): void {
  const params = { run, ...found, ...(error === null ? {} : { error: error.code }) }
  if (!failed) place('profile_analysis', 'done', why('analysed', params), undefined, now())
  else place('profile_analysis', 'parked', error?.code === 'no_account' ? why('no_account') : why('analysis_failed', params))
}

async function brokenOff(customerId: string, run: number): Promise<AnalysisResult> {
  const error = why('ended_by_operator')
  const found = await records.closeProfile({ customerId, run, failed: true, error })
  return { run, found, failed: true, error, revoked: false }
}

/** Amazon takes the credential no longer: only the seller himself can mend that. */
function loseAuthorisation({ life, place }: LifeContext): void {
  if (life.standing === 'cancelled') return
  delete life.clocks.amazon_reauthorisation
  place('amazon_reauthorisation', 'due', why('authorisation_revoked'), undefined, now())
}
