import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import { keyOf } from '../reports/keys.ts'
import type { RemovalOrderRow, RemovalShipmentRow } from '../reports/rows.ts'
import { byDay, bySource, type Source } from './lots.ts'

export type RemovalOrder = RemovalOrderRow & { readonly source: Source }
export type RemovalShipment = RemovalShipmentRow & { readonly source: Source }

/** What the carrier says of a tracking number: Amazon's reports name no day of delivery. Days are `YYYY-MM-DD`. */
export interface Delivery {
  /** Null: not delivered. */
  readonly delivered: string | null
  /** The day on which the carrier said so. */
  readonly seenOn: string
  readonly source?: Source
}

/** Units that came back damaged, by whoever has opened the box. */
export interface DamagedRemoval {
  readonly orderId: string
  readonly fnsku: string
  readonly sku: string
  readonly units: number
  /** `YYYY-MM-DD` */
  readonly delivered: string
  readonly source: Source
}

/** One product of a removal order, whatever its disposition: units are graded anew on the way. */
export interface RemovalLine {
  readonly orderId: string
  readonly fnsku: string
  readonly sku: string
  /** None: the order is not in these files. */
  readonly orders: readonly RemovalOrder[]
  readonly shipments: readonly RemovalShipment[]
  readonly damaged: readonly DamagedRemoval[]
}

/** Disposed of and sold off by order, nothing is to come back. */
const isReturn = ({ orderType }: RemovalOrder): boolean =>
  !['disposal', 'dispose', 'liquidation', 'liquidations'].includes(keyOf(orderType))

export const nameOf = ({ orderId, fnsku, sku }: Pick<RemovalOrder, 'orderId' | 'fnsku' | 'sku'>): string =>
  `${orderId} ${fnsku === '' ? sku : fnsku}`

export function linesOf(
  ordered: readonly RemovalOrder[],
  shipped: readonly RemovalShipment[],
  cameDamaged: readonly DamagedRemoval[],
): RemovalLine[] {
  const orders = groupedBy(ordered.toSorted(byDay), nameOf)
  const shipments = groupedBy(shipped.toSorted(byDay), nameOf)
  const byDelivery = cameDamaged.toSorted((a, b) => compare(a.delivered, b.delivered) || bySource(a, b))
  const damaged = groupedBy(byDelivery, nameOf)
  return [...new Set([...orders.keys(), ...shipments.keys(), ...damaged.keys()])].flatMap((name) => {
    const line = { orders: orders.get(name) ?? [], shipments: shipments.get(name) ?? [], damaged: damaged.get(name) ?? [] }
    const [first] = [...line.orders, ...line.shipments, ...line.damaged]
    if (first === undefined || !line.orders.every(isReturn)) return []
    const { orderId, fnsku, sku } = first
    return [{ orderId, fnsku, sku, ...line }]
  })
}

/** Cancelled is as final as completed: what was shipped before is on its way. */
export const isCompleted = ({ orders }: RemovalLine): boolean =>
  orders.every(({ status }) => ['completed', 'cancelled', 'canceled'].includes(keyOf(status)))

/** Requested, and by Amazon's own numbers neither shipped nor anything else. */
export const gapIn = ({ orders }: RemovalLine): number =>
  orders.reduce(
    (sum, { requested, cancelled, disposed, shipped, inProcess }) => sum + requested - cancelled - disposed - shipped - inProcess,
    0,
  )
