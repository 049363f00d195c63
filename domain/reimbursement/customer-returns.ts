import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import { type Days, reaches } from '../reports/coverage.ts'
import { type Came, mayBeSameDamage, type Returned, takeBack } from './came-back.ts'
import { type Doubt, type Finding, findingOf, type Judging, knowsPaid, statusOn } from './findings.ts'
import type { Movement, Payment } from './lots.ts'
import { type Part, type Payout, payoutsOf, settle, together } from './payouts.ts'
import { claimWindow } from './policy.ts'
import type { GivenBack } from './refunds.ts'
import { left } from './taking.ts'
import { type SalesByOrder, worthAfterOrder } from './worth.ts'

export interface ReturnsAudited {
  readonly given: readonly GivenBack[]
  readonly returned: readonly Returned[]
  readonly payments: readonly Payment[]
  readonly judging: Judging
  /** Of the reports of returns. */
  readonly covered: readonly Days[]
  readonly sales: SalesByOrder
  /** Damages of the ledger: one may be that of a unit that came back. */
  readonly damages: readonly Movement[]
}

/**
 * What was refunded or replaced and never came back, or came back damaged on its way (brief reimbursement, section 6, step 8), less what
 * Amazon has paid for the order. A unit is missed only where the report of returns goes on to the first day of its window.
 */
export function judgeReturns(audited: ReturnsAudited): Finding[] {
  const { given, returned, payments } = audited
  const back = groupedBy(
    returned.map((row) => left(row, row.quantity)),
    ({ row }) => row.orderId,
  )
  const payouts = groupedBy(payoutsOf(payments).filter(isForOrders), ({ payment }) => payment.orderId)
  const damages = groupedBy(audited.damages, ({ fnsku }) => fnsku)
  return [...groupedBy(given, ({ orderId }) => orderId).values()].flatMap((ofOrder) => {
    const orders = new Set(ofOrder.flatMap(({ orderId, otherOrderId }) => [orderId, otherOrderId]))
    const theirs = [...orders].flatMap((order) => back.get(order) ?? [])
    const matched = [...groupedBy(ofOrder, ({ sku }) => sku).values()].flatMap(withoutDoubles).map((refund) => ({
      refund,
      came: takeBack(refund, theirs),
    }))
    const settled = matched.map(({ refund, came }) => ({
      refund,
      came,
      settling: settle(payoutsFor(refund, orders, payouts), refund.units - came.whole - came.settled.units),
    }))
    const isOther = theirs.some(({ units }) => units > 0)
    const isPaid = [...orders]
      .filter((order) => order !== '')
      .flatMap((order) => payouts.get(order) ?? [])
      .some(({ units }) => units.paid > 0)
    return settled.flatMap(({ refund, came, settling }) => judgeRefund(refund, came, settling, { ...audited, isOther, isPaid, damages }))
  })
}

/** Those of the product for its orders, and then those for returns of which no order is named. */
function payoutsFor(
  { sku, date }: GivenBack,
  orders: ReadonlySet<string>,
  payouts: ReadonlyMap<string, readonly Payout[]>,
): readonly Payout[] {
  const named = [...orders].filter((order) => order !== '').flatMap((order) => payouts.get(order) ?? [])
  const nameless = payouts.get('') ?? []
  return [
    ...named.filter(({ payment }) => payment.sku === sku || payment.sku === ''),
    ...nameless.filter(({ payment }) => payment.sku === sku && sku !== '' && payment.date >= date),
  ]
}

const isForOrders = ({ payment: { orderId }, meant }: Payout): boolean =>
  meant === 'order' || meant === 'outbound' || (orderId !== '' && meant === 'unknown')

/** In the order of their days. A unit that was replaced and refunded is one unit: no more of a product are to come back than were ordered. */
function withoutDoubles(ofItem: readonly GivenBack[]): GivenBack[] {
  const inOrder = ofItem.toSorted((a, b) => compare(a.date, b.date))
  const refunded = inOrder.reduce((sum, { units, otherOrderId }) => sum + (otherOrderId === '' ? units : 0), 0)
  const replaced = inOrder.reduce((sum, { units, otherOrderId }) => sum + (otherOrderId === '' ? 0 : units), 0)
  const ordered = inOrder.find(({ otherOrderId, ordered: units }) => otherOrderId === '' && units !== undefined)?.ordered
  let open = ordered ?? Math.max(refunded, replaced)
  return inOrder.flatMap((each) => {
    const units = Math.min(each.units, open)
    open -= units
    return units > 0 ? [{ ...each, units }] : []
  })
}

interface Beside extends Pick<ReturnsAudited, 'judging' | 'covered' | 'sales'> {
  /** More came back for the order than was refunded: perhaps another product in place of this one. */
  readonly isOther: boolean
  /** Amazon has paid for more of the order than was refunded: perhaps for this product under another SKU. */
  readonly isPaid: boolean
  readonly damages: ReadonlyMap<string, readonly Movement[]>
}

function judgeRefund(refund: GivenBack, came: Came, { parts, open }: ReturnType<typeof settle>, beside: Beside): Finding[] {
  const { country, date, source } = refund
  const { asOf } = beside.judging
  const { settled, damaged } = came
  const hurt = Math.min(damaged.units, open)
  const window = claimWindow({ kind: 'customer_return', country, startsOn: date, filedOn: asOf })
  const doubts: Doubt[] = []
  if (window === undefined) doubts.push('unknown_policy')
  if (refund.ordered === undefined) doubts.push('order_unknown')
  if (!knowsPaid(beside.judging, date, country)) doubts.push('payments_unknown')
  const from = window?.eligibleFrom ?? date
  if (beside.isPaid) doubts.push('paid_as_other_product')
  const ofMissed: Doubt[] = []
  if (from <= asOf && !reaches(beside.covered, { from: date, to: from })) ofMissed.push('returns_unknown')
  if (beside.isOther) ofMissed.push('another_product_returned')
  const ofHurt: Doubt[] = damaged.rows.some((row) => (beside.damages.get(row.fnsku) ?? []).some((damage) => mayBeSameDamage(row, damage)))
    ? ['damaged_in_warehouse']
    : []
  const owed = (some: number, why: readonly Doubt[], rows: readonly Returned[]): Part => ({
    status: why.length > 0 ? 'review' : statusOn(asOf, window),
    units: some,
    doubts: why,
    grounds: rows.map((row) => row.source),
  })
  const all: readonly Part[] = [
    { status: 'reimbursed', units: settled.units, doubts: [], grounds: settled.rows.map((row) => row.source) },
    ...parts,
    owed(open - hurt, [...doubts, ...ofMissed], []),
    owed(hurt, [...doubts, ...ofHurt], damaged.rows),
  ]
  return together(all).map(({ status, units: quantity, doubts: why, grounds }) => ({
    ...findingOf(
      {
        name: refund.orderId,
        key: [refund.sku, date, refund.otherOrderId].join('|'),
        type: 'customer_return',
        event: refund.orderId,
        marketplace: country,
        fnsku: came.fnsku,
        asin: came.asin,
        sku: refund.sku,
        quantity,
        status,
        doubts: why,
        evidence: [source, ...grounds],
      },
      window,
    ),
    worth: worthAfterOrder(quantity, refund, beside.sales),
  }))
}
