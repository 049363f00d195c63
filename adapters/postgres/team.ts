import type { Interval } from '../../domain/calendar/intervals.ts'
import type { Product } from '../../domain/customers.ts'
import { assumedZones } from '../../domain/places.ts'
import type { RoutedCustomer, RoutingView, TeamMember } from '../../domain/routing/team.ts'
import type { Queries } from './database.ts'
import { customerNotFound } from './errors.ts'
import { fromJson } from './values.ts'

const DAY = 86_400_000

/** Customer and team as routing and slots ask for them. `beside`: a call that counts for nobody's load, because it is being assigned. */
export async function readRoutingView(queries: Queries, customerId: string, now: number, beside?: string): Promise<RoutingView> {
  const customer = await readCustomer(queries, customerId)
  return { customer, team: await readTeam(queries, now, beside) }
}

async function readCustomer(queries: Queries, customerId: string): Promise<RoutedCustomer> {
  const customer = await queries.customer.findUnique({ where: { id: customerId } })
  if (!customer) throw customerNotFound(customerId)
  const { products, languages, timeZone, agentId } = customer
  return { customerId, products: products as Product[], languages, timeZone, zones: zonesOf(customer), agentId }
}

/** In which zones it has to be a civil hour to call him. */
export function zonesOf({ timeZone, zoneAssumed, country }: { timeZone: string; zoneAssumed: boolean; country: string }): string[] {
  const zones = zoneAssumed ? assumedZones(country) : []
  return zones.length === 0 ? [timeZone] : zones
}

/** One query after the other: `include` asks several at once, and the one connection of a transaction cannot do that. */
async function readTeam(queries: Queries, now: number, beside: string | undefined): Promise<TeamMember[]> {
  const agents = await queries.agent.findMany({ orderBy: { id: 'asc' } })
  const shifts = await queries.shift.findMany({ orderBy: [{ weekday: 'asc' }, { from: 'asc' }] })
  const absences = await queries.absence.findMany({ where: { until: { gt: new Date(now - DAY) } }, orderBy: { from: 'asc' } })
  const bookings = await queries.booking.findMany({
    where: { status: { in: ['held', 'confirmed'] }, end: { gt: new Date(now) } },
    orderBy: { start: 'asc' },
  })
  const loads = await queries.call.groupBy({
    by: 'agentId',
    where: { status: { notIn: ['done', 'cancelled'] }, ...(beside === undefined ? {} : { id: { not: beside } }) },
    _count: true,
  })
  return agents.map(({ id, name, languages, timeZone, skills, capacity }) => {
    const his = (row: { readonly agentId: string | null }) => row.agentId === id
    return {
      agentId: id,
      name,
      languages: fromJson(languages),
      zone: timeZone,
      skills: skills as Product[],
      capacity,
      load: loads.find(his)?._count ?? 0,
      shifts: shifts.filter(his).map(({ weekday, from, until }) => ({ weekday, from, until })),
      absences: absences.filter(his).map(({ from, until }) => interval(from, until)),
      busy: bookings.filter(his).map(({ start, end }) => interval(start, end)),
    }
  })
}

const interval = (start: Date, end: Date): Interval => ({ start: start.getTime(), end: end.getTime() })
