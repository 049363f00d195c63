import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import { dayOf, type Movement, type Payment } from './lots.ts'
import { takenBackBy } from './paying.ts'
import { paysIn, poolOf } from './pools.ts'
import { isReversal, MEANINGS, type Meaning } from './reasons.ts'

/** Out of one place and into another: on the same day or the next. */
const WITHIN = 1

/** A unit given in place of money is told by both reports within so many days. */
const SAME_UNIT_WITHIN = 30

/** A movement, and units of it that no other explains. */
export interface Unpaired {
  readonly movement: Movement
  readonly units: number
}

/**
 * Units of one FNSKU that left one disposition and appeared in no other, or only appeared, and corrections of old software that nothing takes
 * back (brief reimbursement, section 6, step 2). What damages a unit is followed by its appearance among the damaged: that is no other unit.
 */
export function unpairedOf(movements: readonly Movement[]): Unpaired[] {
  const of = (meaning: Meaning): Movement[] => movements.filter(({ reason }) => MEANINGS[reason] === meaning)
  const entered = of('enters_disposition').filter(isIn).map(open)
  pairOff(of('damaged').filter(isOut).map(open), entered)
  const left = of('leaves_disposition').filter(isOut).map(open)
  pairOff(left, entered)
  const [legacyOut, legacyIn] = [of('legacy').filter(isOut).map(open), of('legacy').filter(isIn).map(open)]
  pairOff(legacyOut, legacyIn)
  return [...left, ...entered, ...legacyOut, ...legacyIn].filter(({ units }) => units > 0)
}

/** Units that left one SKU and appeared in no other of the same centre, or the other way round: of all products together. */
export function unpairedSkus(movements: readonly Movement[]): Unpaired[] {
  const moved = movements.filter(({ reason }) => MEANINGS[reason] === 'leaves_sku' || MEANINGS[reason] === 'enters_sku')
  return [...groupedBy(moved, ({ centre }) => centre).values()].flatMap((there) => {
    const [outs, ins] = [there.filter(isOut).map(open), there.filter(isIn).map(open)]
    pairOff(outs, ins)
    return [...outs, ...ins].filter(({ units }) => units > 0)
  })
}

/**
 * Without finds that were none: a row that takes just as many units back from the same centre, for the same reason, is of the nearest one
 * before it.
 */
export function withoutTakenBack(movements: readonly Movement[]): Movement[] {
  const isFind = ({ reason }: Movement): boolean => MEANINGS[reason] === 'found' || MEANINGS[reason] === 'ownership'
  const gone = new Set<Movement>()
  for (const back of movements.filter((movement) => isFind(movement) && isOut(movement))) {
    const isIts = (find: Movement): boolean =>
      find.quantity === -back.quantity &&
      find.reason === back.reason &&
      find.centre === back.centre &&
      find.date <= back.date &&
      !gone.has(find)
    const [its] = movements.filter(isIts).sort((a, b) => dayOf(b.date) - dayOf(a.date))
    if (its !== undefined) gone.add(its).add(back)
  }
  return gone.size === 0 ? [...movements] : movements.filter((movement) => !gone.has(movement))
}

/**
 * Without what two reports tell of one unit: an N that stands for one given in place of money, and an N or F for one that turned up after
 * it was paid for, whose payment was taken back. The payment credits it already.
 */
export function withoutSameUnits(movements: readonly Movement[], payments: readonly Payment[]): Movement[] {
  const finds = movements
    .filter(({ reason, quantity }) => quantity > 0 && ['found', 'ownership'].includes(MEANINGS[reason] ?? ''))
    .map((movement) => ({ movement, day: dayOf(movement.date), units: movement.quantity }))
  const paidOn = new Map(payments.filter((payment) => !isReversal(payment)).map(({ reimbursementId, date }) => [reimbursementId, date]))
  for (const payment of payments.toSorted((a, b) => compare(a.date, b.date) || a.source.line - b.source.line)) {
    const isBack = isReversal(payment)
    let left = isBack ? takenBackBy(payment).asFound : Math.max(payment.inventory, 0)
    if (left === 0) continue
    const at = dayOf(payment.date)
    const since = isBack ? (paidOn.get(payment.originalId) ?? '') : ''
    const same = finds.filter(
      ({ movement: { reason, date, country }, day, units }) =>
        units > 0 &&
        Math.abs(day - at) <= SAME_UNIT_WITHIN &&
        (isBack ? date >= since : MEANINGS[reason] === 'ownership') &&
        paysIn(poolOf(country), payment.currency),
    )
    const inTurn = same.sort(
      (a, b) => Math.abs(a.day - at) - Math.abs(b.day - at) || a.day - b.day || a.movement.source.line - b.movement.source.line,
    )
    for (const find of inTurn) {
      const gone = Math.min(find.units, left)
      find.units -= gone
      left -= gone
    }
  }
  const rest = new Map(finds.map(({ movement, units }) => [movement, units]))
  return movements.map((movement) => {
    const quantity = rest.get(movement) ?? movement.quantity
    return quantity === movement.quantity ? movement : { ...movement, quantity }
  })
}

interface Half {
  readonly movement: Movement
  units: number
}

const isOut = ({ quantity }: Movement): boolean => quantity < 0
const isIn = ({ quantity }: Movement): boolean => quantity > 0
const open = (movement: Movement): Half => ({ movement, units: Math.abs(movement.quantity) })

/** The same centre, just as many units first. */
function pairOff(outs: readonly Half[], ins: readonly Half[]): void {
  for (const isSame of [true, false])
    for (const out of outs)
      for (const place of ins) {
        if (out.units === 0) break
        if (place.units === 0 || (isSame && place.units !== out.units) || !areNear(out.movement, place.movement)) continue
        const same = Math.min(place.units, out.units)
        place.units -= same
        out.units -= same
      }
}

const areNear = (out: Movement, place: Movement): boolean =>
  place.centre === out.centre && Math.abs(dayOf(place.date) - dayOf(out.date)) <= WITHIN
