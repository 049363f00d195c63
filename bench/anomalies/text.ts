import type { interval } from '../../sandbox/market/simulate.ts'
import { type Delay, type FalseAlarms, KINDS, type Kind, NAMES, type Name, RATES } from './measure.ts'
import type { RunLength } from './run-length.ts'

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`

export function falseTable(falseAlarms: readonly FalseAlarms[]): string {
  const of = (rule: Name, kind: Kind, perMonth: number): string => {
    const { mean, low, high } = (
      falseAlarms.find((each) => each.rule === rule && each.kind === kind && each.perMonth === perMonth) as FalseAlarms
    ).alarms
    return `${mean} (${low} to ${high})`
  }
  return [
    'false alarms a month of an account (95 %)',
    row(['incidents a month', 'they come', ...NAMES]),
    row(['---', '---', ...NAMES.map(() => '---')]),
    ...(Object.keys(KINDS) as Kind[]).flatMap((kind) =>
      RATES.map((perMonth) => row([perMonth, kind, ...NAMES.map((rule) => of(rule, kind, perMonth))])),
    ),
    '',
  ].join('\n')
}

export function delayTable(delays: readonly Delay[]): string {
  const cells = delays.map(({ perMonth, change, rule, median: middle, found }) => [perMonth, change, rule, middle ?? 'not found', ...found])
  const head = ['incidents a month', 'change', 'rule', 'median delay, days', 'same day, %', 'by day 1, %', 'by day 2, %', 'in time, %']
  return [row(head), row(head.map(() => '---')), ...cells.map(row), ''].join('\n')
}

export function runTable(runs: readonly RunLength[]): string {
  const head = ['mean a day', 'dispersion', 'k', 'h', 'at least, days', 'runs, nothing happens', 'runs, twice the rate']
  const span = ({ mean, low, high }: ReturnType<typeof interval>) => `${mean} (${low} to ${high})`
  return [
    'a CUSUM alone: days until it alarms (95 %)',
    row(head),
    row(head.map(() => '---')),
    ...runs.map(({ mean, dispersion, k, h, wanted, usual, grown }) => row([mean, dispersion, k, h, wanted, span(usual), span(grown)])),
    '',
  ].join('\n')
}
