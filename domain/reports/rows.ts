import { isoCountry } from '../amazon/marketplaces.ts'
import type { Cells } from './cells.ts'
import { type Disposition, dispositionOf, type EventType, eventTypeOf } from './values.ts'

/* Rows as rules read them. Dates are `YYYY-MM-DD` as the report writes them; ids and codes are as they stand there, '' where there is none. */

/** One movement of stock (inventory ledger, or the adjustments report that was retired in 2023). No two rows have a key that tells them apart. */
export interface LedgerRow {
  readonly date: string
  readonly fnsku: string
  readonly asin: string
  readonly sku: string
  /** Null: a word that nobody knows. */
  readonly event: EventType | null
  readonly reference: string
  readonly quantity: number
  readonly centre: string
  readonly disposition: Disposition | null
  readonly reason: string
  /** ISO 3166-1 alpha-2, '' where the row names none. */
  readonly country: string
  /** Amazon's own reckoning; undefined where the file has no such column. */
  readonly reconciled: number | undefined
  readonly unreconciled: number | undefined
}

/** What Amazon gave: money, goods, or money taken back. */
export interface ReimbursementRow {
  readonly date: string
  readonly reimbursementId: string
  /** Empty: Amazon came by itself. */
  readonly caseId: string
  readonly orderId: string
  readonly reason: string
  readonly sku: string
  readonly fnsku: string
  readonly asin: string
  readonly currency: string
  /** Minor units of the currency; below 0 where it is taken back. */
  readonly total: number
  readonly cash: number
  readonly inventory: number
  readonly originalId: string
  readonly originalType: string
}

export interface CustomerReturnRow {
  readonly date: string
  readonly orderId: string
  readonly sku: string
  readonly asin: string
  readonly fnsku: string
  readonly quantity: number
  readonly centre: string
  readonly disposition: Disposition | null
  readonly reason: string
  readonly status: string
  readonly licensePlate: string
}

export interface ReplacementRow {
  readonly date: string
  readonly sku: string
  readonly asin: string
  readonly quantity: number
  readonly reason: string
  readonly orderId: string
  readonly originalOrderId: string
}

export interface RemovalOrderRow {
  readonly date: string
  readonly orderId: string
  /** '' in older files. */
  readonly orderSource: string
  readonly orderType: string
  readonly status: string
  readonly updated: string | undefined
  readonly sku: string
  readonly fnsku: string
  readonly disposition: Disposition | null
  readonly requested: number
  readonly cancelled: number
  readonly disposed: number
  readonly shipped: number
  readonly inProcess: number
}

export interface RemovalShipmentRow {
  readonly date: string
  readonly orderId: string
  readonly shipped: string
  readonly sku: string
  readonly fnsku: string
  readonly disposition: Disposition | null
  readonly quantity: number
  readonly carrier: string
  readonly tracking: string
}

/** One amount of a settlement. The first row of a file carries its total instead, and is none. */
export interface SettlementRow {
  readonly settlementId: string
  readonly currency: string
  readonly transactionType: string
  readonly orderId: string
  readonly shipmentId: string
  readonly adjustmentId: string
  /** The name of the store: `Amazon.de`. */
  readonly marketplace: string
  /** `AFN`: by Amazon; `MFN`: by the seller. */
  readonly fulfilment: string
  readonly amountType: string
  readonly amountDescription: string
  /** Minor units of the currency. */
  readonly amount: number
  /** Undefined where the row names no day. */
  readonly posted: string | undefined
  readonly sku: string
  /** Undefined where the row is not about units. */
  readonly quantity: number | undefined
}

export interface FeeEstimateRow {
  readonly sku: string
  readonly fnsku: string
  readonly asin: string
  /** As written: `--` is ''. */
  readonly sides: readonly [longest: string, median: string, shortest: string]
  readonly unitOfDimension: string
  readonly weight: string
  readonly unitOfWeight: string
  readonly sizeTier: string
  readonly currency: string
  /** Minor units for one unit; undefined where Amazon says none. */
  readonly fulfilmentFee: number | undefined
  /** The name of the store, `Amazon.de`; '' in files of one store. */
  readonly store: string
  /** For one unit that goes to another country; undefined where the file does not tell such fees apart. */
  readonly crossBorderFees: readonly number[] | undefined
}

export interface NoncomplianceRow {
  readonly date: string
  readonly shipmentId: string
  readonly centre: string
  readonly sku: string
  readonly fnsku: string
  readonly asin: string
  readonly problem: string
  readonly expected: number | undefined
  readonly received: number | undefined
}

/** By report that is read row by row; the others are only known by name. */
export interface Rows {
  readonly GET_LEDGER_DETAIL_VIEW_DATA: LedgerRow
  readonly GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA: LedgerRow
  readonly GET_FBA_REIMBURSEMENTS_DATA: ReimbursementRow
  readonly GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: CustomerReturnRow
  readonly GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA: ReplacementRow
  readonly GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA: RemovalOrderRow
  readonly GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA: RemovalShipmentRow
  readonly GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2: SettlementRow | undefined
  readonly GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA: FeeEstimateRow
  readonly GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA: NoncomplianceRow
}

export type ReadReport = keyof Rows

/** What is made of the cells of a row. What is wrong with it the cells remember. */
export const ROW_READERS: { readonly [Report in ReadReport]: (cells: Cells) => Rows[Report] } = {
  GET_LEDGER_DETAIL_VIEW_DATA: (cells) => ({
    date: cells.date('Date'),
    fnsku: cells.text('FNSKU'),
    asin: cells.text('ASIN'),
    sku: cells.text('MSKU'),
    event: eventTypeOf(cells.word('Event Type')),
    reference: cells.text('Reference ID'),
    quantity: cells.whole('Quantity'),
    centre: cells.text('Fulfillment Center'),
    disposition: dispositionOf(cells.word('Disposition')),
    reason: cells.text('Reason').toUpperCase(),
    country: isoCountry(cells.text('Country')),
    reconciled: cells.maybeWhole('Reconciled Quantity'),
    unreconciled: cells.maybeWhole('Unreconciled Quantity'),
  }),
  GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA: (cells) => ({
    date: cells.date('adjusted-date'),
    fnsku: cells.text('fnsku'),
    asin: '',
    sku: cells.text('sku'),
    event: 'Adjustments',
    reference: cells.text('transaction-item-id'),
    quantity: cells.whole('quantity'),
    centre: cells.text('fulfillment-center-id'),
    disposition: dispositionOf(cells.word('disposition')),
    reason: cells.text('reason').toUpperCase(),
    country: '',
    reconciled: undefined,
    unreconciled: undefined,
  }),
  GET_FBA_REIMBURSEMENTS_DATA: (cells) => ({
    date: cells.date('approval-date'),
    reimbursementId: cells.text('reimbursement-id'),
    caseId: cells.text('case-id'),
    orderId: cells.text('amazon-order-id'),
    reason: cells.text('reason'),
    sku: cells.text('sku'),
    fnsku: cells.text('fnsku'),
    asin: cells.text('asin'),
    currency: cells.currency('currency-unit'),
    total: cells.minor('amount-total', 'currency-unit'),
    cash: cells.maybeWhole('quantity-reimbursed-cash') ?? 0,
    inventory: cells.maybeWhole('quantity-reimbursed-inventory') ?? 0,
    originalId: cells.text('original-reimbursement-id'),
    originalType: cells.text('original-reimbursement-type'),
  }),
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: (cells) => ({
    date: cells.date('return-date'),
    orderId: cells.text('order-id'),
    sku: cells.text('sku'),
    asin: cells.text('asin'),
    fnsku: cells.text('fnsku'),
    quantity: cells.whole('quantity'),
    centre: cells.text('fulfillment-center-id'),
    disposition: dispositionOf(cells.word('detailed-disposition')),
    reason: cells.text('reason'),
    status: cells.text('status'),
    licensePlate: cells.text('license-plate-number'),
  }),
  GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA: (cells) => ({
    date: cells.date('shipment-date'),
    sku: cells.text('sku'),
    asin: cells.text('asin'),
    quantity: cells.whole('quantity'),
    reason: cells.text('replacement-reason-code'),
    orderId: cells.text('replacement-amazon-order-id'),
    originalOrderId: cells.text('original-amazon-order-id'),
  }),
  GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA: (cells) => ({
    date: cells.date('request-date'),
    orderId: cells.text('order-id'),
    orderSource: cells.text('order-source'),
    orderType: cells.text('order-type'),
    status: cells.text('order-status'),
    updated: cells.maybeDate('last-updated-date'),
    sku: cells.text('sku'),
    fnsku: cells.text('fnsku'),
    disposition: dispositionOf(cells.word('disposition')),
    requested: cells.whole('requested-quantity'),
    cancelled: cells.maybeWhole('cancelled-quantity') ?? 0,
    disposed: cells.maybeWhole('disposed-quantity') ?? 0,
    shipped: cells.maybeWhole('shipped-quantity') ?? 0,
    inProcess: cells.maybeWhole('in-process-quantity') ?? 0,
  }),
  GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA: (cells) => ({
    date: cells.date('request-date'),
    orderId: cells.text('order-id'),
    shipped: cells.date('shipment-date'),
    sku: cells.text('sku'),
    fnsku: cells.text('fnsku'),
    disposition: dispositionOf(cells.word('disposition')),
    quantity: cells.whole('shipped-quantity'),
    carrier: cells.text('carrier'),
    tracking: cells.text('tracking-number'),
  }),
  GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2: (cells) => {
    const currency = cells.inheritedCurrency('currency', 'settlement-id')
    if (cells.text('transaction-type') === '' && cells.text('total-amount') !== '') return undefined
    return {
      settlementId: cells.text('settlement-id'),
      currency,
      transactionType: cells.text('transaction-type'),
      orderId: cells.text('order-id'),
      shipmentId: cells.text('shipment-id'),
      adjustmentId: cells.text('adjustment-id'),
      marketplace: cells.text('marketplace-name'),
      fulfilment: cells.text('fulfillment-id').toUpperCase(),
      amountType: cells.text('amount-type'),
      amountDescription: cells.text('amount-description'),
      amount: cells.minor('amount', 'currency'),
      posted: cells.maybeDate('posted-date'),
      sku: cells.text('sku'),
      quantity: cells.maybeWhole('quantity-purchased'),
    }
  },
  GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA: (cells) => ({
    sku: cells.text('sku'),
    fnsku: cells.text('fnsku'),
    asin: cells.text('asin'),
    sides: [cells.text('longest-side'), cells.text('median-side'), cells.text('shortest-side')],
    unitOfDimension: cells.text('unit-of-dimension'),
    weight: cells.text('item-package-weight'),
    unitOfWeight: cells.text('unit-of-weight'),
    sizeTier: cells.text('product-size-tier') || cells.text('product-size-weight-band'),
    currency: cells.currency('currency'),
    fulfilmentFee:
      cells.maybeMinor('expected-fulfillment-fee-per-unit', 'currency') ??
      cells.maybeMinor('expected-domestic-fulfilment-fee-per-unit', 'currency'),
    store: cells.text('amazon-store'),
    crossBorderFees: crossBorderFeesOf(cells),
  }),
  GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA: (cells) => ({
    date: cells.date('issue-reported-date'),
    shipmentId: cells.text('fba-shipment-id'),
    centre: cells.text('fulfillment-center-id'),
    sku: cells.text('sku'),
    fnsku: cells.text('fnsku'),
    asin: cells.text('asin'),
    problem: cells.text('problem-type'),
    expected: cells.maybeWhole('expected-quantity'),
    received: cells.maybeWhole('received-quantity'),
  }),
}

const CROSS_BORDER = ['uk', 'de', 'fr', 'it', 'es', 'se'].map((country) => `expected-efn-fulfilment-fee-per-unit-${country}`)

function crossBorderFeesOf(cells: Cells): number[] | undefined {
  const fees = CROSS_BORDER.flatMap((column) => cells.maybeMinor(column, 'currency') ?? [])
  return fees.length === 0 && cells.text('expected-domestic-fulfilment-fee-per-unit') === '' ? undefined : fees
}
