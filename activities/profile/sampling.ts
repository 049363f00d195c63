import { Context } from '@temporalio/activity'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { OffersOfAsin } from '../../domain/amazon/types.ts'
import { type ClassifiedGroup, classifyGroups } from '../../domain/profile/classify.ts'
import { buildGroups, type CatalogueItem } from '../../domain/profile/groups.ts'
import type { Candidate } from '../../domain/profile/listings.ts'
import type { OfferReading } from '../../domain/profile/offers.ts'
import { profileResult } from '../../domain/profile/profile.ts'
import { ASINS_PER_REQUEST, catalogueSample, nextOffers } from '../../domain/profile/sampling.ts'
import { allOf, type PartDeps, unlessLater } from './asking.ts'
import type { ConnectedAccount, ReadListings, SellerFacts } from './ports.ts'

/** Of each account, before the first result: a few seconds at Amazon's rates. */
const FIRST_CATALOGUE = 100
/** Offers read of each account at most: five minutes at Amazon's rates. Who is unclear by then stays so. */
const MOST_READINGS = 600
/** How often an ASIN is asked again that was throttled within its batch. */
const TRIES_IN_BATCH = 3
/** Among so many of the next candidates those of one marketplace are looked for: a request takes no others. */
const AHEAD = 200

/**
 * Asks the catalogue for brands and the market for rivals, of a sample: a few in a hurry, else until there is nothing left to learn. The
 * result is written down whenever it has become better.
 */
export async function sampleListings(deps: PartDeps): Promise<void> {
  const { attempt, work, accounts, profiles, hurry } = deps
  if (work.listings === null) throw new Error('a sample is drawn from listings that were read')
  const study = createStudy(deps, work.listings, {
    facts: await profiles.facts(attempt.customerId),
    catalogue: new Map(work.catalogue),
    readings: [...work.readings],
  })
  const first = (account: ConnectedAccount) => [study.brands(account, FIRST_CATALOGUE), study.firstOffers(account)]
  await allOf(accounts.flatMap(first).map((asked) => asked.catch(unlessLater)))
  await study.save(false)
  if (hurry) return
  const brands = { complete: false }
  const all = allOf(accounts.map((account) => study.brands(account))).finally(() => {
    brands.complete = true
  })
  await allOf([all, ...accounts.map((account) => study.offers(account, brands))])
  await study.save(true)
}

interface Known {
  facts: SellerFacts
  readonly catalogue: Map<string, CatalogueItem | null>
  readonly readings: OfferReading[]
}

function createStudy({ attempt, amazon, profiles, ask }: PartDeps, { summary, asOf, unread }: ReadListings, known: Known) {
  const { catalogue, readings } = known
  const order = catalogueSample(summary)
  const triesOf = new Map<string, number>()
  function classified(): ClassifiedGroup[] {
    const { agreedGroups: keep, company, sellingPartnerIds: ownSellerIds } = known.facts
    return classifyGroups({ groups: buildGroups({ summary, catalogue, keep }), readings, ownSellerIds, company })
  }
  async function save(final: boolean): Promise<void> {
    // What is agreed on meanwhile keeps its group.
    known.facts = await profiles.facts(attempt.customerId)
    await profiles.saveResult(attempt, profileResult(summary, classified(), { asOf, unread }), final)
  }

  async function askBrands(account: ConnectedAccount, asins: readonly string[], marketplaceId: string): Promise<void> {
    const items = await ask(account, (how) => amazon.open(account).catalogue(marketplaceId, asins, how)).catch(unlessInvalid)
    const found = new Map((items ?? []).map(({ asin, brand = null, productType = null }) => [asin, { brand, productType }]))
    const answered = new Map(asins.map((asin) => [asin, found.get(asin) ?? null]))
    await profiles.saveCatalogue(attempt, answered)
    for (const [asin, item] of answered) catalogue.set(asin, item)
  }

  async function askOffers(account: ConnectedAccount, asins: readonly string[], marketplaceId: string): Promise<void> {
    const answers = await ask(account, (how) => amazon.open(account).offers(marketplaceId, asins, how)).catch(unlessInvalid)
    const fresh = answers
      ? answers.flatMap((answer) => readingOf(answer, triesOf))
      : asins.map((asin): OfferReading => ({ asin, status: 'unreadable', code: 'invalid' }))
    await profiles.saveReadings(attempt, fresh)
    readings.push(...fresh)
  }

  return {
    save,

    /** The brands of all candidates of an account, or of the first so many. */
    async brands(account: ConnectedAccount, most = Number.POSITIVE_INFINITY): Promise<void> {
      const own = order.filter(({ accountId }) => accountId === account.accountId).slice(0, most)
      for (;;) {
        const batch = batchOf(own.filter(({ asin }) => !catalogue.has(asin)))
        if (batch === undefined) return
        await askBrands(account, batch.asins, batch.marketplaceId)
      }
    },

    /** The offers of a few, before any brand is known. */
    async firstOffers(account: ConnectedAccount): Promise<void> {
      const own = order.filter(({ accountId }) => accountId === account.accountId)
      const read = new Set(readings.map(({ asin }) => asin))
      const batch = own.some(({ asin }) => read.has(asin)) ? undefined : batchOf(own)
      if (batch !== undefined) await askOffers(account, batch.asins, batch.marketplaceId)
    },

    /** The offers of whatever leaves a group in doubt, for as long as there is anything to learn. */
    async offers(account: ConnectedAccount, brands: { readonly complete: boolean }): Promise<void> {
      const ofAccount = new Set(order.filter(({ accountId }) => accountId === account.accountId).map(({ asin }) => asin))
      for (;;) {
        const { complete } = brands
        const asked = readings.filter(({ asin }) => ofAccount.has(asin)).length
        const { accountId } = account
        const next = asked >= MOST_READINGS ? [] : nextOffers({ groups: classified(), readings, accountId, limit: AHEAD })
        const batch = batchOf(next)
        if (batch !== undefined) {
          await askOffers(account, batch.asins, batch.marketplaceId)
          await save(false)
        } else if (complete || asked >= MOST_READINGS) return
        else await Context.current().sleep(BRANDS_MS) // more brands come in meanwhile
      }
    },
  }
}

const BRANDS_MS = 500

/** What one request takes: the first candidate's marketplace, and others of it. */
function batchOf(candidates: readonly Candidate[]): { readonly marketplaceId: string; readonly asins: readonly string[] } | undefined {
  const [first] = candidates
  if (first === undefined) return undefined
  const { marketplaceId } = first
  const here = candidates.filter((one) => one.marketplaceId === marketplaceId).slice(0, ASINS_PER_REQUEST)
  return { marketplaceId, asins: here.map(({ asin }) => asin) }
}

/** A request that Amazon will never take tells nothing of its ASINs, and of others it says nothing either. */
function unlessInvalid(error: unknown): undefined {
  if (!(error instanceof AmazonFailure) || (error.code !== 'invalid' && error.code !== 'not_found')) throw error
}

/** Nothing where it is worth asking again. */
function readingOf(answer: OffersOfAsin, triesOf: Map<string, number>): OfferReading[] {
  const { asin } = answer
  if ('offers' in answer) {
    const { status, offers } = answer.offers
    if (status === 'known' || status === 'no_buyable_offers')
      return [{ asin, status: 'read', offers: offers.map(({ sellerId = null }) => ({ sellerId, condition: 'new' })) }]
    return [{ asin, status: 'unreadable', code: status }]
  }
  const tries = (triesOf.get(asin) ?? 0) + 1
  triesOf.set(asin, tries)
  const passing = answer.failure === 'throttled' || answer.failure === 'unavailable'
  return passing && tries < TRIES_IN_BATCH ? [] : [{ asin, status: 'unreadable', code: answer.failure }]
}
