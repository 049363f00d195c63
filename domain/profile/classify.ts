import { resemblesCompany } from './brands.ts'
import { isBrandKey, NO_CATALOGUE_DATA, OTHER_BRANDS, type ProductGroup } from './groups.ts'
import { type Circumstances, type GroupKind, judge, ownLogOdds, samplesToSettle, type VerdictCode } from './judge.ts'
import { type Interval, probabilityOf, wilson } from './likelihood.ts'
import type { Candidate } from './listings.ts'
import { mergeReadings, type OfferReading } from './offers.ts'
import { type Tally, tallyOf } from './tally.ts'

/** Why a group is what it is: numbers and codes. */
export interface Evidence extends Tally {
  readonly code: VerdictCode
  /** ASINs of the group in the sample that may be asked about. */
  readonly asins: number
  /** Of ASINs with other offers among those read, 95 %. */
  readonly contestedShare: Interval
  /** That it is private label and not trade goods. */
  readonly probability: number
  readonly nameResembles: boolean
  /** Readings that would at best tell what it is or, where that is known, leave no doubt; 0: none needed, null: what is left cannot. */
  readonly moreSamples: number | null
}

export interface ClassifiedGroup extends ProductGroup {
  readonly kind: GroupKind
  readonly evidence: Evidence
}

export interface ClassifyRequest {
  readonly groups: readonly ProductGroup[]
  readonly readings: Iterable<OfferReading>
  /** `sellingPartnerId` of all the seller's accounts. */
  readonly ownSellerIds: readonly string[]
  readonly company: string | null
}

/** Asked about at most, of one group: whoever is not sure by then will not be. */
const MOST_PER_GROUP = 40
/** Of a group with nothing active, which is not repriced whatever it is. */
const MOST_IDLE = 5

/** A seller with one or two brands mostly owns them; a trader has many. */
const FEW_BRANDS = 2
const FEW_BRANDS_PRIOR = Math.log(2)
/** What the seller's other groups may say of this one, in log odds: a trader's small brand that nobody else offers today is hardly his own. */
const OTHERS_SAY_LEAST = -2
const OTHERS_SAY_MOST = 1

interface Tallied {
  readonly group: ProductGroup
  readonly tally: Tally
  /** From -0.5, surely traded, to 0.5, surely his own. */
  readonly vote: number
}

/** Private label, trade goods or unknown for each group, with the evidence. */
export function classifyGroups({ groups, readings, ownSellerIds, company }: ClassifyRequest): ClassifiedGroup[] {
  const merged = mergeReadings(readings)
  const own = new Set(ownSellerIds)
  const tallied = groups.map((group): Tallied => {
    const tally = tallyOf(group.candidates, merged, own)
    const counts = tally.read > 0 && group.key !== NO_CATALOGUE_DATA
    return { group, tally, vote: counts ? probabilityOf(ownLogOdds(tally)) - 0.5 : 0 }
  })
  const base = brandsAmong(groups) <= FEW_BRANDS ? FEW_BRANDS_PRIOR : 0
  const votes = tallied.reduce((sum, { vote }) => sum + vote, 0)
  return tallied.map((one) => {
    const othersSay = Math.min(Math.max(votes - one.vote, OTHERS_SAY_LEAST), OTHERS_SAY_MOST)
    return classify(one, { company, merged, prior: base + othersSay })
  })
}

/** At least; more than matter where brands are pooled. */
const brandsAmong = (groups: readonly ProductGroup[]): number =>
  groups.reduce((sum, { key }) => sum + (isBrandKey(key) ? 1 : key === OTHER_BRANDS ? FEW_BRANDS + 1 : 0), 0)

interface Surroundings {
  readonly company: string | null
  readonly merged: ReadonlyMap<string, OfferReading>
  readonly prior: number
}

function classify({ group, tally }: Tallied, { company, merged, prior }: Surroundings): ClassifiedGroup {
  const nameResembles = resemblesCompany(group.brand, company)
  const askable = askableOf(group)
  const circumstances: Circumstances = { prior, nameResembles, asins: group.estimated ? null : askable.length }
  const left = askable.filter(({ asin }) => !merged.has(asin)).length
  const { kind, code, probability } = judge(tally, circumstances)
  const known = group.key !== NO_CATALOGUE_DATA
  const evidence: Evidence = {
    code: known ? code : NO_CATALOGUE_DATA,
    asins: askable.length,
    ...tally,
    contestedShare: rounded(wilson(tally.contested, tally.read)),
    probability,
    nameResembles,
    moreSamples: known ? samplesToSettle(tally, circumstances, left) : null,
  }
  return { ...group, kind: known ? kind : 'unknown', evidence }
}

const rounded = ({ low, high }: Interval): Interval => ({ low: Math.round(low * 1000) / 1000, high: Math.round(high * 1000) / 1000 })

/** The ASINs of a group that are worth a question, best first. */
export function askableOf({ candidates }: Pick<ProductGroup, 'candidates'>): readonly Candidate[] {
  const active = candidates.filter((one) => one.active)
  return active.length > 0 ? active.slice(0, MOST_PER_GROUP) : candidates.slice(0, MOST_IDLE)
}
