import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { drawMarket } from '../sandbox/market/market.ts'
import { START_PLACES, startPlaceOf } from '../sandbox/market/private-label.ts'
import { constantPrice, pushing } from '../sandbox/market/pushing.ts'
import { interval, outcomesOf, seedOf } from '../sandbox/market/simulate.ts'
import type { Outcome } from '../sandbox/market/trial.ts'
import { round } from './figures.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * What Push earns for private labels beside the price that they began with, in the same markets: with nobody else at the product, and with a
 * few who sell on; in all of them, and by where the start lay beside the price that earns most, which nobody in the market knows.
 */

const KINDS = { alone: { rivals: false }, 'with rivals': { rivals: true } } as const
type Kind = keyof typeof KINDS

const MEASURES = ['revenue', 'profit'] as const
type Measure = (typeof MEASURES)[number]

interface Size {
  readonly seeds: number
  readonly markets: number
  readonly days: number
}

/** Money in minor units a day, means of a market. */
interface Gain {
  readonly measure: Measure
  readonly start: string
  readonly markets: number
  readonly constant: number
  readonly push: number
  readonly gain: { readonly mean: number; readonly low: number; readonly high: number }
}

interface Tried {
  readonly kind: Kind
  readonly changesPerDay: number
  readonly violations: number
  readonly gains: readonly Gain[]
}

interface Row {
  readonly start: string
  readonly push: Outcome
  readonly constant: Outcome
}

function tryAs(kind: Kind, { seeds, markets, days }: Size, say: (line: string) => void): Tried {
  const options = { privateLabel: KINDS[kind] }
  const rows = Array.from({ length: seeds }, (_, number): Row[] => {
    const seed = number + 1
    const drawn = outcomesOf([pushing, constantPrice], { markets, days, seed, options }).map(([push, constant], market) => ({
      start: startPlaceOf(drawMarket(seedOf(seed, market), options).own),
      push: push as Outcome,
      constant: constant as Outcome,
    }))
    const more = MEASURES.map((measure) => `${gainOf(measure, 'all', drawn, days).gain.mean} cent ${measure}`)
    say(`${kind}, seed ${seed} of ${seeds}: ${more.join(', ')} more a day`)
    return drawn
  }).flat()
  const places: readonly string[] = ['all', ...START_PLACES]
  return {
    kind,
    changesPerDay: round(rows.reduce((sum, { push }) => sum + push.changes, 0) / (rows.length * days), 2),
    violations: rows.reduce((sum, { push }) => sum + push.violations, 0),
    gains: MEASURES.flatMap((measure) =>
      places.map((place) => {
        const there = rows.filter(({ start }) => place === 'all' || start === place)
        return gainOf(measure, place, there, days)
      }),
    ),
  }
}

function gainOf(measure: Measure, start: string, rows: readonly Row[], days: number): Gain {
  const perDay = (of: (row: Row) => number) => interval(rows.map((row) => of(row) / days))
  return {
    measure,
    start,
    markets: rows.length,
    constant: perDay(({ constant }) => constant[measure]).mean,
    push: perDay(({ push }) => push[measure]).mean,
    gain: perDay(({ push, constant }) => push[measure] - constant[measure]),
  }
}

const goalsOf = ({ kind, violations, gains }: Tried): Goal[] => [
  ...gains
    .filter(({ start }) => start === 'all')
    .map(({ measure, gain }) => ({
      name: `${kind}: more ${measure} a day than a constant price, low end`,
      measured: gain.low,
      unit: 'cent',
      goal: 0.1,
      atMost: false,
      ofTime: false,
    })),
  { name: `${kind}: prices out of bounds`, measured: violations, unit: 'prices', goal: 0, atMost: true, ofTime: false },
]

function textOf({ kind, changesPerDay, gains }: Tried, { days }: Size): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [
    `private labels ${kind}, ${days} days, ${changesPerDay} changes a day; cent a day, means of a market`,
    row(['', 'start', 'markets', 'constant price', 'Push', 'Push earns more (95 %)', '%']),
    row(['---', '---', '---', '---', '---', '---', '---']),
    ...gains.map(({ measure, start, markets, constant, push, gain }) =>
      row([measure, start, markets, constant, push, `${gain.mean} (${gain.low} to ${gain.high})`, round((100 * gain.mean) / constant)]),
    ),
    '',
  ].join('\n')
}

exitWithParent()
await runBench('push', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '8' },
      markets: { type: 'string', default: '150' },
      days: { type: 'string', default: '90' },
      json: { type: 'boolean', default: false },
    },
  })
  const size: Size = {
    seeds: wholeOf('seeds', values.seeds, 1),
    markets: wholeOf('markets', values.markets, 2),
    days: wholeOf('days', values.days, 1),
  }
  const tried = (Object.keys(KINDS) as Kind[]).map((kind) => tryAs(kind, size, say))
  const goals = tried.flatMap(goalsOf)
  writeResults('push', { ...size, tried, goals })
  const text = [...tried.map((each) => textOf(each, size)), goalTable(goals)].join('\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify({ tried, goals }) : text }
})
