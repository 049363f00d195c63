import { MARKETPLACES } from '../amazon/marketplaces.ts'
import type { Days } from '../reports/coverage.ts'
import type { Returned } from './came-back.ts'
import { judgeReturns } from './customer-returns.ts'
import type { FeeEstimate } from './fee-suspects.ts'
import { judgeFees } from './fees.ts'
import type { Finding, FindingStatus, Judging } from './findings.ts'
import { judgeInbound } from './inbound.ts'
import type { InboundItem, InboundShipment } from './inbound-loads.ts'
import { lotFindings } from './lot-findings.ts'
import type { Movement, Payment } from './lots.ts'
import { type AuditNote, notesOf } from './notes.ts'
import { paysIn, poolOf } from './pools.ts'
import { MEANINGS } from './reasons.ts'
import { type Replaced, refundsIn, replacementsIn, type Settled } from './refunds.ts'
import type { RemovalOrder, RemovalShipment } from './removal-lines.ts'
import { judgeRemovals } from './removals.ts'
import { settledPayments } from './settled-payments.ts'
import { inOrder, type Total, totalsOf } from './totals.ts'
import { troublesIn } from './trouble.ts'
import { judgeValuations } from './valuation.ts'
import { matchWarehouse } from './warehouse.ts'
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
  /** Days that the exports of a report cover; none where a row of it cannot be read. */
  readonly covered: Readonly<Record<'ledger' | 'returns' | 'removalShipments', readonly Days[]>>
}

export interface Audit {
  readonly findings: readonly Finding[]
  readonly totals: Readonly<Record<FindingStatus, Total>>
  readonly notes: readonly AuditNote[]
}

/** What Amazon owes, unit by unit, and what it does not (brief reimbursement, section 6). */
export function audit(told: Audited): Audit {
  const audited = { ...told, payments: [...told.payments, ...settledPayments(told.settled, told.payments)] }
  const { movements, payments, settled, costs, judging, country } = audited
  const { lots, loose } = matchWarehouse(movements, payments)
  const troubles = troublesIn(audited)
  const byCost = (finding: Finding, date = finding.eligibleFrom ?? judging.asOf): Finding => ({
    ...finding,
    worth: worthOf(finding.quantity, { sku: finding.sku, date }, costs),
  })
  const given = [...refundsIn(settled, country), ...replacementsIn(audited.replacements, settled, country)]
  const orders = new Set(given.map(({ orderId }) => orderId))
  const findings = [
    ...lots.flatMap((lot) => lotFindings(lot, judging, troubles.of(lot.movement)).map((finding) => byCost(finding, lot.movement.date))),
    ...judgeReturns({
      ...audited,
      given,
      covered: audited.covered.returns,
      damages: movements.filter(({ reason, quantity }) => quantity < 0 && MEANINGS[reason] === 'damaged'),
      sales: salesIn(
        settled.filter(({ orderId }) => orders.has(orderId)),
        country,
      ),
    }),
    ...judgeInbound(audited).map((finding) => byCost(finding)),
    ...judgeRemovals({
      ...audited,
      orders: audited.removals,
      shipments: audited.removalShipments,
      ledger: { adjustments: movements, covered: audited.covered.ledger, shipments: audited.covered.removalShipments },
    }).map((finding) => byCost(finding)),
    ...judgeFees(audited),
    ...judgeValuations({ payments, costs, judging, countryOf: countriesOf(audited) }),
  ]
  return { findings: inOrder(findings), totals: totalsOf(findings), notes: notesOf(audited, { loose, findings, given, troubles }) }
}

/** Payments name no marketplace: the country of the product's stock that is paid in this currency, else the only one, else ''. */
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
