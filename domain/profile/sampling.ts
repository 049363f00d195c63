import { askableOf, type ClassifiedGroup } from './classify.ts'
import type { Candidate, ListingSummary } from './listings.ts'
import type { OfferReading } from './offers.ts'
import { spreadOrder } from './spread.ts'

/** ASINs that one request of getItemOffersBatch or searchCatalogItems takes. */
export const ASINS_PER_REQUEST = 20

/** All ASINs whose brand is asked, best first: at most 4,400 for each account. */
export const catalogueSample = ({ strata }: ListingSummary): Candidate[] => spreadOrder(strata.flatMap(({ candidates }) => candidates))

/** Asked of one group before the next has its turn. */
const TURN = 5

export interface NextOffersRequest {
  readonly groups: readonly ClassifiedGroup[]
  /** What was asked so far. Leave out what could not be read to ask for it again. */
  readonly readings: Iterable<OfferReading>
  /** Only ASINs of this account, whose quota is free. */
  readonly accountId?: string
  readonly limit?: number
}

/** Whose offers to read next: of groups that are unknown, then of those in some doubt, the largest first, in turns. Empty when there is nothing left to learn. */
export function nextOffers({ groups, readings, accountId, limit = ASINS_PER_REQUEST }: NextOffersRequest): Candidate[] {
  const asked = new Set([...readings].map(({ asin }) => asin))
  const mayAsk = ({ asin, accountId: of }: Candidate): boolean => !asked.has(asin) && (accountId === undefined || of === accountId)
  const open = groups.filter(({ evidence: { moreSamples } }) => moreSamples !== null && moreSamples > 0)
  const unknown = open.filter(({ kind }) => kind === 'unknown')
  const doubtful = open.filter(({ kind }) => kind !== 'unknown')
  return [unknown, doubtful].flatMap((some) => inTurns(some.map((group) => askableOf(group).filter(mayAsk)))).slice(0, limit)
}

function inTurns(queues: readonly (readonly Candidate[])[]): Candidate[] {
  const turns = Math.ceil(Math.max(0, ...queues.map(({ length }) => length)) / TURN)
  return Array.from({ length: turns }, (_, turn) => queues.flatMap((one) => one.slice(turn * TURN, (turn + 1) * TURN))).flat()
}
