import type { Disposition } from '../../domain/reports/values.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import { type Closing, closeStory, costOn, openStory, tell } from './lots.ts'
import { caseOf, pay, rateOf } from './payments.ts'
import { COURSES, type Course, orderRow, parcel, type Removal } from './removal-rows.ts'
import { adjust, drawSpot, type World } from './world.ts'

/** When a carrier has delivered what was removed: no report of Amazon's says it. */
export interface Delivery {
  readonly tracking: string
  /** Null: never. */
  readonly deliveredOn: string | null
}

const UNSELLABLE: readonly Disposition[] = ['CUSTOMER_DAMAGED', 'DEFECTIVE', 'SELLABLE']

export function drawRemovals(world: World): Delivery[] {
  const { options, seed, book } = world
  const count = Math.round(options.lots * options.removalsPerLot)
  return Array.from({ length: count }, (_, index) => {
    const draws = drawsFrom(`${seed}/removal/${index}`)
    const course = draws.pick(COURSES)
    book.note(course)
    return drawRemoval(world, draws, course)
  }).flat()
}

function drawRemoval(world: World, draws: Draws, course: Course): Delivery[] {
  const { book } = world
  const spot = drawSpot(world, draws, world.products)
  const requested = spot.units + draws.integer(3, 12)
  const removal: Removal = {
    spot,
    orderId: `R${draws
      .integer(2 ** 24, 2 ** 31)
      .toString(36)
      .toUpperCase()}`,
    disposition: draws.pick(UNSELLABLE),
    course,
    requested,
    shippedDay: spot.day + draws.integer(3, 20),
  }
  const isUnderWay = course === 'removal in process' || removal.shippedDay > book.last
  if (isUnderWay || course === 'removal cancelled' || course === 'removal disposed of') {
    orderRow(world, removal, isUnderWay ? 'removal in process' : course, 0)
    if (course === 'removal disposed of' && !isUnderWay)
      adjust(world, spot, {
        day: removal.shippedDay,
        quantity: -requested,
        disposition: removal.disposition,
        reason: draws.pick(['D', 'G']),
        reference: removal.orderId,
      })
    return []
  }
  return ship(world, draws, removal)
}

function ship(world: World, draws: Draws, removal: Removal): Delivery[] {
  const { book } = world
  const { course, requested, shippedDay } = removal
  const gap = draws.integer(1, 3)
  const shipped = course === 'removal short in its order' ? requested - gap : requested
  const left = course === 'removal short in its shipments' ? shipped - gap : shipped
  const order = orderRow(world, removal, course, shipped)
  const first = draws.happens(0.3) && left > 1 ? draws.integer(1, left - 1) : left
  const parcels = [first, left - first].filter((units) => units > 0).map((units) => parcel(world, draws, removal, units))
  const lostUnits = { 'removal lost in transit': first, 'removal delivered damaged': 1 }[course as string] ?? gap
  if (course !== 'removal delivered') lose(world, draws, removal, [order, ...parcels], lostUnits)
  return parcels.flatMap((row, index) => {
    const arrives = shippedDay + draws.integer(2, 12)
    const isLost = course === 'removal lost in transit' && index === 0
    return row === undefined ? [] : [{ tracking: row.tracking, deliveredOn: isLost || arrives > book.last ? null : dateOf(arrives) }]
  })
}

/** What is short by the reports themselves they prove; what a carrier has lost, or what came damaged, they do not. */
function lose(world: World, draws: Draws, removal: Removal, rows: Closing['rows'], units: number): void {
  const { spot, course, shippedDay } = removal
  const isDamaged = course === 'removal delivered damaged'
  const story = openStory(world, draws, isDamaged ? 'removal_damaged' : 'removal_lost', spot)
  if (draws.happens(world.options.rates.paid * 0.5)) {
    const day = shippedDay + draws.integer(20, 60)
    const total = units * rateOf(spot, shippedDay)
    const paid = { cash: units, inventory: 0, total, orderId: removal.orderId, caseId: caseOf(world, draws) }
    pay(world, spot, { day, reason: isDamaged ? 'Removal_Order_Damaged' : 'Removal_Order_Lost', ...paid })
    tell(world, story, { day, units, to: 'paid_cash' })
    if (day <= world.book.last) world.book.note('removal paid')
  }
  closeStory(world, story, {
    rows,
    quantity: units,
    startsOn: shippedDay,
    unitValue: costOn(spot.product, shippedDay),
    needsPerson: isDamaged || course === 'removal lost in transit',
  })
}
