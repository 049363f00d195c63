import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { drawDamage } from './damage.ts'
import { payForLot } from './lot-payments.ts'
import { closeAdjusted, findOf, openStory, type Story, tell } from './lots.ts'
import { otherCentre } from './products.ts'
import { adjust, drawSpot, referenceOf, type Spot, type World } from './world.ts'

/** Losses and damages in Amazon's centres, and what becomes of their units. */
export function drawWarehouse(world: World): void {
  const { options, seed, book } = world
  for (let drawn = 0; drawn < options.lots; drawn += 1) {
    const lot = `${seed}/lot/${drawn}`
    drawLot(world, drawsFrom(lot))
    if (drawn + 1 === options.lots || !drawsFrom(`${lot}/twin`).happens(options.rates.twin)) continue
    drawLot(world, drawsFrom(lot)) // the same story once more: all its rows but the payments' ids are the same to the last letter
    drawn += 1
    book.note('twin')
  }
}

function drawLot(world: World, draws: Draws): void {
  const spot = drawSpot(world, draws, world.losing)
  if (draws.happens(world.options.rates.damaged)) drawDamage(world, draws, spot)
  else drawLoss(world, draws, spot)
}

function drawLoss(world: World, draws: Draws, spot: Spot): void {
  const { rates } = world.options
  const story = openLoss(world, draws, spot)
  const reason = draws.happens(0.8) ? 'M' : '5'
  const reference = referenceOf(draws)
  let left = spot.units
  if (draws.happens(rates.found)) {
    const found = draws.happens(0.6) ? left : draws.integer(1, left)
    const first = found > 1 && draws.happens(0.4) ? draws.integer(1, found - 1) : found
    find(world, draws, story, first)
    if (found > first) {
      find(world, draws, story, found - first)
      world.book.note('found in parts')
    }
    left -= found
  }
  if (left > 0 && draws.happens(rates.paid)) payForLot(world, draws, story, left)
  closeAdjusted(world, story, { reason, reference, disposition: 'SELLABLE' })
}

const openLoss = (world: World, draws: Draws, spot: Spot) => {
  const type = 'lost_warehouse' as const
  return { ...openStory(world, draws, type, spot), type }
}

/** Units turn up: in whatever centre of the stock, now and then before the ledger says that they were lost. */
function find(world: World, draws: Draws, story: Story, units: number): void {
  const { options, book } = world
  const { rates } = options
  const { spot } = story
  const early = spot.day - draws.integer(1, 28)
  const isEarly = draws.happens(rates.foundBefore) && early >= book.first
  const day = isEarly ? early : spot.day + draws.integer(0, draws.happens(0.8) ? 40 : 120)
  const isElsewhere = draws.happens(rates.foundInOtherCentre)
  const centre = isElsewhere ? otherCentre(draws, spot.pool, spot.centre, draws.happens(rates.foundInOtherCountry)) : spot.centre
  const byAsin = draws.happens(rates.foundByAsin)
  const byHand = spot.product.goods === 'as_found' && draws.happens(0.2)
  const { asin } = spot.product
  const row = { day, centre, disposition: 'SELLABLE', reference: referenceOf(draws), quantity: units, reconciled: units } as const
  adjust(world, spot, { ...row, reason: byHand ? 'N' : 'F', ...(byAsin ? { as: { sku: `Amazon.Found.${asin}`, fnsku: asin } } : {}) })
  tell(world, story, { day, units, to: 'found', between: findOf(day) })
  if (day > book.last) return
  if (isEarly) book.note('found before the loss')
  book.note(byAsin ? 'found by ASIN' : byHand ? 'found as N' : 'found')
  if (isElsewhere) book.note(centre.country === spot.centre.country ? 'found in another centre' : 'found in another country')
}
