import type { Draws } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import { findOf, paymentOf, type Story, tell } from './lots.ts'
import { caseOf, type Paid, pay, rateOf } from './payments.ts'
import { adjust, referenceOf, type World } from './world.ts'

const REASONS = { lost_warehouse: 'Lost_Warehouse', damaged_warehouse: 'Damaged_Warehouse' } as const

/** Pays for so many units of a loss or damage in the warehouse, in one or two goes, some of it in goods; and takes some of it back. */
export function payForLot(world: World, draws: Draws, story: Story & { readonly type: keyof typeof REASONS }, units: number): void {
  const { options, book } = world
  const inGoods = story.spot.product.goods === 'instead_of_money' && draws.happens(options.rates.inKind)
  const first = units > 1 && draws.happens(options.rates.inInstalments) ? draws.integer(1, units - 1) : units
  const day = payDay(world, draws, story)
  const go = inGoods ? payInGoods : payInMoney
  go(world, draws, story, first, day)
  if (first === units) return
  book.note('instalments')
  go(world, draws, story, units - first, day + draws.integer(1, 15))
}

function payDay({ options, book }: World, draws: Draws, { spot, type }: WarehouseStory): number {
  const before = spot.day - draws.integer(1, 5)
  const after = spot.day + draws.integer(3, 55)
  if (type === 'damaged_warehouse' || !draws.happens(options.rates.paidBefore) || before < book.first) return after
  book.note('paid before the ledger has the loss')
  return before
}

type WarehouseStory = Parameters<typeof payForLot>[2]

function payInMoney(world: World, draws: Draws, story: WarehouseStory, units: number, day: number): void {
  const { options, book } = world
  const { spot, type } = story
  const total = units * rateOf(spot, spot.day)
  const id = pay(world, spot, { day, reason: REASONS[type], cash: units, inventory: 0, total, caseId: caseOf(world, draws) })
  tell(world, story, { day, units, to: 'paid_cash', between: paymentOf(day) })
  const back = { reason: 'Reimbursement_Reversal', cash: -units, total: -total, originalId: id, originalType: REASONS[type] }
  if (type === 'lost_warehouse' && draws.happens(options.rates.foundAfterPayment)) findLate(world, draws, story, units, day, back)
  else if (draws.happens(options.rates.invalidated)) {
    const reversed = day + draws.integer(10, 40)
    pay(world, spot, { ...back, day: reversed, inventory: 0 })
    tell(world, story, { day: reversed, units, from: 'paid_cash', to: 'reversed' })
    if (reversed <= book.last) book.note('payment invalidated')
  } else if (type === 'damaged_warehouse' && draws.happens(options.rates.taken)) {
    const disposition = 'WAREHOUSE_DAMAGED'
    adjust(world, spot, { day: day + draws.integer(0, 5), quantity: -units, disposition, reason: 'O', reference: referenceOf(draws) })
    book.note('paid damage taken')
  }
}

/** The unit turns up after it was paid: the money goes back, or Amazon keeps the unit (`O`), or nobody has seen to it yet. */
function findLate(world: World, draws: Draws, story: WarehouseStory, units: number, paid: number, back: Omit<Paid, 'day' | 'inventory'>) {
  const { book, strays } = world
  const { spot } = story
  const reference = referenceOf(draws)
  const found = paid + draws.integer(3, 40)
  const settled = found + draws.integer(0, 10)
  const isSettled = settled <= book.last
  const row = { day: found, disposition: 'SELLABLE', reference } as const
  const isFound = adjust(world, spot, { ...row, quantity: units, reason: 'F', reconciled: isSettled ? units : 0 }) !== undefined
  if (isSettled && draws.happens(0.5)) {
    adjust(world, spot, { ...row, day: settled, quantity: -units, reason: 'O' })
    book.note('late find cancelled by O')
  } else if (isSettled) {
    pay(world, spot, { ...back, day: settled, inventory: units })
    tell(world, story, { day: settled, units, from: 'paid_cash', to: 'found' })
    book.note('reversed as found')
  } else if (isFound) {
    const { product, pool } = spot
    const fnsku = product.fnsku
    strays.push({ type: 'lost_warehouse', fnsku, pool: pool.name, units, date: dateOf(found), between: findOf(found) })
    book.note('found after payment, not settled')
  }
}

function payInGoods(world: World, draws: Draws, story: WarehouseStory, units: number, day: number): void {
  const { book, options } = world
  const { spot, type } = story
  const caseId = caseOf(world, draws)
  const id = pay(world, spot, { day, reason: REASONS[type], cash: 0, inventory: units, total: 0, caseId })
  tell(world, story, { day, units, to: 'paid_kind', between: paymentOf(day) })
  const isInLedger = draws.happens(0.7)
  if (isInLedger) {
    const at = day + draws.integer(-2, 2)
    adjust(world, spot, {
      day: at,
      quantity: units,
      disposition: 'SELLABLE',
      reason: 'N',
      reference: referenceOf(draws),
      reconciled: units,
    })
  }
  if (day <= book.last) book.note(isInLedger ? 'paid in goods with N' : 'paid in goods without N')
  if (!draws.happens(options.rates.invalidated * 2)) return
  const back = day + draws.integer(5, 30)
  const taken = { cash: 0, inventory: -units, total: 0, originalId: id, originalType: REASONS[type] }
  pay(world, spot, { day: back, reason: 'Reimbursement_Reversal', ...taken })
  tell(world, story, { day: back, units, from: 'paid_kind', to: 'reversed' })
  if (back <= book.last) book.note('goods taken back')
}
