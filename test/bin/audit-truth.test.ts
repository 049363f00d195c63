import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judged } from '../../bench/audit/audited.ts'
import { auditOf } from '../../bin/commands/audit.ts'
import { SPANISH } from '../../domain/reports/aliases.ts'
import { drawFba } from '../../sandbox/fba/draw.ts'
import type { FbaWishes } from '../../sandbox/fba/options.ts'
import { truthOfExports } from '../../sandbox/fba/plan.ts'
import { type Claim, score } from '../../sandbox/fba/score.ts'
import { writeFba } from '../../sandbox/fba/write-fba.ts'
import type { Writing } from '../../sandbox/fba/writing.ts'

/** Stocks, and the country of reports that name none. */
const STOCKS = [
  ['EU', 'DE'],
  ['GB', 'GB'],
  ['US', 'US'],
] as const

const units = ({ wrong, missed, provable }: ReturnType<typeof score>) => ({
  wrong: Object.fromEntries(Object.entries(wrong).map(([kind, tally]) => [kind, tally.units])),
  found: 1 - missed.units / provable.units,
})
const NOTHING = { duplicate: 0, premature: 0, expired: 0, non_claimable: 0 }

describe('on ledgers of which the truth is known', () => {
  test.each(STOCKS)('nothing is claimed that is not owed, and 99 % of what is owed is found: %s', (pool, country) => {
    const { wrong, found } = units(judged(drawFba(`truth ${pool}`, { lots: 10_000, pools: [pool] }), country))
    expect(wrong).toEqual(NOTHING)
    expect(found).toBeGreaterThanOrEqual(0.99)
  })

  test('where Amazon’s own reckoning lags, or older files have none, only few finds are put down to the wrong loss', () => {
    for (const reckoning of ['lagging', 'absent'] as const) {
      const found = judged(drawFba('reckoning', { lots: 10_000, pools: ['EU'], reckoning }), 'DE')
      const { duplicate, ...others } = units(found).wrong
      expect(others).toEqual({ premature: 0, expired: 0, non_claimable: 0 })
      expect(duplicate).toBeLessThanOrEqual(0.01 * found.right.units)
      expect(units(found).found).toBeGreaterThanOrEqual(0.98)
    }
  })
})

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotse-truth-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const WISHES: FbaWishes = { lots: 1_500, pools: ['EU'] }
const audited = async (writing: Partial<Writing>) => {
  const fba = drawFba('files', WISHES)
  await writeFba(fba, folder, writing)
  const { findings, files } = await auditOf(folder, { asOf: fba.to, marketplace: 'DE' })
  const claims = findings.flatMap(({ status, quantity, evidence: [source] }): Claim[] =>
    status === 'claimable' && source !== undefined ? [{ source, units: quantity }] : [],
  )
  return { fba, files, claims }
}

describe('the same from files', () => {
  test.each<[string, Partial<Writing>]>([
    ['as Amazon does', {}],
    ['by a spreadsheet program', { encoding: 'utf-16le', delimiter: ',', quoted: true, newline: '\r\n' }],
    ['in Spanish', { language: SPANISH, encoding: 'windows-1252', dates: 'day_first', mark: ',' }],
  ])('written %s', async (_, writing) => {
    const { fba, files, claims } = await audited(writing)
    expect(files.filter(({ name, report }) => report === null && !name.endsWith('.json'))).toEqual([])
    const { wrong, found } = units(score(claims, fba.truth, fba.to))
    expect(wrong).toEqual(NOTHING)
    expect(found).toBeGreaterThanOrEqual(0.985)
  })

  test('of exports that overlap, and of which one has lost rows of a day', async () => {
    const exports = [
      { from: '2025-05-01', to: '2025-11-30' },
      { from: '2025-10-01', to: '2026-02-24', shrunkDay: '2025-11-12' },
    ]
    const { fba, files, claims } = await audited({ exports })
    const codes = files.flatMap(({ warnings }) => warnings.map(({ code }) => code))
    expect(codes).toContain('export_has_shrunk')
    const { wrong, found } = units(score(claims, truthOfExports(fba, exports), fba.to))
    expect(wrong).toEqual(NOTHING)
    expect(found).toBeGreaterThanOrEqual(0.98)
  })
})
