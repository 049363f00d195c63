import { byKeys, keyOf } from './keys.ts'

/** What the ledger says happened. */
export const EVENT_TYPES = ['Shipments', 'WhseTransfers', 'Receipts', 'Adjustments', 'CustomerReturns', 'VendorReturns'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What Amazon takes stock for. */
export const DISPOSITIONS = [
  'SELLABLE',
  'DEFECTIVE',
  'CUSTOMER_DAMAGED',
  'DISTRIBUTOR_DAMAGED',
  'WAREHOUSE_DAMAGED',
  'CARRIER_DAMAGED',
  'EXPIRED',
] as const
export type Disposition = (typeof DISPOSITIONS)[number]

const lookUp = <Word extends string>(words: readonly Word[]): ((text: string) => Word | null) => {
  const known = byKeys(words.map((word) => [word, word]))
  return (text) => known.get(keyOf(text)) ?? null
}

/** Null: a word that nobody knows. */
export const eventTypeOf = lookUp(EVENT_TYPES)
export const dispositionOf = lookUp(DISPOSITIONS)
