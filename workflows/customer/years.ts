import { patched } from '@temporalio/workflow'
import type { Clocks, TrialClock } from '../../domain/clocks.ts'
import { bringsSurvey, bringsWelcomeCall } from '../../domain/customers.ts'
import { clockOf } from '../../domain/life.ts'
import { isOpenStep, type PlanStep } from '../../domain/plan.ts'
import { records } from '../records.ts'
import { now, nowMs } from '../time.ts'
import { type LifeContext, OPTED_OUT, why } from './context.ts'
import { welcome } from './talks.ts'

const DAY = 24 * 60 * 60_000
/** Nobody is asked how it goes right after another talk about how it went (brief customer-success 2.6). */
const AFTER_TRIAL_TALK_MS = 30 * DAY
const WHILE_ONBOARDING_MS = 14 * DAY

const isOpen = (step: PlanStep | undefined): boolean => step !== undefined && isOpenStep(step)

const WITHDRAWN: readonly string[] = ['account_cancelled', 'trial_moved', OPTED_OUT]

/** Taken back by an account event or an opt-out, not by a person of ours: what comes back with the account or his consent. */
const wasWithdrawn = (step: PlanStep | undefined): boolean => step?.status === 'skipped' && WITHDRAWN.includes(step.why.code)

/** Why a trial was not talked over although nobody had decided so: where it is extended, there is another try. */
const NOBODY_REACHED: readonly string[] = ['not_reached', 'never_tried', 'trial_over', 'ended_by_operator']

/**
 * Sets whatever this life should have planned and has not: welcome, analysis, and the clocks beside the stages. Asked whenever that
 * may have changed; what is planned, held, moved or skipped by people stays as it is.
 */
export async function planYears(context: LifeContext): Promise<void> {
  const { life } = context
  if (life.standing === 'cancelled') return
  if (bringsWelcomeCall(life.products)) await welcome(context)
  setClocks(context, await clocksOf(context))
}

export function setClocks(context: LifeContext, clocks: Clocks): void {
  context.life.planned = true
  if (clocks.trial) planTrial(context, clocks.trial)
  planSurvey(context, clocks.survey)
  planAccount(context, clocks)
  context.details()
}

const clocksOf = (context: LifeContext): Promise<Clocks> => {
  const { customerId, life } = context
  const { surveys, surveyedAt } = life
  return records.planClocks({ customerId, surveys, surveyedAt, surveyNotBefore: surveyNotBefore(context) })
}

/** This quarter's survey is skipped: the step says so until the next one is due, as long after it as if it had been held. */
export async function planNextSurvey(context: LifeContext, plannedAt: string | null): Promise<void> {
  const { life, place, step } = context
  life.surveys += 1
  life.surveyedAt = plannedAt ?? now()
  if (!bringsSurvey(life.products)) return
  const { survey } = await clocksOf(context)
  const skipped = step('survey')
  if (survey === null || skipped === undefined) return
  life.clocks.survey = survey.at
  life.quarter = survey.quarter
  place('survey', 'skipped', { code: skipped.why.code, params: { ...skipped.why.params, next: survey.at } })
}

/** He may be called at other times: what was planned by the rules keeps to them, what people have moved stays. */
export async function retime(context: LifeContext): Promise<void> {
  const { life, place, step } = context
  if (!life.planned || life.standing === 'cancelled') return
  const { trial, survey } = await clocksOf(context)
  const isOurs = (known: PlanStep | undefined): known is PlanStep => known !== undefined && known.why.code !== 'moved'
  const talk = step('trial_end_call')
  if (trial !== null && life.clocks.trial_end_call !== undefined && isOurs(talk)) {
    life.trial = trial
    life.clocks.trial_end_call = trial.startsAt
    place('trial_end_call', talk.status, why('trial_ends', { endsAt: trial.endsAt, triesFrom: trial.startsAt }), undefined, trial.aimsAt)
  }
  const asked = step('survey')
  if (survey !== null && life.clocks.survey !== undefined && isOurs(asked)) {
    life.clocks.survey = survey.at
    life.quarter = survey.quarter
    const { code, params } = asked.why
    if (asked.status === 'skipped') place('survey', asked.status, { code, params: { ...params, next: survey.at } })
    else place('survey', asked.status, { code, params: { ...params, quarter: survey.quarter } }, undefined, survey.at)
  }
}

function planTrial({ life, place, step, talks }: LifeContext, trial: TrialClock): void {
  const { endsAt, aimsAt, startsAt, closesAt } = trial
  const known = step('trial_end_call')
  const moved = life.trial?.endsAt !== endsAt
  if (!moved && life.clocks.trial_over !== undefined && !wasWithdrawn(known)) return
  life.trial = trial
  life.clocks.trial_over = closesAt
  const waits = isOpen(known) && known?.why.code !== 'moved' && !talks.has(known?.callId ?? '')
  const anew = moved && NOBODY_REACHED.includes(known?.why.code ?? '')
  if (known !== undefined && !wasWithdrawn(known) && !waits && !anew) return
  if (life.refused.includes('trial_end_call')) {
    place('trial_end_call', 'skipped', why('opted_out'))
    return
  }
  if (endsAt <= now()) {
    // It ended before we heard so: nothing is left to talk over.
    delete life.clocks.trial_end_call
    if (known !== undefined) place('trial_end_call', 'skipped', why('trial_over', { endsAt }))
    return
  }
  life.clocks.trial_end_call = startsAt
  place('trial_end_call', 'planned', why('trial_ends', { endsAt, triesFrom: startsAt }), undefined, aimsAt)
}

function planSurvey({ life, place, step, talks }: LifeContext, survey: Clocks['survey']): void {
  const known = step('survey')
  if (survey === null || life.refused.includes('survey') || !bringsSurvey(life.products)) return
  if (life.clocks.survey !== undefined || talks.has(known?.callId ?? '')) return
  life.clocks.survey = survey.at
  life.quarter = survey.quarter
  const last = known?.callId === undefined ? {} : { last: { callId: known.callId, status: known.status, why: known.why.code } }
  place('survey', 'planned', why('each_quarter', { quarter: survey.quarter, ...last }), undefined, survey.at)
}

/** What there is at Amazon has changed: asked for again is in time, and whatever is gone at once. */
export async function planAuthorisation(context: LifeContext): Promise<void> {
  planReauthorisation(context, await clocksOf(context))
}

/** The analysis waits for an account; an authorisation lasts a year and has to be asked for again in time. */
function planAccount(context: LifeContext, clocks: Clocks): void {
  const { life, place, step } = context
  if (bringsWelcomeCall(life.products) && (!step('profile_analysis') || wasWithdrawn(step('profile_analysis')))) {
    if (clocks.reauthorisation === null) place('profile_analysis', 'parked', why('no_account'))
    else planAnalysis(context)
  }
  if (step('amazon_reauthorisation') && !wasWithdrawn(step('amazon_reauthorisation'))) return
  planReauthorisation(context, clocks)
}

/** The account that it was waiting for is there, or its consent was renewed: due at once, unless a person has skipped it. */
export function planAnalysis(context: LifeContext): void {
  const { life, step, place, analysis } = context
  if (!bringsWelcomeCall(life.products) || step('profile_analysis')?.why.code === 'skipped') return
  // Lives of before had nothing that reads an account.
  if (!patched('analysis')) place('profile_analysis', 'parked', why('waits_for_analysis'))
  else if (analysis.running !== null) analysis.again = true
  else dueNow(context)
}

export function dueNow({ life, place }: LifeContext): void {
  life.clocks.profile_analysis = now()
  place('profile_analysis', 'planned', why('account_connected'), undefined, now())
}

function planReauthorisation({ life, place }: LifeContext, { reauthorisation, revoked = false }: Clocks): void {
  if (reauthorisation === null) delete life.clocks.amazon_reauthorisation
  else life.clocks.amazon_reauthorisation = reauthorisation.at
  const params = reauthorisation === null ? {} : { authorizedUntil: reauthorisation.authorizedUntil }
  // Amazon takes a credential no longer: only the seller himself can mend that.
  if (revoked) place('amazon_reauthorisation', 'due', why('authorisation_revoked', params), undefined, now())
  else if (reauthorisation !== null)
    place('amazon_reauthorisation', 'planned', why('authorisation_ends', params), undefined, reauthorisation.at)
}

/** ISO instant before which nobody asks how it goes. */
export function surveyNotBefore({ life, step }: LifeContext): string | null {
  const onboarding = isOpen(step('onboarding_call')) ? nowMs() + WHILE_ONBOARDING_MS : 0
  const afterTrial = life.trialTalkAt === null ? 0 : Date.parse(life.trialTalkAt) + AFTER_TRIAL_TALK_MS
  const notBefore = Math.max(onboarding, afterTrial)
  return notBefore === 0 ? null : new Date(notBefore).toISOString()
}

/** Stops every clock; the plan says why. */
export function stopClocks({ life, place }: LifeContext, reason: string): void {
  life.clocks = {}
  const waiting = life.steps.filter((one) => isOpen(one) && one.callId === undefined)
  life.setAside = waiting.filter((one) => one.why.code === 'moved')
  for (const { step } of waiting) place(step, 'skipped', why(reason))
}

/** What a person had moved stands again at its time, where that is still to come. */
export function bringBack({ life, place }: LifeContext): void {
  for (const { step, status, at, why: reason } of life.setAside) {
    const clock = clockOf(step)
    if (clock === undefined || at === null || at <= now()) continue
    life.clocks[clock] = at
    place(step, status, reason, undefined, at)
  }
  life.setAside = []
}
