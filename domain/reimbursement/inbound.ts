import { compare } from '../compare.ts'
import { type Doubt, type Finding, findingOf, type Judging, knowsPaid, statusMeanwhile, statusOn } from './findings.ts'
import { type Load, type LoadLine, type Loads, loadsOf } from './inbound-loads.ts'
import type { Payment } from './lots.ts'
import { byProduct, type Part, type Payout, payoutsOf, settle, together } from './payouts.ts'
import { type ClaimWindow, claimWindow } from './policy.ts'
import { paysIn, poolOf } from './pools.ts'

export interface InboundAudited extends Loads {
  readonly payments: readonly Payment[]
  readonly judging: Judging
}

/** Sent to Amazon, and not all of it counted yet. */
const ON_ITS_WAY = ['WORKING', 'SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'CHECKED_IN', 'RECEIVING']

/** A line, with what payments say of what is missing. */
interface Settling {
  readonly line: LoadLine
  readonly payouts: readonly Payout[]
  /** Missing for sure, even if every unit too many of other products were one of these. */
  readonly sure: number
  readonly parts: readonly Part[]
}

/**
 * What was sent to Amazon and never counted there, less what Amazon has paid for it (brief reimbursement, section 6, step 9). Only closed
 * shipments are claimed. Where one product is short and another over, labels may have been mixed up: claimed is what is missing all the same,
 * which is never more than the shipment is short of as a whole.
 */
export function judgeInbound({ payments, judging, ...given }: InboundAudited): Finding[] {
  const ids = new Set(given.items.map(({ shipmentId }) => shipmentId))
  const payouts = byProduct(payoutsOf(payments).filter(({ meant, payment }) => meant === 'inbound' || ids.has(payment.orderId)))
  const loads = inTurn(loadsOf(given).filter(hasArrived)).map((load) => ({
    load,
    lines: load.lines.map((line) => unsettled(load, line, paymentsFor(load, payouts(line.item), ids))),
  }))
  // Payments of just as many units first; what nobody is sure of takes those that no sure loss has taken.
  const passes = [payExactly, paySure, payAll]
  const settled = passes.reduce((before, pay) => before.map(({ load, lines }) => ({ load, lines: lines.map(pay) })), loads)
  return settled.flatMap(({ load, lines }) => judgeLoad(load, lines, judging))
}

/** Where nothing has come of what is not sent yet, or is still with the carrier, nothing is missing. */
const hasArrived = ({ statuses, delivered, lines }: Load): boolean =>
  delivered !== undefined || lines.some(({ item }) => (item.received ?? 0) > 0) || statuses.size === 0 || [...statuses].some(isAtAmazon)

const isAtAmazon = (status: string): boolean => !['WORKING', 'SHIPPED', 'IN_TRANSIT', 'CANCELLED', 'DELETED'].includes(status)

/** Most payments name no shipment: a newer one is taken for paid before an older, as with losses in a warehouse. */
const inTurn = (loads: readonly Load[]): Load[] =>
  loads.toSorted((a, b) => compare(b.delivered ?? '', a.delivered ?? '') || compare(a.shipmentId, b.shipmentId))

const isClosed = ({ statuses }: Load): boolean =>
  statuses.has('CLOSED') && [...statuses].every((status) => status === 'CLOSED' || ON_ITS_WAY.includes(status))

/** Of a product: those that name the shipment first, then those that name none. */
function paymentsFor({ shipmentId, delivered, country }: Load, payouts: readonly Payout[], ids: ReadonlySet<string>): Payout[] {
  const named = payouts.filter(({ payment: { orderId }, meant }) => orderId === shipmentId && (meant === 'inbound' || meant === 'unknown'))
  const unnamed = payouts.filter(
    ({ payment: { orderId, date, currency }, meant }) =>
      meant === 'inbound' && !ids.has(orderId) && date >= (delivered ?? '') && paysIn(poolOf(country), currency),
  )
  return [...named, ...unnamed]
}

function unsettled(load: Load, line: LoadLine, payouts: readonly Payout[]): Settling {
  const sure = isClosed(load) && load.delivered !== undefined ? Math.max(line.short - line.disputed - load.over, 0) : 0
  return { line, payouts, sure, parts: [] }
}

const paid = (each: Settling, payouts: readonly Payout[], units: number): Settling => ({
  ...each,
  parts: [...each.parts, ...settle(payouts, units).parts],
})

const payExactly = (each: Settling): Settling =>
  paid(each, each.payouts.filter(({ units }) => units.paid === each.sure).slice(0, 1), each.sure)
const paySure = (each: Settling): Settling => paid(each, each.payouts, sureOf(each))
const payAll = (each: Settling): Settling => paid(each, each.payouts, openOf(each))

/** What no payment is for, and what of it is missing for sure. */
const openOf = ({ line, parts }: Settling): number => line.short - unitsOf(parts)
const sureOf = ({ sure, parts }: Settling): number => Math.max(sure - unitsOf(parts), 0)

const unitsOf = (parts: readonly Part[]): number => parts.reduce((sum, { units }) => sum + units, 0)

function judgeLoad(load: Load, lines: readonly Settling[], judging: Judging): Finding[] {
  const { delivered, country } = load
  const window = delivered === undefined ? undefined : claimWindow({ kind: 'inbound', country, startsOn: delivered, filedOn: judging.asOf })
  return lines.flatMap((each) =>
    together([...each.parts, ...openParts(load, each, window, judging)]).map((part) => findingIn(load, each.line, window, part)),
  )
}

function openParts(load: Load, each: Settling, window: ClaimWindow | undefined, judging: Judging): Part[] {
  const { line } = each
  const open = openOf(each)
  const { asOf } = judging
  const doubts = doubtsOf(load, line, window, judging)
  const isCounting = load.statuses.size > 0 && [...load.statuses].every((status) => ON_ITS_WAY.includes(status))
  if (isCounting) return [{ status: statusMeanwhile(asOf, window), units: open, doubts, grounds: [] }]
  const owed = doubts.length > 0 ? 0 : sureOf(each)
  if (line.disputed > 0) doubts.push('receipts_disagree')
  if (load.over > 0) doubts.push('another_product_over')
  return [
    { status: statusOn(asOf, window), units: owed, doubts: [], grounds: [] },
    { status: 'review', units: open - owed, doubts, grounds: load.overSources },
  ]
}

function doubtsOf(load: Load, { item }: LoadLine, window: ClaimWindow | undefined, judging: Judging): Doubt[] {
  const doubts: Doubt[] = []
  if (load.delivered === undefined) doubts.push('delivery_unknown')
  else if (window === undefined) doubts.push('unknown_policy')
  if (!isClosed(load)) doubts.push('shipment_not_closed')
  if (!item.isOfAll) doubts.push('shipment_incomplete')
  if (item.received === undefined) doubts.push('receipts_unknown')
  if (!knowsPaid(judging, load.delivered ?? judging.asOf, load.country)) doubts.push('payments_unknown')
  return doubts
}

const findingIn = (
  { shipmentId, country }: Load,
  { item, sources }: LoadLine,
  window: ClaimWindow | undefined,
  { status, units, doubts, grounds }: Part,
): Finding =>
  findingOf(
    {
      key: [shipmentId, item.sku, item.shipped].join('|'),
      type: 'inbound_shortage',
      event: shipmentId,
      marketplace: country,
      fnsku: item.fnsku,
      asin: item.asin,
      sku: item.sku,
      quantity: units,
      status,
      doubts,
      evidence: [...new Set([...sources, ...grounds])],
    },
    window,
  )
