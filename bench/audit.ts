import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { drawFba } from '../sandbox/fba/draw.ts'
import { judged } from './audit/audited.ts'
import { compare, type Judgement } from './audit/head-to-head.ts'
import { measureSpeed, type Speed } from './audit/speed.ts'
import { round, slope } from './figures.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { runBench, sizesOf } from './run.ts'

/*
 * The audit of reports: how right its claims are on ledgers of which the truth is known, all types and stocks; beside the rules of open
 * projects on the same warehouse losses, in wrong and missed euros; and how fast folders of three sizes are read and judged, in what memory,
 * beside what csv-parse alone takes for the ledger.
 */

const STOCKS = [
  ['EU', 'DE'],
  ['GB', 'GB'],
  ['US', 'US'],
] as const

/** Of all types in all stocks: units. */
interface Truth {
  readonly lots: number
  readonly right: number
  readonly duplicate: number
  readonly premature: number
  readonly expired: number
  readonly nonClaimable: number
  readonly missed: number
  readonly provable: number
}

function judgeAll(seeds: readonly string[], lots: number, say: (line: string) => void): Truth {
  const sum = { lots: 0, right: 0, duplicate: 0, premature: 0, expired: 0, nonClaimable: 0, missed: 0, provable: 0 }
  for (const seed of seeds)
    for (const [pool, country] of STOCKS) {
      const fba = drawFba(`${seed} ${pool}`, { lots, pools: [pool] })
      const { right, wrong, missed, provable } = judged(fba, country)
      sum.lots += fba.truth.lots.length
      sum.right += right.units
      sum.duplicate += wrong.duplicate.units
      sum.premature += wrong.premature.units
      sum.expired += wrong.expired.units
      sum.nonClaimable += wrong.non_claimable.units
      sum.missed += missed.units
      sum.provable += provable.units
      say(`${sum.lots} lots: ${sum.right} units rightly claimed, ${sum.missed} missed`)
    }
  return sum
}

function goalsOf(truth: Truth, tools: readonly Judgement[], speeds: readonly Speed[]): Goal[] {
  const [lotse] = tools as [Judgement, ...Judgement[]]
  const bound = (name: string, measured: number, unit: string, goal: number, atMost = true, ofTime = false): Goal => ({
    name,
    measured,
    unit,
    goal,
    atMost,
    ofTime,
  })
  const wrong = truth.duplicate + truth.premature + truth.expired + truth.nonClaimable
  const largest = speeds.at(-1) as Speed
  return [
    bound('units claimed that are not owed', wrong, 'units', 0),
    bound('of what is owed and provable is found', round(100 * (1 - truth.missed / truth.provable), 2), '%', 99, false),
    bound('warehouse units claimed that are not owed, head to head', lotse.wrong.units, 'units', 0),
    bound(`peak memory at ${largest.ledgerRows} ledger rows`, largest.peakMb, 'MB', 400),
    bound('a million ledger rows, on one core', round((1e6 * largest.cpuSeconds) / largest.ledgerRows), 's', 60, true, true),
  ]
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const euros = (minor: number): string => (minor / 100).toFixed(0)

function textOf(truth: Truth, tools: readonly Judgement[], speeds: readonly Speed[]): string {
  const perMillion = (of: (speed: Speed) => number): number =>
    round(1e6 * slope(speeds.map((each) => ({ x: each.ledgerRows, y: of(each) }))), 1)
  return [
    `${truth.lots} lots of all types: ${truth.right} units rightly claimed, ${truth.duplicate} doubled, ${truth.premature} premature, ${truth.expired} too late, ${truth.nonClaimable} not claimable, ${truth.missed} of ${truth.provable} provable ones missed`,
    '',
    'losses and damages in warehouses, the same ledgers for all',
    row(['', 'right units', 'wrong units', 'missed units', 'wrong EUR', 'missed EUR', 'of EUR owed']),
    row(['---', '---', '---', '---', '---', '---', '---']),
    ...tools.map(({ tool, right, wrong, missed, owed }) =>
      row([tool, right.units, wrong.units, missed.units, euros(wrong.minor), euros(missed.minor), euros(owed.minor)]),
    ),
    '',
    row([
      'ledger rows',
      'rows of all reports',
      's',
      's of CPU',
      'ledger rows a second of CPU',
      'peak MB',
      'csv-parse alone, s',
      'findings',
    ]),
    row(['---', '---', '---', '---', '---', '---', '---', '---']),
    ...speeds.map((each) =>
      row([
        each.ledgerRows,
        each.rows,
        each.seconds,
        each.cpuSeconds,
        Math.round(each.ledgerRows / each.cpuSeconds),
        each.peakMb,
        each.parserSeconds,
        each.findings,
      ]),
    ),
    `slope: ${perMillion(({ cpuSeconds }) => cpuSeconds)} s of CPU and ${perMillion(({ peakMb }) => peakMb)} MB for a million ledger rows more`,
    '',
  ].join('\n')
}

exitWithParent()
await runBench('audit', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '3' },
      lots: { type: 'string', default: '35000' },
      sizes: { type: 'string', default: '100000,300000,1000000' },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  const seeds = Array.from({ length: wholeOf('seeds', values.seeds, 1) }, (_, number) => `bench ${number + 1}`)
  const lots = wholeOf('lots', values.lots, 100)
  const runs = wholeOf('runs', values.runs, 1)
  const truth = judgeAll(seeds, lots, say)
  const tools = compare(seeds, lots, say)
  const speeds: Speed[] = []
  for (const size of sizesOf(values.sizes)) {
    speeds.push(await measureSpeed(size, runs))
    say(`${size} ledger rows in ${speeds.at(-1)?.seconds} s`)
  }
  const goals = goalsOf(truth, tools, speeds)
  writeResults('audit', { seeds: seeds.length, lots, truth, tools, speeds, goals })
  const text = [textOf(truth, tools, speeds), goalTable(goals)].join('\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify({ truth, tools, speeds, goals }) : text }
})
