import { dateAfter } from '../../../domain/calendar/dates.ts'
import { dayOf } from '../../../domain/reimbursement/lots.ts'
import { MEANINGS } from '../../../domain/reimbursement/reasons.ts'
import { claimsFor, DAMAGED, isFor, type Loss, lossesOf, type Product, paidUnits, productsOf, settle } from './losses.ts'
import type { RuleSet } from './types.ts'

/** No `5`, as it is described. */
const ELIGIBLE = ['M', ...DAMAGED]
const FOUND_WITHIN = 30
const PAID_BEFORE = 7
const PAID_WITHIN = 90
const UNKNOWN_CODES = 0.05
/** One window for every day and country. Which one is not said: the one that stands today is best for it. */
const WINDOW = 60

/** "case_queue.py": rows of eligible codes, less finds in the same centre and payments of the same group; it halts where reports look broken. */
export const caseQueue: RuleSet = (input) => {
  const { movements, payments, asOf, costs } = input
  // Not said: codes that it does not judge are known to it, or any seller with a few of them would get nothing.
  const unknown = movements.filter(({ reason }) => MEANINGS[reason] === undefined).length
  const isEmptyPull = movements.length === 0 || payments.length === 0
  if (isEmptyPull || unknown > UNKNOWN_CODES * movements.length) return []
  const since = dateAfter(asOf, { days: -WINDOW })
  const open = productsOf(input, 'sku').flatMap(openLosses)
  return claimsFor(
    open.filter(({ movement }) => movement.date >= since),
    costs,
  )
}

function openLosses({ movements, payments }: Product): Loss[] {
  const losses = lossesOf(movements, ELIGIBLE)
  const daysTo = (date: string, { movement }: Loss): number => dayOf(date) - dayOf(movement.date)
  // Not said: it finds what was lost, nothing that was damaged, and before the ledger tells the loss as well as after.
  const misplaced = losses.filter(({ movement }) => movement.reason === 'M')
  for (const { reason, date, centre, quantity } of movements)
    if (reason === 'F')
      settle(
        misplaced.filter((loss) => loss.movement.centre === centre && Math.abs(daysTo(date, loss)) <= FOUND_WITHIN),
        quantity,
      )
  // Not said: a payment counts for as many units as it names, of the nearest loss before it, then of one shortly after it.
  for (const payment of payments) {
    const own = losses.filter((loss) => isFor(payment, loss))
    const before = own.filter((loss) => daysTo(payment.date, loss) >= 0 && daysTo(payment.date, loss) <= PAID_WITHIN)
    const after = own.filter((loss) => daysTo(payment.date, loss) < 0 && daysTo(payment.date, loss) >= -PAID_BEFORE)
    settle([...before.toReversed(), ...after], paidUnits(payment))
  }
  return losses
}
