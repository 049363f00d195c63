import { groupedBy } from '../grouped.ts'
import type { CustomerReturnRow } from '../reports/rows.ts'
import { type Doubt, type Finding, findingOf, type Judging, statusOn } from './findings.ts'
import type { Payment, Source } from './lots.ts'
import { claimWindow } from './policy.ts'
import type { GivenBack } from './refunds.ts'

export type Returned = CustomerReturnRow & { readonly source: Source }

export interface ReturnsAudited {
  readonly given: readonly GivenBack[]
  readonly returned: readonly Returned[]
  readonly payments: readonly Payment[]
  readonly judging: Judging
  /** The first and the last day of the returns report; undefined without one. */
  readonly covered: { readonly from: string; readonly to: string } | undefined
}

/** Units of one row that nothing has taken. */
interface Left<Row> {
  readonly row: Row
  units: number
}

/**
 * What was refunded or replaced and never came back, or came back damaged on its way (brief reimbursement, section 6, step 8), less what
 * Amazon has paid for the order. A unit is missed only where the report of returns goes on to the first day of its window.
 */
export function judgeReturns({ given, returned, payments, judging, covered }: ReturnsAudited): Finding[] {
  const byOrder = groupedBy(returned, ({ orderId }) => orderId)
  const paidFor = groupedBy(
    payments.filter(({ orderId, cash, inventory }) => orderId !== '' && cash + inventory > 0),
    ({ orderId }) => orderId,
  )
  const findings: Finding[] = []
  for (const [orderId, refunds] of groupedBy(given, (each) => each.orderId)) {
    const back = left(byOrder.get(orderId) ?? [], ({ quantity }) => quantity)
    const paid = left(paidFor.get(orderId) ?? [], ({ cash, inventory }) => cash + inventory)
    for (const refund of refunds.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)))
      findings.push(...judgeRefund(refund, back, paid, judging, covered))
  }
  return findings
}

const left = <Row>(rows: readonly Row[], unitsOf: (row: Row) => number): Left<Row>[] =>
  rows.map((row) => ({ row, units: Math.max(unitsOf(row), 0) }))

/** Damaged by Amazon or its carrier on the way back. What customers damage, and what was defective, is not claimable. */
const isDamaged = ({ disposition }: Returned): boolean => disposition === 'CARRIER_DAMAGED' || disposition === 'WAREHOUSE_DAMAGED'

function judgeRefund(
  refund: GivenBack,
  back: readonly Left<Returned>[],
  paid: readonly Left<Payment>[],
  { asOf, knowsPayments }: Judging,
  covered: ReturnsAudited['covered'],
): Finding[] {
  const { sku, country, date } = refund
  const own = back.filter(({ row }) => row.sku === sku)
  const whole = take(
    own.filter(({ row }) => !isDamaged(row)),
    refund.units,
  )
  const damaged = take(
    own.filter(({ row }) => isDamaged(row)),
    refund.units - whole.units,
  )
  const owed = refund.units - whole.units
  const money = take(
    paid.filter(({ row }) => row.sku === sku || row.sku === ''),
    owed,
  )
  const open = owed - money.units
  const window = claimWindow({ kind: 'customer_return', country, startsOn: date, filedOn: asOf })
  const doubts: Doubt[] = []
  if (window === undefined) doubts.push('unknown_policy')
  if (refund.isGuess) doubts.push('order_unknown')
  if (!knowsPayments) doubts.push('payments_unknown')
  const isMissed = open > damaged.units
  const from = window?.eligibleFrom ?? date
  if (isMissed && from <= asOf && (covered === undefined || covered.from > date || covered.to < from)) doubts.push('returns_unknown')
  if (isMissed && back.some(({ row, units }) => row.sku !== sku && units > 0)) doubts.push('another_product_returned')
  const part = (status: Finding['status'], quantity: number, why: readonly Doubt[], grounds: readonly Source[]): Finding[] =>
    quantity <= 0
      ? []
      : [
          findingOf(
            {
              key: [refund.orderId, date, refund.units].join('|'),
              type: 'customer_return',
              marketplace: country,
              fnsku: own[0]?.row.fnsku ?? '',
              asin: own[0]?.row.asin ?? refund.asin,
              sku,
              quantity,
              status,
              doubts: why,
              evidence: [refund.source, ...grounds],
            },
            window,
          ),
        ]
  const status = doubts.length > 0 ? 'review' : statusOn(asOf, window)
  return [...part('reimbursed', money.units, [], money.grounds), ...part(status, open, doubts, damaged.grounds)]
}

function take<Row extends { readonly source: Source }>(
  rows: readonly Left<Row>[],
  wanted: number,
): { readonly units: number; readonly grounds: readonly Source[] } {
  const grounds: Source[] = []
  let units = 0
  for (const each of rows) {
    const some = Math.min(each.units, wanted - units)
    if (some <= 0) continue
    each.units -= some
    units += some
    grounds.push(each.row.source)
  }
  return { units, grounds }
}
