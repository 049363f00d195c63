import { dateAfter } from '../../../domain/calendar/dates.ts'
import { claimsFor, DAMAGED, isFor, type Loss, lossesOf, MISPLACED, type Product, paidUnits, productsOf } from './losses.ts'
import type { RuleSet } from './types.ts'

const WINDOW = 90

/** "fba-reimburse.py": row against row, whatever quantities they name, of the last ninety days. Of its three files the third is not needed here. */
export const fbaReimburse: RuleSet = (input) => {
  const since = dateAfter(input.asOf, { days: -WINDOW })
  const open = productsOf(input, 'fnsku').flatMap((product) => openLosses(product))
  return claimsFor(
    open.filter(({ movement }) => movement.date >= since),
    input.costs,
  )
}

/** Not said: a find or a payment closes one row, the latest of its kind before it, and a row is claimed with all its units. */
function openLosses({ movements, payments }: Product): readonly Loss[] {
  const losses = lossesOf(movements, [...MISPLACED, ...DAMAGED])
  const close = (date: string, isMeant: (loss: Loss) => boolean): void => {
    const closed = losses.findLast((loss) => loss.open > 0 && loss.movement.date <= date && isMeant(loss))
    if (closed !== undefined) closed.open = 0
  }
  const isMisplaced = ({ movement: { reason } }: Loss): boolean => (MISPLACED as readonly string[]).includes(reason)
  for (const { reason, date } of movements) if (reason === 'F') close(date, isMisplaced)
  for (const payment of payments) if (paidUnits(payment) > 0) close(payment.date, (loss) => isFor(payment, loss))
  return losses
}
