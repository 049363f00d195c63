import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { configOf, NOW, offer, snapshotOf } from '../domain/pricing/market.ts'

const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'lotse-decide-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(content: unknown, ...args: string[]) {
  const file = join(folder, 'question.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return spawnSync(process.execPath, ['--import', 'tsx', 'bin/lotse.ts', 'decide', file, ...args], { cwd: root, encoding: 'utf8' })
}
const QUESTION = {
  state: null,
  snapshot: snapshotOf([offer({ sellerId: 'OURS', listing: 1_400 }), offer({ inBuyBox: true })]),
  config: configOf(),
  now: new Date(NOW).toISOString(),
}

test('a question is answered with decision, state and trace; the state goes on with the next one', () => {
  const first = run(QUESTION, '--json')
  expect(first.status, first.stderr).toBe(0)
  const { decision, state, trace, ...nothing } = JSON.parse(first.stdout)
  expect(nothing).toEqual({})
  expect(decision).toMatchObject({ action: 'change', price: 1_190, why: 'contest' })
  expect(trace.map(({ code }: { code: string }) => code)).toEqual(['costs_unknown', 'market', 'to_the_price_that_wins', 'changes'])

  const at = new Date(NOW + 120_000).toISOString()
  const won = { ...snapshotOf([offer({ sellerId: 'OURS', inBuyBox: true }), offer()]), at }
  const second = JSON.parse(run({ ...QUESTION, state, snapshot: won, now: at }).stdout)
  expect(second.decision).toMatchObject({ action: 'keep', price: 1_190 })
  expect(second.trace.map(({ code }: { code: string }) => code)).toContain('won')
})

test('a price that is none is refused by the rules, and the trace says so', () => {
  const { status, stdout } = run({ ...QUESTION, snapshot: { ...QUESTION.snapshot, offers: [{ ...offer(), listing: null }] } })
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ decision: { action: 'keep' }, trace: [{ code: 'refused', reason: 'not_a_price' }] })
})

test.each([
  ['no JSON', '{', 'is no JSON'],
  ['a question without a market', { ...QUESTION, snapshot: undefined }, 'snapshot'],
  ['an unknown strategy', { ...QUESTION, config: { ...QUESTION.config, strategy: { kind: 'lowest', version: 1 } } }, '/config/strategy'],
  ['a field that nobody knows', { ...QUESTION, config: { ...QUESTION.config, minimum: 5 } }, 'config'],
])('%s is bad input', (_, question, why) => {
  const { status, stdout, stderr } = run(question)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(why)
})
