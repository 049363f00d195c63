import type { Interval } from '../../domain/calendar/intervals.ts'
import type { Shift } from '../../domain/calendar/windows.ts'
import type { Product } from '../../domain/customers.ts'
import { groupedBy } from '../../domain/grouped.ts'
import { assumedZones } from '../../domain/places.ts'
import type { Policies } from '../../domain/policies.ts'
import type { RoutedCustomer, RoutingView, TeamMember } from '../../domain/routing/team.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { closeLanguages } from '../close-languages.ts'
import { readBusyTimes } from './busy-times.ts'
import { readDateHours } from './calendar.ts'
import type { Queries } from './database.ts'
import { customerNotFound } from './errors.ts'
import { readHolidays } from './holidays.ts'
import { readTalking } from './on-the-line.ts'
import { readPolicies } from './policies.ts'
import { takenAt } from './slots.ts'
import { fromJson } from './values.ts'
import { readWorkloads } from './workload.ts'

const DAY = 86_400_000
/** How far back absences matter for a fair share of what came meanwhile. */
const SHARED_DAYS = 60

interface ViewOptions {
  /** A call that counts for nobody's load, because it is being assigned. */
  readonly beside?: string
  /** Those of the call, where they are others than the customer's. */
  readonly languages?: readonly string[]
}

/** Customer and team as routing and slots ask for them, by the newest policies. `now` is epoch milliseconds. */
export async function readRoutingView(
  queries: Queries,
  customerId: string,
  now: number,
  { beside, languages }: ViewOptions = {},
): Promise<RoutingView & { readonly policiesVersion: number }> {
  const { policies, version } = await readPolicies(queries)
  const customer = await readCustomer(queries, customerId, now, policies)
  const team = await readTeam(queries, now, beside)
  return { customer, team, closeLanguages: closeLanguagesIn(team, languages ?? customer.languages), policies, policiesVersion: version }
}

/** Which languages of the team are close to each of these. */
export function closeLanguagesIn(team: readonly TeamMember[], languages: readonly string[]): RoutingView['closeLanguages'] {
  const spoken = team.flatMap((member) => member.languages.filter(({ level }) => level !== 'basic').map(({ tag }) => tag))
  return Object.fromEntries(languages.map((wanted) => [wanted, closeLanguages(wanted, spoken)]))
}

export async function readCustomer(queries: Queries, customerId: string, now: number, { callable }: Policies): Promise<RoutedCustomer> {
  const customer = await queries.customer.findUnique({ where: { id: customerId } })
  if (!customer) throw customerNotFound(customerId)
  return routedCustomer(customer, await readHolidays(queries, customer, now), callable)
}

export function routedCustomer(
  customer: Prisma.CustomerModel,
  holidays: RoutedCustomer['holidays'],
  callable: Policies['callable'],
): RoutedCustomer {
  const { id: customerId, products, languages, timeZone, agentId } = customer
  return {
    customerId,
    products: products as Product[],
    languages,
    timeZone,
    zones: zonesOf(customer),
    holidays,
    hours: hoursOf(customer) ?? callable,
    agentId,
  }
}

/** In which zones it has to be a civil hour to call him. */
export function zonesOf({ timeZone, zoneAssumed, country }: { timeZone: string; zoneAssumed: boolean; country: string }): string[] {
  const zones = zoneAssumed ? assumedZones(country) : []
  return zones.length === 0 ? [timeZone] : zones
}

/** When he wants to be called, where he has said so. */
export const hoursOf = ({ callHours }: { callHours: Prisma.JsonValue }): readonly Shift[] | undefined =>
  callHours === null ? undefined : fromJson<Shift[]>(callHours)

/** One query after the other: `include` asks several at once, and the one connection of a transaction cannot do that. */
export async function readTeam(queries: Queries, now: number, beside?: string): Promise<TeamMember[]> {
  const agents = await queries.agent.findMany({ orderBy: { id: 'asc' } })
  const shifts = await queries.shift.findMany({ orderBy: [{ weekday: 'asc' }, { from: 'asc' }] })
  const absences = await queries.absence.findMany({ where: { until: { gt: new Date(now - SHARED_DAYS * DAY) } }, orderBy: { from: 'asc' } })
  const bookings = await queries.booking.findMany({
    where: { ...takenAt(now), end: { gt: new Date(now) } },
    orderBy: { start: 'asc' },
  })
  const [shiftsOf, absencesOf, bookingsOf] = [byAgent(shifts), byAgent(absences), byAgent(bookings)]
  const days = await readDateHours(queries, now)
  const talking = await readTalking(queries, now, beside)
  const elsewhere = await readBusyTimes(queries, now)
  const workloadOf = await readWorkloads(queries, beside)
  return agents.map(({ id, name, languages, timeZone, skills, capacity, createdAt }) => {
    return {
      agentId: id,
      name,
      languages: fromJson(languages),
      zone: timeZone,
      skills: skills as Product[],
      capacity,
      joinedAt: createdAt.getTime(),
      ...workloadOf(id),
      shifts: shiftsOf(id).map(({ weekday, from, until }) => ({ weekday, from, until })),
      ownDays: days.of(id),
      teamDays: days.team,
      absences: absencesOf(id).map(({ from, until, substituteId }) => ({ ...interval(from, until), substituteId })),
      ...(talking.has(id) ? { talking: true } : {}),
      busy: [...bookingsOf(id).map(({ start, end }) => interval(start, end)), ...elsewhere(id)],
    }
  })
}

/** A decision is made of everybody at once, and one at a time: rows are looked through once, not once for each agent. */
function byAgent<T extends { readonly agentId: string }>(rows: readonly T[]): (agentId: string) => readonly T[] {
  const groups = groupedBy(rows, ({ agentId }) => agentId)
  return (agentId) => groups.get(agentId) ?? []
}

const interval = (start: Date, end: Date): Interval => ({ start: start.getTime(), end: end.getTime() })
