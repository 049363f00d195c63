import type { Drawn, DrawnReport } from './book.ts'

/** How a file writes what may be written in several ways. */
export interface Pen {
  date(date: string): string
  /** Midnight of a day, never ambiguous. */
  instant(date: string): string
  amount(minor: number, currency: string): string
  /** Of a list of words: as the language of the file writes it. */
  word(column: string, english: string | null): string
  title(sku: string): string
}

type Column<Report extends DrawnReport> = (row: Drawn<Report>, pen: Pen) => string
type Tables = { readonly [Report in DrawnReport]: Readonly<Record<string, Column<Report>>> }

const count = (units: number | undefined): string => (units === undefined ? '' : String(units))
const total = ({ cash, inventory }: Drawn<'GET_FBA_REIMBURSEMENTS_DATA'>): number => cash + inventory

/** By Amazon's English header; a column that is not named here stays empty. */
export const TABLES: Tables = {
  GET_LEDGER_DETAIL_VIEW_DATA: {
    Date: ({ date }, pen) => pen.date(date),
    FNSKU: ({ fnsku }) => fnsku,
    ASIN: ({ asin }) => asin,
    MSKU: ({ sku }) => sku,
    Title: ({ sku }, pen) => pen.title(sku),
    'Event Type': ({ event }, pen) => pen.word('Event Type', event),
    'Reference ID': ({ reference }) => reference,
    Quantity: ({ quantity }) => count(quantity),
    'Fulfillment Center': ({ centre }) => centre,
    Disposition: ({ disposition }, pen) => pen.word('Disposition', disposition),
    Reason: ({ reason }) => reason,
    Country: ({ country }) => (country === 'GB' ? 'UK' : country), // as Amazon writes it
    'Reconciled Quantity': ({ reconciled }) => count(reconciled),
    'Unreconciled Quantity': ({ unreconciled }) => count(unreconciled),
    'Date and Time': ({ date }, pen) => pen.instant(date),
  },
  GET_FBA_REIMBURSEMENTS_DATA: {
    'approval-date': ({ date }, pen) => pen.date(date),
    'reimbursement-id': ({ reimbursementId }) => reimbursementId,
    'case-id': ({ caseId }) => caseId,
    'amazon-order-id': ({ orderId }) => orderId,
    reason: ({ reason }) => reason,
    sku: ({ sku }) => sku,
    fnsku: ({ fnsku }) => fnsku,
    asin: ({ asin }) => asin,
    'product-name': ({ sku }, pen) => pen.title(sku),
    condition: () => 'NewItem',
    'currency-unit': ({ currency }) => currency,
    'amount-per-unit': (row, pen) => pen.amount(row.cash === 0 ? 0 : Math.round(Math.abs(row.total / row.cash)), row.currency),
    'amount-total': ({ total, currency }, pen) => pen.amount(total, currency),
    'quantity-reimbursed-cash': ({ cash }) => count(cash),
    'quantity-reimbursed-inventory': ({ inventory }) => count(inventory),
    'quantity-reimbursed-total': (row) => count(total(row)),
    'original-reimbursement-id': ({ originalId }) => originalId,
    'original-reimbursement-type': ({ originalType }) => originalType,
  },
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: {
    'return-date': ({ date }, pen) => pen.date(date),
    'order-id': ({ orderId }) => orderId,
    sku: ({ sku }) => sku,
    asin: ({ asin }) => asin,
    fnsku: ({ fnsku }) => fnsku,
    'product-name': ({ sku }, pen) => pen.title(sku),
    quantity: ({ quantity }) => count(quantity),
    'fulfillment-center-id': ({ centre }) => centre,
    'detailed-disposition': ({ disposition }, pen) => pen.word('detailed-disposition', disposition),
    reason: ({ reason }) => reason,
    status: ({ status }) => status,
    'license-plate-number': ({ licensePlate }) => licensePlate,
  },
  GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA: {
    'shipment-date': ({ date }, pen) => pen.date(date),
    sku: ({ sku }) => sku,
    asin: ({ asin }) => asin,
    quantity: ({ quantity }) => count(quantity),
    'replacement-reason-code': ({ reason }) => reason,
    'replacement-amazon-order-id': ({ orderId }) => orderId,
    'original-amazon-order-id': ({ originalOrderId }) => originalOrderId,
  },
  GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA: {
    'request-date': ({ date }, pen) => pen.date(date),
    'order-id': ({ orderId }) => orderId,
    'order-source': ({ orderSource }) => orderSource,
    'order-type': ({ orderType }) => orderType,
    'order-status': ({ status }) => status,
    'last-updated-date': ({ updated }, pen) => (updated === undefined ? '' : pen.date(updated)),
    sku: ({ sku }) => sku,
    fnsku: ({ fnsku }) => fnsku,
    disposition: ({ disposition }, pen) => pen.word('disposition', disposition),
    'requested-quantity': ({ requested }) => count(requested),
    'cancelled-quantity': ({ cancelled }) => count(cancelled),
    'disposed-quantity': ({ disposed }) => count(disposed),
    'shipped-quantity': ({ shipped }) => count(shipped),
    'in-process-quantity': ({ inProcess }) => count(inProcess),
  },
  GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA: {
    'request-date': ({ date }, pen) => pen.date(date),
    'order-id': ({ orderId }) => orderId,
    'shipment-date': ({ shipped }, pen) => pen.date(shipped),
    sku: ({ sku }) => sku,
    fnsku: ({ fnsku }) => fnsku,
    disposition: ({ disposition }, pen) => pen.word('disposition', disposition),
    'shipped-quantity': ({ quantity }) => count(quantity),
    carrier: ({ carrier }) => carrier,
    'tracking-number': ({ tracking }) => tracking,
    'removal-order-type': () => 'Return',
  },
  GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2: {
    'settlement-id': ({ settlementId }) => settlementId,
    currency: ({ currency }) => currency,
    'transaction-type': ({ transactionType }) => transactionType,
    'order-id': ({ orderId }) => orderId,
    'adjustment-id': ({ adjustmentId }) => adjustmentId,
    'shipment-id': ({ shipmentId }) => shipmentId,
    'marketplace-name': ({ marketplace }) => marketplace,
    'amount-type': ({ amountType }) => amountType,
    'amount-description': ({ amountDescription }) => amountDescription,
    amount: ({ amount, currency }, pen) => pen.amount(amount, currency),
    'fulfillment-id': ({ fulfilment }) => fulfilment,
    'posted-date': ({ posted }, pen) => (posted === undefined ? '' : pen.date(posted)),
    'posted-date-time': ({ posted }, pen) => (posted === undefined ? '' : pen.instant(posted)),
    sku: ({ sku }) => sku,
    'quantity-purchased': ({ quantity }) => count(quantity),
  },
  GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA: {
    'issue-reported-date': ({ date }, pen) => pen.date(date),
    'fba-shipment-id': ({ shipmentId }) => shipmentId,
    'fulfillment-center-id': ({ centre }) => centre,
    sku: ({ sku }) => sku,
    fnsku: ({ fnsku }) => fnsku,
    asin: ({ asin }) => asin,
    'product-name': ({ sku }, pen) => pen.title(sku),
    'problem-type': ({ problem }) => problem,
    'problem-quantity': ({ expected, received }) => count((expected ?? 0) - (received ?? 0)),
    'expected-quantity': ({ expected }) => count(expected),
    'received-quantity': ({ received }) => count(received),
  },
}
