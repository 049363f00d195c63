import { type Static, Type } from 'typebox'
import { Instant, Nullable } from './values.ts'

export const NoticeReply = Type.Object({
  id: Type.String(),
  at: Instant,
  kind: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  customerId: Type.Optional(Type.String()),
  callId: Type.Optional(Type.String()),
  readAt: Nullable(Instant),
})
export type NoticeView = Static<typeof NoticeReply>
