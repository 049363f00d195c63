import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { USUAL_BUY_BOX } from '../domain/pricing/config.ts'
import { CASES, MEASURED, watchRaises } from '../sandbox/market/raise-curve.ts'
import { contendersWith, type Outcomes, outcomesOf, type Simulated, summarise } from '../sandbox/market/simulate.ts'
import { round } from './figures.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * What our usual strategy earns in drawn markets beside everybody else's rules, in the same markets; and how like the series that was
 * measured these markets are: how often whoever has the Buy Box keeps it, by what he did.
 */

/** Percentage points. */
const CURVE_GOAL = 5
/** As usual, and markets twice as far from the fit and from each other. */
const SPREADS = [1, 2] as const

interface Size {
  readonly seeds: number
  readonly markets: number
  readonly days: number
}

interface Tried {
  readonly spread: number
  readonly millisecondsOfADay: number
  readonly simulated: Simulated
  readonly curve: readonly { readonly name: string; readonly kept: number; readonly of: number; readonly measured: number }[]
}

function tryAt(spread: number, { seeds, markets, days }: Size, say: (line: string) => void): Tried {
  const contenders = contendersWith(USUAL_BUY_BOX)
  const curve = watchRaises()
  const began = performance.now()
  const outcomes: Outcomes = Array.from({ length: seeds }, (_, seed) => {
    say(`spread ${spread}, seed ${seed + 1} of ${seeds}`)
    return outcomesOf(contenders, { markets, days, seed: seed + 1, options: { spread }, watches: [curve] })
  }).flat()
  const took = performance.now() - began
  const kept = curve.result()
  return {
    spread,
    millisecondsOfADay: round(took / (outcomes.length * days * contenders.length), 2),
    simulated: summarise(contenders, outcomes, { seed: 1, markets: outcomes.length, days }),
    curve: CASES.map((name) => ({ name, kept: round(kept[name].kept), of: kept[name].of, measured: MEASURED[name] })),
  }
}

const goalsOf = ({ spread, simulated, curve }: Tried): Goal[] => [
  ...simulated.paired.map(({ baseline, low }) => ({
    name: `spread ${spread}: more a day than ${baseline}, low end`,
    measured: low,
    unit: 'cent',
    goal: 0.1,
    atMost: false,
    ofTime: false,
  })),
  // The curve was measured on markets as they are: markets that are drawn farther away from them are no likeness.
  ...(spread === 1 ? curve : []).map(({ name, kept, measured }) => ({
    name: `curve, ${name}: points from ${measured} %`,
    measured: round(Math.abs(kept - measured)),
    unit: 'points',
    goal: CURVE_GOAL,
    atMost: true,
    ofTime: false,
  })),
]

function textOf({ spread, millisecondsOfADay, simulated, curve }: Tried): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const { strategies, paired } = simulated
  return [
    `spread ${spread}, ${simulated.markets} markets, ${simulated.days} days, ${millisecondsOfADay} ms a market and day`,
    row(['strategy', 'profit a day, cent', 'price held', 'Buy Box, %', 'changes a day', 'violations', 'ours earns more (95 %)']),
    row(['---', '---', '---', '---', '---', '---', '---']),
    ...strategies.map(({ name, profitPerDay, meanHeldPrice, buyBoxShare, changesPerDay, violations }, index) => {
      const pair = paired[index - 1]
      const more = pair === undefined ? '' : `${pair.mean} (${pair.low} to ${pair.high})`
      return row([name, profitPerDay, meanHeldPrice, round(100 * buyBoxShare), changesPerDay, violations, more])
    }),
    '',
    row(['keeps the Buy Box for an hour', 'here, %', 'of', 'measured, %']),
    row(['---', '---', '---', '---']),
    ...curve.map(({ name, kept, of, measured }) => row([name, kept, of, measured])),
    '',
  ].join('\n')
}

exitWithParent()
await runBench('market', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '4' },
      markets: { type: 'string', default: '300' },
      days: { type: 'string', default: '4' },
      json: { type: 'boolean', default: false },
    },
  })
  const size: Size = {
    seeds: wholeOf('seeds', values.seeds, 1),
    markets: wholeOf('markets', values.markets, 2),
    days: wholeOf('days', values.days, 1),
  }
  const tried = SPREADS.map((spread) => tryAt(spread, size, say))
  const goals = tried.flatMap(goalsOf)
  writeResults('market', { ...size, tried, goals })
  const text = [...tried.map(textOf), goalTable(goals)].join('\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify({ tried, goals }) : text }
})
