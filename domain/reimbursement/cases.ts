import { dateAfter } from '../calendar/dates.ts'
import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import type { Finding } from './findings.ts'

/** Findings that are filed together, as one case with Amazon. */
export interface ClaimCase {
  /** The same for the same findings, whatever else there is: that of the first one. */
  readonly key: string
  readonly findings: readonly Finding[]
  /** `YYYY-MM-DD`, the earliest of them; null: nobody knows until when. */
  readonly deadline: string | null
}

/** Losses of one product and day in one case, at most: the figure is chosen, Amazon only forbids claims in bulk. */
const MOST_FINDINGS = 10

/**
 * One event or one shipment for a case; losses of one product that may be claimed on the same days go together up to a limit; types never do
 * (brief reimbursement, section 6, step 13).
 */
export function casesOf(findings: readonly Finding[]): ClaimCase[] {
  return [...groupedBy(findings, togetherBy).values()].flatMap((same) => {
    const inOrder = same.toSorted((a, b) => compare(a.id, b.id))
    const parts = Array.from({ length: Math.ceil(inOrder.length / MOST_FINDINGS) }, (_, part) =>
      inOrder.slice(part * MOST_FINDINGS, (part + 1) * MOST_FINDINGS),
    )
    return (isLoss(same[0] as Finding) ? parts : [inOrder]).map(caseOf)
  })
}

const isLoss = ({ type }: Finding): boolean => type === 'lost_warehouse' || type === 'damaged_warehouse'

const togetherBy = (finding: Finding): string => {
  const { type, marketplace, event, fnsku, eligibleFrom, deadline } = finding
  return [type, marketplace, ...(isLoss(finding) ? [fnsku, eligibleFrom, deadline] : [event])].join('|')
}

const caseOf = (findings: readonly Finding[]): ClaimCase => ({
  key: findings[0]?.id ?? '',
  findings,
  deadline: findings.reduce<string | null>(
    (first, { deadline }) => (first === null || (deadline ?? first) < first ? deadline : first),
    null,
  ),
})

/** A claim is filed so many days before its deadline at the latest. */
const URGENT_DAYS = 7

/** How sure a finding is, for ordering alone: no probability was measured. */
const CHANCE: Readonly<Record<Finding['confidence'], number>> = { high: 0.9, medium: 0.6, low: 0.3 }

/**
 * In which order to file: first what is over in a week, by its deadline; then what is worth most, by how sure it is; last what nobody knows
 * the worth of, by its deadline (brief reimbursement, section 6). Amounts of several currencies are compared as they are.
 */
export function workOrder(cases: readonly ClaimCase[], asOf: string): ClaimCase[] {
  const urgent = dateAfter(asOf, { days: URGENT_DAYS })
  const rankOf = (each: ClaimCase): number => (each.deadline !== null && each.deadline <= urgent ? 0 : expectedOf(each) > 0 ? 1 : 2)
  return cases.toSorted((a, b) => {
    const rank = rankOf(a)
    const byValue = rank === 1 ? expectedOf(b) - expectedOf(a) : 0
    return rank - rankOf(b) || byValue || compare(a.deadline ?? '9999', b.deadline ?? '9999') || compare(a.key, b.key)
  })
}

const expectedOf = ({ findings }: ClaimCase): number =>
  findings.reduce((sum, { worth, confidence }) => sum + (worth?.minor ?? 0) * CHANCE[confidence], 0)
