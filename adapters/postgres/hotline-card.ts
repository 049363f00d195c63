import type { HotlineCardView } from '../../api/schemas/hotline.ts'
import { agendaOf } from '../../domain/calls/agenda.ts'
import { CLOSED_STATUSES } from '../../domain/calls/calls.ts'
import { callView, timelineSinceTalk, WITH_ATTEMPTS } from './call-reads.ts'
import { customerView, WITH_CONTACT } from './customer-view.ts'
import type { Queries } from './database.ts'
import { viewOf, WITH_PROFILE } from './profile-view.ts'
import { openQuestions } from './questions.ts'

type CallerCard = Pick<HotlineCardView, 'customer' | 'openCalls' | 'sinceLastTalk' | 'profile' | 'openQuestions'>

const NOBODY: CallerCard = { customer: null, openCalls: [], sinceLastTalk: [], profile: null, openQuestions: [] }

/** Everything to know of a caller while he is on the line. `now` is epoch milliseconds. */
export async function readCallerCard(queries: Queries, customerId: string | null, now: number): Promise<CallerCard> {
  if (customerId === null) return NOBODY
  const customer = await queries.customer.findUnique({ where: { id: customerId }, include: { ...WITH_CONTACT, ...WITH_PROFILE } })
  if (!customer) return NOBODY
  const calls = await queries.call.findMany({
    where: { customerId, status: { notIn: [...CLOSED_STATUSES] } },
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
    include: WITH_ATTEMPTS,
  })
  return {
    customer: customerView(customer, now),
    openCalls: calls.map((call) => {
      const view = callView(call)
      const agenda = agendaOf(view.purpose, call.topic, view.why.assignment)
      return { ...view, agenda: agenda.map(({ code, params }) => ({ code, params: { ...params } })) }
    }),
    sinceLastTalk: await timelineSinceTalk(queries, customerId),
    profile: viewOf(customer),
    openQuestions: await openQuestions(queries, customerId),
  }
}
