import { patched } from '@temporalio/workflow'
import { FailureType } from '../../domain/errors.ts'
import { clockOf } from '../../domain/life.ts'
import type { PlanStep, PlanStepName } from '../../domain/plan.ts'
import { refused } from '../failures.ts'
import { type LifeContext, note, why } from './context.ts'
import { planNextSurvey } from './years.ts'

/** What a person wants of a step that has no call yet; one that has is steered by its call. */
export interface StepChange {
  readonly step: PlanStepName
  /** ISO instant to move it to; absent: it is skipped. */
  readonly to?: string
  readonly reason: string
  readonly actor: string
}

/** The rules propose, people decide: with one line of reason any step to come is moved or skipped. */
export async function changeStep(context: LifeContext, change: StepChange): Promise<void> {
  const { life, place } = context
  const { step, to, reason, actor } = change
  const clock = clockOf(step)
  const known = context.step(step)
  if (clock === undefined || !isOpenFor(context, known, change))
    throw refused(FailureType.StepNotOpen, `the step ${step} is not open: nothing of it is planned, or it is over`)
  const from = known?.at ?? null
  // A repeat of a wish whose answer was lost.
  if (to !== undefined && from === to && known?.why.code === 'moved' && patched('moved-once')) return
  const params = { ...known?.why.params, reason, from }
  if (to === undefined) {
    delete life.clocks[clock]
    place(step, 'skipped', why('skipped', params))
    if (step === 'survey') await planNextSurvey(context, from)
  } else {
    life.clocks[clock] = to
    place(step, 'planned', why('moved', params), undefined, to)
  }
  const kind = to === undefined ? 'step_skipped' : 'step_moved'
  await note(context, { step, kind, params: { from, to: to ?? null, reason }, tells: false, actor })
  context.details()
}

/** A survey that no product brings is held where somebody asks for it, and again where it was held. */
function isOpenFor({ life }: LifeContext, known: PlanStep | undefined, { step, to }: StepChange): boolean {
  if (life.standing === 'cancelled' || (step === 'survey' && life.refused.includes('survey'))) return false
  const over = known === undefined || known.status === 'done' || known.status === 'skipped'
  if (step === 'survey' && to !== undefined && (over || known.callId === undefined)) return true
  return !over && known.callId === undefined
}
