import type { CustomerReturnRow } from '../reports/rows.ts'
import { dayOf, type Movement, type Source } from './lots.ts'
import type { GivenBack } from './refunds.ts'
import { type Left, take } from './taking.ts'

export type Returned = CustomerReturnRow & { readonly source: Source }

/** Damaged by Amazon or its carrier on the way back. What customers damage, and what was defective, is not claimable. */
export const isDamaged = ({ disposition }: Returned): boolean => disposition === 'CARRIER_DAMAGED' || disposition === 'WAREHOUSE_DAMAGED'
/** Amazon has paid for the unit already, as its report of returns says. */
const isSettled = ({ status }: Returned): boolean => status.toLowerCase() === 'reimbursed'

export interface Came {
  readonly fnsku: string
  readonly asin: string
  readonly whole: number
  readonly damaged: { readonly units: number; readonly rows: readonly Returned[] }
  readonly settled: { readonly units: number; readonly rows: readonly Returned[] }
}

export function takeBack({ sku, asin, units }: GivenBack, back: readonly Left<Returned>[]): Came {
  const own = back.filter(({ row }) => row.sku === sku)
  const of = (wanted: (row: Returned) => boolean) => own.filter(({ row }) => wanted(row))
  const whole = take(
    of((row) => !isDamaged(row)),
    units,
  ).units
  const settled = take(
    of((row) => isDamaged(row) && isSettled(row)),
    units - whole,
  )
  const damaged = take(of(isDamaged), units - whole - settled.units)
  return { fnsku: own[0]?.row.fnsku ?? '', asin: own[0]?.row.asin ?? asin, whole, settled, damaged }
}

/** Both reports may tell of the damage within so many days. */
const SAME_DAMAGE_WITHIN = 7

/** Of one product: the ledger may tell of the damage with which a unit came back; in another centre only on the same day or the next. */
export const mayBeSameDamage = ({ date, centre }: Returned, damage: Movement): boolean =>
  Math.abs(dayOf(damage.date) - dayOf(date)) <= (damage.centre === centre ? SAME_DAMAGE_WITHIN : 1)
