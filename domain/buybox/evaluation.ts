import { fbaFirst, incumbentElseFba, lowestLanded, type PricedOffer } from './baselines.ts'
import { buyBoxShares, likeliest } from './shares.ts'

/** One look at an ASIN's offers. */
export interface Market {
  readonly asin: string
  readonly offers: readonly PricedOffer[]
  /** Index of the offer that truly was in the Buy Box. */
  readonly winner: number
}

/** A look with two offers or more, exactly one of them in the Buy Box; undefined for any other. */
export function marketOf(asin: string, offers: readonly (PricedOffer & { readonly inBuyBox: boolean })[]): Market | undefined {
  const winner = offers.findIndex(({ inBuyBox }) => inBuyBox)
  const isOnlyOne = winner >= 0 && offers.findLastIndex(({ inBuyBox }) => inBuyBox) === winner
  return offers.length >= 2 && isOnlyOne ? { asin, offers, winner } : undefined
}

/** How well the model says who is in the Buy Box, beside what everybody guesses. Fractions of the markets. */
export interface Evaluation {
  readonly markets: number
  /** By the look alone. */
  readonly top1: number
  readonly lowestLanded: number
  readonly fbaFirst: number
  /** Knowing who had it at the look before at the same ASIN. */
  readonly sequentialTop1: number
  readonly incumbentElseFba: number
  /** Of `top1`: the mean of -ln(share of the true winner). */
  readonly logLoss: number
  /** Of `top1`: expected calibration error of the largest share, over ten bins of equal width. */
  readonly ece: number
}

const BINS = 10
/** Nobody is ruled out entirely: one surprise would be an infinite loss. */
const LEAST_SHARE = 1e-12

/** Takes looks in the order of time, one after the other. */
export function createEvaluation() {
  const hits = { top1: 0, lowestLanded: 0, fbaFirst: 0, sequentialTop1: 0, incumbentElseFba: 0 }
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }))
  const holders = new Map<string, string>()
  let markets = 0
  let loss = 0

  return {
    add({ asin, offers, winner }: Market): void {
      const holder = holders.get(asin)
      const alone = buyBoxShares(offers)
      const guess = likeliest(alone)
      markets += 1
      loss -= Math.log(Math.max(alone[winner] ?? 0, LEAST_SHARE))
      note(alone[guess] ?? 0, guess === winner)
      if (guess === winner) hits.top1 += 1
      if (lowestLanded(offers) === winner) hits.lowestLanded += 1
      if (fbaFirst(offers) === winner) hits.fbaFirst += 1
      if (likeliest(buyBoxShares(offers, holder)) === winner) hits.sequentialTop1 += 1
      if (incumbentElseFba(offers, holder) === winner) hits.incumbentElseFba += 1
      const seller = offers[winner]?.sellerId
      if (seller) holders.set(asin, seller)
      else holders.delete(asin)
    },

    /** Zeros where there was no market. */
    result(): Evaluation {
      const part = (count: number): number => (markets === 0 ? 0 : count / markets)
      const gap = bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0)
      return {
        markets,
        top1: part(hits.top1),
        lowestLanded: part(hits.lowestLanded),
        fbaFirst: part(hits.fbaFirst),
        sequentialTop1: part(hits.sequentialTop1),
        incumbentElseFba: part(hits.incumbentElseFba),
        logLoss: part(loss),
        ece: part(gap),
      }
    },
  }

  function note(confidence: number, right: boolean): void {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]
    if (bin === undefined) return
    bin.confidence += confidence
    if (right) bin.right += 1
  }
}
