import type { TimelineItem } from '../../api/schemas/customers.ts'
import { type Check, check, eachOnce } from './check.ts'
import { bringsWelcome, type Life, stageOf, type Try } from './life.ts'
import type { Picture } from './picture.ts'

const tryText = ({ outcome, by }: { outcome: string; by: string }): string => `${outcome} by ${by === 'telephony' ? 'telephony' : 'person'}`
const triesText = (tries: readonly (Try | { outcome: string; by: string })[]): string => `[${tries.map(tryText).join(', ')}]`

/** A move to where it is already tells the seller the same a second time. Timelines are newest first. */
function movedAgain(timeline: readonly TimelineItem[]): string[] {
  const places = new Map<unknown, string>()
  return [...timeline].reverse().flatMap(({ kind, params: { bookingId, start, agentId } }) => {
    if (kind !== 'booking_confirmed' && kind !== 'booking_moved') return []
    const place = `${start} with ${agentId}`
    const before = places.get(bookingId)
    places.set(bookingId, place)
    return before === place ? [`${bookingId} moved to ${place}, where it was`] : []
  })
}

/** What was told of sellers and calls is there, once, and moved them as far as it should. */
export function checkPeople(lives: readonly Life[], { customers, calls, timelines, bookings }: Picture): Check[] {
  const taken = lives.filter(({ id }) => id !== '')
  const customerOf = new Map(customers.map((customer) => [customer.id, customer]))
  const callOf = new Map(calls.map((call) => [call.id, call]))
  const open = new Set(calls.filter(({ status }) => status !== 'done' && status !== 'cancelled').map(({ id }) => id))

  return [
    eachOnce(
      'registrations acknowledged, each one seller',
      taken.map(({ id, body }) => `${id} ${body.contact.email}`),
      customers.map(({ id, contact }) => `${id} ${contact.email}`),
    ),
    check('sellers, each in the right stage', taken, (life) => {
      const stage = customerOf.get(life.id)?.stage
      return stage === stageOf(life) ? undefined : `${life.id} is ${stage}, should be ${stageOf(life)}`
    }),
    check('sellers, each with the welcome call that is his', taken, (life) => {
      const planned = timelines.get(life.id)?.filter(({ kind, params }) => kind === 'call_planned' && params.purpose === 'welcome') ?? []
      const ids = [...new Set(planned.map(({ params }) => params.callId))]
      return ids.length === (bringsWelcome(life) ? 1 : 0) ? undefined : `${life.id} has ${ids.length} welcome calls`
    }),
    check('calls, each with the tries that were acknowledged', calls, ({ id, attempts }) => {
      const wanted = triesText(taken.flatMap(({ tries }) => tries.get(id) ?? []))
      const found = triesText(attempts)
      return found === wanted ? undefined : `call ${id} has ${found}, should have ${wanted}`
    }),
    eachOnce(
      'calls asked for, each one call',
      taken.flatMap(({ asked }) => asked),
      taken.flatMap(({ asked }) => asked.filter((id) => callOf.has(id))),
    ),
    check('sellers, each with the bookings that were acknowledged', taken, (life) => {
      const rows = bookings.filter((row) => row.customer_id === life.id)
      const wanted = life.bookingsMade + life.bookedInTalk
      return rows.length === wanted ? undefined : `${life.id} has ${rows.length} bookings, should have ${wanted}`
    }),
    check(
      'bookings, each at the time acknowledged last',
      taken.flatMap(({ bookings: made }) => [...made.values()]),
      ({ id, start }) => {
        const row = bookings.find((one) => one.id === id)
        return row?.starts_at.getTime() === Date.parse(start)
          ? undefined
          : `${id} is at ${row?.starts_at.toISOString()}, should be at ${start}`
      },
    ),
    check('sellers, none told twice of one move', timelines.values(), (timeline) => movedAgain(timeline).join('; ') || undefined),
    check('bookings, none open of a call that is over', bookings, ({ id, call_id, status }) =>
      (status === 'held' || status === 'confirmed') && !open.has(call_id) ? `${id} is ${status}, its call ${call_id} is over` : undefined,
    ),
  ]
}
