import { patched, startChild } from '@temporalio/workflow'
import type { SurveyTurn } from '../../activities/consents.ts'
import type { Coded } from '../../domain/codes.ts'
import { type LifeClock, nextClock } from '../../domain/life.ts'
import type { PlanStep } from '../../domain/plan.ts'
import { quarterOf } from '../../domain/surveys.ts'
import { quarterlySurvey } from '../quarterly-survey.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { trialFollowUp } from '../trial-follow-up.ts'
import { analyse } from './analysis.ts'
import { type LifeContext, note, why } from './context.ts'
import { follow } from './talks.ts'
import { planNextSurvey, planYears, surveyNotBefore } from './years.ts'

/** Whether a clock rings now. */
export function rings({ life }: LifeContext): boolean {
  const next = nextClock(life)
  return next !== undefined && next.at <= now()
}

/** Does what the clock that rings first stands for. */
export async function ring(context: LifeContext): Promise<void> {
  const next = nextClock(context.life)
  // Whoever was before us in turn may have moved what rang.
  if (next === undefined || next.at > now()) return
  delete context.life.clocks[next.clock]
  await RINGS[next.clock](context)
  context.details()
}

const RINGS: Readonly<Record<LifeClock, (context: LifeContext) => Promise<void>>> = {
  trial_end_call: followUpTrial,
  trial_over: endTrial,
  survey: askHowItGoes,
  amazon_reauthorisation: askForConsent,
  profile_analysis: analyse,
}

/** The time that a person set for a step, and why, if one did. */
const movedTo = (step: PlanStep | undefined): { moved?: { at: string; because: Coded } } =>
  step?.why.code === 'moved' && step.at !== null ? { moved: { at: step.at, because: step.why } } : {}

async function followUpTrial(context: LifeContext): Promise<void> {
  const { life, customerId, languages, actor } = context
  life.followUps += 1
  const callId = life.followUps === 1 ? `${customerId}-trial-end` : `${customerId}-trial-end-${life.followUps}`
  const known = context.step('trial_end_call')
  const endsAt = life.trial?.endsAt ?? now()
  const until = life.trial?.callUntil === undefined ? {} : { callUntil: life.trial.callUntil }
  const start = { callId, customerId, languages, endsAt, ...until, actor, ...movedTo(known) }
  context.place('trial_end_call', 'planned', known?.why ?? why('trial_ends', { endsAt }), callId, known?.at ?? null)
  const starting = startChild(trialFollowUp, {
    workflowId: `trial/${callId}`,
    args: [start],
    staticSummary: `end of the trial at ${endsAt}`,
  })
  await follow(context, callId, starting, 'trial_end_call')
}

/** The trial ends at its time, with or without a talk. */
async function endTrial({ life, customerId }: LifeContext): Promise<void> {
  if (life.trial === null) return
  life.notes += 1
  const { endsAt } = life.trial
  await records.endTrial({ customerId, key: `trial-over/${life.notes}`, endsAt, talked: life.trialTalkAt !== null })
}

async function askHowItGoes(context: LifeContext): Promise<void> {
  const { life, customerId, languages, actor } = context
  const known = context.step('survey')
  const notBefore = surveyNotBefore(context)
  if (known?.why.code !== 'moved' && notBefore !== null && notBefore > now()) return planYears(context)
  const quarter = life.quarter ?? quarterOf(now())
  // Surveys of before asked whoever came to the telephone.
  const turn: SurveyTurn = patched('consents') ? await records.chooseWhomToAsk({ customerId, named: known?.why.code === 'moved' }) : {}
  if (turn.skips !== undefined) return skipSurvey(context, turn.skips)
  if (turn.at !== undefined) {
    life.clocks.survey = turn.at
    return context.place('survey', 'planned', why('everybody_was_asked', { quarter, until: turn.at }), undefined, turn.at)
  }
  const { contactId, language } = turn
  const asks = contactId === undefined ? {} : { contactId }
  life.surveyCalls += 1
  const callId = `${customerId}-survey-${life.surveyCalls}`
  context.place('survey', 'planned', why('each_quarter', { quarter }), callId, now())
  const next = { surveys: life.surveys + 1, surveyNotBefore: notBefore }
  const starting = startChild(quarterlySurvey, {
    workflowId: `survey/${callId}`,
    args: [{ callId, customerId, languages: withFirst(languages, language), quarter, actor, ...asks, ...movedTo(known), next }],
    staticSummary: `survey of ${quarter}`,
  })
  await follow(context, callId, starting, 'survey')
}

/** Whoever is asked is asked in his own language first. */
const withFirst = (languages: readonly string[], first: string | undefined): readonly string[] =>
  first === undefined ? languages : [first, ...languages.filter((one) => one !== first)]

/** Nobody may be asked this quarter: the plan says why, and when the next one is due. */
async function skipSurvey(context: LifeContext, reason: Coded): Promise<void> {
  const at = context.step('survey')?.at ?? null
  context.place('survey', 'skipped', reason)
  await planNextSurvey(context, at)
  await note(context, { step: 'survey', kind: 'survey_skipped', params: { at, why: reason }, tells: false, actor: 'system' })
}

/** First the seller is to be asked for a new consent; at the end of the old one it has run out. */
async function askForConsent(context: LifeContext): Promise<void> {
  const { life } = context
  const known = context.step('amazon_reauthorisation')
  const authorizedUntil = typeof known?.why.params.authorizedUntil === 'string' ? known.why.params.authorizedUntil : now()
  const expired = authorizedUntil <= now()
  const reason = why(expired ? 'authorisation_expired' : 'authorisation_ends', { authorizedUntil })
  context.place('amazon_reauthorisation', expired ? 'parked' : 'due', reason, undefined, expired ? null : now())
  if (!expired) life.clocks.amazon_reauthorisation = authorizedUntil
  await note(context, { step: 'amazon_reauthorisation', kind: reason.code, params: reason.params, tells: true, actor: 'system' })
}
