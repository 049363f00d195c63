import { dateAfter } from '../calendar/dates.ts'
import { type ClaimKind, POLICIES, POLICY_REGIONS, type PolicyRegion, type PolicyVersion } from './policies.ts'

/** When a claim may be filed. Dates are `YYYY-MM-DD` of the marketplace, both ends belong to it. */
export interface ClaimWindow {
  readonly eligibleFrom: string
  /** The last day on which every source would take it. */
  readonly deadline: string
  /** The last day on which any source would: after it the claim is over. */
  readonly overAfter: string
  /** Sources agree on it, and it is written for this country. */
  readonly confirmed: boolean
  /** Which line in which version: `us/fc_loss/2024-10-23`. */
  readonly policy: string
  readonly source: string
}

export interface Claimed {
  readonly kind: ClaimKind
  /** ISO 3166-1 alpha-2 of the marketplace */
  readonly country: string
  /** The day on which the window starts: what that is differs by kind (brief reimbursement, section 2). */
  readonly startsOn: string
  readonly filedOn: string
}

/**
 * The window of a claim; undefined where nobody knows the policy. The day of filing selects the version. What happened before a new version
 * came could be filed by the old one until the day before (the notices tell sellers to), so it has whichever of the two is longer, but
 * never longer than the old one gave.
 */
export function claimWindow({ kind, country, startsOn, filedOn }: Claimed): ClaimWindow | undefined {
  const region = regionOf(country)
  const versions = region === undefined ? undefined : POLICIES[region][kind]
  const inForce = versions?.findLast(({ since }) => since === null || since <= filedOn)
  if (versions === undefined || inForce === undefined) return undefined
  const ours = versions.slice(firstFor(startsOn, versions))
  return {
    eligibleFrom: dateAfter(startsOn, { days: inForce.fromDay }),
    deadline: lastDay(startsOn, ours, ({ until }) => until),
    overAfter: lastDay(startsOn, ours, ({ until, atLatest }) => atLatest ?? until),
    confirmed: ours.every(({ confirmed }) => confirmed),
    policy: `${region}/${kind}/${inForce.since ?? 'before'}`,
    source: inForce.source,
  }
}

const regionOf = (country: string): PolicyRegion | undefined =>
  (Object.keys(POLICY_REGIONS) as PolicyRegion[]).find((region) => POLICY_REGIONS[region].includes(country))

/** The version that stood when it happened: older ones say nothing of it. */
const firstFor = (startsOn: string, versions: readonly PolicyVersion[]): number =>
  Math.max(
    versions.findLastIndex(({ since }) => since === null || since <= startsOn),
    0,
  )

function lastDay(startsOn: string, versions: readonly PolicyVersion[], spanOf: (version: PolicyVersion) => PolicyVersion['until']): string {
  const [first, ...later] = versions.map((version) => ({ since: version.since, until: dateAfter(startsOn, spanOf(version)) }))
  let last = first?.until ?? startsOn
  for (const { since, until } of later) last = earlier(last, laterOf(until, dateAfter(since ?? startsOn, { days: -1 })))
  return last
}

const earlier = (a: string, b: string): string => (a < b ? a : b)
const laterOf = (a: string, b: string): string => (a > b ? a : b)
