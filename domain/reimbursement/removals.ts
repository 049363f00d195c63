import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import { type Doubt, type Finding, type FindingStatus, findingOf, type Judging, knowsPaid, statusMeanwhile, statusOn } from './findings.ts'
import type { Payment } from './lots.ts'
import { byProduct, type Part, type Payout, payoutsOf, settle, together } from './payouts.ts'
import { paysIn, poolOf } from './pools.ts'
import type { PaidFor } from './reasons.ts'
import type { RemovalLedger } from './removal-ledger.ts'
import {
  type DamagedRemoval,
  type Delivery,
  isCompleted,
  linesOf,
  nameOf,
  type RemovalLine,
  type RemovalOrder,
  type RemovalShipment,
} from './removal-lines.ts'
import { type Suspect, suspectsOf } from './removal-suspects.ts'

export interface RemovalsAudited {
  readonly orders: readonly RemovalOrder[]
  readonly shipments: readonly RemovalShipment[]
  readonly payments: readonly Payment[]
  readonly judging: Judging
  /** ISO 3166-1 alpha-2: these reports name no country. '' where nobody has said it. */
  readonly country: string
  /** By tracking number. Without, nothing that was shipped is known to be lost. */
  readonly deliveries?: ReadonlyMap<string, Delivery>
  readonly damaged?: readonly DamagedRemoval[]
  readonly ledger: RemovalLedger
}

/**
 * What sellers have ordered back and did not get, or got damaged, less what Amazon has paid for it (brief reimbursement, section 6, step 10).
 * Claimed is only what a carrier or an operator proves; of what is only not known to have arrived a person is told while it may be claimed.
 */
export function judgeRemovals({
  orders,
  shipments,
  payments,
  judging,
  country,
  deliveries = new Map(),
  damaged = [],
  ledger,
}: RemovalsAudited): Finding[] {
  const { asOf } = judging
  const seen = { deliveries, country, asOf, ledger: { ...ledger, asOf, adjustments: groupedBy(ledger.adjustments, ({ fnsku }) => fnsku) } }
  const suspects = linesOf(orders, shipments, damaged).flatMap((line) => suspectsOf(line, seen))
  const ids = new Set([...orders, ...shipments, ...damaged].map(({ orderId }) => orderId))
  const payouts = byProduct(
    payoutsOf(payments).filter(({ meant, payment }) => meant === 'removal' || meant === 'outbound' || ids.has(payment.orderId)),
  )
  return inTurn(suspects).flatMap((suspect) => {
    const { parts, open } = settle(paymentsFor(suspect, payouts(suspect.line), { ids, country }), suspect.units)
    const verdict = judged(suspect, judging, country)
    const all = verdict === undefined ? parts : [...parts, { ...verdict, units: open, grounds: [] }]
    return together(all).map((part) => findingIn(suspect, country, part))
  })
}

/** Payments are for what is proven before what is not, for the newer order before the older. */
const inTurn = (suspects: readonly Suspect[]): Suspect[] =>
  suspects.toSorted(
    (a, b) =>
      Number(b.isProven) - Number(a.isProven) ||
      compare(requestedOn(b.line), requestedOn(a.line)) ||
      compare(nameOf(a.line), nameOf(b.line)) ||
      compare(a.type, b.type) ||
      compare(a.key, b.key),
  )

const requestedOn = ({ orders, shipments }: RemovalLine): string =>
  [...orders, ...shipments].map(({ date }) => date).reduce((a, b) => (a === '' || b < a ? b : a), '')

/** What such a payment is for is no removal, whatever order it names. */
const ELSEWHERE: readonly PaidFor[] = ['inbound', 'lost', 'damaged']

/** Of a product: what was paid for the order, then for a removal of which the payment does not say the order. */
function paymentsFor(
  { line }: Suspect,
  payouts: readonly Payout[],
  { ids, country }: { readonly ids: ReadonlySet<string>; readonly country: string },
): Payout[] {
  const requested = requestedOn(line)
  const named = payouts.filter(({ payment: { orderId }, meant }) => orderId === line.orderId && !ELSEWHERE.includes(meant))
  const unnamed = payouts.filter(({ payment: { orderId, date, currency }, meant }) => {
    const isForSome = meant === 'removal' ? !ids.has(orderId) : meant === 'outbound' && orderId === ''
    return isForSome && date >= requested && paysIn(poolOf(country), currency)
  })
  return [...named, ...unnamed]
}

/** Undefined: nothing is to be told, for it may still come, or can no longer be claimed and nobody knows that it did not. */
function judged(
  { line, type, on, window, isProven, doubts }: Suspect,
  judging: Judging,
  country: string,
): { readonly status: FindingStatus; readonly doubts: readonly Doubt[] } | undefined {
  const { asOf } = judging
  const all: Doubt[] = [...doubts]
  if (line.orders.length === 0) all.push('order_unknown')
  if (window === undefined) all.push('unknown_policy')
  if (!knowsPaid(judging, on, country)) all.push('payments_unknown')
  const status = statusOn(asOf, window)
  const isOpen = type === 'removal_lost' && !isCompleted(line)
  if (!isProven) return isOpen || status === 'too_early' || status === 'expired' ? undefined : { status: 'review', doubts: all }
  if (!isOpen) return { status: all.length === 0 ? status : 'review', doubts: all }
  return { status: statusMeanwhile(asOf, window), doubts: [...all, 'removal_not_completed'] }
}

function findingIn({ line, type, key, window, isGuess, evidence }: Suspect, marketplace: string, part: Part): Finding {
  const { status, units, doubts, grounds } = part
  return findingOf(
    {
      key: [line.orderId, key].join('|'),
      type,
      event: line.orderId,
      marketplace,
      fnsku: line.fnsku,
      asin: '',
      sku: line.sku,
      quantity: units,
      status,
      doubts,
      evidence: [...new Set([...line.orders.map(({ source }) => source), ...evidence, ...grounds])],
    },
    isGuess ? undefined : window,
  )
}
