import type { Disposition } from '../../domain/reports/values.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import type { Drawn } from './book.ts'
import { closeStory, openStory, type Story, tell } from './lots.ts'
import { drawOrder, type Order, refund, saleValue } from './orders.ts'
import { caseOf, pay } from './payments.ts'
import { comeBack, replace } from './return-rows.ts'
import { drawSpot, otherProduct, type World } from './world.ts'

/** What becomes of an order that is refunded or replaced. */
interface Course {
  readonly share: number
  /** Which of its units come back. */
  readonly back: 'all' | 'some' | 'none'
  readonly disposition?: Disposition
  /** Amazon or its carrier has damaged what came back: it is owed as if it had not come. */
  readonly isAmazons?: boolean
  /** Something else came back. */
  readonly isSwitched?: boolean
  readonly replaced?: boolean
}

const COURSES: Readonly<Record<string, Course>> = {
  'refunded, never returned': { share: 0.24, back: 'none' },
  returned: { share: 0.24, back: 'all', disposition: 'SELLABLE' },
  'returned in part': { share: 0.1, back: 'some', disposition: 'SELLABLE' },
  'damaged by the carrier': { share: 0.08, back: 'all', disposition: 'CARRIER_DAMAGED', isAmazons: true },
  'damaged in the warehouse': { share: 0.06, back: 'all', disposition: 'WAREHOUSE_DAMAGED', isAmazons: true },
  'damaged by the customer': { share: 0.08, back: 'all', disposition: 'CUSTOMER_DAMAGED' },
  'returned as defective': { share: 0.06, back: 'all', disposition: 'DEFECTIVE' },
  'another product returned': { share: 0.04, back: 'none', isSwitched: true },
  'replaced, never returned': { share: 0.06, back: 'none', replaced: true },
  'replaced and returned': { share: 0.04, back: 'all', disposition: 'DEFECTIVE', replaced: true },
}

const ORDINARY = 0.4
const BY_SELLER = 0.04
const PART_OF_PRICE = 0.06
/** So many days before the reports begin there are orders that are refunded within them. */
const EARLIER_DAYS = 25

export function drawOrders(world: World): void {
  const { options, seed } = world
  const count = Math.round(options.lots * options.ordersPerLot)
  for (let index = 0; index < count; index += 1) drawOne(world, drawsFrom(`${seed}/order/${index}`))
}

function drawOne(world: World, draws: Draws): void {
  const { book } = world
  const kind = draws.share()
  const bySeller = kind >= ORDINARY && kind < ORDINARY + BY_SELLER
  const [name, course] = courseOf(draws)
  const least = course.back === 'some' ? 2 : 1
  const units = draws.happens(0.8) ? least : draws.integer(2, 3)
  const spot = { ...drawSpot(world, draws, world.products), units, day: draws.integer(book.first - EARLIER_DAYS, book.last) }
  const { order, principal } = drawOrder(world, draws, spot, bySeller ? 'MFN' : 'AFN')
  const day = Math.max(spot.day + draws.integer(4, 40), book.first)
  const { price } = spot.product
  if (kind < ORDINARY) book.note('ordinary order')
  else if (bySeller) {
    refund(world, order, day, price, draws)
    book.note('own order refunded')
  } else if (kind < ORDINARY + BY_SELLER + PART_OF_PRICE) {
    refund(world, order, day, Math.round(price * draws.between(0.1, 0.5)), draws) // never near the price of a unit: then it would be one
    book.note('part of the price refunded')
  } else {
    if (day <= book.last) book.note(name)
    follow(world, draws, order, principal, day, course)
  }
}

function courseOf(draws: Draws): readonly [string, Course] {
  const courses = Object.entries(COURSES)
  let left = draws.share()
  for (const course of courses) {
    left -= course[1].share
    if (left < 0) return course
  }
  return courses[0] as [string, Course]
}

type Row = { readonly source: Drawn<'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2'>['source'] } | undefined

function follow(world: World, draws: Draws, order: Order, principal: Row, day: number, course: Course): void {
  const { spot } = order
  const units = course.replaced ? 1 : draws.integer(course.back === 'some' ? 2 : 1, spot.units)
  const given = course.replaced ? replace(world, draws, order, day) : refund(world, order, day, spot.product.price * units, draws)
  const story = openStory(world, draws, 'customer_return', { ...spot, units })
  const coming = course.back === 'all' ? units : course.back === 'some' ? Math.floor(units / 2) : 0
  const owed = course.isAmazons ? units : units - coming
  const paidDay = owed > 0 && draws.happens(world.options.rates.paid) ? day + draws.integer(46, 75) : undefined
  const isPaid = paidDay !== undefined && paidDay <= world.book.last
  const late = draws.happens(0.1)
  const rows: Row[] = []
  const backDay = Math.max(day + (late ? draws.integer(41, 100) : draws.integer(-3, 40)), world.book.first)
  for (let unit = 0; unit < coming; unit += 1)
    rows.push(comeBack(world, draws, order, backDay, course.disposition ?? 'SELLABLE', course.isAmazons === true && isPaid))
  if (course.isSwitched) {
    const other = { ...order, spot: { ...spot, product: otherProduct(world, draws, spot) } }
    rows.push(comeBack(world, draws, other, day + draws.integer(0, 30), 'SELLABLE', false))
  }
  if (coming > 0 && !course.isAmazons) tell(world, story, { day: backDay, units: coming, to: 'found' })
  if (paidDay !== undefined) payForReturn(world, draws, story, order, { units: owed, day: paidDay, mayReturn: !course.isAmazons })
  closeStory(world, story, {
    rows: [given, ...rows, principal],
    quantity: units,
    startsOn: day,
    unitValue: saleValue(order),
    // A refund of an order that no report shows may be for a part of a unit; what came back instead is proved by a photo.
    needsPerson: course.isSwitched === true || principal === undefined,
  })
}

interface ReturnPayment {
  readonly units: number
  readonly day: number
  readonly mayReturn: boolean
}

/** By order; now and then the unit comes after all, and the money goes back. */
function payForReturn(world: World, draws: Draws, story: Story, order: Order, { units, day, mayReturn }: ReturnPayment): void {
  const { book } = world
  const { orderId, spot } = order
  const reason = draws.pick(['CustomerReturn', 'CustomerReturn', 'CustomerServiceIssue', 'ReturnAdjustment'])
  const total = units * saleValue(order).minor
  const originalId = pay(world, spot, { day, reason, cash: units, inventory: 0, total, orderId, caseId: caseOf(world, draws) })
  tell(world, story, { day, units, to: 'paid_cash' })
  if (day <= book.last) book.note('return paid')
  if (!mayReturn || !draws.happens(0.1)) return
  const back = day + draws.integer(5, 30)
  for (let unit = 0; unit < units; unit += 1) comeBack(world, draws, order, back - 1, 'SELLABLE', true)
  const reversed = { cash: -units, inventory: units, total: -total, originalId, originalType: reason, orderId }
  pay(world, spot, { day: back, reason: 'Reimbursement_Reversal', ...reversed })
  tell(world, story, { day: back, units, from: 'paid_cash', to: 'found' })
  if (back <= book.last) book.note('returned after payment')
}
