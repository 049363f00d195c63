import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { caseOf, pay } from './payments.ts'
import { drawSpot, type World } from './world.ts'

const KINDS = [
  'Fee_Correction',
  'CustomerServiceIssue',
  'Lost_Outbound',
  'GeneralAdjustment',
  'ReturnAdjustment',
  'dangling reversal',
] as const

/** Payments of what is no lot of the warehouse, and payments taken back that no report shows. */
export function drawOtherPayments(world: World): void {
  const { options, seed, book } = world
  const count = Math.round(options.lots * options.rates.otherPayments)
  for (let index = 0; index < count; index += 1) {
    const draws = drawsFrom(`${seed}/payment/${index}`)
    const kind = draws.pick(KINDS)
    book.note(kind)
    if (kind === 'dangling reversal') takeBackUnknown(world, draws)
    else payOther(world, draws, kind)
  }
}

function payOther(world: World, draws: Draws, reason: string): void {
  const spot = drawSpot(world, draws, world.products)
  const orderId = reason === 'Fee_Correction' ? '' : orderIdOf(draws)
  const total = Math.round(spot.product.price * (reason === 'Fee_Correction' ? 0.02 : 0.7))
  pay(world, spot, { day: spot.day, reason, cash: 1, inventory: 0, total, orderId, caseId: caseOf(world, draws) })
}

/** Of a payment that was made before the reports begin. */
function takeBackUnknown(world: World, draws: Draws): void {
  const spot = drawSpot(world, draws, world.products)
  const inventory = draws.happens(0.5) ? 1 : 0
  const originalId = String(draws.integer(1_000_000_000, 1_999_999_999))
  const paid = { cash: -1, inventory, total: -Math.round(spot.product.price / 4), originalId, originalType: 'Lost_Warehouse' }
  pay(world, spot, { day: spot.day, reason: 'Reimbursement_Reversal', ...paid })
}

const digits = (draws: Draws, count: number): string => String(draws.integer(0, 10 ** count - 1)).padStart(count, '0')
export const orderIdOf = (draws: Draws): string => `${digits(draws, 3)}-${digits(draws, 7)}-${digits(draws, 7)}`
