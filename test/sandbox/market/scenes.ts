import { createQueue, type Queue } from '../../../sandbox/market/queue.ts'
import type { Rival } from '../../../sandbox/market/rivals.ts'
import { NOBODY, type Scene, type Seller } from '../../../sandbox/market/scene.ts'

export const sellerOf = (seller: Partial<Seller> = {}): Seller => ({
  sellerId: 'RIVAL',
  fba: true,
  featured: true,
  shipping: 0,
  feedbackCount: 100,
  feedbackPercent: 95,
  maximumHours: 0,
  retail: false,
  listing: 2_000,
  available: true,
  ...seller,
})

export const rivalOf = (rival: Partial<Rival> = {}): Rival => ({
  kind: 'steady',
  seller: sellerOf(),
  floor: 1_500,
  ceiling: 2_500,
  base: 2_000,
  looksEvery: 600_000,
  resets: false,
  stockOuts: false,
  ...rival,
})

/** A scene that notes when something changed. */
export function sceneOf(sellers: readonly Seller[], holder = NOBODY): Scene & { readonly queue: Queue; readonly changes: number[] } {
  const changes: number[] = []
  return { queue: createQueue(), sellers, holder, changed: (at) => void changes.push(at), changes }
}
