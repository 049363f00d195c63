import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'lotse-buybox-'))
afterAll(() => rmSync(folder, { recursive: true }))

const money = (Amount: number) => ({ Amount, CurrencyCode: 'EUR' })
const offer = (SellerId: string, price: number, { fba = true, wins = false, shipping = 0 } = {}) => ({
  SellerId,
  ListingPrice: money(price),
  Shipping: money(shipping),
  IsFulfilledByAmazon: fba,
  IsBuyBoxWinner: wins,
})
const line = (ASIN: string, offers: unknown[], NotificationType = 'ANY_OFFER_CHANGED') =>
  JSON.stringify({
    NotificationType,
    Payload: {
      AnyOfferChangedNotification: {
        OfferChangeTrigger: { MarketplaceId: 'A1PA6795UKMFR9', ASIN, TimeOfOfferChange: '2026-11-22T10:00:00.000Z' },
        Offers: offers,
      },
    },
  })
const LINES = [
  // The cheapest is fulfilled by its merchant; one of two that Amazon fulfils wins, the second in the list.
  line('B1', [offer('A', 11.9), offer('B', 11.9, { wins: true }), offer('C', 10.0, { fba: false, shipping: 0.9 })]),
  // Whoever had it has it again.
  line('B1', [offer('A', 11.9), offer('B', 11.9, { wins: true }), offer('C', 10.9, { fba: false })]),
  // Nobody Amazon fulfils for: the lowest with its shipping.
  line('B2', [offer('A', 9, { fba: false, shipping: 3 }), offer('B', 10, { fba: false, wins: true })]),
  // None of these is a market.
  line('B2', [offer('A', 9, { wins: true })]),
  line('B2', [offer('A', 9), offer('B', 9)]),
  line('B2', [offer('A', 9, { wins: true }), offer('B', 9, { wins: true })]),
  line('B2', [], 'ORDER_CHANGE'),
]

function run(file: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/lotse.ts', 'buybox', 'evaluate', file, ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}
function fileOf(name: string, content: string | Buffer): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

test('markets and other lines are counted, and each guess by its rule', () => {
  const { status, stdout } = run(fileOf('plain.jsonl', `${LINES.join('\n')}\n`), '--json')
  expect(status).toBe(0)
  const figures = JSON.parse(stdout)
  expect(Object.keys(figures)).toEqual('markets skipped top1 lowestLanded fbaFirst sequentialTop1 incumbentElseFba logLoss ece'.split(' '))
  expect(figures).toMatchObject({
    markets: 3,
    skipped: 4,
    lowestLanded: 1 / 3,
    fbaFirst: 1 / 3,
    incumbentElseFba: 2 / 3,
    sequentialTop1: 2 / 3,
  })
})

test('packed by gzip, under whatever name, it says the same', () => {
  const plain = run(fileOf('same.jsonl', LINES.join('\n')), '--json')
  expect(run(fileOf('packed.jsonl', gzipSync(LINES.join('\n'))), '--json')).toEqual(plain)
})

test('without --json people can read it', () => {
  const { status, stdout } = run(fileOf('people.jsonl', LINES.join('\r\n')))
  expect(status).toBe(0)
  expect(stdout).toContain('3 markets, 4 other lines')
  expect(stdout).toMatch(/FBA first, then lowest +33\.3 %/)
})

test.each([
  ['a line that is no JSON', [...LINES.slice(0, 2), '{"NotificationType":'].join('\n'), 'line 3 cannot be read: it is no JSON'],
  [
    'an offer without a price',
    [LINES[0], line('B9', [{ SellerId: 'A' }, offer('B', 1)])].join('\n'),
    'line 2 cannot be read: ListingPrice is missing',
  ],
  ['a packed file that was cut off', gzipSync(LINES.join('\n')).subarray(0, 60), 'cannot be read'],
])('%s is bad input, and nothing is printed', (name, content, why) => {
  const { status, stdout, stderr } = run(fileOf(`${name.replaceAll(' ', '-')}.jsonl`, content), '--json')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(why)
  expect(stderr).not.toContain('    at ')
})

test('a file that is not there, and a folder, are bad input', () => {
  for (const file of [join(folder, 'nowhere.jsonl'), folder]) expect(run(file)).toMatchObject({ status: 2, stdout: '' })
})
