import { type Static, Type } from 'typebox'
import { DateOnly, Id, Nullable, WallEnd, WallTime } from './values.ts'

export const Hours = Type.Object({ from: WallTime, to: WallEnd }, { additionalProperties: false })

export const OverrideParams = Type.Object({ date: DateOnly })
export const OverrideOf = Type.Object({ agentId: Type.Optional({ ...Id, description: 'absent: the whole team' }) })

export const OverrideBody = Type.Object(
  { intervals: Type.Array(Hours, { maxItems: 24, description: 'all hours of that date, on the wall clock of each agent; none: closed' }) },
  { additionalProperties: false },
)

export const OverrideReply = Type.Object({
  date: DateOnly,
  agentId: Nullable(Type.String({ description: 'null: the whole team' })),
  intervals: Type.Array(Hours),
})
export type OverrideView = Static<typeof OverrideReply>
