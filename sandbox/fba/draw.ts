import type { UnitCost } from '../../domain/reimbursement/worth.ts'
import { drawOtherAdjustments } from './adjustments.ts'
import { type DrawnRows, openBook } from './book.ts'
import { dateOf, dayOf } from './days.ts'
import { drawInbound, type InboundShipment } from './inbound.ts'
import { type FbaWishes, optionsOf } from './options.ts'
import { drawOtherPayments } from './other-payments.ts'
import { drawProducts, type Product } from './products.ts'
import { type Delivery, drawRemovals } from './removals.ts'
import { drawOrders } from './returns.ts'
import { drawTraffic } from './traffic.ts'
import type { Truth } from './truth.ts'
import { drawWarehouse } from './warehouse.ts'
import type { World } from './world.ts'

/** One seller's stock with Amazon over some months: what its reports say, and what is true. */
export interface Fba {
  readonly seed: string
  /** The first and the last day of all reports, `YYYY-MM-DD`: they were made on the evening of the last one. */
  readonly from: string
  readonly to: string
  readonly products: readonly Product[]
  readonly costs: readonly UnitCost[]
  /** By report, in the order of their days. A row's `source` is where `reportFiles` writes it, if no day is exported twice. */
  readonly rows: DrawnRows
  /** What the Fulfillment Inbound API says on the last day. */
  readonly shipments: readonly InboundShipment[]
  /** What carriers know of removals. */
  readonly deliveries: readonly Delivery[]
  readonly truth: Truth
  /** How often happened what can happen. */
  readonly phenomena: ReadonlyMap<string, number>
}

/** Of so many products one is never lost in the warehouse. */
const STEADY_EACH = 10

/** The same seed and options give the same, on any machine. More sellers are more seeds. */
export function drawFba(seed: string, wishes: FbaWishes = {}): Fba {
  const options = optionsOf(wishes)
  const first = dayOf(options.from)
  const last = first + options.days - 1
  const products = drawProducts(seed, options)
  const isSteady = (_: Product, index: number): boolean => index % STEADY_EACH === options.pools.length % STEADY_EACH
  const book = openBook(first, last)
  const world: World = {
    seed,
    options,
    products,
    losing: products.filter((product, index) => !isSteady(product, index)),
    steady: products.filter(isSteady),
    book,
    lots: [],
    strays: [],
  }
  drawWarehouse(world)
  drawOtherAdjustments(world)
  drawOtherPayments(world)
  drawOrders(world)
  const shipments = drawInbound(world)
  const deliveries = drawRemovals(world)
  drawTraffic(world)
  return {
    seed,
    from: options.from,
    to: dateOf(last),
    products,
    costs: products.flatMap(({ costs }) => costs),
    rows: book.close(seed),
    shipments,
    deliveries,
    truth: { lots: world.lots, strays: world.strays },
    phenomena: book.phenomena,
  }
}
