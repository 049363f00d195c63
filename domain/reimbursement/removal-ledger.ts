import { dateAfter } from '../calendar/dates.ts'
import { type Days, reaches } from '../reports/coverage.ts'
import type { Movement } from './lots.ts'
import { MEANINGS, type Meaning } from './reasons.ts'
import type { RemovalLine } from './removal-lines.ts'

/** Of what the ledger tells of units that a removal order lacks: they may have been lost, damaged or thrown away before they were shipped. */
export interface RemovalLedger {
  readonly adjustments: readonly Movement[]
  readonly covered: readonly Days[]
  /** Of the report of removal shipments. */
  readonly shipments: readonly Days[]
}

/** The same, its adjustments by FNSKU. */
export interface SortedLedger extends Omit<RemovalLedger, 'adjustments'> {
  readonly adjustments: ReadonlyMap<string, readonly Movement[]>
  readonly asOf: string
}

/** A seller who ships nothing back for so many days is no rare one. */
const QUIET_DAYS = 31

/** The ledger tells of a unit that was looked for and not there within so many days after the order has changed for the last time. */
const TOLD_WITHIN = 30

/**
 * How many of the units that an order lacks no row of the ledger may be, of the same product and disposition; 0 where the ledger is not whole
 * for the time of the order.
 */
export function unexplained(line: RemovalLine, units: number, on: string, ledger: SortedLedger): number {
  const from = line.orders.map(({ date }) => date).reduce((a, b) => (a < b ? a : b), on)
  const until = dateAfter(on, { days: TOLD_WITHIN })
  if (!reaches(ledger.covered, { from, to: until < ledger.asOf ? until : ledger.asOf })) return 0
  const first = line.shipments.map(({ shipped }) => shipped).reduce((a, b) => (a < b ? a : b), on)
  if (!reaches(ledger.shipments, { from: first, to: on }, QUIET_DAYS)) return 0
  const dispositions = new Set(line.orders.map(({ disposition }) => disposition))
  const explaining = (ledger.adjustments.get(line.fnsku) ?? []).filter(
    ({ date, quantity, reason, disposition }) =>
      quantity < 0 &&
      date >= from &&
      date <= until &&
      (disposition === null || dispositions.has(null) || dispositions.has(disposition)) &&
      EXPLAINING.includes(MEANINGS[reason] ?? 'lost'),
  )
  return Math.max(
    explaining.reduce((left, { quantity }) => left + quantity, units),
    0,
  )
}

const EXPLAINING: readonly Meaning[] = ['lost', 'damaged', 'disposed', 'taken']
