import { compare } from '../compare.ts'
import type { Money } from '../money.ts'
import { FINDING_STATUSES, type Finding, type FindingStatus } from './findings.ts'

export interface Total {
  readonly findings: number
  readonly units: number
  readonly worth: readonly Money[]
  /** Findings of which nobody knows what they are worth. */
  readonly unknownWorth: number
}

/** The most urgent first. Findings of rows that are the same to the last letter have the same id but for a number behind it. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ status }: Finding): number => FINDING_STATUSES.indexOf(status)
  const sorted = findings.toSorted(
    (a, b) => rank(a) - rank(b) || compare(a.deadline ?? '9999', b.deadline ?? '9999') || compare(a.id, b.id),
  )
  const seen = new Map<string, number>()
  return sorted.map((finding) => {
    const number = (seen.get(finding.id) ?? 0) + 1
    seen.set(finding.id, number)
    return number === 1 ? finding : { ...finding, id: `${finding.id}-${number}` }
  })
}

export function totalsOf(findings: readonly Finding[]): Record<FindingStatus, Total> {
  const of = (status: FindingStatus): Total => totalOf(findings.filter((finding) => finding.status === status))
  return {
    claimable: of('claimable'),
    too_early: of('too_early'),
    expired: of('expired'),
    review: of('review'),
    reimbursed: of('reimbursed'),
    found: of('found'),
  }
}

function totalOf(findings: readonly Finding[]): Total {
  const worth = new Map<string, number>()
  for (const { worth: some } of findings) if (some !== null) worth.set(some.currency, (worth.get(some.currency) ?? 0) + some.minor)
  return {
    findings: findings.length,
    units: findings.reduce((sum, { quantity }) => sum + quantity, 0),
    worth: [...worth].sort(([a], [b]) => compare(a, b)).map(([currency, minor]) => ({ minor, currency })),
    unknownWorth: findings.filter(({ worth: some }) => some === null).length,
  }
}
