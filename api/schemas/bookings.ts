import { type Static, Type } from 'typebox'
import { BOOKING_PURPOSES, BOOKING_STATUSES, USUAL_MINUTES } from '../../domain/bookings.ts'
import { Id, Instant, OneOf } from './values.ts'

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
  minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 480 })),
})

export const BookingBody = Type.Object(
  {
    customerId: Id,
    purpose: OneOf(BOOKING_PURPOSES),
    start: Instant,
    minutes: Type.Optional(
      Type.Integer({ minimum: 5, maximum: 480, default: USUAL_MINUTES, description: 'length of the slot, never a limit of the talk' }),
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
export type BookingView = Static<typeof BookingReply>
