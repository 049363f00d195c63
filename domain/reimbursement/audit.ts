import { MARKETPLACES } from '../amazon/marketplaces.ts'
import { type Days, gapsBetween } from '../reports/coverage.ts'
import { dayOfCountry } from '../reports/exports.ts'
import type { Returned } from './came-back.ts'
import { judgeReturns } from './customer-returns.ts'
import type { FeeEstimate } from './fee-suspects.ts'
import { judgeFees } from './fees.ts'
import type { Doubt, Finding, FindingStatus, Judging } from './findings.ts'
import { judgeInbound } from './inbound.ts'
import type { InboundItem, InboundShipment } from './inbound-loads.ts'
import { lotFindings, NO_TROUBLE, type Trouble } from './lot-findings.ts'
import type { Movement, Payment } from './lots.ts'
import { paysIn, poolOf } from './pools.ts'
import { MEANINGS, UNKNOWN_CODES } from './reasons.ts'
import { type Replaced, refundsIn, replacementsIn, type Settled } from './refunds.ts'
import type { RemovalOrder, RemovalShipment } from './removal-lines.ts'
import { judgeRemovals } from './removals.ts'
import { type Total, told, totalsOf } from './totals.ts'
import { judgeValuations } from './valuation.ts'
import { type LooseCode, matchWarehouse } from './warehouse.ts'
import { type CostsBySku, salesIn, worthOf } from './worth.ts'

/** All that the reports of one seller say. */
export interface Audited {
  /** Adjustments of the ledger. */
  readonly movements: readonly Movement[]
  /** Receipts of the ledger. */
  readonly receipts: readonly Movement[]
  readonly payments: readonly Payment[]
  readonly settled: readonly Settled[]
  readonly replacements: readonly Replaced[]
  readonly returned: readonly Returned[]
  readonly items: readonly InboundItem[]
  readonly shipments: readonly InboundShipment[]
  readonly removals: readonly RemovalOrder[]
  readonly removalShipments: readonly RemovalShipment[]
  readonly estimates: readonly FeeEstimate[]
  /** The day of the estimates, `YYYY-MM-DD`; undefined where nobody knows it. */
  readonly estimatedOn: string | undefined
  readonly costs: CostsBySku
  readonly judging: Judging
  /** ISO 3166-1 alpha-2, of reports that name no country; '' where nobody has said it. */
  readonly country: string
  /** Days of a country (`DE 2026-01-01`), or of all (` 2026-01-01`), of which exports say different things. */
  readonly doubtful: ReadonlySet<string>
  /** FNSKUs of which the ledger may say more than could be read; `all`: of any. */
  readonly unread: ReadonlySet<string> | 'all'
  /** From the first to the last row of each export. */
  readonly covered: { readonly ledger: readonly Days[]; readonly returns: readonly Days[] }
}

export interface AuditNote {
  readonly code: LooseCode | 'unknown_codes' | 'ledger_incomplete' | 'no_payments' | 'no_returns' | 'no_marketplace'
  readonly message: string
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

/** What Amazon owes, unit by unit, and what it does not (brief reimbursement, section 6). */
export function audit(audited: Audited): Audit {
  const { movements, payments, settled, costs, judging, country } = audited
  const { lots, loose } = matchWarehouse(movements, payments)
  const unknown = movements.filter(({ reason }) => MEANINGS[reason] === undefined).length
  const isStrange = unknown > UNKNOWN_CODES * movements.length
  const gaps = gapsBetween(audited.covered.ledger)
  const byCost = (findings: readonly Finding[], date: string): Finding[] =>
    findings.map((finding) => ({ ...finding, worth: worthOf(finding.quantity, { sku: finding.sku, date }, costs) }))
  const byCostThen = (findings: readonly Finding[]): Finding[] =>
    findings.flatMap((finding) => byCost([finding], finding.eligibleFrom ?? judging.asOf))
  const given = [...refundsIn(settled, country), ...replacementsIn(audited.replacements, settled, country)]
  const findings = [
    ...lots.flatMap((lot) => {
      const trouble = troubleWith(lot.movement, audited, gaps, isStrange)
      return byCost(lotFindings(lot, judging, trouble), lot.movement.date)
    }),
    ...judgeReturns({
      ...audited,
      given,
      covered: audited.covered.returns,
      damages: movements.filter(({ reason, quantity }) => quantity < 0 && MEANINGS[reason] === 'damaged'),
      sales: salesIn(settled, country),
    }),
    ...byCostThen(judgeInbound(audited)),
    ...byCostThen(
      judgeRemovals({
        ...audited,
        orders: audited.removals,
        shipments: audited.removalShipments,
        ledger: { adjustments: movements, covered: audited.covered.ledger },
      }),
    ),
    ...judgeFees(audited),
    ...judgeValuations({ payments, costs, judging, countryOf: countriesOf(audited) }),
  ]
  const notes: AuditNote[] = [...new Set(loose.map(({ code }) => code))].map((code) => {
    const units = loose.reduce((sum, each) => sum + (each.code === code ? each.units : 0), 0)
    return { code, message: `${units} ${LOOSE[code]}` }
  })
  if (isStrange)
    notes.unshift({
      code: 'unknown_codes',
      message: `${unknown} of ${movements.length} adjustments have a code that nobody knows: nothing is claimed`,
    })
  const isUnread = audited.unread === 'all' || audited.unread.size > 0
  if (isUnread || gaps.length > 0)
    notes.unshift({
      code: 'ledger_incomplete',
      message: `the ledger has ${isUnread ? 'rows that cannot be read' : `no row from ${gaps[0]?.from} to ${gaps[0]?.to}`}: units that it may still account for are only claimed as far as Amazon itself takes them for open`,
    })
  if (!judging.knowsPayments)
    notes.unshift({
      code: 'no_payments',
      message:
        'there is no reimbursements report that could be read in full: what Amazon has paid already is only known as far as the ledger says it (Unreconciled Quantity)',
    })
  if (given.length > 0 && audited.returned.length === 0)
    notes.unshift({ code: 'no_returns', message: 'there is no report of customer returns: nobody knows which refunded units came back' })
  if (findings.some(({ marketplace }) => marketplace === ''))
    notes.unshift({ code: 'no_marketplace', message: 'rows name no country: say it by --marketplace, or no deadline is known' })
  return { findings: told(findings), totals: totalsOf(findings), notes }
}

function troubleWith({ fnsku, date, country }: Movement, audited: Audited, gaps: readonly Days[], isStrange: boolean): Trouble {
  const { doubtful, unread } = audited
  const holds: Doubt[] = []
  if (isStrange) holds.push('unknown_codes')
  if (doubtful.has(dayOfCountry({ country, date })) || doubtful.has(dayOfCountry({ country: '', date }))) holds.push('export_has_shrunk')
  const isIncomplete = unread === 'all' || unread.has(fnsku) || gaps.some(({ to }) => to >= date)
  return holds.length === 0 && !isIncomplete ? NO_TROUBLE : { holds, doubts: isIncomplete ? ['ledger_incomplete'] : [] }
}

/** Payments name no marketplace: the country of the product's stock that is paid in this currency, else the only one, else '' . */
function countriesOf({ movements, country }: Audited): (payment: Payment) => string {
  const stocks = new Map<string, Set<string>>()
  for (const movement of movements) stocks.set(movement.fnsku, (stocks.get(movement.fnsku) ?? new Set()).add(movement.country))
  return ({ fnsku, currency }) => {
    const pays = (each: string): boolean => each !== '' && paysIn(poolOf(each), currency)
    const own = [...(stocks.get(fnsku) ?? [])].find(pays)
    if (own !== undefined || pays(country)) return own ?? country
    const [only, ...others] = MARKETPLACES.filter((marketplace) => marketplace.currency === currency)
    return others.length === 0 ? (only?.country ?? '') : ''
  }
}
