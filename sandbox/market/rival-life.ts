import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { type Rival, wishOf } from './rivals.ts'
import { DAY, HOUR, landedOf, lowestOf, MINUTE, NOBODY, type Scene } from './scene.ts'
import { visibleAfter } from './visible-after.ts'

const IN_STOCK = 4 * DAY
const OUT_OF_STOCK = 12 * HOUR
const BETWEEN_MISTAKES = 3 * DAY
/** A price that is far too low is noticed sooner: orders come. */
const TOO_HIGH_FOR = 3 * HOUR
const TOO_LOW_FOR = 40 * MINUTE

/**
 * Lets a rival live: he looks at the market in a rhythm of his own, and what he then wants is seen some minutes later. Whatever we do, he
 * draws the same numbers at the same times.
 */
export function live(rival: Rival, place: number, scene: Scene, seed: string, from: number): void {
  const { queue } = scene
  const { seller } = rival
  const looks = drawsFrom(`${seed}/looks`)
  let wanted = seller.listing
  let mistaken = false
  let [sent, shown] = [0, 0]

  const show = (listing: number, at: number): void => {
    if (seller.listing === listing) return
    seller.listing = listing
    if (seller.available) scene.changed(at)
  }
  const look = (at: number): void => {
    const [pause, chance, delay] = [looks.between(0.5, 1.5), looks.share(), visibleAfter(looks)]
    queue.add(at + pause * rival.looksEvery, look)
    if (mistaken || !seller.available) return
    const listing = wishOf(rival, viewOf(rival, place, scene, at), chance) - seller.shipping
    if (listing === wanted) return
    wanted = listing
    sent += 1
    const number = sent
    queue.add(at + delay, (seen) => {
      if (number < shown) return
      shown = number
      if (!mistaken) show(listing, seen)
    })
  }
  queue.add(from + looks.share() * rival.looksEvery, look)

  if (rival.stockOuts)
    takeTurns(scene, drawsFrom(`${seed}/stock`), from, IN_STOCK, OUT_OF_STOCK, (there, at) => {
      seller.available = there
      scene.changed(at)
    })
  const { mistake } = rival
  if (mistake !== undefined)
    takeTurns(
      scene,
      drawsFrom(`${seed}/mistakes`),
      from,
      BETWEEN_MISTAKES,
      mistake < seller.listing ? TOO_LOW_FOR : TOO_HIGH_FOR,
      (sane, at) => {
        mistaken = !sane
        show(sane ? wanted : mistake, at)
      },
    )
}

function viewOf(rival: Rival, place: number, { sellers, holder }: Scene, at: number) {
  const box = holder === NOBODY ? undefined : sellers[holder]
  return {
    at,
    lowest: lowestOf(sellers, place),
    ...(box === undefined ? {} : { inBuyBox: landedOf(box) }),
    holds: holder === place,
    landed: landedOf(rival.seller),
  }
}

/** First the one state, then the other, and so on, each for about so long. */
function takeTurns(
  { queue }: Scene,
  draws: Draws,
  from: number,
  first: number,
  second: number,
  turn: (first: boolean, at: number) => void,
): void {
  const about = (mean: number): number => Math.max(MINUTE, -mean * Math.log(1 - draws.share()))
  let isFirst = true
  const next = (at: number): void => {
    isFirst = !isFirst
    turn(isFirst, at)
    queue.add(at + about(isFirst ? first : second), next)
  }
  queue.add(from + about(first), next)
}
