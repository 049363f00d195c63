import { randomUUID } from 'node:crypto'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { createBookingStore } from '../adapters/postgres/bookings.ts'
import { type Database, openDatabase } from '../adapters/postgres/database.ts'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import type { Booking, BookingRequest } from '../domain/bookings.ts'
import { freeSlots, type SlotSearch } from '../domain/calendar/slots.ts'
import { agentCalendar } from '../domain/calendar/team.ts'
import { everySlot } from './bookings/every-slot.ts'
import { lookThenWrite, overlaps } from './bookings/look-then-write.ts'
import { inParallel, median, round } from './figures.ts'
import { type House, sellerBody, withHouse } from './house.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { chance, DAY, memberOf, NOW } from './routing/drawn-team.ts'
import { runBench } from './run.ts'

/*
 * What booking costs: the slots of a month of a whole team, in memory; bookings a second where many want the same slots, against real
 * PostgreSQL; and the same over HTTP with everything that follows from one (life, call, invitation).
 */

const SLOTS_GOAL_MS = 50
const RATE_GOAL = 200
const MINUTES = 45
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** As many as the API of a small installation has. */
const CONNECTIONS = 16

const fastestAndMedian = (took: readonly number[]) => ({ fastest: round(Math.min(...took), 1), median: round(median(took), 1) })

function timed(rounds: number, work: () => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  })
}

/** A month of slots of so many agents, each with ten bookings in it; the limit is above all there are. */
function measureSlots(agents: number, rounds: number) {
  const team = Array.from({ length: agents }, (_, n) => agentCalendar({ ...memberOf(n), busy: bookedOf(n) }))
  const search: SlotSearch = {
    from: NOW,
    to: NOW + 30 * DAY,
    minutes: MINUTES,
    customer: { zones: ['Europe/Berlin'] },
    agents: team,
    limit: 1_000_000,
  }
  const found = freeSlots(search).length
  timed(3, () => freeSlots(search))
  const ours = fastestAndMedian(timed(rounds, () => freeSlots(search)))
  const day = { ...search, to: NOW + DAY, agents: team.slice(0, 50) }
  const same = JSON.stringify(everySlot(day)) === JSON.stringify(freeSlots(day))
  const [perSlot = Number.NaN] = timed(1, () => everySlot(day))
  return { agents, found, ours, peer: { agents: 50, days: 1, ms: round(perSlot), same } }
}

const bookedOf = (n: number) =>
  Array.from({ length: 10 }, (_, index) => {
    const start = NOW + (index * 3 + (n % 3)) * DAY + (n % 8) * HOUR
    return { start, end: start + MINUTES * MINUTE }
  })

const WEEK = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))
const AGENTS = 20
const SELLERS = 40

/** Who books with whom: agents who always work, and sellers who get no calls but those that are booked. */
async function people({ lotse }: House): Promise<{ agentIds: string[]; customerIds: string[] }> {
  const made = async (path: string, body: unknown, as: 'lead' | 'service'): Promise<string> => {
    const { status, body: answer } = await lotse.ask('POST', path, { body, as })
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(answer)}`)
    return answer.id
  }
  const agentIds: string[] = []
  for (let n = 0; n < AGENTS; n += 1) {
    const languages = [{ tag: 'de', level: 'native' }]
    const skills = ['repricer', 'lost_and_found', 'analytics']
    const agent = { name: `Kim ${n}`, email: `kim-${n}@bench.example`, languages, timeZone: 'UTC', skills, capacity: 1000, role: 'agent' }
    const id = await made('/v1/agents', agent, 'lead')
    await lotse.ask('PUT', `/v1/agents/${id}/shifts`, { body: WEEK, as: 'lead' })
    agentIds.push(id)
  }
  const customerIds: string[] = []
  for (let n = 0; n < SELLERS; n += 1)
    customerIds.push((await lotse.register({ ...sellerBody(n), products: ['lost_and_found'] }, `bench-${n}`)).body.id)
  return { agentIds, customerIds }
}

/** Tries for few slots, in an order that is the same each time: each slot of an agent is wanted by about four. */
function wishesOf(tries: number, { agentIds, customerIds }: { agentIds: string[]; customerIds: string[] }, from: number): BookingRequest[] {
  const days = Math.ceil(tries / (4 * AGENTS * 8))
  return Array.from({ length: tries }, (_, n) => {
    const hour = chance(`${n} at`, days * 8)
    return {
      bookingId: randomUUID(),
      callId: randomUUID(),
      customerId: customerIds[n % SELLERS] ?? '',
      purpose: 'consultation',
      // Half of them overlap another hour's slot instead of wanting the very same.
      start: new Date(from + Math.floor(hour / 8) * DAY + (hour % 8) * HOUR + (n % 2) * 20 * MINUTE).toISOString(),
      minutes: MINUTES,
      agentId: agentIds[chance(`${n} with`, AGENTS)] ?? '',
      actor: 'key/bench',
    }
  })
}

interface Contention {
  readonly tries: number
  readonly perSecond: number
  readonly booked: number
  readonly overlapping: number
}

/** As many tries at once as said: how many a second were answered, and how many of them got their slot. */
async function race(wishes: readonly BookingRequest[], atOnce: number, book: (wish: BookingRequest) => Promise<boolean>) {
  let booked = 0
  const began = performance.now()
  await inParallel(wishes, atOnce, async (wish) => {
    if (await book(wish)) booked += 1
  })
  return { tries: wishes.length, perSecond: round((wishes.length * 1000) / (performance.now() - began), 0), booked }
}

/** The database alone, beside the peer on the same wishes; warmed up first. */
async function measureStore(db: Database, wishes: readonly BookingRequest[]): Promise<{ ours: Contention; peer: Contention }> {
  const store = createBookingStore(db)
  const looking = await lookThenWrite(db)
  const told = (booking: Booking) => ({
    entry: { kind: 'booking_confirmed', params: { bookingId: booking.id }, actor: 'key/bench' },
    notices: [{ audience: booking.agentId, kind: 'booking_confirmed', params: {} }],
  })
  const book = async (wish: BookingRequest) => (await store.book(wish, [wish.agentId ?? ''], told)) !== undefined
  const [warm, cold] = [wishes.slice(0, 200), wishes.slice(200)]
  await race(warm, CONNECTIONS, book)
  const ours = await race(cold, CONNECTIONS, book)
  const peer = await race(cold, CONNECTIONS, looking.book)
  return {
    ours: { ...ours, overlapping: await overlaps(db.client, 'bookings') },
    peer: { ...peer, overlapping: await overlaps(db.client, 'looked_bookings') },
  }
}

/** Over HTTP, with everything that follows: a life's update, a call of its own, an invitation by mail. */
async function measureHttp({ lotse }: House, wishes: readonly BookingRequest[]) {
  const statuses = new Map<number, number>()
  const result = await race(wishes, 16, async ({ customerId, purpose, start, minutes, agentId }) => {
    const { status } = await lotse.ask('POST', '/v1/bookings', { body: { customerId, purpose, start, minutes, agentId }, as: 'agent' })
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    return status === 201
  })
  return { ...result, statuses: Object.fromEntries(statuses) }
}

exitWithParent()
await runBench('bookings', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      agents: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '30' },
      tries: { type: 'string', default: '4000' },
      http: { type: 'string', default: '400' },
      json: { type: 'boolean', default: false },
    },
  })
  say(`slots of 30 days for ${values.agents} agents`)
  const slots = measureSlots(wholeOf('agents', values.agents, 50), wholeOf('rounds', values.rounds, 5))
  const [tries, httpTries] = [wholeOf('tries', values.tries, 400), wholeOf('http', values.http, 50)]
  say('a stack of its own')
  const { store, http } = await withHouse(async (house) => {
    const known = await people(house)
    await house.settle()
    const monday = Math.ceil(Date.now() / (7 * DAY)) * 7 * DAY + 4 * DAY + 8 * HOUR
    const db = openDatabase(house.stack.databaseUrl, { poolSize: CONNECTIONS })
    try {
      say(`${tries} tries at the database`)
      const store = await measureStore(db, wishesOf(tries, known, monday + 364 * DAY))
      say(`${httpTries} tries over HTTP`)
      return { store, http: await measureHttp(house, wishesOf(httpTries, known, monday)) }
    } finally {
      await db.close()
    }
  })
  const goals: Goal[] = [
    { name: 'slots, median', measured: slots.ours.median, unit: 'ms', goal: SLOTS_GOAL_MS, atMost: true, ofTime: true },
    { name: 'bookings tried a second', measured: store.ours.perSecond, unit: '/s', goal: RATE_GOAL, atMost: false, ofTime: true },
    { name: 'overlapping bookings', measured: store.ours.overlapping, unit: '', goal: 0, atMost: true, ofTime: false },
  ]
  writeResults('bookings', { loadAverage: round(loadavg()[0] ?? 0), slots, store, http, goals })
  const line = (name: string, { tries, perSecond, booked, overlapping }: Contention) =>
    `${name.padEnd(26)}  ${perSecond}/s, ${booked} of ${tries} booked, ${overlapping} pairs overlap`
  const text = [
    `slots of 30 days            ${slots.ours.median} ms median, ${slots.ours.fastest} ms fastest, ${slots.found} slots of ${slots.agents} agents`,
    `each slot asked of each     ${slots.peer.ms} ms for one day of ${slots.peer.agents} agents, ${slots.peer.same ? 'the same slots' : 'OTHER SLOTS'}`,
    line('booked by constraint', store.ours),
    line('looked, then written', store.peer),
    `over HTTP, all that follows ${http.perSecond}/s, ${http.booked} of ${http.tries} booked`,
    goalTable(goals),
    `bench bookings: ${slots.ours.median} ms for a month of ${slots.agents} agents, ${store.ours.perSecond} tries a second, ${store.ours.overlapping} double bookings`,
  ].join('\n')
  return { code: breaks(goals) || !slots.peer.same ? 1 : 0, text: values.json ? JSON.stringify({ slots, store, http }) : text }
})
