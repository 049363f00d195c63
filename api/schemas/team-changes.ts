import { type Static, Type } from 'typebox'
import { Instant, Nullable, OneOf } from './values.ts'

export const TeamChangeKind = OneOf(
  ['agent', 'shifts', 'override'],
  'fields of somebody, his week, hours of a date; absences have an undo of their own',
)

export const TeamChangeReply = Type.Object({
  id: Type.String(),
  at: Instant,
  by: Type.String(),
  what: TeamChangeKind,
  agentId: Nullable(Type.String({ description: 'null: the whole team' })),
  before: Type.Unknown({ description: 'as `GET` showed it, of fields those alone that were changed; null: it was not there' }),
  after: Type.Unknown({ description: 'null: it is gone' }),
  undoes: Nullable(Type.String({ description: 'the change that this one took back' })),
})
export type TeamChangeView = Static<typeof TeamChangeReply>
