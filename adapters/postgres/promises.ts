import type { Promised, PromiseStore } from '../../activities/call-line.ts'
import { intentOf } from '../../domain/calendar/local-intent.ts'
import { isChosen } from '../../domain/calls/clearance.ts'
import type { Coded } from '../../domain/codes.ts'
import type { Database, Queries } from './database.ts'
import { iso } from './values.ts'

/** Of the time zone database in this process: Node's own, which Temporal and Intl read. */
const TZDATA = process.versions.tz ?? 'unknown'

interface Intent {
  readonly localStart: string
  readonly zone: string
  readonly tzdata: string
}

const NOT_NAMED = { localStart: null, zone: null, tzdata: null }

/** The wall time that is promised, where the customer is. */
export async function intentFor(queries: Queries, customerId: string, at: Date): Promise<Intent> {
  const { timeZone } = await queries.customer.findUniqueOrThrow({ where: { id: customerId }, select: { timeZone: true } })
  return { ...intentOf(at.getTime(), timeZone), tzdata: TZDATA }
}

interface Timed {
  readonly customerId: string
  readonly dueAt: string | null
  readonly whyTiming: Coded | null
}

/** The same of a call, where a person named its time: of any other one only the instant counts, and what is booked its booking keeps. */
export const intentOfCall = async (queries: Queries, { customerId, dueAt, whyTiming }: Timed): Promise<Intent | typeof NOT_NAMED> =>
  dueAt !== null && isChosen(whyTiming) && whyTiming?.code !== 'booked' ? intentFor(queries, customerId, new Date(dueAt)) : NOT_NAMED

export const createPromiseStore = ({ client }: Database, clock: { now(): number }, tzdata = TZDATA): PromiseStore => ({
  tzdata,

  async outdated(limit, behind) {
    const { kind, id } = behind ?? { kind: '', id: '' }
    const rows = await client.$queryRaw<(Omit<Promised, 'at'> & { readonly at: Date })[]>`
      SELECT * FROM (
        SELECT 'booking' AS kind, id, call_id AS "callId", starts_at AS at, local_start AS "localStart", zone, tzdata
          FROM bookings
         WHERE status IN ('held', 'confirmed') AND starts_at > ${new Date(clock.now())} AND tzdata <> ${tzdata}
         UNION ALL
        SELECT 'call', id, id, due_at, local_start, zone, tzdata
          FROM calls c
         WHERE status IN ('planned', 'due', 'retry_wait') AND due_at > ${new Date(clock.now())} AND tzdata <> ${tzdata}
           AND NOT EXISTS (SELECT FROM bookings b WHERE b.call_id = c.id AND b.status IN ('held', 'confirmed'))) AS promises
       WHERE (kind, id) > (${kind}, ${id})
       ORDER BY kind, id
       LIMIT ${limit}`
    return rows.map(({ at, ...row }) => ({ ...row, at: iso(at) }))
  },

  async confirm({ kind, id, at, tzdata: before }) {
    const data = { tzdata }
    const same = { id, tzdata: before }
    if (kind === 'booking') await client.booking.updateMany({ where: { ...same, start: new Date(at) }, data })
    else await client.call.updateMany({ where: { ...same, dueAt: new Date(at) }, data })
  },
})
