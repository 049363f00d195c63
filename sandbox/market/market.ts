import { drawsFrom } from '../amazon/world/draws.ts'
import { type BuyBoxRule, drawBuyBox } from './buy-box.ts'
import { type Demand, drawDemand } from './demand.ts'
import { drawPrivateLabel } from './private-label.ts'
import { drawRivals, type Rival } from './rivals.ts'
import { drawOwnSide, type OwnSide } from './terms.ts'

/** All that is drawn of one market before it begins. */
export interface Market {
  readonly seed: string
  readonly own: OwnSide
  readonly rivals: readonly Rival[]
  readonly buyBox: BuyBoxRule
  readonly demand: Demand
  /** What looks say of the price above which Amazon gives nobody the Buy Box; often nothing. */
  readonly priceThreshold?: number
  readonly stock?: Stock
}

/** Units of ours, filled up to so many again and again; without it there are always enough. */
export interface Stock {
  readonly units: number
  readonly everyDays: number
}

export interface MarketOptions {
  /** How far markets are from the fit of the Buy Box, and from each other: 1 as usual, 2 twice as far. */
  readonly spread?: number
  readonly stock?: Stock
  /** A brand of our own instead of goods that many sell: nobody else has it, or a few who sell on. */
  readonly privateLabel?: { readonly rivals: boolean }
}

export function drawMarket(seed: string, { spread = 1, stock, privateLabel }: MarketOptions = {}): Market {
  const { own, rivals, demand } = privateLabel === undefined ? drawTradeGoods(seed) : drawPrivateLabel(seed, privateLabel)
  const buyBox = drawBuyBox(seed, own.usual, spread)
  const told = drawsFrom(`${seed}/told`).happens(0.5)
  return {
    seed,
    own,
    rivals,
    buyBox,
    demand,
    ...(told ? { priceThreshold: Math.round(buyBox.most) } : {}),
    ...(stock === undefined ? {} : { stock }),
  }
}

/** What differs between goods that many sell and a brand of our own. */
export type Goods = Pick<Market, 'own' | 'rivals' | 'demand'>

function drawTradeGoods(seed: string): Goods {
  const own = drawOwnSide(seed)
  return { own, rivals: drawRivals(seed, own.usual), demand: drawDemand(seed, own.usual) }
}
