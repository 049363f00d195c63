import type { Interval } from '../calendar/intervals.ts'
import type { DateHours } from '../calendar/team.ts'
import type { Callable, Shift } from '../calendar/windows.ts'
import type { Product } from '../customers.ts'
import type { Policies } from '../policies.ts'
import type { Absence } from './substitutes.ts'

export interface AgentLanguage {
  /** BCP 47 */
  readonly tag: string
  readonly level: 'native' | 'fluent' | 'basic'
}

/** Everything routing and slots ask about one agent. Instants and intervals in epoch milliseconds. */
export interface TeamMember {
  readonly agentId: string
  readonly name: string
  readonly languages: readonly AgentLanguage[]
  readonly zone: string
  readonly skills: readonly Product[]
  readonly capacity: number
  /** When this person joined the team. */
  readonly joinedAt: number
  /** Open calls assigned now. */
  readonly load: number
  /** When each of them came. */
  readonly carriedSince: readonly number[]
  /** When the last call came, open or over; null where none ever did. */
  readonly lastAssignedAt: number | null
  readonly shifts: readonly Shift[]
  /** Dates with other hours: of this one alone, and of the whole team. */
  readonly ownDays?: readonly DateHours[]
  readonly teamDays?: readonly DateHours[]
  /** Those to come and, for a fair share of what came meanwhile, those of the last two months. */
  readonly absences: readonly Absence[]
  /** Held and confirmed bookings, and what his calendar elsewhere says. */
  readonly busy: readonly Interval[]
  /** On the telephone at this moment. */
  readonly talking?: boolean
  /** What keeps him from a call that somebody wants at once. */
  readonly occupied?: readonly Interval[]
}

/** What routing asks about a customer. */
export interface RoutedCustomer extends Callable {
  readonly customerId: string
  readonly products: readonly Product[]
  readonly languages: readonly string[]
  /** His zone, for what he is told. */
  readonly timeZone: string
  /** Public holidays where he is, YYYY-MM-DD: of this year and the next. */
  readonly holidays: ReadonlySet<string>
  /** Who looks after him. */
  readonly agentId: string | null
  /** When he is booked himself, with whomever; only where slots are looked for. */
  readonly booked?: readonly Interval[]
}

/** What a routing decision looks at. */
export interface RoutingView {
  readonly customer: RoutedCustomer
  readonly team: readonly TeamMember[]
  /** Languages that somebody of the team speaks and that are close to one of the customer's (CLDR), by that one, closest first. */
  readonly closeLanguages: Readonly<Record<string, readonly string[]>>
  readonly policies: Policies
}
