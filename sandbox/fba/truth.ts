import { dateAfter } from '../../domain/calendar/dates.ts'
import type { Money } from '../../domain/money.ts'
import { onceEach } from '../../domain/once-each.ts'
import type { Source } from '../../domain/reimbursement/lots.ts'
import type { PoolName } from './products.ts'

export type LotType = 'lost_warehouse' | 'damaged_warehouse' | 'customer_return' | 'inbound_shortage' | 'removal_lost' | 'removal_damaged'

/** What became of a unit. `reversed`: paid and taken back, without the unit; to dispute it is no claim of the loss. */
export const FATES = ['owed', 'found', 'corrected', 'paid_cash', 'paid_kind', 'reversed'] as const
export type Fate = (typeof FATES)[number]

/** Days of losses, `YYYY-MM-DD`, both belong to it; null: without end. */
export interface Between {
  readonly first: string | null
  readonly last: string | null
}

/** Units of a lot that go from one fate to another. */
export interface TrueEvent {
  readonly date: string
  readonly units: number
  readonly from: Fate
  readonly to: Fate
  /**
   * For which losses of the same product, stock and type the row of it might be: nothing in any file says for which it is. Absent where a
   * file says it: an order, a shipment that was named, or what Amazon's row has reconciled.
   */
  readonly between?: Between
}

export interface TrueLot {
  readonly type: LotType
  /** The rows by which somebody may name it. The first one says that it was lost. */
  readonly rows: readonly Source[]
  readonly fnsku: string
  readonly asin: string
  readonly sku: string
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  readonly pool: PoolName
  /** The day on which the window starts. */
  readonly startsOn: string
  /** A claim before this day is premature, whatever the window says: a shipment is not closed. */
  readonly notBefore?: string
  readonly quantity: number
  readonly events: readonly TrueEvent[]
  /** Null where nobody knows what a unit has cost. */
  readonly unitValue: Money | null
  /** Reports alone do not prove it (a tracking page, a photo): to claim it is right, to leave it to a person too. */
  readonly needsPerson: boolean
}

/** Units that were found or paid for a loss before the first day of the reports, or twice: they may be taken for any of `between`. */
export interface StrayCredit extends Pick<TrueLot, 'type' | 'fnsku' | 'pool'> {
  readonly units: number
  readonly date: string
  readonly between: Between
}

export interface Truth {
  readonly lots: readonly TrueLot[]
  readonly strays: readonly StrayCredit[]
}

/** A row by where it stands. */
export const keyOf = ({ file, line }: Source): string => `${file}:${line}`

export type Standing = Readonly<Record<Fate, number>>

/** How many units of a lot have which fate on the evening of a day: together its quantity, always. */
export function standingOf({ quantity, events }: TrueLot, asOf: string): Standing {
  const standing: Record<Fate, number> = { owed: quantity, found: 0, corrected: 0, paid_cash: 0, paid_kind: 0, reversed: 0 }
  for (const { date, units, from, to } of events)
    if (date <= asOf) {
      standing[from] -= units
      standing[to] += units
    }
  return standing
}

/** `unsure`: sources contradict each other on whether the window is over (inbound to the US, short removals). */
export type WindowState = 'too_early' | 'open' | 'unsure' | 'expired'

interface Window {
  readonly fromDay: number
  readonly until: Span
  /** Until here it is open by some sources, or by another line of the policy that may be meant. */
  readonly unsure?: Span
}

type Span = { readonly days: number } | { readonly months: number }

/** Current versions, by what the field knows (brief reimbursement, section 2): written down a second time, so that a slip in `domain/` shows. */
const WAREHOUSE: Window = { fromDay: 0, until: { days: 60 } }
/** Lost on its way: 15 to 75 days; missing from what arrived: 60 days. What is short in a report may be either. */
const REMOVAL_LOST: Window = { fromDay: 15, until: { days: 60 }, unsure: { days: 75 } }
const WINDOWS: Readonly<Record<'US' | 'EUROPE', Readonly<Record<LotType, Window>>>> = {
  US: {
    lost_warehouse: WAREHOUSE,
    damaged_warehouse: WAREHOUSE,
    customer_return: { fromDay: 60, until: { days: 120 } },
    inbound_shortage: { fromDay: 15, until: { days: 60 }, unsure: { months: 9 } },
    removal_lost: REMOVAL_LOST,
    removal_damaged: WAREHOUSE,
  },
  EUROPE: {
    lost_warehouse: WAREHOUSE,
    damaged_warehouse: WAREHOUSE,
    customer_return: { fromDay: 45, until: { days: 105 } },
    inbound_shortage: { fromDay: 0, until: { months: 6 } },
    removal_lost: REMOVAL_LOST,
    removal_damaged: WAREHOUSE,
  },
}

interface Start {
  readonly startsOn: string
  readonly span: Span
}

/** Many lots start on the same few days. */
const endOf = onceEach(
  ({ startsOn, span }: Start) => `${startsOn} ${JSON.stringify(span)}`,
  ({ startsOn, span }) => dateAfter(startsOn, span),
)

export function windowState({ type, pool, startsOn, notBefore }: TrueLot, asOf: string): WindowState {
  const window = WINDOWS[pool === 'US' ? 'US' : 'EUROPE'][type]
  if (asOf < endOf({ startsOn, span: { days: window.fromDay } }) || (notBefore !== undefined && asOf < notBefore)) return 'too_early'
  if (asOf <= endOf({ startsOn, span: window.until })) return 'open'
  return window.unsure !== undefined && asOf <= endOf({ startsOn, span: window.unsure }) ? 'unsure' : 'expired'
}
