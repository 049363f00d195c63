import { countryOfStore } from '../amazon/stores.ts'
import { groupedBy } from '../grouped.ts'
import type { FeeEstimateRow } from '../reports/rows.ts'
import type { Charge } from './charges.ts'
import { chargedDuring, type FeeStep, isDearer, lastOf, type Run, runsOf, stepsOf, witnessesOf } from './fee-steps.ts'
import type { Doubt } from './findings.ts'
import { bySource, type Source } from './lots.ts'
import { POLICY_REGIONS } from './policies.ts'

export type FeeEstimate = FeeEstimateRow & { readonly source: Source }

/** Charges of one product that may be too high, and what speaks against claiming them. */
export interface Suspect {
  readonly from: number
  readonly to: number
  /** What Amazon should have charged for a unit. */
  readonly due: number
  /** The last charge of the old fee; undefined where these files have none. */
  readonly before: Charge | undefined
  readonly charges: FeeStep['charges']
  readonly estimate: FeeEstimate | undefined
  readonly doubts: readonly Doubt[]
}

/** One product in one marketplace and currency. */
interface Product {
  readonly runs: readonly Run[]
  /** Amazon's own; undefined where there is none, or where several say different things. */
  readonly estimate: FeeEstimate | undefined
}

/**
 * Of one marketplace and currency: steps in the fee of a product that neither Amazon's rates nor another country explain, and fees that were
 * never what Amazon expects. `estimatedOn`: undefined where nobody knows the day.
 */
export function suspectsOf(
  charges: readonly Charge[],
  estimatesOf: (sku: string) => readonly FeeEstimate[],
  estimatedOn: string | undefined,
): Suspect[] {
  const products = [...groupedBy(charges, ({ sku }) => sku)].map(([sku, own]): Product => {
    const estimate = estimateFor(own[0]?.country, estimatesOf(sku))
    // What goes to another country goes by other rates, and says nothing of those here.
    const isAbroad = (fee: number): boolean => estimate?.crossBorderFees?.includes(fee) === true && fee !== estimate.fulfilmentFee
    return { runs: runsOf(own.filter(({ feePerUnit }) => !isAbroad(feePerUnit))), estimate }
  })
  const witnesses = witnessesOf(products.map(({ runs }) => runs))
  const asExpected = groupedBy(
    products.flatMap(({ runs, estimate }) => runs.filter(({ fee }) => fee === estimate?.fulfilmentFee)),
    ({ fee }) => fee,
  )
  return products.flatMap((product) => {
    const stepped = stepsOf(product.runs, witnesses).flatMap((step) => suspectOf(step, product.estimate, estimatedOn) ?? [])
    const told = new Set(stepped.flatMap(({ charges: those }) => those))
    return [...stepped, ...aboveEstimate(product, told, asExpected, estimatedOn)]
  })
}

function suspectOf(step: FeeStep, estimate: FeeEstimate | undefined, estimatedOn: string | undefined): Suspect | undefined {
  const { from, to, before, charges, rates, isRepeated } = step
  const expected = estimate?.fulfilmentFee
  const isExpected = expected === from
  // A fee that comes and goes says nothing unless Amazon names the lower one.
  if (rates === 'moved' || (isRepeated && !isExpected)) return undefined
  const doubts: Doubt[] = crossBorderDoubts(charges[0], estimate)
  if (!isExpected) doubts.push('product_may_have_changed')
  else if (estimatedOn === undefined || estimatedOn < charges[0].date) doubts.push('estimate_outdated')
  if (rates === 'unknown') doubts.push('rates_unknown')
  if (isRepeated) doubts.push('fee_varies')
  if (step.hasPriceRisen) doubts.push('price_has_risen')
  const due = expected !== undefined && expected > from && expected < to ? expected : from
  return { from, to, due, before, charges, estimate, doubts }
}

/**
 * Charged more than Amazon expects, whatever it was charged just before: sure where it was once charged what Amazon expects and others of which
 * it expects the same were meanwhile, for then that fee is in force. Where it is not sure only what is charged now is told.
 */
function aboveEstimate(
  { runs, estimate }: Product,
  told: ReadonlySet<Charge>,
  asExpected: ReadonlyMap<number, readonly Run[]>,
  estimatedOn: string | undefined,
): Suspect[] {
  const expected = estimate?.fulfilmentFee
  if (expected === undefined) return []
  const byFee = groupedBy(runs, ({ fee }) => fee)
  let before: Run | undefined
  return runs.flatMap((run) => {
    const { fee, charges } = run
    if (fee === expected) before = run
    if (fee <= expected || told.has(charges[0])) return []
    const isMeanwhile = chargedDuring(run)
    const isInForce = isMeanwhile(asExpected.get(expected) ?? [], (each) => each.charges[0].sku !== charges[0].sku)
    const isNow = run === runs.at(-1) && [...asExpected.values()].some((some) => isMeanwhile(some))
    if (!isInForce && !isNow) return []
    const doubts: Doubt[] = crossBorderDoubts(charges[0], estimate)
    if (before === undefined || !isInForce) doubts.push('product_may_have_changed')
    else if (estimatedOn === undefined || estimatedOn < charges[0].date) doubts.push('estimate_outdated')
    if ((byFee.get(fee) ?? []).length > 1) doubts.push('fee_varies')
    if (before !== undefined && isDearer(run, [before])) doubts.push('price_has_risen')
    if (doubts.length > 0 && !isNow) return []
    return [{ from: expected, to: fee, due: expected, before: before && lastOf(before), charges, estimate, doubts }]
  })
}

function estimateFor(country: string | undefined, rows: readonly FeeEstimate[]): FeeEstimate | undefined {
  const own = rows
    .filter(({ fulfilmentFee, store }) => fulfilmentFee !== undefined && (store === '' || countryOfStore(store) === country))
    .sort(bySource)
  return new Set(own.map(({ fulfilmentFee }) => fulfilmentFee)).size === 1 ? own[0] : undefined
}

const crossBorderDoubts = ({ country }: Charge, estimate: FeeEstimate | undefined): Doubt[] =>
  POLICY_REGIONS.eu.includes(country) && estimate?.crossBorderFees === undefined ? ['cross_border_unknown'] : []
