import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { offerChangeOf } from '../../adapters/amazon/any-offer-changed.ts'
import { type Market, marketOf } from '../../domain/buybox/evaluation.ts'
import { featuresOf } from '../../domain/buybox/features.ts'
import type { Choice } from './logit.ts'

/** A look at a market, and who had the Buy Box at the look before at the same ASIN. */
export interface Look extends Market {
  readonly holder?: string
  /** One over how many looks there are at this ASIN: each ASIN counts once. */
  readonly weight: number
}

/** The markets of a file of notifications, in its order. */
export function looksOf(file: string): Look[] {
  const markets = gunzipSync(readFileSync(file)).toString().trim().split('\n').flatMap(marketIn)
  const counts = new Map<string, number>()
  for (const { asin } of markets) counts.set(asin, (counts.get(asin) ?? 0) + 1)
  const holders = new Map<string, string>()
  return markets.map((market) => {
    const holder = holders.get(market.asin)
    holders.set(market.asin, market.offers[market.winner]?.sellerId ?? '')
    return { ...market, weight: 1 / (counts.get(market.asin) ?? 1), ...(holder ? { holder } : {}) }
  })
}

function marketIn(line: string): Market[] {
  const change = offerChangeOf(JSON.parse(line))
  const market = change && marketOf(change.asin, change.offers)
  return market === undefined ? [] : [market]
}

/** As the model sees it without knowing who had it before; `weight` of the whole set. */
export function choicesAlone(looks: readonly Look[], weight: number): Choice[] {
  const all = looks.reduce((sum, look) => sum + look.weight, 0)
  return looks.map((look) => ({ options: featuresOf(look.offers), chosen: look.winner, weight: (look.weight * weight) / all }))
}

/** As it sees it where whoever had it still offers: one feature more, holding it. */
export function choicesAfter(looks: readonly Look[], weight: number): Choice[] {
  const held = looks.filter(({ holder, offers }) => offers.some(({ sellerId }) => sellerId === holder))
  return choicesAlone(held, weight).map((choice, index) => {
    const { offers = [], holder } = held[index] ?? {}
    return { ...choice, options: choice.options.map((values, offer) => [...values, Number(offers[offer]?.sellerId === holder)]) }
  })
}
