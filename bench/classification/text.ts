import type { Measured, Row, Share } from './measure.ts'

const MOST_MISTAKES = 8

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`)
const number = (value: number): string => String(value).padStart(8)

/** What was measured, for people. */
export function textOf(measured: Measured): string {
  const { connected, groups, mixed, ties, idle, readings, rule, peers, bySeller, bySort, unknown, mistakes } = measured
  return [
    `${connected === 'one' ? 'one account connected: a second one looks like a stranger' : 'all accounts connected'}`,
    `${groups} groups, ${mixed} of them with items of both classes (${ties} as many of either), ${idle} with nothing active`,
    `offers read for each seller: median ${readings.median}, 90 % at most ${readings.p90}, most ${readings.most}`,
    HEAD,
    ...[...rule, ...peers, ...bySeller, ...bySort].map(rowText),
    '',
    `${'unknown, because'.padEnd(38)}${'groups'.padStart(8)}${'items'.padStart(8)}  truly private label`,
    ...unknown.map(({ of, groups, items, own }: Share) => `${of.padEnd(38)}${number(groups)}${number(items)}${number(own)}`),
    '',
    `${'most frequent mistakes'.padEnd(84)}${'items'.padStart(8)}`,
    ...mistakes
      .slice(0, MOST_MISTAKES)
      .map(({ called, sort, cause, items }) => `${`${cause} (${sort}) called ${called}`.padEnd(84)}${number(items)}`),
  ].join('\n')
}

const HEAD = `${''.padEnd(31)}${'in truth'.padEnd(15)}${'by'.padEnd(8)}${'there'.padStart(8)}${'called'.padStart(8)}${['precision', 'recall', 'settled', 'unknown'].map((name) => name.padStart(11)).join('')}`

const rowText = ({ of, truth, by, there, called, precision, recall, settled, unknown }: Row): string =>
  [
    of.padEnd(31),
    truth.padEnd(15),
    by.padEnd(8),
    number(there),
    number(called),
    ...[percent(precision), percent(recall), percent(settled), there === 0 ? '-' : percent(unknown / there)].map((one) => one.padStart(11)),
  ].join('')
