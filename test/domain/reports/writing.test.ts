import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAmbiguous, orderOf, reportDate } from '../../../domain/reports/dates.ts'
import { markOf, minorUnits, wholeNumber } from '../../../domain/reports/numbers.ts'

describe('dates', () => {
  test.each([
    ['08/12/2026', 'month_first', '2026-08-12'],
    ['08/12/2026', 'day_first', '2026-12-08'],
    ['8/3/2026', 'month_first', '2026-08-03'],
    ['12.08.2026', 'month_first', '2026-08-12'],
    ['12.08.2026 10:00:00 UTC', 'month_first', '2026-08-12'],
    ['2026-08-12', 'day_first', '2026-08-12'],
    ['2026/08/12 23:59:59 JST', 'day_first', '2026-08-12'],
    ['2026-08-12T23:30:00-07:00', 'month_first', '2026-08-12'],
    ['2026-08-12 PDT', 'month_first', '2026-08-12'],
    [' 2024-02-29 ', 'month_first', '2024-02-29'],
  ] as const)('%s, %s, is %s', (text, order, day) => expect(reportDate(text, order)).toBe(day))

  test.each(['', '--', '2026-02-29', '13/13/2026', '31/04/2026', '2026-08', '12.08/2026', '0812/2026', '2026-08-123', 'soon'])(
    '"%s" is no day',
    (text) => {
      expect(reportDate(text, 'month_first')).toBeUndefined()
      expect(reportDate(text, 'day_first')).toBeUndefined()
    },
  )

  test('a day above twelve says which number is the day, a dot that it is the first', () => {
    expect(orderOf('08/13/2026')).toBe('month_first')
    expect(orderOf('13/08/2026')).toBe('day_first')
    expect(orderOf('01.02.2026')).toBe('day_first')
    expect(orderOf('01/02/2026')).toBeUndefined()
    expect(orderOf('2026-01-02')).toBeUndefined()
  })

  test('ambiguous is only what means another day in the other order', () => {
    expect(['01/02/2026', '1-2-2026'].map(isAmbiguous)).toEqual([true, true])
    expect(['02/02/2026', '01.02.2026', '13/01/2026', '2026-01-02', ''].map(isAmbiguous)).toEqual([false, false, false, false, false])
  })
})

describe('numbers', () => {
  test.each([
    ['12.50', '.'],
    ['12,50', ','],
    ['1.234,56', ','],
    ['1,234.56', '.'],
    ['1.234.567', ','],
    ['1,5', ','],
    ['-0.1', '.'],
    ['1.234', undefined],
    ['1234', undefined],
    ['abc', undefined],
    ['', undefined],
  ] as const)('%s is written with %s', (text, mark) => expect(markOf(text)).toBe(mark))

  test.each([
    ['12', '.', 12],
    ['-1', ',', -1],
    [' +3 ', '.', 3],
    ['3.00', '.', 3],
    ['3,0', ',', 3],
    ['1,234', '.', 1234],
    ['1.234', ',', 1234],
    ['-1.234.567', ',', -1234567],
  ] as const)('%s with %s is the whole number %i', (text, mark, value) => expect(wholeNumber(text, mark)).toBe(value))

  test.each([
    ['1.5', '.'],
    ['1,23', '.'],
    ['12,34,567', '.'],
    ['1e3', '.'],
    ['NaN', '.'],
    ['', '.'],
    ['-', '.'],
    ['3.', '.'],
    ['99999999999999999999', '.'],
  ] as const)('"%s" with %s is no whole number', (text, mark) => expect(wholeNumber(text, mark)).toBeUndefined())

  test('amounts are exact, below nothing too, and never rounded', () => {
    expect(minorUnits('1.234,56', ',', 2)).toBe(123_456)
    expect(minorUnits('-0,05', ',', 2)).toBe(-5)
    expect(minorUnits('12.5', '.', 2)).toBe(1_250)
    expect(minorUnits('12.500', '.', 2)).toBe(1_250)
    expect(minorUnits('1,299', '.', 0)).toBe(1_299)
    expect(minorUnits('-0', '.', 2)).toBe(0)
    expect(minorUnits('12.345', '.', 2)).toBeUndefined()
    expect(minorUnits('12.3', '.', 0)).toBeUndefined()
  })

  test('what is written is read, with either mark', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.constantFrom('.', ',') as fc.Arbitrary<'.' | ','>,
        fc.boolean(),
        (minor, mark, groups) => {
          const whole = String(Math.floor(Math.abs(minor) / 100))
          const grouped = groups ? whole.replace(/\B(?=(\d{3})+$)/g, mark === '.' ? ',' : '.') : whole
          const text = `${minor < 0 ? '-' : ''}${grouped}${mark}${String(Math.abs(minor) % 100).padStart(2, '0')}`
          expect(minorUnits(text, mark, 2)).toBe(minor)
          expect(markOf(text)).toBe(mark)
        },
      ),
    )
  })
})
