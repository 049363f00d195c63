import { type DateOrder, isAmbiguous, orderOf, reportDate } from './dates.ts'
import { type DecimalMark, markOf } from './numbers.ts'
import type { ReportType } from './shapes.ts'

/** Columns by which a report shows how it writes. */
export interface Telling {
  readonly dates: readonly string[]
  /** Says the same day as the first of `dates`, in a way that is never ambiguous. */
  readonly instant?: string
  readonly numbers: readonly string[]
}

export const TELLING: Partial<Readonly<Record<ReportType, Telling>>> = {
  GET_LEDGER_DETAIL_VIEW_DATA: { dates: ['Date'], instant: 'Date and Time', numbers: ['Quantity'] },
  GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA: { dates: ['adjusted-date'], numbers: ['quantity'] },
  GET_FBA_REIMBURSEMENTS_DATA: { dates: ['approval-date'], numbers: ['amount-total', 'amount-per-unit'] },
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: { dates: ['return-date'], numbers: ['quantity'] },
  GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA: { dates: ['shipment-date'], numbers: ['quantity'] },
  GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA: { dates: ['request-date', 'last-updated-date'], numbers: ['removal-fee'] },
  GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA: { dates: ['request-date', 'shipment-date'], numbers: [] },
  GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2: {
    dates: ['settlement-start-date', 'deposit-date', 'posted-date'],
    numbers: ['total-amount', 'amount'],
  },
  GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA: { dates: [], numbers: ['estimated-fee-total', 'your-price', 'longest-side'] },
  GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA: { dates: ['issue-reported-date'], numbers: ['fee-total'] },
}

/** What cells have shown so far. */
export interface Shown {
  order: DateOrder | undefined
  mark: DecimalMark | undefined
  /** Some date would be another day in the other order. */
  ambiguous: boolean
  /** Dates contradict each other in their order. */
  mixed: boolean
  /** Letters were lost on the way (U+FFFD). */
  lost: boolean
}

/** Learns from one row; `text` gives a cell by our name of its column. */
export function learn(shown: Shown, { dates, instant, numbers }: Telling, text: (column: string) => string): void {
  const [first] = dates
  const orders = dates.map((column) => orderOf(text(column)))
  if (first !== undefined && instant !== undefined) orders.push(orderBy(text(first), text(instant)))
  for (const order of orders) {
    shown.mixed ||= order !== undefined && shown.order !== undefined && order !== shown.order
    shown.order ??= order
  }
  shown.ambiguous ||= dates.some((column) => isAmbiguous(text(column)))
  for (const column of numbers) shown.mark ??= markOf(text(column))
}

/** The order in which a date is the day of an instant beside it. */
function orderBy(date: string, instant: string): DateOrder | undefined {
  if (!isAmbiguous(date)) return undefined
  const day = isAmbiguous(instant) ? undefined : reportDate(instant, 'month_first')
  return (['month_first', 'day_first'] as const).find((order) => day !== undefined && reportDate(date, order) === day)
}
