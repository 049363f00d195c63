import type { Money } from '../money.ts'
import type { Days } from '../reports/coverage.ts'
import { dayOfCountry } from '../reports/exports.ts'
import { judgeReturns, type ReturnsAudited } from './customer-returns.ts'
import { type Doubt, FINDING_STATUSES, type Finding, type FindingStatus, type Judging } from './findings.ts'
import { lotFindings, NO_TROUBLE, type Trouble } from './lot-findings.ts'
import type { Movement, Payment } from './lots.ts'
import { MEANINGS, UNKNOWN_CODES } from './reasons.ts'
import { type LooseCode, matchWarehouse } from './warehouse.ts'
import { type CostsBySku, worthOf } from './worth.ts'

export interface Audited extends Omit<ReturnsAudited, 'payments' | 'judging' | 'damages'> {
  /** Adjustments of the ledger. */
  readonly movements: readonly Movement[]
  readonly payments: readonly Payment[]
  readonly costs: CostsBySku
  readonly judging: Judging
  /** Days of a country (`DE 2026-01-01`), or of all (` 2026-01-01`), of which exports say different things. */
  readonly doubtful: ReadonlySet<string>
  /** FNSKUs of which the ledger may say more than could be read; `all`: of any. */
  readonly unread: ReadonlySet<string> | 'all'
  /** Days of which no export of the ledger has a row. */
  readonly gaps: readonly Days[]
}

export interface AuditNote {
  readonly code: LooseCode | 'unknown_codes' | 'ledger_incomplete' | 'no_payments' | 'no_returns' | 'no_marketplace'
  readonly message: string
}

export interface Total {
  readonly findings: number
  readonly units: number
  readonly worth: readonly Money[]
  /** Findings of which nobody knows what they are worth. */
  readonly unknownWorth: number
}

export interface Audit {
  readonly findings: readonly Finding[]
  readonly totals: Readonly<Record<FindingStatus, Total>>
  readonly notes: readonly AuditNote[]
}

const LOOSE: Readonly<Record<LooseCode, string>> = {
  unknown_code: 'units adjusted with a code that nobody knows are not judged',
  unexpected_sign: 'units found less than nothing are not judged',
  unpaired_disposition: 'units left a disposition and appeared in no other: look where they are',
  disposed_by_amazon:
    'units were disposed of or given away: a loss only where you have not ordered it, compare them with your removal orders',
  legacy_correction: 'units corrected by codes of old software are not judged',
  find_without_loss: 'units were found whose loss is not in these files',
  payment_without_loss: 'units were paid for whose loss is not in these files',
  reversal_without_payment: 'units were taken back whose payment is not in these files',
}

/** What Amazon owes for what its warehouses lost and damaged and for what customers did not send back, unit by unit, and what it does not. */
export function audit(audited: Audited): Audit {
  const { movements, payments, costs, judging, given, returned, unread, gaps } = audited
  const { lots, loose } = matchWarehouse(movements, payments)
  const unknown = movements.filter(({ reason }) => MEANINGS[reason] === undefined).length
  const isStrange = unknown > UNKNOWN_CODES * movements.length
  const ofLots = lots.flatMap((lot) => {
    const { date, sku } = lot.movement
    return lotFindings(lot, judging, troubleWith(lot.movement, audited, isStrange)).map((finding) => ({
      ...finding,
      worth: worthOf(finding.quantity, { sku, date }, costs),
    }))
  })
  const damages = movements.filter(({ reason, quantity }) => quantity < 0 && MEANINGS[reason] === 'damaged')
  const findings = [...ofLots, ...judgeReturns({ ...audited, damages })]
  const notes: AuditNote[] = [...new Set(loose.map(({ code }) => code))].map((code) => {
    const units = loose.reduce((sum, each) => sum + (each.code === code ? each.units : 0), 0)
    return { code, message: `${units} ${LOOSE[code]}` }
  })
  if (isStrange)
    notes.unshift({
      code: 'unknown_codes',
      message: `${unknown} of ${movements.length} adjustments have a code that nobody knows: nothing is claimed`,
    })
  if (!judging.knowsPayments)
    notes.unshift({
      code: 'no_payments',
      message:
        'there is no reimbursements report that could be read in full: what Amazon has paid already is only known as far as the ledger says it (Unreconciled Quantity)',
    })
  if (unread === 'all' || unread.size > 0 || gaps.length > 0)
    notes.unshift({
      code: 'ledger_incomplete',
      message: `the ledger has ${unread === 'all' || unread.size > 0 ? 'rows that cannot be read' : `no row from ${gaps[0]?.from} to ${gaps[0]?.to}`}: units that it may still account for are only claimed as far as Amazon itself takes them for open`,
    })
  if (given.length > 0 && returned.length === 0)
    notes.unshift({ code: 'no_returns', message: 'there is no report of customer returns: nobody knows which refunded units came back' })
  if ([...movements, ...given].some(({ country }) => country === ''))
    notes.unshift({ code: 'no_marketplace', message: 'rows name no country: say it by --marketplace, or no deadline is known' })
  return { findings: told(findings), totals: totalsOf(findings), notes }
}

function troubleWith({ fnsku, date, country }: Movement, { doubtful, unread, gaps }: Audited, isStrange: boolean): Trouble {
  const holds: Doubt[] = []
  if (isStrange) holds.push('unknown_codes')
  if (doubtful.has(dayOfCountry({ country, date })) || doubtful.has(dayOfCountry({ country: '', date }))) holds.push('export_has_shrunk')
  const isIncomplete = unread === 'all' || unread.has(fnsku) || gaps.some(({ to }) => to >= date)
  return holds.length === 0 && !isIncomplete ? NO_TROUBLE : { holds, doubts: isIncomplete ? ['ledger_incomplete'] : [] }
}

/** The most urgent first. Findings of rows that are the same to the last letter have the same id but for a number behind it. */
function told(findings: readonly Finding[]): Finding[] {
  const rank = ({ status }: Finding): number => FINDING_STATUSES.indexOf(status)
  const inOrder = findings.toSorted(
    (a, b) => rank(a) - rank(b) || compare(a.deadline ?? '9999', b.deadline ?? '9999') || compare(a.id, b.id),
  )
  const seen = new Map<string, number>()
  return inOrder.map((finding) => {
    const number = (seen.get(finding.id) ?? 0) + 1
    seen.set(finding.id, number)
    return number === 1 ? finding : { ...finding, id: `${finding.id}-${number}` }
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function totalsOf(findings: readonly Finding[]): Record<FindingStatus, Total> {
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
    worth: [...worth].map(([currency, minor]) => ({ minor, currency })),
    unknownWorth: findings.filter(({ worth: some }) => some === null).length,
  }
}
