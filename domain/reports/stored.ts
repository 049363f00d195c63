import { dayOfCountry } from './exports.ts'
import type { ReadReport, Rows } from './rows.ts'

/** Reports whose rows rules need from the database. */
export const STORED_REPORTS = [
  'GET_LEDGER_DETAIL_VIEW_DATA',
  'GET_FBA_REIMBURSEMENTS_DATA',
  'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA',
  'GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA',
  'GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA',
  'GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA',
  'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2',
] as const satisfies ReadReport[]
export type StoredReport = (typeof STORED_REPORTS)[number]
export type StoredRow<Report extends StoredReport> = NonNullable<Rows[Report]>

/**
 * What a newer export replaces as a whole: a `day`, those of its range without a row too; a `settlement`, which never changes;
 * a `payment`, which stays when exports no longer have it.
 */
export type PartKind = 'day' | 'settlement' | 'payment'

/** How a report is kept. */
export interface Stored<Row> {
  readonly parts: PartKind
  partOf(row: Row): string
  /** `YYYY-MM-DD`; undefined where the row names none. */
  dayOf(row: Row): string | undefined
  /** Rows that no rule reads are counted, and not kept. */
  keeps(row: Row): boolean
}

const dayOf = ({ date }: { readonly date: string }): string => date

const byDay: Stored<{ readonly date: string }> = { parts: 'day', partOf: dayOf, dayOf, keeps: () => true }

export const STORED: { readonly [Report in StoredReport]: Stored<StoredRow<Report>> } = {
  GET_LEDGER_DETAIL_VIEW_DATA: {
    parts: 'day',
    partOf: dayOfCountry,
    dayOf,
    keeps: ({ event, reason }) => event === 'Adjustments' || event === 'Receipts' || (event === null && reason !== ''),
  },
  GET_FBA_REIMBURSEMENTS_DATA: {
    parts: 'payment',
    // Amazon moves the day of an approval from export to export; two instalments of one payment differ in something else.
    partOf: ({ date: _, ...payment }) => Object.values(payment).join('|'),
    dayOf,
    keeps: () => true,
  },
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: byDay,
  GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA: byDay,
  GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA: byDay,
  GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA: byDay,
  GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2: {
    parts: 'settlement',
    partOf: ({ settlementId }) => settlementId,
    dayOf: ({ posted }) => posted,
    keeps: () => true,
  },
}
