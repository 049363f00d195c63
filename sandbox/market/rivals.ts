import { drawsFrom } from '../amazon/world/draws.ts'
import { HOUR, MINUTE, type Seller } from './scene.ts'

/** How a rival finds his price. `featured` follows the Buy Box until he has it, as Amazon's own automatic pricing does. */
export type RivalKind = 'steady' | 'match_lowest' | 'undercut' | 'night' | 'featured' | 'climber' | 'retail'

export interface Rival {
  readonly kind: RivalKind
  readonly seller: Seller
  /** Landed prices that he never leaves, but by mistake. */
  readonly floor: number
  readonly ceiling: number
  /** What he asks for where nobody makes him ask for something else: landed. */
  readonly base: number
  /** How long he takes to look again, on the average: milliseconds. */
  readonly looksEvery: number
  /** Goes back to the ceiling in the small hours. */
  readonly resets: boolean
  readonly stockOuts: boolean
  /** Types a price that he does not mean, now and then. */
  readonly mistake?: number
}

/** How common each way is; Amazon itself is drawn apart, for there is only one. */
const KINDS: readonly RivalKind[] = [
  ...Array<RivalKind>(9).fill('steady'),
  ...Array<RivalKind>(4).fill('match_lowest'),
  ...Array<RivalKind>(3).fill('undercut'),
  ...Array<RivalKind>(2).fill('featured'),
  ...Array<RivalKind>(1).fill('night'),
  ...Array<RivalKind>(2).fill('climber'),
]

/** Far more than anybody pays, and a cent: what people and programs have typed. */
export const MOON = 1_000_000
export const CRASH = 1

/** Between two and twenty, most often half a dozen. Each from draws of his own: one more of them changes nobody else. */
export function drawRivals(seed: string, usual: number): Rival[] {
  const draws = drawsFrom(`${seed}/rivals`)
  const count = Math.round(Math.min(Math.max(7 * Math.exp(0.6 * draws.normal()), 2), 20))
  const retail = draws.happens(0.2)
  // Merchants' landed prices are mostly above those that Amazon fulfils, in some markets below (medians of 1.13, 1.08 and 0.94 in three series).
  const merchants = usual * Math.exp(0.15 + 0.1 * draws.normal())
  return Array.from({ length: count }, (_, index) =>
    drawRival(`${seed}/rival/${index}`, index, { usual, merchants, retail: retail && index === 0 }),
  )
}

interface Around {
  readonly usual: number
  readonly merchants: number
  readonly retail: boolean
}

function drawRival(seed: string, index: number, { usual, merchants, retail }: Around): Rival {
  const draws = drawsFrom(seed)
  const fba = draws.happens(0.55) || retail
  const [way, slow] = [draws.pick(KINDS), draws.happens(0.6)]
  // Merchants who send it themselves have programs less often.
  const kind = retail ? 'retail' : !fba && slow ? 'steady' : way
  const shipping = !fba && draws.happens(0.5) ? draws.pick([299, 399, 499]) : 0
  const level = (fba ? usual : merchants) * draws.between(0.92, 1.2)
  const base = Math.max(Math.round(level), shipping + 100)
  const floor = Math.max(Math.round(base * (fba ? draws.between(0.75, 0.97) : draws.between(0.85, 1))), shipping + 1)
  const ceiling = Math.round(base * draws.between(1.02, 1.4))
  const rarely = kind === 'steady' || kind === 'night' || kind === 'retail'
  const looksEvery = Math.exp(draws.between(Math.log(rarely ? 30 * MINUTE : 2 * MINUTE), Math.log(8 * HOUR)))
  const odd = draws.share()
  return {
    kind,
    floor,
    ceiling,
    base,
    looksEvery,
    resets: kind === 'undercut' && draws.happens(0.3),
    stockOuts: draws.happens(0.3),
    ...(retail || odd > 0.05 ? {} : { mistake: odd < 0.03 ? MOON : CRASH }),
    seller: {
      sellerId: retail ? 'AMAZON' : `RIVAL${index}`,
      fba,
      featured: fba || draws.happens(0.93),
      shipping,
      feedbackCount: retail ? 0 : Math.round(300 * Math.exp(1.5 * draws.normal())),
      feedbackPercent: Math.round(draws.between(82, 100)),
      maximumHours: fba ? 0 : draws.pick([24, 24, 48, 72]),
      retail,
      listing: base - shipping,
      available: true,
    },
  }
}

/** What a rival sees when he looks. */
export interface RivalView {
  /** Epoch milliseconds */
  readonly at: number
  /** The least landed price of the others; Infinity without others. */
  readonly lowest: number
  /** The landed price in the Buy Box; undefined where nobody has it. */
  readonly inBuyBox?: number
  readonly holds: boolean
  /** His own landed price. */
  readonly landed: number
}

const NIGHT = 0.95

/** The landed price that a rival wants now. `chance`: from 0 to 1, drawn afresh each time. */
export function wishOf(rival: Rival, view: RivalView, chance: number): number {
  const { floor, ceiling } = rival
  return Math.round(Math.min(Math.max(ownWay(rival, view, chance), floor), ceiling))
}

function ownWay({ kind, base, ceiling, resets }: Rival, view: RivalView, chance: number): number {
  const { at, lowest, inBuyBox, holds, landed } = view
  const hour = Math.floor(at / HOUR) % 24
  if (resets && hour === 3) return ceiling
  if (kind === 'steady') return chance < 0.05 ? base * (0.9 + 4 * chance) : landed
  if (kind === 'night') return hour >= 22 || hour < 6 ? base * NIGHT : base
  if (kind === 'match_lowest' || kind === 'retail') return lowest
  if (kind === 'undercut') return lowest - 1
  if (kind === 'featured') return holds ? landed : (inBuyBox ?? lowest)
  if (!holds) return lowest
  return chance < 0.2 ? landed * (1 + chance) : landed
}
