import type { SettlementRow } from '../../domain/reports/rows.ts'
import type { Book, Drawn } from './book.ts'
import { dateOf } from './days.ts'

const SETTLED_DAYS = 14

/** Every two weeks Amazon settles what was sold in one currency. */
const settlementIdOf = ({ first }: Book, day: number, currency: string): string => {
  const period = Math.floor((day - first) / SETTLED_DAYS)
  return `${{ USD: 1, GBP: 2, EUR: 3 }[currency] ?? 9}${String(20_000 + period)}`
}

export interface Settled
  extends Pick<SettlementRow, 'currency' | 'transactionType' | 'marketplace' | 'amountType' | 'amountDescription' | 'amount' | 'sku'> {
  readonly day: number
  readonly orderId?: string
  readonly adjustmentId?: string
  readonly fulfilment?: 'AFN' | 'MFN'
  readonly quantity?: number
}

/** One amount of a settlement; undefined after the last day of the reports. */
export function settle(book: Book, settled: Settled): Drawn<'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2'> | undefined {
  const { day, currency, transactionType, marketplace, amountType, amountDescription, amount, sku } = settled
  const { orderId = '', adjustmentId = '', fulfilment, quantity } = settled
  return book.add('GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2', day, {
    settlementId: settlementIdOf(book, day, currency),
    currency,
    transactionType,
    orderId,
    shipmentId: '',
    adjustmentId,
    marketplace,
    fulfilment: fulfilment ?? '',
    amountType,
    amountDescription,
    amount,
    posted: dateOf(day),
    sku,
    quantity,
  })
}
