import type { Draws } from '../amazon/world/draws.ts'
import type { Drawn } from './book.ts'
import { dateOf } from './days.ts'
import { closeStory, costOn, openStory, type Story, tell } from './lots.ts'
import { caseOf, pay, rateOf } from './payments.ts'
import { moveRow } from './traffic.ts'
import type { Spot, World } from './world.ts'

const SHORT = 0.35

/** Where the API gives the item: claims may name its place there, counted from 1 over all items of all shipments. */
export const ITEMS_FILE = 'inbound-shipment-items.json'

/** One SKU of a shipment. */
export interface InboundItem {
  readonly sku: string
  readonly fnsku: string
  readonly shipped: number
  readonly received: number
}

/** A shipment on its way, and where its items come in. */
export interface Sent {
  readonly spot: Spot
  readonly shipmentId: string
  readonly delivered: number
  readonly closed: number
}

/** What goes wrong with the labels of an item, and where the API tells of it. */
export interface ItemPlan {
  readonly over: number
  /** Units that came in as another SKU of the shipment. */
  readonly swapped: number
  readonly mayBeShort: boolean
  readonly itemLine: number
}

/** Comes in over some days, sometimes too little of it; the truth is kept of what is missing. */
export function drawItem(world: World, draws: Draws, sent: Sent, { over, swapped, mayBeShort, itemLine }: ItemPlan): InboundItem {
  const { book } = world
  const { spot, shipmentId, delivered } = sent
  const shipped = draws.integer(10, 100)
  const short = mayBeShort && draws.happens(SHORT) ? draws.integer(1, 6) : 0
  const takenOff = short === 0 && swapped === 0 && over === 0 && draws.happens(0.06) ? draws.integer(1, 3) : 0
  const rows = receive(world, draws, sent, shipped + over - swapped - short)
  const foundLater = short > 0 && draws.happens(0.2) ? draws.integer(1, short) : 0
  const foundDay = sent.closed + draws.integer(3, 60)
  const offDay = delivered + draws.integer(30, 130)
  if (foundLater > 0) rows.push(receipt(world, { ...spot, day: foundDay }, foundLater, shipmentId))
  if (takenOff > 0) rows.push(receipt(world, { ...spot, day: offDay }, -takenOff, shipmentId))
  const missing = short + swapped + (offDay <= book.last ? takenOff : 0)
  if (missing > 0) {
    const isTold = takenOff === 0 && draws.happens(0.7)
    const problem = isTold ? tellProblem(world, draws, sent, shipped, shipped - missing) : undefined
    const item = { source: { file: ITEMS_FILE, line: itemLine } }
    const story = openStory(world, draws, 'inbound_shortage', spot)
    if (swapped > 0) tell(world, story, { day: sent.closed, units: swapped, to: 'corrected' })
    if (foundLater > 0) tell(world, story, { day: foundDay, units: foundLater, to: 'found' })
    const left = short - foundLater
    if (left > 0) payShortage(world, draws, sent, story, left)
    closeStory(world, story, {
      rows: [item, problem, ...rows],
      quantity: missing,
      startsOn: delivered,
      notBefore: sent.closed,
      unitValue: costOn(spot.product, delivered),
    })
    if (short > 0) book.note('shortage')
    if (foundLater > 0 && foundDay <= book.last) book.note('shortage received later')
    if (takenOff > 0) book.note('receipt taken back')
  }
  const received = rows.reduce((sum, row) => sum + (row?.quantity ?? 0), 0)
  return { sku: spot.product.sku, fnsku: spot.product.fnsku, shipped, received }
}

type Receipt = Drawn<'GET_LEDGER_DETAIL_VIEW_DATA'> | undefined

const receipt = (world: World, spot: Spot, quantity: number, shipmentId: string): Receipt =>
  moveRow(world, spot, { event: 'Receipts', quantity, reference: shipmentId })

/** Over some days. */
function receive(world: World, draws: Draws, { spot, shipmentId, delivered }: Sent, units: number): Receipt[] {
  const rows: Receipt[] = []
  let left = units
  for (let day = delivered; left > 0; day += draws.integer(1, 4)) {
    const now = day - delivered > 8 ? left : draws.integer(1, left)
    rows.push(receipt(world, { ...spot, day }, now, shipmentId))
    left -= now
  }
  return rows
}

function tellProblem({ book }: World, draws: Draws, { spot, shipmentId, closed }: Sent, expected: number, received: number) {
  const { product, centre } = spot
  const day = closed - draws.integer(0, 5)
  return book.add('GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA', day, {
    date: dateOf(day),
    shipmentId,
    centre: centre.name,
    sku: product.sku,
    fnsku: product.fnsku,
    asin: product.asin,
    problem: 'Shortage',
    expected,
    received,
  })
}

/** A payment names the product, and not the shipment. */
function payShortage(world: World, draws: Draws, { spot, closed, delivered }: Sent, story: Story, units: number): void {
  if (!draws.happens(world.options.rates.paid)) return
  const day = closed + draws.integer(2, 40)
  const total = units * rateOf(spot, delivered)
  pay(world, spot, { day, reason: 'Lost_Inbound', cash: units, inventory: 0, total, caseId: caseOf(world, draws) })
  tell(world, story, { day, units, to: 'paid_cash', between: { first: null, last: dateOf(day) } })
  if (day <= world.book.last) world.book.note('shortage paid')
}
