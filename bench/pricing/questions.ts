import { type PricingConfig, USUAL_BUY_BOX, USUAL_LIMITS } from '../../domain/pricing/config.ts'
import { decide } from '../../domain/pricing/decide.ts'
import type { MarketOffer, Snapshot } from '../../domain/pricing/snapshot.ts'
import type { PricingState } from '../../domain/pricing/state.ts'
import { chance } from '../routing/drawn-team.ts'

/** Everything that one decision is asked with. */
export interface Question {
  readonly state: PricingState | null
  readonly snapshot: Snapshot
  readonly config: PricingConfig
  readonly now: number
}

const BEGIN = Date.parse('2026-11-23T09:00:00Z')
const MINUTE = 60_000
const LOOKS = 50

const configOf = (n: number): PricingConfig => ({
  listing: {
    sku: `SKU-${n}`,
    asin: `B${String(n).padStart(9, '0')}`,
    marketplaceId: 'A1PA6795UKMFR9',
    currency: 'EUR',
    fba: true,
    shipping: 0,
  },
  ownSellerIds: ['A1OWNSELLER001'],
  strategy: USUAL_BUY_BOX,
  min: 800,
  max: 1_500,
  costs: { unit: 350, fees: 250, referral: 1_500, vat: 1_900 },
  limits: USUAL_LIMITS,
})

/** Looks at markets with so many offers as they follow each other: contests, verdicts, probes, reverts, and long times of nothing. */
export function questionsOf(offers: number, listings: number): Question[] {
  return Array.from({ length: listings }, (_, n) => lifeOf(n, offers)).flat()
}

function lifeOf(n: number, offers: number): Question[] {
  const config = configOf(n)
  const questions: Question[] = []
  const rivals = Array.from({ length: offers - 1 }, (_, index) => rivalOf(n, index))
  let [state, price]: [PricingState | null, number] = [null, 1_400]
  for (let look = 0; look < LOOKS; look += 1) {
    const now = BEGIN + look * 7 * MINUTE
    const moved = chance(`${n} moves ${look}`, rivals.length * 3)
    const rival = rivals[moved]
    if (rival !== undefined)
      rivals[moved] = offerOf({ ...rival, listing: Math.max(850, rival.listing + chance(`${n} by ${look}`, 81) - 40) })
    const best = Math.min(...rivals.filter(({ fba }) => fba).map(({ landed }) => landed), 1_450)
    const isOurs = price <= best + chance(`${n} luck ${look}`, 25)
    const own = offerOf({ ...rivalOf(n, 0), listing: price, sellerId: 'A1OWNSELLER001', inBuyBox: isOurs, fba: true })
    const winner = rivals.findIndex(({ landed }) => landed === best)
    const snapshot: Snapshot = {
      at: now - MINUTE,
      asin: config.listing.asin,
      marketplaceId: config.listing.marketplaceId,
      currency: 'EUR',
      offers: [...rivals.map((offer, index) => offerOf({ ...offer, inBuyBox: !isOurs && index === Math.max(0, winner) })), own],
      priceThreshold: 1_600,
    }
    questions.push({ state, snapshot, config, now })
    const decided = decide(state, snapshot, config, now)
    state = decided.state
    price = decided.decision.price ?? price
  }
  return questions
}

function rivalOf(n: number, index: number): MarketOffer {
  return offerOf({
    sellerId: `A${String(chance(`${n} is ${index}`, 1_000_000_000)).padStart(13, 'X')}`,
    listing: 1_050 + chance(`${n} asks ${index}`, 400),
    fba: chance(`${n} sends ${index}`, 3) > 0,
    featured: chance(`${n} may ${index}`, 8) > 0,
    inBuyBox: false,
    available: chance(`${n} has ${index}`, 20) > 0,
    feedbackCount: chance(`${n} rated ${index}`, 5_000),
    feedbackPercent: 85 + chance(`${n} liked ${index}`, 15),
  })
}

/** All of one shape, as whoever reads them from a notification makes them. */
function offerOf(fields: Omit<MarketOffer, 'landed' | 'maximumHours' | 'retail'>): MarketOffer {
  const { sellerId, listing, fba, featured, inBuyBox, available, feedbackCount, feedbackPercent } = fields
  return { sellerId, landed: listing, listing, fba, featured, inBuyBox, available, feedbackCount, feedbackPercent, maximumHours: 24 }
}
