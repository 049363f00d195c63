import { drawMarket } from '../../sandbox/market/market.ts'
import { recordOf } from '../../sandbox/market/record.ts'
import type { Contender } from '../../sandbox/market/repricers.ts'
import { DAY } from '../../sandbox/market/scene.ts'
import { interval, type Outcomes, type Simulated, seedOf } from '../../sandbox/market/simulate.ts'
import { daysDrawn } from './days.ts'
import { COLOURS, escaped, line, text, WIDTH } from './svg.ts'

interface Shown {
  readonly simulated: Simulated
  readonly contenders: readonly Contender[]
  readonly outcomes: Outcomes
}

const HEIGHT = 800
const [LEFT, RIGHT] = [190, WIDTH - 60]
const [TOP, ROW] = [130, 34]

/** Profit a day of each strategy, and two days of one market with ours in it: one SVG that needs nothing else. */
export function pictureOf(shown: Shown): string {
  const { simulated, contenders, outcomes } = shown
  const { markets, days, seed } = simulated
  const [ours] = contenders as readonly [Contender]
  const number = exampleOf(outcomes, days)
  const market = drawMarket(seedOf(seed, number))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, 'Helvetica Neue', Arial, sans-serif">`,
    `<title>${escaped(`What ${ours.name} earns in ${markets} drawn markets`)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(40, 48, 'Profit a day, a market', { size: 22, weight: 600 }),
    text(40, 74, `${markets} drawn markets, ${days} days each, the same for all; mean and 95 % interval, EUR; seed ${seed}; modelled`, {
      colour: COLOURS.quiet,
    }),
    ...bars(shown),
    text(40, 400, `Two days of market ${number + 1} with ${ours.name}`, { size: 22, weight: 600 }),
    ...daysDrawn(recordOf(market, ours), market.own.terms),
    '</svg>',
    '',
  ].join('\n')
}

function bars({ contenders, outcomes, simulated }: Shown): string[] {
  const profits = contenders.map((_, index) => interval(outcomes.map((row) => (row[index]?.profit ?? 0) / simulated.days)))
  const [least, most] = [Math.min(0, ...profits.map(({ low }) => low)), Math.max(1, ...profits.map(({ high }) => high))]
  const x = (minor: number): number => LEFT + ((minor - least) / (most - least)) * (RIGHT - LEFT)
  const bottom = TOP + ROW * contenders.length
  const grid = ticksOf(least, most).flatMap((minor) => [
    line(x(minor), TOP - 14, x(minor), bottom - 8, { colour: minor === 0 ? COLOURS.axis : COLOURS.grid }),
    text(x(minor), bottom + 10, (minor / 100).toFixed(0), { anchor: 'middle', colour: COLOURS.quiet }),
  ])
  const rows = contenders.flatMap(({ name }, index) => {
    const { mean, low, high } = profits[index] as { mean: number; low: number; high: number }
    const y = TOP + ROW * index
    const colour = index === 0 ? COLOURS.ours : COLOURS.other
    const from = Math.min(x(0), x(mean))
    return [
      text(LEFT - 14, y + 5, name, { anchor: 'end', weight: index === 0 ? 600 : 400 }),
      `<rect x="${from.toFixed(1)}" y="${y - 10}" width="${Math.abs(x(mean) - x(0)).toFixed(1)}" height="20" rx="3" fill="${colour}"><title>${escaped(name)}: ${(mean / 100).toFixed(2)}</title></rect>`,
      line(x(low), y, x(high), y, { colour: COLOURS.text, width: 1.5 }),
      line(x(low), y - 5, x(low), y + 5, { colour: COLOURS.text, width: 1.5 }),
      line(x(high), y - 5, x(high), y + 5, { colour: COLOURS.text, width: 1.5 }),
      text(Math.max(x(high), x(0)) + 8, y + 5, (mean / 100).toFixed(2), { weight: index === 0 ? 600 : 400 }),
    ]
  })
  return [...grid, ...rows]
}

/** Round numbers, some five of them. */
export function ticksOf(least: number, most: number): number[] {
  const rough = (most - least) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough
  const first = Math.ceil(least / step)
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, index) => (first + index) * step)
}

/** A market in which ours has the Buy Box about half of the time, and does something for it. */
function exampleOf(outcomes: Outcomes, days: number): number {
  const awayFromHalf = outcomes.map(([ours]) => {
    const { heldMs = 0, changes = 0 } = ours ?? {}
    return Math.abs(heldMs / (days * DAY) - 0.55) + (changes < 2 * days ? 1 : 0)
  })
  return awayFromHalf.indexOf(Math.min(...awayFromHalf))
}
