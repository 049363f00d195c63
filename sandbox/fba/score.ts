import { groupedBy } from '../../domain/grouped.ts'
import type { Source } from '../../domain/reimbursement/lots.ts'
import { judgedLot, judgeGroup } from './judging.ts'
import { openScore, type Score, type ScoreSheet } from './score-sheet.ts'
import { keyOf, type TrueLot, type Truth } from './truth.ts'

export type { Score } from './score-sheet.ts'

/** What a tool would claim for the loss that a row says. */
export interface Claim {
  readonly source: Source
  readonly units: number
}

/**
 * Judges claims that are made on the evening of a day, which is the last one of the reports or a later one.
 *
 * Judged by lot is what a file tells: what Amazon's row has reconciled, payments and returns by order, receipts by shipment, windows.
 * Judged together are the lots of one product, stock and type as far as finds and payments may be for any of them by their days, and no
 * Reconciled Quantity says for which: whatever can be true is taken for right. Claims are duplicates only if with them there is no way any
 * more to say for what all the finds and payments were; a unit is missed only if it is owed whatever they were for.
 */
export function score(claims: readonly Claim[], truth: Truth, asOf: string): Score {
  const sheet = openScore()
  const lots = claimedLots(claims, truth, sheet)
  const strays = groupedBy(truth.strays, groupOf)
  for (const [group, own] of groupedBy(truth.lots, groupOf)) {
    const judged = own.map((lot) => judgedLot(lot, lots.get(lot) ?? 0, asOf))
    judgeGroup(
      judged,
      (strays.get(group) ?? []).filter(({ date }) => date <= asOf),
      sheet,
    )
  }
  return sheet.close()
}

const groupOf = ({ type, fnsku, pool }: Pick<TrueLot, 'type' | 'fnsku' | 'pool'>): string => `${type}/${fnsku}/${pool}`

function claimedLots(claims: readonly Claim[], truth: Truth, sheet: ScoreSheet): Map<TrueLot, number> {
  const byRow = new Map(truth.lots.flatMap((lot) => lot.rows.map((row) => [keyOf(row), lot] as const)))
  const claimed = new Map<TrueLot, number>()
  for (const { source, units } of claims) {
    const lot = byRow.get(keyOf(source))
    if (lot === undefined) sheet.wrong('non_claimable', units, null, source)
    else claimed.set(lot, (claimed.get(lot) ?? 0) + units)
  }
  return claimed
}
