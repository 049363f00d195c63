import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import { type Charge, chargesIn } from './charges.ts'
import { type FeeCorrection, feeCorrectionsIn, lessCorrected, type Overcharge } from './fee-corrections.ts'
import { lastOf } from './fee-steps.ts'
import { type FeeEstimate, type Suspect, suspectsOf } from './fee-suspects.ts'
import { type Doubt, type Finding, type FindingStatus, findingOf, type Judging, knowsPaid, statusOn } from './findings.ts'
import { bySource, type Payment } from './lots.ts'
import { claimWindow } from './policy.ts'
import type { Settled } from './refunds.ts'

export interface FeesAudited {
  readonly settled: readonly Settled[]
  readonly estimates: readonly FeeEstimate[]
  /** The day of the estimates, `YYYY-MM-DD`: they name none. Undefined where nobody knows it: then they prove nothing. */
  readonly estimatedOn: string | undefined
  readonly payments: readonly Payment[]
  readonly judging: Judging
  /** ISO 3166-1 alpha-2: of rows that name no store; '' where nobody knows it. */
  readonly country: string
}

interface Overcharged extends Overcharge {
  readonly suspect: Suspect
  readonly charge: Charge
}

/**
 * Fulfilment fees above what Amazon itself expects (brief reimbursement, section 6, step 11). Nobody knows the rates of a day: a product whose
 * fee goes up while those of others stand was taken for a bigger one, and where Amazon's own estimate still names the old fee that is wrong.
 */
export function judgeFees({ settled, estimates, estimatedOn, payments, judging, country }: FeesAudited): Finding[] {
  const { asOf } = judging
  const charges = chargesIn(settled, country).filter(({ date }) => date <= asOf)
  const corrections = feeCorrectionsIn(payments, settled).filter(({ date }) => date <= asOf)
  const markets = groupedBy(charges, (charge) => `${charge.country} ${charge.currency}`)
  const estimatesOf = groupedBy(estimates, ({ sku, currency }) => `${currency} ${sku}`)
  const suspects = [...markets.values()].flatMap((ofMarket) =>
    suspectsOf(ofMarket, (sku) => estimatesOf.get(`${ofMarket[0]?.currency} ${sku}`) ?? [], estimatedOn).map((suspect) => ({
      ...suspect,
      doubts: [...suspect.doubts, ...generalDoubts(suspect, corrections, judging)],
    })),
  )
  const owed = lessCorrected(suspects.flatMap(overchargesOf), corrections)
  return [...groupedBy(owed, ({ item }) => item.suspect).entries()].flatMap(([suspect, parts]) =>
    [...groupedBy(parts, (part) => statusOf(part, asOf)).entries()].flatMap(([status, some]) =>
      status === undefined ? [] : [feeFinding(suspect, status, some, asOf)],
    ),
  )
}

function generalDoubts({ charges }: Suspect, corrections: readonly FeeCorrection[], judging: Judging): Doubt[] {
  const [{ country, currency, date }] = charges
  const doubts: Doubt[] = []
  if (claimWindow({ kind: 'fulfilment_fee', country, startsOn: date, filedOn: judging.asOf }) === undefined) doubts.push('unknown_policy')
  if (!knowsPaid(judging, lastOf({ charges }).date, country)) doubts.push('payments_unknown')
  if (corrections.some((each) => each.sku === '' && each.currency === currency && each.date >= date))
    doubts.push('corrected_without_product')
  return doubts
}

const overchargesOf = (suspect: Suspect): Overcharged[] =>
  suspect.charges
    .map((charge) => ({ charge, amount: charge.units * (charge.feePerUnit - suspect.due) - charge.corrected }))
    .filter(({ amount }) => amount > 0)
    .map(({ charge, amount }) => {
      const { sku, currency, date, source } = charge
      return { suspect, charge, sku, currency, date, amount, source, isSure: suspect.doubts.length === 0 }
    })

type Part = ReturnType<typeof lessCorrected<Overcharged>>[number]

/** Each charge has its own window; one that is over is not asked about where it is not sure. */
function statusOf({ item: { suspect, charge }, owed }: Part, asOf: string): FindingStatus | undefined {
  if (owed === 0) return 'reimbursed'
  const status = statusOn(asOf, claimWindow({ kind: 'fulfilment_fee', country: charge.country, startsOn: charge.date, filedOn: asOf }))
  if (suspect.doubts.length === 0) return status
  return status === 'expired' ? undefined : 'review'
}

function feeFinding(
  { from, to, before, charges, estimate, doubts }: Suspect,
  status: FindingStatus,
  parts: readonly Part[],
  asOf: string,
): Finding {
  const inTurn = parts.toSorted((a, b) => compare(a.item.date, b.item.date) || bySource(a.item, b.item))
  const [{ sku, country, currency }] = charges
  const isOver = status === 'expired' || status === 'reimbursed'
  const startsOn = (isOver ? inTurn.at(-1) : inTurn[0])?.item.date ?? charges[0].date
  const found = findingOf(
    {
      // What is over and what is not yet are two findings at the same time.
      key: [country, currency, from, to, charges[0].date, status === 'expired'].join('|'),
      type: 'fee_overcharge',
      event: sku,
      marketplace: country,
      fnsku: estimate?.fnsku ?? '',
      asin: estimate?.asin ?? '',
      sku,
      quantity: inTurn.reduce((sum, { item }) => sum + item.charge.units, 0),
      status,
      doubts: status === 'reimbursed' ? [] : doubts,
      evidence: [
        ...(before === undefined ? [] : [before.source]),
        ...inTurn.map(({ item }) => item.source),
        ...(estimate === undefined ? [] : [estimate.source]),
        ...new Set(inTurn.flatMap(({ corrections }) => corrections)),
      ],
    },
    claimWindow({ kind: 'fulfilment_fee', country, startsOn, filedOn: asOf }),
  )
  const minor = inTurn.reduce((sum, { item, owed }) => sum + (status === 'reimbursed' ? item.amount : owed), 0)
  return { ...found, worth: { minor, currency } }
}
