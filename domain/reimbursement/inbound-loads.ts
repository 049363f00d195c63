import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import type { NoncomplianceRow } from '../reports/rows.ts'
import { byDay, bySource, type Movement, type Source } from './lots.ts'

/** What a shipment to Amazon should hold of one product. */
export interface InboundItem {
  readonly shipmentId: string
  readonly sku: string
  readonly fnsku: string
  readonly asin: string
  readonly shipped: number
  /** By Amazon's own count; undefined where it tells none. */
  readonly received: number | undefined
  /** The list names every product of the shipment, not only those with a problem. */
  readonly isOfAll: boolean
  readonly source: Source
}

export interface InboundShipment {
  readonly shipmentId: string
  /** As Amazon writes it: `CLOSED`. */
  readonly status: string
  /** `YYYY-MM-DD` by a proof of delivery; undefined where there is none. */
  readonly delivered: string | undefined
}

/** One product of a shipment: how much of it is missing. */
export interface LoadLine {
  readonly item: InboundItem
  readonly short: number
  /** Of these: what the ledger took back of its receipts, where Amazon's count says more than the ledger has. */
  readonly disputed: number
  readonly over: number
  readonly sources: readonly Source[]
}

export interface Load {
  readonly shipmentId: string
  readonly statuses: ReadonlySet<string>
  /** By a proof, else the first day on which Amazon received anything; undefined where nothing tells. */
  readonly delivered: string | undefined
  readonly country: string
  readonly lines: readonly LoadLine[]
  /** Units that came and should not have. */
  readonly over: number
  readonly overSources: readonly Source[]
}

/** The report names products with a problem, and no status of their shipment. */
export const itemsOfNoncompliance = (rows: readonly (NoncomplianceRow & { readonly source: Source })[]): InboundItem[] =>
  rows.flatMap(({ shipmentId, sku, fnsku, asin, expected, received, source }) =>
    expected === undefined ? [] : [{ shipmentId, sku, fnsku, asin, shipped: expected, received, isOfAll: false, source }],
  )

export interface Loads {
  readonly items: readonly InboundItem[]
  readonly shipments: readonly InboundShipment[]
  /** Rows of the ledger; only receipts count. */
  readonly receipts: readonly Movement[]
  /** ISO 3166-1 alpha-2, of shipments of which nothing was received; '' where nobody has said it. */
  readonly country: string
}

/** What each shipment should have brought and what it brought, by the ledger, else by Amazon's count. */
export function loadsOf({ items, shipments, receipts, country }: Loads): Load[] {
  const received = groupedBy(
    receipts.filter(({ event }) => event === 'Receipts'),
    ({ reference }) => reference,
  )
  const known = groupedBy(shipments, ({ shipmentId }) => shipmentId)
  return [...groupedBy(items, ({ shipmentId }) => shipmentId)].map(([shipmentId, listed]) => {
    const rows = (received.get(shipmentId) ?? []).toSorted(byDay)
    const own = known.get(shipmentId) ?? []
    const proofs = own.flatMap(({ delivered }) => (delivered === undefined ? [] : [delivered])).sort()
    const [lines, strangers] = counted(merged(listed), rows)
    const unexpected = Math.max(netOf(strangers), 0)
    return {
      shipmentId,
      statuses: new Set(own.map(({ status }) => status.toUpperCase())),
      delivered: proofs[0] ?? rows.find(({ quantity }) => quantity > 0)?.date,
      country: rows[0]?.country || country,
      lines,
      over: lines.reduce((sum, { over }) => sum + over, unexpected),
      overSources: [...lines.filter(({ over }) => over > 0), { sources: strangers.map(({ source }) => source) }].flatMap(
        ({ sources }) => sources,
      ),
    }
  })
}

type Merged = Omit<LoadLine, 'short' | 'disputed' | 'over'>

/** A list that was downloaded twice says of a product what it says at least: the fewest shipped, the most received. */
function merged(listed: readonly InboundItem[]): Merged[] {
  const whole = listed.filter(({ isOfAll }) => isOfAll)
  const products = groupedBy(whole.length > 0 ? whole : listed, ({ sku, fnsku }) => `${fnsku} ${sku}`)
  return [...products]
    .sort(([a], [b]) => compare(a, b))
    .map(([, same]) => {
      const told = same.flatMap(({ received }) => (received === undefined ? [] : [received]))
      const [item] = same as [InboundItem]
      return {
        item: {
          ...item,
          shipped: Math.min(...same.map(({ shipped }) => shipped)),
          received: told.length === 0 ? undefined : Math.max(...told),
        },
        sources: same.toSorted(bySource).map(({ source }) => source),
      }
    })
}

/** The products with what was received of them, and receipts of products that the shipment should not hold. */
function counted(products: readonly Merged[], rows: readonly Movement[]): [LoadLine[], Movement[]] {
  const byProduct = groupedBy(rows, (row) => productOf(products, row))
  const lines = products.map((product) => {
    const { item, sources } = product
    const own = byProduct.get(product) ?? []
    const { received, disputed } = countOf(item.received, own)
    const short = Math.max(item.shipped - Math.max(received, 0), 0)
    return {
      item,
      short,
      disputed: Math.min(disputed, short),
      over: Math.max(received - item.shipped, 0),
      sources: [...sources, ...own.map(({ source }) => source)],
    }
  })
  return [lines, byProduct.get(undefined) ?? []]
}

const productOf = (products: readonly Merged[], { fnsku, sku }: Movement): Merged | undefined =>
  products.find(({ item }) => item.fnsku === fnsku && item.sku === sku) ??
  products.find(({ item }) => item.fnsku === fnsku) ??
  products.find(({ item }) => item.fnsku === '' && item.sku === sku)

/** A ledger that has fewer receipts than Amazon has counted does not go back far enough: then Amazon's count stands. */
function countOf(told: number | undefined, rows: readonly Movement[]): { readonly received: number; readonly disputed: number } {
  const net = netOf(rows)
  const back = rows.reduce((sum, { quantity }) => sum + Math.max(-quantity, 0), 0)
  if (told === undefined || net + back >= told) return { received: net, disputed: 0 }
  return { received: told - back, disputed: back }
}

const netOf = (rows: readonly Movement[]): number => rows.reduce((sum, { quantity }) => sum + quantity, 0)
