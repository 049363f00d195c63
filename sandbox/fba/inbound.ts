import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { drawItem, type InboundItem, type Sent } from './inbound-items.ts'
import type { Product } from './products.ts'
import { shipmentIdOf } from './traffic.ts'
import { drawSpot, type Spot, type World } from './world.ts'

/** What a seller has sent to Amazon: the facts of the Fulfillment Inbound API. */
export interface InboundShipment {
  readonly shipmentId: string
  readonly centre: string
  readonly country: string
  readonly status: 'RECEIVING' | 'CLOSED'
  readonly items: readonly InboundItem[]
}

const MISLABELLED = 0.1

export function drawInbound(world: World): InboundShipment[] {
  const { options, seed } = world
  const count = Math.round(options.lots * options.shipmentsPerLot)
  const shipments: InboundShipment[] = []
  let items = 0
  for (let index = 0; index < count; index += 1) {
    const shipment = drawShipment(world, drawsFrom(`${seed}/shipment/${index}`), items)
    shipments.push(shipment)
    items += shipment.items.length
  }
  return shipments
}

function drawShipment(world: World, draws: Draws, itemsBefore: number): InboundShipment {
  const { book } = world
  const spot = { ...drawSpot(world, draws, world.products), day: draws.integer(book.first, book.last - 5) }
  const sent: Sent = { spot, shipmentId: shipmentIdOf(draws), delivered: spot.day, closed: spot.day + draws.integer(15, 35) }
  const products = drawItems(world, draws, spot)
  // One more of one SKU and one less of the other: nothing is missing but a label.
  const mislabelled = products.length > 1 && draws.happens(MISLABELLED) ? draws.integer(1, 4) : 0
  if (mislabelled > 0) book.note('mislabelled')
  const items = products.map((product, index) => {
    const over = index === 0 ? mislabelled : 0
    return drawItem(
      world,
      draws,
      { ...sent, spot: { ...spot, product } },
      {
        over,
        swapped: index === 1 ? mislabelled : 0,
        mayBeShort: mislabelled === 0 || index === 1,
        itemLine: itemsBefore + index + 1,
      },
    )
  })
  const status = sent.closed <= book.last ? 'CLOSED' : 'RECEIVING'
  return { shipmentId: sent.shipmentId, centre: spot.centre.name, country: spot.centre.country, status, items }
}

function drawItems({ products }: World, draws: Draws, { product, pool }: Spot): Product[] {
  const wanted = draws.integer(1, 4)
  const chosen = new Set([product])
  for (let tries = 0; tries < 30 && chosen.size < wanted; tries += 1) {
    const other = draws.pick(products)
    if (other.pools.includes(pool)) chosen.add(other)
  }
  return [...chosen]
}
