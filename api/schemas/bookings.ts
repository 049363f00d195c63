import { type Static, Type } from 'typebox'
import { BOOKING_PURPOSES, BOOKING_STATUSES, type Booking, HOLD_STATUSES, USUAL_MINUTES } from '../../domain/bookings.ts'
import { Id, Instant, OneOf } from './values.ts'

/** Of a slot, in minutes. */
export const BookingMinutes = { minimum: 5, maximum: 480 }

export const PlainSlot = Type.Object({ start: Instant, end: Instant, agentId: Type.String() })

export const SlotReply = Type.Object({
  start: Instant,
  end: Instant,
  agentId: Type.String(),
  localStart: Type.String({
    format: 'date-time',
    description:
      "the start on the customer's wall clock with its offset, which tells apart a time that comes twice when the clocks go back",
  }),
})

export const SlotQuery = Type.Object({
  customerId: Id,
  purpose: Type.Optional(OneOf(BOOKING_PURPOSES)),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  minutes: Type.Optional(Type.Integer(BookingMinutes)),
})

export const BookingBody = Type.Object(
  {
    customerId: Id,
    purpose: OneOf(BOOKING_PURPOSES),
    start: Instant,
    minutes: Type.Optional(
      Type.Integer({ ...BookingMinutes, default: USUAL_MINUTES, description: 'length of the slot, never a limit of the talk' }),
    ),
    agentId: Type.Optional(Id),
  },
  { additionalProperties: false },
)

export const BookingMoveBody = Type.Object({ start: Instant }, { additionalProperties: false })

export const BookingReply = Type.Object({
  id: Type.String(),
  callId: Type.String(),
  customerId: Type.String(),
  purpose: OneOf(BOOKING_PURPOSES),
  start: Instant,
  end: Instant,
  agentId: Type.String(),
  status: OneOf(BOOKING_STATUSES),
})
type BookingView = Static<typeof BookingReply>

/** As it is told: what counts its changes and when it reminds is ours. */
export const viewOf = ({ sequence: _sequence, reminders: _reminders, ...booking }: Booking): BookingView => booking

export const HoldReply = Type.Object({
  id: Type.String(),
  customerId: Type.String(),
  purpose: OneOf(BOOKING_PURPOSES),
  start: Instant,
  end: Instant,
  agentId: Type.String(),
  status: OneOf(HOLD_STATUSES),
  expiresAt: Instant,
})
