import { dayOf, type Movement, type Payment } from './lots.ts'
import { takenBackBy } from './paying.ts'
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
 * Units of one FNSKU that left one disposition and appeared in no other, and corrections of old software that nothing takes back (brief
 * reimbursement, section 6, step 2). What damages a unit is followed by its appearance among the damaged: that is no other unit.
 */
export function unpairedOf(movements: readonly Movement[]): Unpaired[] {
  const of = (meaning: Meaning): Movement[] => movements.filter(({ reason }) => MEANINGS[reason] === meaning)
  const entered = of('enters_disposition').filter(isIn).map(open)
  pairOff(of('damaged').filter(isOut).map(open), entered)
  const left = of('leaves_disposition').filter(isOut).map(open)
  pairOff(left, entered)
  const [legacyOut, legacyIn] = [of('legacy').filter(isOut).map(open), of('legacy').filter(isIn).map(open)]
  pairOff(legacyOut, legacyIn)
  return [...left, ...legacyOut, ...legacyIn].filter(({ units }) => units > 0)
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
  const told = payments.map((payment) => ({
    at: dayOf(payment.date),
    isFind: isReversal(payment),
    units: isReversal(payment) ? takenBackBy(payment).asFound : Math.max(payment.inventory, 0),
  }))
  return movements.map((movement) => {
    const meaning = MEANINGS[movement.reason]
    if (movement.quantity <= 0 || (meaning !== 'ownership' && meaning !== 'found')) return movement
    const away = ({ at }: { readonly at: number }): number => Math.abs(at - dayOf(movement.date))
    const same = told.filter((each) => away(each) <= SAME_UNIT_WITHIN && (each.isFind || meaning === 'ownership'))
    let left = movement.quantity
    for (const each of same.sort((a, b) => away(a) - away(b))) {
      const gone = Math.min(each.units, left)
      each.units -= gone
      left -= gone
    }
    return left === movement.quantity ? movement : { ...movement, quantity: left }
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
