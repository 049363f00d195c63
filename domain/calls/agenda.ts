import type { Coded } from '../codes.ts'
import { QUESTIONS } from '../surveys.ts'
import type { CallPurpose } from './retry-policy.ts'

const point = (code: string, params: Coded['params'] = {}): Coded => ({ code, params })

const AGENDA: Readonly<Record<CallPurpose, readonly string[]>> = {
  welcome: ['introduce_yourself', 'ask_support_wanted', 'offer_onboarding_now_or_booked'],
  onboarding: [
    'introduce_yourself',
    'ask_experience',
    'walk_through_account',
    'advise_strategy',
    'agree_minimum_and_maximum',
    'answer_questions',
  ],
  trial_end: ['look_back_at_trial', 'ask_feedback', 'adjust_strategy', 'answer_questions'],
  survey: ['answer_questions'],
  call_me_now: ['listen', 'answer_questions'],
  consultation: ['listen', 'advise_strategy', 'answer_questions'],
  anomaly: ['show_affected_cases', 'agree_next_steps'],
  setup_help: ['walk_through_account', 'answer_questions'],
}

/** What to talk about, in order: an agenda, not a script. `assignment` says why this agent: of a language that is only close, whether it will do. */
export const agendaOf = (purpose: CallPurpose, topic: string | null, assignment: Coded | null): Coded[] => [
  ...(assignment?.code === 'close_language' ? [point('ask_language_first', languagesOf(assignment))] : []),
  ...(topic === null ? [] : [point('asked_about', { topic })]),
  ...(purpose === 'survey' ? surveyPoints() : []),
  ...AGENDA[purpose].map((code) => point(code)),
]

const languagesOf = ({ params: { language, wanted } }: Coded): Coded['params'] => ({ language, wanted })

/** A call of the same seller that is to come today: it joins the agenda of the one that is held now, and keeps an outcome of its own. */
export interface AlsoOpen {
  readonly callId: string
  readonly purpose: CallPurpose
  readonly topic: string | null
}

/** The agendas of what else is open, each behind a point that says which call it is. */
export const joinedAgenda = (others: readonly AlsoOpen[]): Coded[] =>
  others.flatMap(({ callId, purpose, topic }) => [point('also_open', { callId, purpose }), ...agendaOf(purpose, topic, null)])

/** The questions in their order: what to improve comes first. */
const surveyPoints = (): Coded[] =>
  QUESTIONS.map(({ id, kind }) => point(id === 'improve' ? 'ask_what_to_improve' : 'ask_survey_question', { question: id, kind }))
