import { compare } from '../compare.ts'
import type { Doubt } from './findings.ts'
import { bySource, type Source } from './lots.ts'
import { type ClaimWindow, claimWindow } from './policy.ts'
import { type SortedLedger, unexplained } from './removal-ledger.ts'
import { type DamagedRemoval, type Delivery, gapIn, type RemovalLine, type RemovalShipment } from './removal-lines.ts'

/** Units of a line that may be owed. */
export interface Suspect {
  readonly line: RemovalLine
  readonly type: 'removal_lost' | 'removal_damaged'
  /** What tells it apart from others of the line. */
  readonly key: string
  readonly units: number
  /** `YYYY-MM-DD`: the window starts here. */
  readonly on: string
  readonly window: ClaimWindow | undefined
  /** No row names the day on which the window starts: this is the last on which it may have. */
  readonly isGuess: boolean
  /** A carrier or an operator says so; without, it is only not known to have arrived. */
  readonly isProven: boolean
  readonly doubts: readonly Doubt[]
  readonly evidence: readonly Source[]
}

export interface Seen {
  /** By tracking number. */
  readonly deliveries: ReadonlyMap<string, Delivery>
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  readonly asOf: string
  readonly ledger: SortedLedger
}

/** What of a line is damaged, lost or nowhere: never more units than were requested, nor any that is known to have arrived whole. */
export function suspectsOf(line: RemovalLine, seen: Seen): Suspect[] {
  const { orders, shipments } = line
  const isKnown = orders.length > 0
  const requested = sum(orders.map((row) => row.requested))
  const byOrder = sum(orders.map((row) => row.shipped))
  const byShipments = sum(shipments.map((row) => row.quantity))
  const [arrived, away] = split(shipments, ({ tracking }) => (seen.deliveries.get(tracking)?.delivered ?? null) !== null)
  const returned = line.damaged
  const shipped = isKnown ? Math.min(byOrder, requested) : Math.max(byShipments, sum(returned.map(({ units }) => units)))

  const damaged = upTo(
    returned.map((row) => damagedIn(line, row, seen)),
    shipped,
  )
  const notArrived = shipped - Math.max(sum(arrived.map((row) => row.quantity)), unitsOf(damaged))
  const [lost, unseen] = split(
    away.toSorted((a, b) => compare(a.shipped, b.shipped) || bySource(a, b)).map((row) => inTransit(line, row, seen)),
    ({ isProven }) => isProven,
  )
  const nowhere = isKnown
    ? unplaced(line, byOrder - byShipments, shipments.length === 0 ? 'delivery_unknown' : 'shipments_disagree', seen)
    : []
  const missing = upTo([...lost, ...unseen, ...nowhere], notArrived)
  const beyond = unitsOf(lost) - unitsOf(missing.filter(({ isProven }) => isProven))
  if (!isKnown) return [...damaged, ...missing]
  return upTo(
    [
      ...damaged,
      ...missing,
      // More shipped than Amazon says left by order: nothing proves which of the two is right.
      ...(byOrder < byShipments ? unplaced(line, beyond, 'shipments_disagree', seen, false) : []),
      ...unplaced(line, gapIn(line), 'quantities_disagree', seen),
    ],
    requested,
  )
}

/** A carrier proves that units are lost by what it says when they may be claimed: what it said before they may have come since. */
function inTransit(line: RemovalLine, row: RemovalShipment, { deliveries, country, asOf }: Seen): Suspect {
  const record = deliveries.get(row.tracking)
  const window = claimWindow({ kind: 'removal_lost', country, startsOn: row.shipped, filedOn: asOf })
  const isTooEarly = window !== undefined && asOf < window.eligibleFrom
  const isProven = record !== undefined && (isTooEarly || record.seenOn >= (window?.eligibleFrom ?? ''))
  return {
    line,
    type: 'removal_lost',
    key: [row.shipped, row.tracking, row.quantity].join('|'),
    units: row.quantity,
    on: row.shipped,
    window,
    isGuess: false,
    isProven,
    doubts: isProven ? [] : ['delivery_unknown'],
    evidence: [row.source, ...(record?.source === undefined ? [] : [record.source])],
  }
}

const damagedIn = (line: RemovalLine, { units, delivered, source }: DamagedRemoval, { country, asOf }: Seen): Suspect => ({
  line,
  type: 'removal_damaged',
  key: [delivered, units].join('|'),
  units,
  on: delivered,
  window: claimWindow({ kind: 'removal_other', country, startsOn: delivered, filedOn: asOf }),
  isGuess: false,
  isProven: true,
  doubts: [],
  evidence: [source],
})

/** Units of which no row says how they left: with the first shipment, or where there is none not after the last day on which the order changed. */
function unplaced(line: RemovalLine, units: number, doubt: Doubt, seen: Seen, mayBeSure = true): Suspect[] {
  const { country, asOf } = seen
  const [first] = line.shipments.map(({ shipped }) => shipped).sort()
  const lastDay = line.orders.map(({ updated, date }) => updated ?? date).reduce((a, b) => (a > b ? a : b), '')
  const on = first ?? lastDay
  if (units <= 0) return []
  const window = claimWindow({ kind: 'removal_lost', country, startsOn: on, filedOn: asOf })
  const evidence = line.shipments.map(({ source }) => source)
  const common = { line, type: 'removal_lost', on, window, isGuess: first === undefined, evidence } as const
  // Amazon's own numbers do not add up, and its ledger does not say why.
  const sure = first === undefined || !mayBeSure ? 0 : unexplained(line, units, lastDay > first ? lastDay : first, seen.ledger)
  return [
    { ...common, key: doubt, units: sure, isProven: true, doubts: [] },
    { ...common, key: doubt, units: units - sure, isProven: false, doubts: [doubt] },
  ]
}

/** As many units as there is room for, those of the first suspects first. */
function upTo(suspects: readonly Suspect[], room: number): Suspect[] {
  let left = Math.max(room, 0)
  return suspects.flatMap((suspect) => {
    const units = Math.min(suspect.units, left)
    if (units <= 0) return []
    left -= units
    return [{ ...suspect, units }]
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const unitsOf = (suspects: readonly Suspect[]): number => sum(suspects.map(({ units }) => units))

const split = <T>(items: readonly T[], wanted: (item: T) => boolean): [T[], T[]] => [
  items.filter(wanted),
  items.filter((item) => !wanted(item)),
]
