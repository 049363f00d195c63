import { type Static, Type } from 'typebox'
import { Nullable, WallTime, Zone } from './values.ts'

const CallHours = Type.Object(
  { weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 = Monday' }), from: WallTime, to: WallTime },
  { additionalProperties: false },
)
const hours = Nullable(
  Type.Array(CallHours, { minItems: 1, maxItems: 50, description: 'on his wall clock, between 08:00 and 20:00; null: the usual hours' }),
)

export const CallTimesBody = Type.Object(
  { timeZone: Type.Optional(Zone), hours: Type.Optional(hours) },
  { additionalProperties: false, minProperties: 1 },
)

export const CallTimesReply = Type.Object({
  timeZone: Type.String(),
  zoneAssumed: Type.Boolean({ description: 'nobody told us: calls keep to hours that are civil in every zone of the country' }),
  hours,
})
export type CallTimesView = Static<typeof CallTimesReply>
