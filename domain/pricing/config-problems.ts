import { isKnownZone } from '../places.ts'
import type { BusinessConfig, PricingConfig, ScheduledEvent, TwinListing } from './config.ts'

/** What is wrong with a field (a path such as `/events/0/until`), and what to do about it. */
export interface ConfigProblem {
  readonly field: string
  readonly message: string
}

/** What a schema of single fields cannot say of a configuration; a minimum above its maximum is refused by each decision. None: it can be worked with. */
export function configProblems({ strategy, listing, events = [], business, twins = [] }: PricingConfig): ConfigProblem[] {
  return [
    ...selfProblems('/strategy', strategy, listing.asin),
    ...eventProblems(events),
    ...(business === undefined ? [] : [...selfProblems('/business/strategy', business.strategy, listing.asin), ...tierProblems(business)]),
    ...twinProblems(listing.sku, twins),
  ]
}

const selfProblems = (field: string, strategy: BusinessConfig['strategy'], asin: string): ConfigProblem[] =>
  strategy.kind === 'cross_product' && strategy.asins.includes(asin)
    ? [{ field: `${field}/asins`, message: 'must not name the listing itself: its price would follow itself' }]
    : []

function eventProblems(events: readonly ScheduledEvent[]): ConfigProblem[] {
  const ids = new Set<string>()
  return events.flatMap(({ id, timeZone, from, until, hours }, index) => {
    const problems: ConfigProblem[] = []
    const field = `/events/${index}`
    if (ids.has(id)) problems.push({ field: `${field}/id`, message: `must be told apart from the others: ${id} comes twice` })
    ids.add(id)
    if (!isKnownZone(timeZone))
      problems.push({ field: `${field}/timeZone`, message: `must be an IANA time zone such as Europe/Berlin, not ${timeZone}` })
    if (from !== undefined && until !== undefined && until < from)
      problems.push({ field: `${field}/until`, message: `must not be before from: ${until} is before ${from}` })
    if (hours !== undefined && hours.from === hours.until)
      problems.push({ field: `${field}/hours`, message: 'must not be empty: leave them out for the whole day' })
    return problems
  })
}

function tierProblems({ tiers }: BusinessConfig): ConfigProblem[] {
  return tiers.flatMap(({ quantity, rate }, index) => {
    const before = tiers[index - 1]
    if (before === undefined || (quantity > before.quantity && rate > before.rate)) return []
    return [{ field: `/business/tiers/${index}`, message: 'must ask for more units, and give more off, than the tier before' }]
  })
}

function twinProblems(sku: string, twins: readonly TwinListing[]): ConfigProblem[] {
  const skus = [sku, ...twins.map((twin) => twin.sku)]
  return skus.flatMap((each, index) =>
    skus.indexOf(each) === index ? [] : [{ field: `/twins/${index - 1}/sku`, message: `must be another listing: ${each} comes twice` }],
  )
}
