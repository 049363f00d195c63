import type { Coded } from './codes.ts'

export const PLAN_STEPS = [
  'welcome_call',
  'profile_analysis',
  'onboarding_call',
  'trial_end_call',
  'survey',
  'amazon_reauthorisation',
] as const
export type PlanStepName = (typeof PLAN_STEPS)[number]

export const STEP_STATUSES = ['planned', 'due', 'running', 'done', 'skipped', 'parked'] as const
export type StepStatus = (typeof STEP_STATUSES)[number]

/** What happens to a customer, when and why. */
export interface PlanStep {
  readonly step: PlanStepName
  readonly status: StepStatus
  /** ISO instant, or null while nothing is fixed */
  readonly at: string | null
  readonly why: Coded
  readonly callId?: string
}

export const isOpenStep = ({ status }: PlanStep): boolean => status !== 'done' && status !== 'skipped'

/** Steps in the order of a life; the same step may come again (onboarding is repeatable): then the newer call stands in its place. */
export function placeStep(steps: PlanStep[], step: PlanStep): void {
  const index = steps.findIndex((known) => known.step === step.step)
  if (index >= 0) steps[index] = step
  else steps.push(step)
  steps.sort((a, b) => PLAN_STEPS.indexOf(a.step) - PLAN_STEPS.indexOf(b.step))
}
