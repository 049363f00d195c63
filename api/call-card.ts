import { wallTime } from '../domain/calendar/periods.ts'
import { agendaOf } from '../domain/calls/agenda.ts'
import type { CallCardView, CallView } from './schemas/calls.ts'
import type { CustomerView, TimelineItem } from './schemas/customers.ts'

/** What a card shows beyond the call itself. */
export interface CallDetails {
  readonly call: CallView
  readonly customer: CustomerView
  readonly language: string | null
  readonly topic: string | null
  readonly notes: string | null
  /** The customer's timeline since the last call in which somebody spoke to him, newest first, at most 50. */
  readonly sinceLastTalk: readonly TimelineItem[]
}

/** Everything an agent should know before and while talking. `now` is epoch milliseconds. */
export function callCard({ call, customer, language, topic, notes, sinceLastTalk }: CallDetails, now: number): CallCardView {
  const points = agendaOf(call.purpose, topic).map(({ code, params }) => ({ code, params: { ...params } }))
  return {
    ...call,
    customer,
    localTime: wallTime(now, customer.timeZone),
    promised: call.status === 'cancelled' ? null : call.dueAt,
    // Analysis comes with the Amazon account; until then there is honestly none.
    profile: { status: 'none' },
    sinceLastTalk: [...sinceLastTalk],
    agenda: points,
    talkingPoints: [],
    difficulties: [],
    language,
    topic,
    notes,
  }
}
