import type { Disposition } from '../../domain/reports/values.ts'
import type { Draws } from '../amazon/world/draws.ts'
import type { Book, Drawn } from './book.ts'
import { dateOf } from './days.ts'
import type { FbaOptions } from './options.ts'
import type { Centre, Pool, Product } from './products.ts'
import type { StrayCredit, TrueLot } from './truth.ts'

/** What everything that is drawn is drawn into. */
export interface World {
  readonly seed: string
  readonly options: FbaOptions
  readonly products: readonly Product[]
  /** Products of which the warehouse loses units; of the others every adjustment is a correction. */
  readonly losing: readonly Product[]
  readonly steady: readonly Product[]
  readonly book: Book
  readonly lots: TrueLot[]
  readonly strays: StrayCredit[]
}

/** Units of a product in a centre on a day. */
export interface Spot {
  readonly product: Product
  readonly pool: Pool
  readonly centre: Centre
  readonly day: number
  readonly units: number
}

export interface Adjusted {
  readonly quantity: number
  readonly disposition: Disposition
  readonly reason: string
  readonly reference: string
  readonly day: number
  readonly centre?: Centre
  /** How many of its units Amazon has accounted for; absent for codes of which it reckons nothing. */
  readonly reconciled?: number
  /** Under another SKU and FNSKU than the product's. */
  readonly as?: { readonly sku: string; readonly fnsku: string }
}

type LedgerRow = Drawn<'GET_LEDGER_DETAIL_VIEW_DATA'>

/** A row of the ledger in which stock is adjusted; undefined after the last day of the reports. */
export function adjust(world: World, { product, centre }: Spot, adjusted: Adjusted): LedgerRow | undefined {
  const { quantity, disposition, reason, reference, day, reconciled } = adjusted
  const at = adjusted.centre ?? centre
  const isReckoned = world.options.reckoning !== 'absent'
  return world.book.add('GET_LEDGER_DETAIL_VIEW_DATA', day, {
    date: dateOf(day),
    fnsku: adjusted.as?.fnsku ?? product.fnsku,
    asin: product.asin,
    sku: adjusted.as?.sku ?? product.sku,
    event: 'Adjustments',
    reference,
    quantity,
    centre: at.name,
    disposition,
    reason,
    country: at.country,
    reconciled: isReckoned ? (reconciled ?? 0) : undefined,
    unreconciled: isReckoned ? (reconciled === undefined ? 0 : Math.abs(quantity) - reconciled) : undefined,
  })
}

export const referenceOf = (draws: Draws): string => String(draws.integer(2_000_000_000, 9_999_999_998))
/** Of the row that belongs to another: Amazon numbers both at once. */
export const nextReference = (reference: string): string => String(Number(reference) + 1)

export function drawSpot({ book, options }: World, draws: Draws, products: readonly Product[]): Spot {
  const product = draws.pick(products)
  const pool = draws.pick(product.pools)
  return { product, pool, centre: draws.pick(pool.centres), day: draws.integer(book.first, book.last), units: unitsOf(draws, options) }
}

/** Most losses are of one unit. */
const unitsOf = (draws: Draws, { mostUnits }: FbaOptions): number => (draws.happens(0.6) ? 1 : draws.integer(1, mostUnits))

/** Another product of the same stock; there are always two. */
export function otherProduct({ products }: World, draws: Draws, { product, pool }: Spot): Product {
  let other = product
  while (other === product || !other.pools.includes(pool)) other = draws.pick(products)
  return other
}
