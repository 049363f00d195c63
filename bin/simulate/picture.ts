import { drawMarket, type Market } from '../../sandbox/market/market.ts'
import { type Moment, recordOf } from '../../sandbox/market/record.ts'
import type { Contender } from '../../sandbox/market/repricers.ts'
import { DAY } from '../../sandbox/market/scene.ts'
import { interval, type Outcomes, type Simulated, seedOf } from '../../sandbox/market/simulate.ts'
import { daysDrawn } from './days.ts'
import { euros } from './euros.ts'
import { COLOURS, escaped, line, text, ticksOf, WIDTH } from './svg.ts'

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
  const { simulated, contenders } = shown
  const { markets, days, seed } = simulated
  const [ours] = contenders as readonly [Contender]
  const { number, market, moments } = exampleOf(shown)
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
    ...daysDrawn(moments, market.own.terms),
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
      `<rect x="${from.toFixed(1)}" y="${y - 10}" width="${Math.abs(x(mean) - x(0)).toFixed(1)}" height="20" rx="3" fill="${colour}"><title>${escaped(name)}: ${euros(mean)}</title></rect>`,
      line(x(low), y, x(high), y, { colour: COLOURS.text, width: 1.5 }),
      line(x(low), y - 5, x(low), y + 5, { colour: COLOURS.text, width: 1.5 }),
      line(x(high), y - 5, x(high), y + 5, { colour: COLOURS.text, width: 1.5 }),
      text(Math.max(x(high), x(0)) + 8, y + 5, euros(mean), { weight: index === 0 ? 600 : 400 }),
    ]
  })
  return [...grid, ...rows]
}

const CANDIDATES = 12

/** A market worth looking at: the Buy Box is ours for a part of the two days, and something is done for it. */
function exampleOf({ outcomes, simulated, contenders: [ours] }: Shown): { number: number; market: Market; moments: Moment[] } {
  const { seed, days } = simulated
  const away = (share: number): number => Math.abs(share - 0.6)
  const likely = outcomes
    .map(([outcome], number) => ({ number, away: away((outcome?.heldMs ?? 0) / (days * DAY)) }))
    .sort((one, other) => one.away - other.away)
    .slice(0, CANDIDATES)
  const shown = likely.map(({ number }) => {
    const market = drawMarket(seedOf(seed, number))
    const moments = recordOf(market, ours as Contender)
    const moves = moments.filter(({ prices }, index) => prices[0] !== moments[index - 1]?.prices[0]).length
    const held = moments.filter((moment) => moment.ours).length / moments.length
    return { number, market, moments, worth: Math.min(moves, 20) / 20 - away(held) }
  })
  return shown.reduce((best, candidate) => (candidate.worth > best.worth ? candidate : best))
}
