import { wallTime } from '../domain/calendar/periods.ts'
import { agendaOf } from '../domain/calls/agenda.ts'
import type { CallDetails } from './routes/calls.ts'
import type { CallCardView } from './schemas/calls.ts'

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
