import type { Interval } from '../calendar/intervals.ts'
import type { Shift } from '../calendar/windows.ts'
import type { Product } from '../customers.ts'

export interface AgentLanguage {
  /** BCP 47 */
  readonly tag: string
  readonly level: 'native' | 'fluent' | 'basic'
}

/** Everything routing and slots ask about one agent. Intervals in epoch milliseconds. */
export interface TeamMember {
  readonly agentId: string
  readonly name: string
  readonly languages: readonly AgentLanguage[]
  readonly zone: string
  readonly skills: readonly Product[]
  readonly capacity: number
  /** Open calls assigned now. */
  readonly load: number
  readonly shifts: readonly Shift[]
  readonly absences: readonly Interval[]
  /** Held and confirmed bookings. */
  readonly busy: readonly Interval[]
}

/** What routing asks about a customer. */
export interface RoutedCustomer {
  readonly customerId: string
  readonly products: readonly Product[]
  readonly languages: readonly string[]
  /** His zone, for what he is told. */
  readonly timeZone: string
  /** His zone; or every zone of his country where it is only assumed. */
  readonly zones: readonly string[]
  /** Who looks after him. */
  readonly agentId: string | null
}

/** What a routing decision looks at. */
export interface RoutingView {
  readonly customer: RoutedCustomer
  readonly team: readonly TeamMember[]
}
