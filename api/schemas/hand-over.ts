import { Type } from 'typebox'
import { CALL_PURPOSES } from '../../domain/calls/calls.ts'
import { PlainSlot } from './bookings.ts'
import { CallReply } from './calls.ts'
import { Id, Instant, Nullable, OneOf, Text } from './values.ts'

export const HandOverBody = Type.Object(
  {
    agentId: Id,
    note: Text(5_000, 'what the next one must know'),
    customerTold: Type.Boolean({ description: 'whether the seller knows it from the one who hands over' }),
  },
  { additionalProperties: false },
)

const MINUTES = { minimum: 5, maximum: 240 }

export const ExtensionQuery = Type.Object({ minutes: Type.Integer({ ...MINUTES, default: 30 }) })

export const ExtendBody = Type.Object(
  {
    minutes: Type.Integer(MINUTES),
    next: Type.Optional(
      OneOf(
        ['hand_over', 'tell'],
        'what becomes of the calls that come next: a colleague takes them, or their sellers are told that they begin later',
      ),
    ),
  },
  { additionalProperties: false },
)

export const ExtensionReply = Type.Object({
  from: Instant,
  until: Instant,
  next: Type.Array(
    Type.Object({
      callId: Type.String(),
      customerId: Type.String(),
      purpose: OneOf(CALL_PURPOSES),
      start: Instant,
      end: Nullable(Instant),
      takers: Type.Array(Type.String(), { description: 'agents who are free then and speak the language, best first' }),
      alternatives: Type.Array(PlainSlot, { description: 'after the talk' }),
    }),
  ),
})

export const ExtendReply = Type.Object({ until: Instant, call: CallReply, gaveWay: Type.Array(CallReply) })
