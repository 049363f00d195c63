import type { Booking } from '../bookings.ts'
import type { Coded } from '../codes.ts'
import type { Experience, Support } from '../customers.ts'
import type { Money } from '../money.ts'
import type { Answer } from '../surveys.ts'
import type { CallOutcome, CallPurpose } from './retry-policy.ts'

export { CALL_OUTCOMES, CALL_PURPOSES, type CallOutcome, type CallPurpose } from './retry-policy.ts'

export const CALL_STATUSES = ['planned', 'due', 'ringing', 'in_call', 'wrap_up', 'retry_wait', 'parked', 'done', 'cancelled'] as const
export type CallStatus = (typeof CALL_STATUSES)[number]

/** Of calls that are over. */
export const CLOSED_STATUSES = ['done', 'cancelled'] as const satisfies CallStatus[]

export const isOpen = (status: CallStatus): boolean => status !== 'done' && status !== 'cancelled'

/** Which calls a seller or an agent may ask for. */
export const REQUESTABLE_PURPOSES = ['call_me_now', 'consultation', 'setup_help'] as const
export type RequestablePurpose = (typeof REQUESTABLE_PURPOSES)[number]

/** Who wants a call that was asked for: the seller, or one of us. */
export const ASKERS = ['customer', 'us'] as const
export type Asker = (typeof ASKERS)[number]

export interface Attempt {
  /** ISO instant */
  readonly at: string
  readonly outcome: CallOutcome
  readonly by: string
  readonly pbxCallId?: string
}

export const STRATEGIES = ['push', 'buy_box', 'hold'] as const

export interface Agreement {
  readonly group: string
  readonly strategy: (typeof STRATEGIES)[number]
  readonly min?: Money
  readonly max?: Money
}

/** What a call brought to light, by purpose (CONTRACT.md, `POST /v1/calls/{id}/outcome`). */
export interface OutcomeData {
  readonly support?: Exclude<Support, 'unknown'>
  readonly onboarding?: 'now' | 'none' | { readonly at: string }
  readonly experience?: Experience
  readonly areas?: readonly string[]
  readonly agreed?: readonly Agreement[]
  readonly feedback?: string
  readonly answers?: readonly Answer[]
  readonly scope?: 'survey' | 'marketing' | 'service' | 'all'
  readonly language?: string
}

export interface OutcomeReport {
  readonly outcome: CallOutcome
  /** ISO instant, with `callback_at` */
  readonly callbackAt?: string
  readonly notes?: string
  readonly data?: OutcomeData
}

/** Start argument of workflow `call`. */
export interface CallStart {
  readonly callId: string
  readonly customerId: string
  readonly purpose: CallPurpose
  /** BCP 47, best first */
  readonly languages: readonly string[]
  /** ISO instant, where somebody named a time */
  readonly at?: string
  readonly topic?: string
  /** Whom of the company to ask for; absent: whoever answers. */
  readonly contactId?: string
  /** Absent: nobody asked for it. */
  readonly askedBy?: Asker
  /** A booked slot: the call is held then, by that agent. */
  readonly booking?: Booking
  /** Why it is called now, where no person asked for it. */
  readonly because?: Coded
  /** ISO instant after which nobody tries any more, unless the seller himself named a later time. */
  readonly deadline?: string
  /** What a call that was withdrawn goes on from. */
  readonly resumes?: CallSoFar
  readonly actor: string
}

/** What of a call outlives its withdrawal: its row counts on, its tries stay, and what was learnt in them. */
export type CallSoFar = Pick<CallState, 'version' | 'attempts' | 'languages' | 'passedBy' | 'notes' | 'data' | 'agreements'>

/** What workflow `call` keeps and its row shows. */
export interface CallState {
  readonly callId: string
  readonly customerId: string
  /** Counts the changes: a row never goes back to an older state. */
  version: number
  purpose: CallPurpose
  status: CallStatus
  languages: readonly string[]
  /** ISO instant, or null while nobody can hold it */
  dueAt: string | null
  agentId: string | null
  language: string | null
  topic: string | null
  /** Absent: whoever answers. */
  readonly contactId?: string
  /** Absent: nobody asked for it. */
  readonly askedBy?: Asker
  whyAssignment: Coded | null
  whyTiming: Coded | null
  acceptedAt: string | null
  /** When the leads were told that nobody dialled in time; absent where they never were. */
  escalatedAt?: string
  /** All tries so far. */
  attempts: Attempt[]
  /** Agents who passed it on. */
  passedBy: string[]
  booking: Booking | null
  outcome: CallOutcome | null
  notes: string | null
  data: OutcomeData | null
  /** How often strategies were agreed on before its outcome; absent where never. */
  agreements?: number
  endedAt: string | null
  /** The telephone call it is held on now, and what it was before that rang. */
  phone: { readonly pbxCallId: string; readonly answered: boolean; readonly inbound: boolean; readonly before: CallStatus } | null
}

/** What a finished call tells the life it belongs to. */
export interface CallResult {
  readonly callId: string
  /** The purpose it ended with: a welcome call that went on is an onboarding. */
  readonly purpose: CallPurpose
  readonly outcome: CallOutcome | null
  readonly agentId: string | null
  readonly data: OutcomeData | null
  /** The onboarding that a welcome call booked. */
  readonly booked?: Booking
  /** Why it was taken back before it was held, and what it can go on from. */
  readonly withdrawn?: { readonly reason: string; readonly soFar: CallSoFar }
  /** Its deadline passed before anybody tried. */
  readonly expired?: boolean
}

export const openingState = (start: CallStart): CallState => ({
  callId: start.callId,
  customerId: start.customerId,
  version: start.resumes?.version ?? 0,
  purpose: start.purpose,
  status: 'planned',
  languages: start.resumes?.languages ?? start.languages,
  dueAt: start.booking?.start ?? start.at ?? null,
  agentId: start.booking?.agentId ?? null,
  language: null,
  topic: start.topic ?? null,
  ...(start.contactId === undefined ? {} : { contactId: start.contactId }),
  ...(start.askedBy === undefined ? {} : { askedBy: start.askedBy }),
  whyAssignment: null,
  whyTiming: null,
  acceptedAt: null,
  attempts: [...(start.resumes?.attempts ?? [])],
  passedBy: [...(start.resumes?.passedBy ?? [])],
  booking: start.booking ?? null,
  outcome: null,
  notes: start.resumes?.notes ?? null,
  data: start.resumes?.data ?? null,
  ...(start.resumes?.agreements === undefined ? {} : { agreements: start.resumes.agreements }),
  endedAt: null,
  phone: null,
})
