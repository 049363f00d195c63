import type { Draws } from '../amazon/world/draws.ts'
import { MINUTE } from './scene.ts'

/** How long Amazon takes to show a new price: 1.5 to 15 minutes, rarely up to an hour. Milliseconds. */
export function visibleAfter(draws: Draws): number {
  const minutes = Math.min(Math.max(4 * Math.exp(0.6 * draws.normal()), 1.5), 15)
  return minutes * (draws.happens(0.02) ? 4 : 1) * MINUTE
}
