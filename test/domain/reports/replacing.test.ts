import { expect, test } from 'vitest'
import { replacing, type StoredPart, unreleased } from '../../../domain/reports/replacing.ts'
import type { PartKind } from '../../../domain/reports/stored.ts'

const NOW = 10
const counted = (rows: Readonly<Record<string, number>>) => ({
  rows: Object.values(rows).reduce((sum, each) => sum + each, 0),
  parts: new Map(Object.entries(rows).map(([part, count]) => [part, { day: part, country: '', rows: count }])),
})
const stored = (parts: Readonly<Record<string, readonly [rows: number, exportedAt: number]>>): Map<string, StoredPart> =>
  new Map(Object.entries(parts).map(([part, [rows, exportedAt]]) => [part, { rows, exportedAt }]))
const told = (kind: PartKind, rows: Readonly<Record<string, number>>, before: Parameters<typeof stored>[0]) =>
  replacing(counted(rows), stored(before), { kind, exportedAt: NOW })

test('a day is taken from the newer export where it has no fewer rows', () => {
  const before = { same: [2, 9], more: [1, 10], newer: [2, 11] } as const
  expect(told('day', { fresh: 1, same: 2, more: 2, newer: 1 }, before)).toEqual({
    taken: ['fresh', 'same', 'more'],
    left: ['newer'],
    holds: [],
  })
})

test('one row less is held, and so is a day that has gone', () => {
  const { taken, holds } = told('day', { less: 1, other: 1 }, { less: [2, 9], gone: [3, 9], empty: [0, 9] })
  expect(taken).toEqual(['less', 'other', 'gone', 'empty']) // once somebody has released it
  expect(holds).toEqual([
    { code: 'fewer_rows', part: 'less', rows: 1, of: 2 },
    { code: 'fewer_rows', part: 'gone', rows: 0, of: 3 },
  ])
})

test('an older export that has more is held: the newer one may have shrunk', () => {
  expect(told('day', { a: 3 }, { a: [2, 11] })).toEqual({
    taken: ['a'],
    left: [],
    holds: [{ code: 'older_has_more', part: 'a', rows: 3, of: 2 }],
  })
})

test('a file without a row is one question, unless everything is newer or nothing is there', () => {
  expect(told('day', {}, { a: [2, 9], b: [3, 10], c: [4, 11] })).toEqual({
    taken: ['a', 'b'],
    left: ['c'],
    holds: [{ code: 'no_rows', part: '', rows: 0, of: 5 }],
  })
  expect(told('day', {}, { c: [4, 11] }).holds).toEqual([])
  expect(told('payment', {}, { a: [2, 9] })).toMatchObject({ taken: [], holds: [{ code: 'no_rows', of: 2 }] })
})

test('payments are never held and never fewer; of two exports with as many the newer counts', () => {
  const before = { less: [2, 9], same: [1, 9], newer: [1, 11], more: [1, 11], gone: [1, 9] } as const
  expect(told('payment', { less: 1, same: 1, newer: 1, more: 2 }, before)).toEqual({
    taken: ['same', 'more'],
    left: ['less', 'newer'],
    holds: [],
  })
})

test('a settlement that an export does not have stays', () => {
  expect(told('settlement', { S1: 1 }, { S1: [1, 9], S2: [1, 9] }).taken).toEqual(['S1'])
})

test('a word counts for what was asked and for nothing like it', () => {
  const hold = { code: 'fewer_rows', part: 'a', rows: 1, of: 2 }
  const others = [{ code: 'older_has_more' }, { part: 'b' }, { rows: 0 }, { of: 3 }].map((field) => ({ ...hold, ...field }))
  expect(unreleased([hold, ...others], [{ ...hold }])).toEqual(others)
  expect(unreleased([hold], others)).toEqual([hold])
})
