import { Type } from 'typebox'
import { BOOKING_PURPOSES, BOOKING_STATUSES, HOLD_STATUSES } from '../../domain/bookings.ts'
import { Id, Instant, Nullable, OneOf, Zone } from './values.ts'

export const BookingLinkBody = Type.Object(
  { purpose: OneOf(BOOKING_PURPOSES), expiresAt: Type.Optional(Instant) },
  { additionalProperties: false },
)

export const BookingLinkReply = Type.Object({ url: Type.String(), token: Type.String(), expiresAt: Instant })

export const LinkParams = Type.Object({ token: Type.String({ maxLength: 300 }) })

export const PublicSlotQuery = Type.Object({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  timeZone: Type.Optional(Zone),
})

const agentName = Type.String({ description: 'first name of who calls' })

export const PublicSlotReply = Type.Object({
  start: Instant,
  end: Instant,
  localStart: Type.String({ format: 'date-time', description: 'the start on the wall clock of `timeZone` with its offset' }),
})

export const PublicStartBody = Type.Object({ start: Instant }, { additionalProperties: false })

export const PublicBookBody = Type.Object({ start: Instant, holdId: Type.Optional(Id) }, { additionalProperties: false })

export const PublicBookingReply = Type.Object({
  id: Type.String(),
  start: Instant,
  end: Instant,
  agentName,
  status: OneOf(BOOKING_STATUSES),
})

export const PublicHoldReply = Type.Object({
  id: Type.String(),
  start: Instant,
  end: Instant,
  agentName,
  status: OneOf(HOLD_STATUSES),
  expiresAt: Instant,
})

export const PublicLinkReply = Type.Object({
  purpose: OneOf(BOOKING_PURPOSES),
  timeZone: Zone,
  languages: Type.Array(Type.String()),
  agentName: Nullable(agentName),
  booking: Nullable(PublicBookingReply),
  expiresAt: Instant,
})
