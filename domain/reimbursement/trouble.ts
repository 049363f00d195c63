import { dateAfter } from '../calendar/dates.ts'
import { groupedBy } from '../grouped.ts'
import { type Days, gapsBetween } from '../reports/coverage.ts'
import { dayOfCountry } from '../reports/exports.ts'
import type { Audited } from './audit.ts'
import { isDamaged, mayBeSameDamage } from './came-back.ts'
import type { Doubt } from './findings.ts'
import type { Trouble } from './lot-findings.ts'
import type { Movement } from './lots.ts'
import { MEANINGS, UNKNOWN_CODES } from './reasons.ts'

/** What is wrong with a ledger as a whole, and with what it says of single losses. */
export interface Troubles {
  /** Adjustments with codes that nobody knows; too many, and nothing of the ledger is claimed. */
  readonly unknown: number
  readonly isStrange: boolean
  /** Days of which it has no row. */
  readonly gaps: readonly Days[]
  /** Its last day, where that is long ago. */
  readonly ended: string | undefined
  of(movement: Movement): Trouble
}

/** A ledger that ended so many days ago does not say what was found since. */
const LATE_DAYS = 14

export function troublesIn(audited: Audited): Troubles {
  const { movements, covered, doubtful, unread } = audited
  const { asOf } = audited.judging
  const unclear = paidUnclearly(audited)
  const damagedBefore = groupedBy(audited.returned.filter(isDamaged), ({ fnsku }) => fnsku)
  const unknown = movements.filter(({ reason }) => MEANINGS[reason] === undefined).length
  const isStrange = unknown > UNKNOWN_CODES * movements.length
  const gaps = gapsBetween(covered.ledger)
  const last = covered.ledger.reduce((latest, { to }) => (to > latest ? to : latest), '')
  const ended = last === '' || dateAfter(last, { days: LATE_DAYS }) >= asOf ? undefined : last
  return {
    unknown,
    isStrange,
    gaps,
    ended,
    of(movement) {
      const { fnsku, date, country, disposition, unreconciled, reason } = movement
      const holds: Doubt[] = []
      if (isStrange) holds.push('unknown_codes')
      if (doubtful.has(dayOfCountry({ country, date })) || doubtful.has(dayOfCountry({ country: '', date })))
        holds.push('export_has_shrunk')
      if (
        MEANINGS[reason] === 'damaged' &&
        (damagedBefore.get(fnsku) ?? []).some((row) => row.disposition === disposition && mayBeSameDamage(row, movement))
      )
        holds.push('damaged_in_return')
      const isIncomplete = unread === 'all' || unread.has(fnsku) || gaps.some(({ to }) => to >= date)
      const isOld = ended !== undefined && unreconciled === undefined
      return {
        holds,
        doubts: [...(isIncomplete ? (['ledger_incomplete'] as const) : []), ...(unclear.has(fnsku) ? (['payments_unclear'] as const) : [])],
        remarks: isOld ? ['ledger_ends'] : [],
      }
    },
  }
}

/** FNSKUs of which a payment may be that names only the SKU of several. */
function paidUnclearly({ movements, payments }: Audited): ReadonlySet<string> {
  const bySku = groupedBy(movements, ({ sku }) => sku)
  return new Set(
    payments
      .filter(({ fnsku, sku }) => fnsku === '' && sku !== '')
      .map(({ sku }) => new Set((bySku.get(sku) ?? []).map(({ fnsku }) => fnsku)))
      .filter((products) => products.size > 1)
      .flatMap((products) => [...products]),
  )
}
