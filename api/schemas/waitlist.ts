import { Type } from 'typebox'
import { BOOKING_PURPOSES, USUAL_MINUTES } from '../../domain/bookings.ts'
import { WAITLIST_STATUSES } from '../../domain/waitlist.ts'
import { BookingMinutes, PlainSlot } from './bookings.ts'
import { Id, Instant, Nullable, OneOf } from './values.ts'

export const WaitlistBody = Type.Object(
  {
    customerId: Id,
    purpose: OneOf(BOOKING_PURPOSES),
    from: Instant,
    until: Instant,
    minutes: Type.Optional(Type.Integer({ ...BookingMinutes, default: USUAL_MINUTES })),
  },
  { additionalProperties: false },
)

export const WaitlistReply = Type.Object({
  id: Type.String(),
  customerId: Type.String(),
  purpose: OneOf(BOOKING_PURPOSES),
  from: Instant,
  until: Instant,
  minutes: Type.Integer(),
  status: OneOf(WAITLIST_STATUSES),
  createdAt: Instant,
  offered: Nullable(PlainSlot),
})
