import { writeFile } from 'node:fs/promises'
import { Value } from 'typebox/value'
import { StrategyBody } from '../../api/schemas/pricing.ts'
import { type Strategy, USUAL_BUY_BOX } from '../../domain/pricing/config.ts'
import { contendersWith, outcomesOf, type Simulated, summarise } from '../../sandbox/market/simulate.ts'
import { euros } from '../simulate/euros.ts'
import { pictureOf } from '../simulate/picture.ts'
import { aligned } from './aligned.ts'
import { BadInput } from './bad-input.ts'
import { jsonOf } from './json-file.ts'
import { createProgress } from './progress.ts'
import { wholeOf } from './whole-of.ts'
import { placeFor, written } from './written.ts'

export interface SimulateOptions {
  readonly strategy?: string
  readonly markets: string
  readonly days: string
  readonly seed: string
  readonly json: boolean
  readonly svg?: string
}

/** What a strategy earns in drawn markets, beside what everybody else's rules earn there. The same numbers give the same answer. */
export async function simulateCommand(options: SimulateOptions): Promise<void> {
  const markets = wholeOf('markets', options.markets, 1, 100_000)
  const days = wholeOf('days', options.days, 1, 366)
  const seed = wholeOf('seed', options.seed, 0, 2 ** 31 - 1)
  const strategy = options.strategy === undefined ? USUAL_BUY_BOX : await strategyOf(options.strategy)
  const { svg } = options
  if (svg !== undefined) await placeFor(svg) // nobody waits for a picture that has no place
  const wanted = { markets, days, seed, progress: createProgress(markets, 'markets') }
  const contenders = contendersWith(strategy)
  const outcomes = outcomesOf(contenders, wanted)
  const simulated = summarise(contenders, outcomes, wanted)
  if (svg !== undefined) await written(svg, writeFile(svg, pictureOf({ simulated, contenders, outcomes })))
  process.stdout.write(`${options.json ? JSON.stringify(simulated) : tableOf(simulated)}\n`)
}

async function strategyOf(file: string): Promise<Strategy> {
  const body = await jsonOf(file)
  if (!Value.Check(StrategyBody, body)) throw new BadInput(`${file} is no strategy: write one such as ${JSON.stringify(USUAL_BUY_BOX)}`)
  if (body.kind === 'cross_product') throw new BadInput(`${file} follows other products, and these markets have none: try another kind`)
  return body as Strategy
}

const signed = (minor: number): string => `${minor < 0 ? '' : '+'}${euros(minor)}`

function tableOf({ seed, markets, days, strategies, paired }: Simulated): string {
  const head = ['', 'profit a day', 'revenue a day', 'price held', 'Buy Box', 'changes a day', 'violations']
  const rows = strategies.map((one) => [
    one.name,
    euros(one.profitPerDay),
    euros(one.revenuePerDay),
    euros(one.meanHeldPrice),
    `${(100 * one.buyBoxShare).toFixed(1)} %`,
    one.changesPerDay.toFixed(1),
    String(one.violations),
  ])
  const pairs = paired.map(({ baseline, mean, low, high }) => [baseline, signed(mean), `${signed(low)} to ${signed(high)}`])
  return [
    `${markets} markets, ${days} days each, seed ${seed}; means of a market, money in EUR`,
    '',
    ...aligned([head, ...rows]),
    '',
    `${paired[0]?.strategy ?? ''} earns a day more than (same markets, 95 % interval)`,
    ...aligned(pairs),
    '',
    'Modelled: the Buy Box, buyers and rivals of these markets are drawn around what was measured; Amazon itself is not in it.',
  ].join('\n')
}
