import type { Coded } from '../codes.ts'
import type { CallOutcome, CallPurpose, CallStatus } from './calls.ts'
import type { RetryRule } from './retry-policy.ts'

/** Asked when the moment of a call has come. Instants are ISO. */
export interface ClearanceRequest {
  readonly callId: string
  readonly customerId: string
  readonly purpose: CallPurpose
  readonly agentId: string | null
  readonly dueAt: string
  /** Somebody named this time, the seller or one of us: no rule of ours moves it. */
  readonly chosen: boolean
  /** Its agent has said that he holds it, or a person has given it to him. */
  readonly accepted: boolean
  /** Of a booked call. */
  readonly booked: boolean
  /** The last try met a busy line or a technical failure, and this is only the redial. */
  readonly redial: boolean
  /** The tries that nobody answered, oldest first. */
  readonly failedAt: readonly string[]
  /** Since when somebody should call. */
  readonly wishedAt: string
  /** Times in which we waited for the seller, not he for us. */
  readonly pauses: readonly Pause[]
  /** The retry rule it goes by, as its last routing decision found it; absent: that of now. */
  readonly rule?: RetryRule
}

/** ISO instants. */
export interface Pause {
  readonly from: string
  readonly until: string
}

/** What the call has to look after while it is due and nobody dials; each absent where it does not apply. ISO instants. */
export interface Watch {
  /** Nobody has taken it up: somebody else's turn. */
  readonly moveOnAt?: string
  readonly warnAt?: string
  readonly breachAt?: string
  /** Of a booked call: its agent counts as not come. */
  readonly noShowAt?: string
}

export type Clearance =
  | { readonly go: Watch }
  | { readonly postpone: { readonly at: string; readonly why: Coded } }
  /** Its agent is away now: somebody else is looked for. */
  | { readonly reroute: { readonly from: string } }
  | { readonly stop: Coded }

/** Another call of the same seller, open or tried lately. Instants in epoch milliseconds. */
export interface OtherCall {
  readonly callId: string
  readonly purpose: CallPurpose
  readonly status: CallStatus
  readonly dueAt: number | null
  readonly escalated: boolean
  readonly tries: readonly PastTry[]
}

/** Instant in epoch milliseconds. */
export interface PastTry {
  readonly at: number
  readonly outcome: CallOutcome
}

const ACTIVE: readonly CallStatus[] = ['due', 'ringing', 'in_call', 'wrap_up']

/** Somebody dials, talks or is to dial now. */
export const isActive = (status: CallStatus): boolean => ACTIVE.includes(status)

/** Codes of times that somebody named. */
const CHOSEN: readonly string[] = ['asked_for', 'booked', 'customer_asked', 'moved', 'rescheduled']

/** Codes of assignments that a person made. */
const BY_HAND: readonly string[] = ['taken', 'handed_over']

export const isByHand = (assignment: Coded | null): boolean => assignment !== null && BY_HAND.includes(assignment.code)

export const isChosen = (timing: Coded | null): boolean => timing !== null && CHOSEN.includes(timing.code)
