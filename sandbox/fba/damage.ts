import type { Disposition } from '../../domain/reports/values.ts'
import type { Draws } from '../amazon/world/draws.ts'
import { payForLot } from './lot-payments.ts'
import { closeAdjusted, correctionOf, openStory, type Story, tell } from './lots.ts'
import { adjust, nextReference, referenceOf, type Spot, type World } from './world.ts'

const DAMAGES: readonly (readonly [reason: string, out: Disposition])[] = [
  ['E', 'SELLABLE'],
  ['E', 'SELLABLE'],
  ['E', 'SELLABLE'],
  ['H', 'CUSTOMER_DAMAGED'],
  ['K', 'DEFECTIVE'],
  ['U', 'DISTRIBUTOR_DAMAGED'],
  ['6', 'CARRIER_DAMAGED'],
  ['7', 'EXPIRED'],
]
const DAMAGED = 'WAREHOUSE_DAMAGED'

/** Units are damaged, and from then on damaged stock: some are looked at again, misplaced, thrown away, paid. */
export function drawDamage(world: World, draws: Draws, spot: Spot): void {
  const { rates } = world.options
  const type = 'damaged_warehouse' as const
  const story = { ...openStory(world, draws, type, spot), type }
  const [reason, disposition] = draws.pick(DAMAGES)
  const reference = referenceOf(draws)
  // On the next day where the damage was booked at midnight; a day that the reports do not have any more is avoided.
  const moved = spot.day + (draws.happens(0.1) && spot.day < world.book.last ? 1 : 0)
  adjust(world, spot, { day: moved, quantity: spot.units, disposition: DAMAGED, reason: 'P', reference: nextReference(reference) })
  let left = spot.units
  if (draws.happens(rates.corrected)) {
    const corrected = draws.integer(1, left)
    correct(world, draws, story, corrected)
    left -= corrected
  }
  if (left > 0 && draws.happens(rates.misplacedDamaged)) misplace(world, draws, spot, draws.integer(1, left))
  else if (left > 0 && draws.happens(rates.disposedDamaged)) {
    const day = moved + draws.integer(2, 50)
    adjust(world, spot, { day, quantity: -left, disposition: DAMAGED, reason: 'D', reference: referenceOf(draws) })
    if (day <= world.book.last) world.book.note('damaged units disposed of')
  }
  if (left > 0 && draws.happens(rates.paid)) payForLot(world, draws, story, left)
  closeAdjusted(world, story, { reason, reference, disposition })
}

/** Looked at again they are sellable: out of damaged stock and back, soon or weeks later. */
function correct(world: World, draws: Draws, story: Story, units: number): void {
  const { spot } = story
  const late = draws.happens(0.25)
  const day = spot.day + (late ? draws.integer(21, 80) : draws.integer(1, 15))
  const reference = referenceOf(draws)
  adjust(world, spot, { day, quantity: -units, disposition: DAMAGED, reason: 'Q', reference })
  adjust(world, spot, { day, quantity: units, disposition: 'SELLABLE', reason: 'P', reference: nextReference(reference) })
  tell(world, story, { day, units, to: 'corrected', between: correctionOf(day) })
  if (day <= world.book.last) world.book.note(late ? 'corrected late' : 'corrected')
}

/** The same units once more: they are owed as damaged already. Some turn up, as damaged as before. */
function misplace(world: World, draws: Draws, spot: Spot, units: number): void {
  const { book } = world
  const day = spot.day + draws.integer(1, 25)
  adjust(world, spot, { day, quantity: -units, disposition: DAMAGED, reason: 'M', reference: referenceOf(draws), reconciled: units })
  if (day <= book.last) book.note('damaged units misplaced')
  if (!draws.happens(0.4)) return
  const found = day + draws.integer(2, 40)
  adjust(world, spot, { day: found, quantity: units, disposition: DAMAGED, reason: 'F', reference: referenceOf(draws), reconciled: units })
  if (found <= book.last) book.note('misplaced damaged units found')
}
