export const BOOKING_PURPOSES = ['onboarding', 'consultation'] as const
export type BookingPurpose = (typeof BOOKING_PURPOSES)[number]

export const BOOKING_STATUSES = ['held', 'confirmed', 'done', 'cancelled'] as const
export type BookingStatus = (typeof BOOKING_STATUSES)[number]

export const HOLD_STATUSES = ['held', 'released', 'confirmed'] as const
export type HoldStatus = (typeof HOLD_STATUSES)[number]

/** An onboarding usually takes three quarters of an hour. It is the length of the slot, never a limit of the talk. */
export const USUAL_MINUTES = 45

export interface Slot {
  /** ISO instants */
  readonly start: string
  readonly end: string
  readonly agentId: string
}

export interface Booking extends Slot {
  readonly id: string
  readonly callId: string
  readonly customerId: string
  readonly purpose: BookingPurpose
  readonly status: BookingStatus
  /** iTIP SEQUENCE: counts the changes of time, length or agent. */
  readonly sequence: number
  /** ISO instants at which the seller is reminded, earliest first; absent in histories of before. */
  readonly reminders?: readonly string[]
}

/** A slot that is kept for somebody for some minutes; what he confirms becomes a booking of the same id. */
export interface Hold extends Slot {
  readonly id: string
  readonly customerId: string
  readonly purpose: BookingPurpose
  readonly status: HoldStatus
  /** ISO instant */
  readonly expiresAt: string
}

export interface HoldRequest {
  readonly holdId: string
  readonly customerId: string
  readonly purpose: BookingPurpose
  /** ISO instant */
  readonly start: string
  readonly minutes: number
  /** Only this agent; otherwise any free one who speaks the customer's language. */
  readonly agentId?: string
  /** Asked by a link, which holds one slot at a time: lets go of what else is held by links for this seller and purpose. */
  readonly instead?: boolean
}

export interface BookingRequest {
  readonly bookingId: string
  readonly callId: string
  readonly customerId: string
  readonly purpose: BookingPurpose
  /** ISO instant */
  readonly start: string
  readonly minutes: number
  /** Only this agent; otherwise any free one who speaks the customer's language. */
  readonly agentId?: string
  /** Tried first. */
  readonly preferredAgentId?: string
  readonly actor: string
}

/** How long a slot is. ISO instants. */
export const slotMinutes = ({ start, end }: Pick<Slot, 'start' | 'end'>): number => (Date.parse(end) - Date.parse(start)) / 60_000

/** ISO end of a slot that begins at `start`. */
export const slotEnd = (start: string, minutes: number): string => new Date(Date.parse(start) + minutes * 60_000).toISOString()

/** When to remind of a booking that was made or moved `now` (epoch milliseconds): what lies before that is left out. */
export const remindersOf = (start: string, minutesBefore: readonly number[], now: number): string[] =>
  minutesBefore
    .map((minutes) => Date.parse(start) - minutes * 60_000)
    .filter((at) => at > now)
    .sort((a, b) => a - b)
    .map((at) => new Date(at).toISOString())
