import { type Static, Type } from 'typebox'
import { FEED_STATUSES } from '../../domain/feeds.ts'
import { CodedReply, Instant, Nullable, OneOf } from './values.ts'

export const FeedBody = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 2_000,
      description: 'address of an iCalendar file, https; it is a secret, and never shown again',
    }),
  },
  { additionalProperties: false },
)

export const FeedReply = Type.Object({
  status: OneOf(FEED_STATUSES, 'of the last reading; `pending`: none yet'),
  host: Type.String({ description: 'of the address, which itself is not shown' }),
  readAt: Nullable(Instant),
  events: Type.Integer({ minimum: 0, description: 'in the calendar as it was read then' }),
  error: Type.Optional(CodedReply),
})
export type FeedView = Static<typeof FeedReply>
