import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { simulateCommand } from '../../bin/commands/simulate.ts'

const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'lotse-simulate-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'bin/lotse.ts', 'simulate', ...args], { cwd: root, encoding: 'utf8' })
const SMALL = ['--markets', '3', '--days', '2', '--seed', '7']
function fileOf(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const BASELINES = ['beat_by_a_cent', 'match_lowest', 'stop_when_featured', 'step_up_only', 'amazon_sample']

test('one JSON value, of this shape to the letter; the same seed gives the same bytes', () => {
  const { status, stdout, stderr } = run(...SMALL, '--json')
  expect(status, stderr).toBe(0)
  const { seed, markets, days, strategies, paired, ...nothing } = JSON.parse(stdout)
  expect({ seed, markets, days, nothing }).toEqual({ seed: 7, markets: 3, days: 2, nothing: {} })
  expect(strategies.map(({ name }: { name: string }) => name)).toEqual(['buy_box', ...BASELINES])
  for (const strategy of strategies)
    expect(Object.keys(strategy)).toEqual([
      'name',
      'profitPerDay',
      'revenuePerDay',
      'meanHeldPrice',
      'buyBoxShare',
      'changesPerDay',
      'violations',
    ])
  expect(paired.map(({ baseline }: { baseline: string }) => baseline)).toEqual(BASELINES)
  for (const { mean, low, high, ...pair } of paired) {
    expect(pair).toEqual({ strategy: 'buy_box', baseline: pair.baseline, metric: 'profitPerDay' })
    expect(low <= mean && mean <= high).toBe(true)
  }
  expect(stderr).toContain('3 of 3 markets')
  expect(run(...SMALL, '--json').stdout).toBe(stdout)
})

test('a table for people, and a picture that stands by itself', () => {
  const svg = join(folder, 'picture.svg')
  const strategy = fileOf('manual.json', { kind: 'manual', version: 1, price: 2_000 })
  const { status, stdout } = run(...SMALL, '--strategy', strategy, '--svg', svg)
  expect(status).toBe(0)
  expect(stdout).toContain('manual earns a day more than')
  expect(stdout).toContain('profit a day')
  expect(stdout).toContain('amazon_sample')
  const picture = readFileSync(svg, 'utf8')
  expect(picture.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
  expect(picture).not.toMatch(/NaN|undefined|Infinity|href|url\(/)
  const open: string[] = []
  for (const [, close, name = '', alone] of picture.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (close) expect(open.pop()).toBe(name)
    else if (!alone) open.push(name)
  }
  expect(open).toEqual([])
})

test.each([
  ['no number of markets', { markets: 'many' }, '--markets must be a whole number from 1'],
  ['no day', { days: '0' }, '--days must be a whole number from 1'],
  ['half a seed', { seed: '1.5' }, '--seed must be a whole number from 0'],
  ['a strategy that is not there', { strategy: join(folder, 'nowhere.json') }, 'cannot be read'],
  ['a strategy that is no JSON', { strategy: fileOf('broken.json', '{') }, 'is no JSON'],
  [
    'a strategy that nobody knows',
    { strategy: fileOf('unknown.json', { kind: 'lowest', version: 1 }) },
    'is no strategy: write one such as',
  ],
  ['a picture without a place', { svg: join(folder, 'nowhere', 'picture.svg') }, 'cannot be written'],
])('%s is bad input, said before anything is counted', async (_, wrong, why) => {
  const asked = simulateCommand({ markets: '3', days: '2', seed: '7', json: true, ...wrong })
  await expect(asked).rejects.toMatchObject({ name: 'BadInput', message: expect.stringContaining(why) })
})

test('bad input ends with 2 and nothing on stdout', () => {
  const { status, stdout, stderr } = run('--markets', 'many')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('--markets')
})
