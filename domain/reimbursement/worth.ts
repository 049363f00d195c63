import type { Money } from '../money.ts'

/** What a seller pays for one unit, by day. */
export interface UnitCost extends Money {
  readonly sku: string
  /** `YYYY-MM-DD` */
  readonly validFrom: string
}

/** Before, Amazon paid what a unit would have sold for; since then what it has cost (brief reimbursement, section 2). */
const BY_COST_SINCE = '2025-03-31'

/** The most for one unit, in minor units, as far as it was seen. */
const CAPS: Readonly<Record<string, number>> = { USD: 500_000, EUR: 200_000, GBP: 200_000 }

/** What so many units are worth that were lost or damaged before anybody ordered them; null where nobody knows: no value is made up. */
export function worthOf(units: number, { sku, date }: { readonly sku: string; readonly date: string }, costs: CostsBySku): Money | null {
  if (date < BY_COST_SINCE) return null
  const cost = costs.get(sku)?.findLast(({ validFrom }) => validFrom <= date)
  if (cost === undefined) return null
  const { minor, currency } = cost
  return { minor: units * Math.min(minor, CAPS[currency] ?? Number.POSITIVE_INFINITY), currency }
}

/** By SKU, in the order of their days. */
export type CostsBySku = ReadonlyMap<string, readonly UnitCost[]>
