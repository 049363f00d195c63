import { clamp } from './bounds.ts'
import { type PriceChange, WHOLE } from './config.ts'

/** A price after a change, within its bounds. A rate moves it by a cent at least: two per cent of forty cents are no reason to stand still. */
export function movedBy(price: number, change: PriceChange, floor: number, ceiling: number): number {
  return clamp(price + amountOf(price, change), floor, ceiling)
}

function amountOf(price: number, change: PriceChange): number {
  if ('amount' in change) return change.amount
  const exact = (price * Math.abs(change.rate)) / WHOLE
  return Math.sign(change.rate) * Math.max(1, Math.round(exact))
}
