import { dateAfter } from '../calendar/dates.ts'
import { groupedBy } from '../grouped.ts'
import { type Doubt, type Finding, findingOf, type Judging, knowsPaid, statusOn } from './findings.ts'
import { byDay, type Payment } from './lots.ts'
import { takenBackBy } from './paying.ts'
import { claimWindow } from './policy.ts'
import { isReversal, type PaidFor, paidFor } from './reasons.ts'
import { BY_COST_SINCE, type CostsBySku, capped } from './worth.ts'

export interface ValuationsAudited {
  readonly payments: readonly Payment[]
  readonly costs: CostsBySku
  readonly judging: Judging
  /** Payments name no marketplace. ISO 3166-1 alpha-2, '' where nobody knows it. */
  countryOf(payment: Payment): string
}

/** Paid for before anybody ordered the units: by what they cost the seller. Orders and fees are paid by other rules. */
const BEFORE_ORDER: readonly PaidFor[] = ['lost', 'damaged', 'inbound']

/**
 * Amazon does not pay for freight, handling and customs, and a seller's own list of costs may hold some of them: a payment that lies below
 * the list by no more than this part is no proof of a wrong valuation. The figure is chosen, no source names one.
 */
const TOLERANCE = 0.1
/** A payment follows the loss within so many days; what the unit cost meanwhile at its cheapest is what is documented for sure. */
const PAID_WITHIN = 90

/** Payments for units at less than their documented cost (brief reimbursement, section 6, step 12). Worth is what is missing. */
export function judgeValuations({ payments, costs, judging, countryOf }: ValuationsAudited): Finding[] {
  const told = payments.filter(({ date }) => date <= judging.asOf).sort(byDay)
  const rootOf = rootsOf(told)
  const knows = new Set(told.filter((payment) => !isReversal(payment)).map(({ reimbursementId }) => reimbursementId))
  // Of no payment that is known: it may be of each of the product.
  const loose = told.filter((payment) => (isReversal(payment) || isForAnything(payment)) && !knows.has(payment.originalId))
  // Payments of one case may be for the same units.
  const byRoot = groupedBy(told, (payment) => [payment.caseId || rootOf(payment), payment.fnsku || payment.sku, payment.currency].join(' '))
  return [...byRoot.values()].flatMap((rows) => {
    const [first] = rows.filter(isForUnits)
    if (first === undefined || first.date < BY_COST_SINCE) return []
    const cost = costOf(first, costs)
    if (cost === undefined) return []
    const after = loose.filter(({ fnsku, sku, date }) => date >= first.date && (fnsku === first.fnsku || sku === first.sku))
    return judgePayment(first, rows, after, cost, judging, countryOf(first))
  })
}

const isForUnits = (payment: Payment): boolean =>
  BEFORE_ORDER.includes(paidFor(payment.reason)) && payment.orderId === '' && payment.cash > 0 && !isReversal(payment)

/** An adjustment that may add to any payment. */
const isForAnything = (payment: Payment): boolean => paidFor(payment.reason) === 'unknown' && payment.orderId === '' && payment.total > 0

/** The payment that instalments and reversals go back to, over however many steps; payments in the order of their days. */
function rootsOf(payments: readonly Payment[]): (payment: Payment) => string {
  const originals = new Map<string, string>()
  for (const { reimbursementId, originalId } of payments)
    if (originalId !== '' && originalId !== reimbursementId) originals.set(reimbursementId, originalId)
  return ({ reimbursementId }) => {
    const seen = new Set([reimbursementId])
    let root = reimbursementId
    for (let next = originals.get(root); next !== undefined && !seen.has(next); next = originals.get(root)) {
      seen.add(next)
      root = next
    }
    return root
  }
}

/** In minor units; undefined where the seller has documented none, or none in the currency of the payment. */
function costOf({ sku, date, currency }: Payment, costs: CostsBySku): number | undefined {
  const known = (costs.get(sku) ?? []).filter(({ validFrom }) => validFrom <= date)
  const start = dateAfter(date, { days: -PAID_WITHIN })
  const since = Math.max(
    known.findLastIndex(({ validFrom }) => validFrom <= start),
    0,
  )
  const meanwhile = known.slice(since)
  if (meanwhile.length === 0 || meanwhile.some((cost) => cost.currency !== currency)) return undefined
  return Math.min(...meanwhile.map(capped))
}

function judgePayment(
  first: Payment,
  rows: readonly Payment[],
  after: readonly Payment[],
  cost: number,
  judging: Judging,
  country: string,
): Finding[] {
  const reversals = rows.filter(isReversal)
  const back = reversals.reduce((sum, reversal) => sum + takenBackBy(reversal).units, 0)
  const paid = rows.filter((row) => !isReversal(row) && row.cash > 0).map(({ cash }) => cash)
  const total = Math.max(
    rows.reduce((sum, row) => sum + row.total, 0),
    0,
  )
  const missingFor = (units: number): number => {
    const missing = units * cost - total
    return units > 0 && missing > TOLERANCE * units * cost ? missing : 0
  }
  // Nobody knows whether a further row pays for the same units or for others: for sure it is missed only where both say so.
  const most = paid.reduce((sum, cash) => sum + cash, 0) - back
  const least = Math.max(...paid) - back
  const isSure = missingFor(least) > 0
  const [quantity, missing] = isSure ? [least, missingFor(least)] : [most, missingFor(most)]
  if (missing <= 0) return []
  const window = claimWindow({ kind: 'valuation', country, startsOn: first.date, filedOn: judging.asOf })
  const doubts: Doubt[] = []
  if (window === undefined) doubts.push('unknown_policy')
  if (!knowsPaid(judging, first.date, country)) doubts.push('payments_unknown')
  if (after.some(isReversal) || reversals.some((reversal) => takenBackBy(reversal).units === 0)) doubts.push('taken_back')
  if (!isSure || first.originalId !== '' || after.some((row) => !isReversal(row))) doubts.push('units_unknown')
  const { reimbursementId, fnsku, asin, sku, currency } = first
  const found = findingOf(
    {
      key: [country, reimbursementId, currency].join('|'),
      type: 'undervalued',
      event: reimbursementId,
      marketplace: country,
      fnsku,
      asin,
      sku,
      quantity,
      status: doubts.length > 0 ? 'review' : statusOn(judging.asOf, window),
      doubts,
      evidence: rows.map(({ source }) => source),
    },
    window,
  )
  return [{ ...found, worth: { minor: missing, currency } }]
}
