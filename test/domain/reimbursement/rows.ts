import type { Movement, Payment } from '../../../domain/reimbursement/lots.ts'

let line = 1

/** A row of the ledger; `from` counts days from 2026-01-01. */
export function moved(reason: string, quantity: number, from: number, more: Partial<Movement> = {}): Movement {
  line += 1
  return {
    date: dayAt(from),
    fnsku: 'X001',
    asin: 'B0LEDGER01',
    sku: 'SKU-1',
    event: 'Adjustments',
    reference: `${line}`,
    quantity,
    centre: 'LEJ1',
    disposition: 'SELLABLE',
    reason,
    country: 'DE',
    reconciled: undefined,
    unreconciled: undefined,
    source: { file: 'ledger.txt', line },
    ...more,
  }
}

export function payment(reason: string, cash: number, from: number, more: Partial<Payment> = {}): Payment {
  line += 1
  return {
    date: dayAt(from),
    reimbursementId: `R${line}`,
    caseId: '',
    orderId: '',
    reason,
    sku: 'SKU-1',
    fnsku: 'X001',
    asin: 'B0LEDGER01',
    currency: 'EUR',
    total: cash * 500,
    cash,
    inventory: 0,
    originalId: '',
    originalType: '',
    source: { file: 'reimbursements.txt', line },
    ...more,
  }
}

export const dayAt = (from: number): string => new Date(Date.UTC(2026, 0, 1 + from)).toISOString().slice(0, 10)
