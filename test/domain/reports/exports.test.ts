import { expect, test } from 'vitest'
import { type Export, withoutOverlap, withoutRepeats } from '../../../domain/reports/exports.ts'

interface Row {
  readonly day: string
  readonly file: string
}

/** So many rows for each day. */
function exported(file: string, days: Readonly<Record<string, number>>): Export<Row> {
  const rows = Object.entries(days).flatMap(([day, count]) => Array.from({ length: count }, () => ({ day, file })))
  return {
    file,
    rows,
    counts: new Map(Object.entries(days)),
    isWhole: true,
    written: 0,
    from: Object.keys(days).sort()[0] ?? '',
    to: Object.keys(days).sort().at(-1) ?? '',
  }
}
const told = (...exports: Export<Row>[]) => {
  const { rows, shrunk } = withoutOverlap(exports, ({ day }) => day)
  return { rows: rows.map(({ day, file }) => `${day} ${file}`), shrunk }
}

test('a day is taken from the newest export as a whole, rows that are the same to the last letter too', () => {
  const { rows, shrunk } = told(exported('new', { '02': 2, '03': 1 }), exported('old', { '01': 1, '02': 2 }))
  expect(rows).toEqual(['02 new', '02 new', '03 new', '01 old'])
  expect(shrunk).toEqual([])
})

test('the same export twice is once', () => {
  expect(told(exported('a', { '01': 3 }), exported('a (1)', { '01': 3 })).rows).toHaveLength(3)
})

test('an export that has shrunk does not replace what was there, and is told', () => {
  const { rows, shrunk } = told(exported('old', { '01': 281 }), exported('new', { '01': 176, '02': 1 }))
  expect(rows.filter((row) => row === '01 old')).toHaveLength(281)
  expect(rows).not.toContain('01 new')
  expect(shrunk).toEqual([{ part: '01', file: 'new', rows: 176, older: 'old', before: 281 }])
})

test('rows that have a key count as often as in the export that has them most often', () => {
  const file = (to: string, ...rows: string[]) => ({ file: to, from: to, to, written: 0, rows, counts: new Map(), isWhole: true })
  expect(withoutRepeats([file('1', 'R1', 'R2', 'R2'), file('2', 'R2', 'R3')], (row) => row)).toEqual(['R1', 'R2', 'R2', 'R3'])
})
