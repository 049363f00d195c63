export const BOOKING_PURPOSES = ['onboarding', 'consultation'] as const
export type BookingPurpose = (typeof BOOKING_PURPOSES)[number]

export const BOOKING_STATUSES = ['held', 'confirmed', 'done', 'cancelled'] as const
export type BookingStatus = (typeof BOOKING_STATUSES)[number]

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
  /** iTIP SEQUENCE: counts the changes that the customer was told of. */
  readonly sequence: number
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

/** ISO end of a slot that begins at `start`. */
export const slotEnd = (start: string, minutes: number): string => new Date(Date.parse(start) + minutes * 60_000).toISOString()
