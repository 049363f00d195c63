import { groupedBy } from '../../domain/grouped.ts'
import { type Audited, audit } from '../../domain/reimbursement/audit.ts'
import { FINDING_TYPES, type FindingType } from '../../domain/reimbursement/findings.ts'
import type { CostsBySku } from '../../domain/reimbursement/worth.ts'
import type { Fba } from '../../sandbox/fba/draw.ts'
import { ITEMS_FILE } from '../../sandbox/fba/inbound-items.ts'
import { type Claim, type Score, score } from '../../sandbox/fba/score.ts'

export const costsOf = ({ costs }: Fba): CostsBySku => groupedBy(costs, ({ sku }) => sku)

/** What the reports of a drawn seller say, as an audit takes them, on the evening of their last day; `country`: of reports that name none. */
function auditedOf(fba: Fba, country: string): Audited {
  const { rows, from, to, shipments } = fba
  const ledger = rows.GET_LEDGER_DETAIL_VIEW_DATA
  const whole = [{ from, to }]
  let item = 0
  return {
    movements: ledger.filter(({ event }) => event === 'Adjustments'),
    receipts: ledger.filter(({ event }) => event === 'Receipts'),
    payments: rows.GET_FBA_REIMBURSEMENTS_DATA,
    settled: rows.GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2,
    replacements: rows.GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA,
    returned: rows.GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA,
    items: shipments.flatMap(({ shipmentId, items }) =>
      items.map(({ sku, fnsku, shipped, received }) => {
        item += 1
        return { shipmentId, sku, fnsku, asin: '', shipped, received, isOfAll: true, source: { file: ITEMS_FILE, line: item } }
      }),
    ),
    shipments: shipments.map(({ shipmentId, status }) => ({ shipmentId, status, delivered: undefined })),
    removals: rows.GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA,
    removalShipments: rows.GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA,
    estimates: [],
    estimatedOn: undefined,
    costs: costsOf(fba),
    judging: { asOf: to, knowsPayments: true },
    country,
    doubtful: new Set(),
    unread: new Set(),
    covered: { ledger: whole, returns: whole, removalShipments: whole },
  }
}

/** What an audit claims of a drawn seller, of these types. */
export const claimsOf = (fba: Fba, country: string, types: readonly FindingType[] = FINDING_TYPES): Claim[] =>
  audit(auditedOf(fba, country)).findings.flatMap(({ type, status, quantity, evidence: [source] }) =>
    status === 'claimable' && types.includes(type) && source !== undefined ? [{ source, units: quantity }] : [],
  )

/** How right that is. */
export const judged = (fba: Fba, country: string): Score => score(claimsOf(fba, country), fba.truth, fba.to)
