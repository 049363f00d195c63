import { randomUUID } from 'node:crypto'
import type { Database } from '../../adapters/postgres/database.ts'
import type { ReportExport, RowRead } from '../../domain/reports/loading.ts'
import type { LedgerRow, ReimbursementRow, Rows, SettlementRow } from '../../domain/reports/rows.ts'
import type { StoredReport } from '../../domain/reports/stored.ts'
import { addCustomer } from './records.ts'

export const LEDGER = 'GET_LEDGER_DETAIL_VIEW_DATA'
export const PAYMENTS = 'GET_FBA_REIMBURSEMENTS_DATA'
export const SETTLEMENTS = 'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2'

/** An account at Amazon of a seller of its own. */
export async function addAccount({ client }: Database): Promise<string> {
  const id = randomUUID()
  const customerId = await addCustomer({ client } as Database)
  await client.amazonAccount.create({ data: { id, customerId, region: 'eu', status: 'connected', marketplaces: [] } })
  return id
}

/** Of 1 to 10 January, made on the 11th. */
export const exportOf = <Report extends StoredReport>(
  accountId: string,
  report: Report,
  fields: Partial<ReportExport> = {},
): ReportExport<Report> => ({
  accountId,
  file: 'report.txt',
  fileHash: randomUUID(),
  exportedAt: '2026-01-11T00:00:00.000Z',
  from: '2026-01-01',
  to: '2026-01-10',
  country: '',
  ...fields,
  report,
})

/** One unit that was lost in Leipzig. */
export const movement = (date: string, fields: Partial<LedgerRow> = {}): LedgerRow => ({
  date,
  fnsku: 'X001',
  asin: 'B001',
  sku: 'lamp',
  event: 'Adjustments',
  reference: '21188081',
  quantity: -1,
  centre: 'LEJ1',
  disposition: 'SELLABLE',
  reason: 'M',
  country: 'DE',
  reconciled: 0,
  unreconciled: 1,
  ...fields,
})

export const payment = (date: string, fields: Partial<ReimbursementRow> = {}): ReimbursementRow => ({
  date,
  reimbursementId: 'R1',
  caseId: '',
  orderId: '',
  reason: 'Lost_Warehouse',
  sku: 'lamp',
  fnsku: 'X001',
  asin: 'B001',
  currency: 'EUR',
  total: 1200,
  cash: 1,
  inventory: 0,
  originalId: '',
  originalType: '',
  ...fields,
})

export const settled = (settlementId: string, fields: Partial<SettlementRow> = {}): SettlementRow => ({
  settlementId,
  currency: 'EUR',
  transactionType: 'Order',
  orderId: '028-1',
  shipmentId: '',
  adjustmentId: '',
  marketplace: 'Amazon.de',
  fulfilment: 'AFN',
  amountType: 'ItemPrice',
  amountDescription: 'Principal',
  amount: 1999,
  posted: '2026-01-05',
  sku: 'lamp',
  quantity: 1,
  ...fields,
})

/** As a reader of files gives them: from line 2 on. */
export async function* read<Report extends StoredReport>(rows: Iterable<Rows[Report]>): AsyncGenerator<RowRead<Report>> {
  let line = 1
  for (const row of rows) {
    line += 1
    yield { line, row }
  }
}

/** So many movements on each of those days. */
export const ledger = (days: Readonly<Record<string, number>>, fields: Partial<LedgerRow> = {}): AsyncGenerator<RowRead<typeof LEDGER>> =>
  read<typeof LEDGER>(Object.entries(days).flatMap(([date, count]) => Array.from({ length: count }, () => movement(date, fields))))

export async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const read: Row[] = []
  for await (const row of rows) read.push(row)
  return read
}
