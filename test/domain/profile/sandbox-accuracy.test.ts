import { expect, test } from 'vitest'
import { type Connected, judgedSellers, type Measured, measured, type Row } from '../../../bench/classification/measure.ts'

/** As in `npm run -s bench -- classification`, which has more of them and writes its figures down. */
const SEED = '1'
const SELLERS = 60

/** Lower bounds, a little under what was measured; `settled` is recall where it does not say unknown. */
type Bounds = Readonly<Record<`${Row['truth']} by ${Row['by']}`, { precision: number; recall: number; settled: number }>>

function expectAtLeast(rows: readonly Row[], bounds: Bounds): void {
  for (const { truth, by, precision, recall, settled } of rows) {
    const bound = bounds[`${truth} by ${by}`]
    expect(precision, `precision of ${truth} by ${by}`).toBeGreaterThan(bound.precision)
    expect(recall, `recall of ${truth} by ${by}`).toBeGreaterThan(bound.recall)
    expect(settled, `recall of ${truth} by ${by} where settled`).toBeGreaterThan(bound.settled)
  }
}

function figures(connected: Connected): Measured {
  const found = measured([...judgedSellers(SEED, SELLERS, connected)], connected)
  console.table([...found.rule, ...found.peers])
  console.table(found.unknown)
  return found
}

const precisionOf = (rows: readonly Row[], truth: string, by: string): number =>
  rows.find((row) => row.truth === truth && row.by === by)?.precision ?? 0

test('of sellers that its author did not know, what it calls private label or trade goods is so, even if their second account is not connected', () => {
  const { rule, peers, readings } = figures('one')
  expectAtLeast(rule, {
    'private_label by groups': { precision: 0.95, recall: 0.3, settled: 0.75 },
    'private_label by items': { precision: 0.97, recall: 0.56, settled: 0.73 },
    'trade_goods by groups': { precision: 0.95, recall: 0.88, settled: 0.98 },
    'trade_goods by items': { precision: 0.94, recall: 0.97, settled: 0.98 },
  })
  // What it has over the simple rules is that nobody is told to push goods that others sell, too. In recall most of them are ahead of it.
  for (const { of, truth, by, precision } of peers)
    if (truth === 'private_label') expect(precision, `${of} by ${by}`).toBeLessThan(precisionOf(rule, truth, by))
  expect(readings.most).toBeLessThanOrEqual(600)
})

test('with all their accounts connected it finds more of their own brands', () => {
  const { rule } = figures('all')
  expectAtLeast(rule, {
    'private_label by groups': { precision: 0.96, recall: 0.4, settled: 0.85 },
    'private_label by items': { precision: 0.97, recall: 0.67, settled: 0.82 },
    'trade_goods by groups': { precision: 0.96, recall: 0.88, settled: 0.98 },
    'trade_goods by items': { precision: 0.95, recall: 0.97, settled: 0.98 },
  })
})
