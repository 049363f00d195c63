import { wallTime } from '../domain/calendar/periods.ts'
import { type AlsoOpen, agendaOf, joinedAgenda } from '../domain/calls/agenda.ts'
import type { Agreement, CallStatus } from '../domain/calls/calls.ts'
import type { Coded } from '../domain/codes.ts'
import type { AgreementVersion } from '../domain/profile/agreement.ts'
import type { ProfileView } from '../domain/profile/profile.ts'
import { profilePoints } from '../domain/profile/talking-points.ts'
import type { Answer } from '../domain/surveys.ts'
import type { CallCardView, CallView } from './schemas/calls.ts'
import type { CustomerView, TimelineItem } from './schemas/customers.ts'
import type { QuestionView } from './schemas/questions.ts'

/** What a card shows beyond the call itself. */
export interface CallDetails {
  readonly call: CallView
  readonly customer: CustomerView
  /** Whom to ask for. */
  readonly contact: ContactToAsk | null
  readonly language: string | null
  readonly topic: string | null
  readonly notes: string | null
  /** The customer's timeline since the last call in which somebody spoke to him, newest first, at most 50. */
  readonly sinceLastTalk: readonly TimelineItem[]
  /** Of a survey, as far as it got. */
  readonly answers: readonly Answer[]
  /** What happened in the trial, for the talk at its end. */
  readonly trial?: TrialSoFar
  /** What he sells, with a proposal for each group, and what is agreed on so far. */
  readonly profile: ProfileView
  /** While it is due or held: what else the company would call him for today, in order. */
  readonly alsoOpen: readonly AlsoOpen[]
  readonly agreement: AgreementVersion | null
  /** Whether a message may be left where nobody answers. */
  readonly voicemail: boolean
  /** What he asked and nobody has answered yet, oldest first. */
  readonly openQuestions: readonly QuestionView[]
}

/** Somebody of the company, by all his numbers. */
export interface ContactToAsk {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly phones: readonly string[]
  readonly role: string | null
  readonly language: string | null
}

export interface TrialSoFar {
  /** ISO instants */
  readonly startedAt: string
  readonly endsAt: string
  /** Tries to reach the seller since it began, and how often somebody spoke to him. */
  readonly tries: number
  readonly talks: number
  /** Strategies agreed so far. */
  readonly agreed: readonly Agreement[]
}

/** Nobody has answered yet. */
const TO_BE_TRIED: readonly CallStatus[] = ['planned', 'due', 'ringing', 'retry_wait']

/** Everything an agent should know before and while talking. `now` is epoch milliseconds. */
export function callCard(details: CallDetails, now: number): CallCardView {
  const { call, customer, contact, language, topic, notes, sinceLastTalk, answers, trial, profile, agreement, alsoOpen, openQuestions } =
    details
  const agenda = [...agendaOf(call.purpose, topic, call.why.assignment), ...voicemailPoint(details), ...joinedAgenda(alsoOpen)]
  return {
    ...call,
    customer,
    contact: contact && { ...contact, phones: [...contact.phones] },
    localTime: wallTime(now, customer.timeZone),
    promised: call.status === 'cancelled' ? null : call.dueAt,
    profile,
    agreement,
    sinceLastTalk: [...sinceLastTalk],
    agenda: agenda.map(({ code, params }) => ({ code, params: { ...params } })),
    talkingPoints: [...questionPoints(openQuestions), ...trialPoints(trial), ...profilePoints(profile, agreement)].map(
      ({ code, params }) => ({ code, params: { ...params } }),
    ),
    difficulties: [],
    language,
    topic,
    notes,
    answers: [...answers],
  }
}

const voicemailPoint = ({ call: { status }, voicemail }: CallDetails): Coded[] =>
  voicemail || !TO_BE_TRIED.includes(status) ? [] : [{ code: 'leave_no_voicemail', params: {} }]

const trialPoints = (trial: TrialSoFar | undefined): Coded[] =>
  trial === undefined ? [] : [{ code: 'trial_so_far', params: { ...trial } }]

const questionPoints = (questions: readonly QuestionView[]): Coded[] =>
  questions.map(({ id, question, language, askedAt }) => ({
    code: 'open_question',
    params: { questionId: id, question, language, askedAt },
  }))
