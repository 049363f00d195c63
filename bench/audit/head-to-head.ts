import { worthOf } from '../../domain/reimbursement/worth.ts'
import { drawFba, type Fba } from '../../sandbox/fba/draw.ts'
import { type Claim, score } from '../../sandbox/fba/score.ts'
import type { Mistake } from '../../sandbox/fba/score-sheet.ts'
import type { Tally } from '../../sandbox/fba/tally.ts'
import { claimsOf, costsOf } from './audited.ts'
import { RULE_SETS } from './rule-sets/index.ts'

/** What one set of rules makes of the warehouse losses of drawn sellers: units, and minor units of the currency. */
export interface Judgement {
  readonly tool: string
  readonly right: Amount
  readonly wrong: Amount
  readonly missed: Amount
  readonly owed: Amount
}

interface Amount {
  readonly units: number
  readonly minor: number
}

const NONE: Amount = { units: 0, minor: 0 }
const plus = (a: Amount, b: Amount): Amount => ({ units: a.units + b.units, minor: a.minor + b.minor })

/** The other sets judge losses and damages in warehouses alone: so it is these that all are compared by, in one currency. */
const COMPARED = ['lost_warehouse', 'damaged_warehouse'] as const

/** Every tool on the ledgers of so many sellers, which no tool has seen before; the sum of all. */
export function compare(seeds: readonly string[], lots: number, say: (line: string) => void): Judgement[] {
  const sums = new Map<string, Judgement>()
  for (const seed of seeds) {
    const fba = drawFba(seed, { lots, pools: ['EU'] })
    const judge = judgeOf(fba)
    for (const [tool, claims] of claimants(fba)) {
      const judged = judge(tool, claims)
      const before = sums.get(tool)
      sums.set(
        tool,
        before === undefined
          ? judged
          : {
              tool,
              right: plus(before.right, judged.right),
              wrong: plus(before.wrong, judged.wrong),
              missed: plus(before.missed, judged.missed),
              owed: plus(before.owed, judged.owed),
            },
      )
    }
    say(`seller ${seed}: ${fba.truth.lots.length} lots judged by ${sums.size} sets of rules`)
  }
  return [...sums.values()]
}

function claimants(fba: Fba): Map<string, readonly Claim[]> {
  const movements = fba.rows.GET_LEDGER_DETAIL_VIEW_DATA.filter(({ event }) => event === 'Adjustments')
  const input = { movements, payments: fba.rows.GET_FBA_REIMBURSEMENTS_DATA, asOf: fba.to, costs: costsOf(fba) }
  const others = Object.entries(RULE_SETS).map(([tool, rules]) => [tool, rules(input)] as const)
  return new Map<string, readonly Claim[]>([['Lotse', claimsOf(fba, 'DE', COMPARED)], ...others])
}

type Judge = (tool: string, claims: readonly Claim[]) => Judgement

/** Judges claims of losses and damages of one seller. */
function judgeOf(fba: Fba): Judge {
  const truth = { ...fba.truth, lots: fba.truth.lots.filter(({ type }) => COMPARED.some((each) => each === type)) }
  const costs = costsOf(fba)
  const rows = new Map(fba.rows.GET_LEDGER_DETAIL_VIEW_DATA.map((row) => [row.source.line, row]))
  // A row that is no loss has no worth in the truth: it is asked for what the product has cost.
  const wrongIn = ({ units, source, lot }: Mistake): Amount => {
    const row = rows.get(source.line)
    const each = lot === null ? row && worthOf(1, row, costs)?.minor : lot.unitValue?.minor
    return { units, minor: units * (each ?? 0) }
  }
  return (tool, claims) => {
    const { right, missed, provable, mistakes } = score(claims, truth, fba.to)
    const wrong = mistakes
      .filter(({ kind }) => kind !== 'missed')
      .map(wrongIn)
      .reduce(plus, NONE)
    return { tool, right: amountOf(right), wrong, missed: amountOf(missed), owed: amountOf(provable) }
  }
}

/** One stock, one currency. */
const amountOf = ({ units, worth: [only] }: Tally): Amount => ({ units, minor: only?.minor ?? 0 })
