import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type AuditOptions, auditOf } from '../../bin/commands/audit.ts'
import { SHAPES } from '../../domain/reports/shapes.ts'

const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'lotse-audit-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => {
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
})

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'bin/lotse.ts', 'audit', ...args], { cwd: root, encoding: 'utf8' })
const audited = (options: AuditOptions = {}) => auditOf(join(folder, 'in'), { asOf: '2026-11-10', ...options })

function put(name: string, content: string | Buffer): string {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

const LEDGER = SHAPES.GET_LEDGER_DETAIL_VIEW_DATA.columns.slice(0, 14)
const ledger = (...rows: string[]) => `${[LEDGER.join('\t'), ...rows.map((row) => row.replaceAll(' | ', '\t'))].join('\n')}\n`
const LOST = '09/20/2026 | X1 | B1 | S1 | Bag | Adjustments | 7 | -16 | LEJ1 | SELLABLE | M | DE | 5 | 11'
const FOUND = '10/02/2026 | X1 | B1 | S1 | Bag | Adjustments | 8 | 5 | WRO1 | SELLABLE | F | PL | 5 | 0'
const PAID = `${SHAPES.GET_FBA_REIMBURSEMENTS_DATA.required.join(',')}\n2026-10-09T08:00:00+00:00,R1,Lost_Warehouse,X1,EUR,"12,50",3,0\n`

test('one JSON value, of this shape to the letter, from files in any mix', () => {
  put('in/ledger.txt', ledger(LOST, FOUND))
  put('in/more/paid.csv.gz', gzipSync(PAID))
  put('in/more/picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]))
  const costs = put('costs.csv', 'sku,minor,currency,validFrom\nS1,450,EUR,2025-01-01\n')
  const { status, stdout, stderr } = run(join(folder, 'in'), '--as-of', '2026-11-10', '--json', '--costs', costs)
  expect(status, stderr).toBe(0)
  const { asOf, files, findings, totals, coverage, notes, ...nothing } = JSON.parse(stdout)
  expect({ asOf, nothing }).toEqual({ asOf: '2026-11-10', nothing: {} })
  expect(notes).toEqual([{ code: 'ledger_ends', message: expect.stringContaining('2026-10-02') }])
  expect(files).toEqual([
    { name: 'ledger.txt', report: 'GET_LEDGER_DETAIL_VIEW_DATA', rows: 2, from: '2026-09-20', to: '2026-10-02', warnings: [] },
    { name: 'more/paid.csv.gz', report: 'GET_FBA_REIMBURSEMENTS_DATA', rows: 1, from: '2026-10-09', to: '2026-10-09', warnings: [] },
    {
      name: 'more/picture.png',
      report: null,
      rows: 0,
      from: null,
      to: null,
      warnings: [{ code: 'not_text', message: expect.any(String) }],
    },
  ])
  expect(findings.map(({ status, quantity }: { status: string; quantity: number }) => [status, quantity])).toEqual([
    ['claimable', 8],
    ['reimbursed', 3],
    ['found', 5],
  ])
  expect(findings[0]).toEqual({
    id: expect.stringMatching(/^X1-\w+$/),
    type: 'lost_warehouse',
    marketplace: 'DE',
    fnsku: 'X1',
    asin: 'B1',
    sku: 'S1',
    quantity: 8,
    worth: { minor: 3_600, currency: 'EUR' },
    eligibleFrom: '2026-09-20',
    deadline: '2026-11-19',
    confirmed: true,
    status: 'claimable',
    confidence: 'high',
    policy: 'eu/fc_loss/2025-01-09',
    doubts: [],
    evidence: [{ file: 'ledger.txt', line: 2 }],
  })
  expect(findings[1].evidence).toEqual([
    { file: 'ledger.txt', line: 2 },
    { file: 'more/paid.csv.gz', line: 2 },
  ])
  expect(totals.claimable).toEqual({ findings: 1, units: 8, worth: [{ minor: 3_600, currency: 'EUR' }], unknownWorth: 0 })
  expect(Object.keys(totals)).toEqual(['claimable', 'too_early', 'expired', 'review', 'reimbursed', 'found'])
  expect(coverage).toEqual([
    { report: 'GET_LEDGER_DETAIL_VIEW_DATA', from: '2026-09-20', to: '2026-10-02' },
    { report: 'GET_FBA_REIMBURSEMENTS_DATA', from: '2026-10-09', to: '2026-10-09' },
  ])
})

test('a table for people names deadlines, warnings and what is judged', () => {
  put('in/ledger.txt', ledger(LOST, FOUND.replace('| 5 | WRO1', '| five | WRO1')))
  const { status, stdout, stderr } = run(join(folder, 'in'), '--as-of', '2026-11-10')
  expect(status, stderr).toBe(0)
  expect(stdout).toMatch(/lost_warehouse +X1 +11 +unknown +2026-09-20 +2026-11-19 +claimable +low +ledger.txt:2/)
  expect(stdout).toContain('ledger.txt, line 3: Quantity is no whole number: "five"')
  expect(stdout).toContain('Note: there is no reimbursements report')
  expect(stdout).toContain('Judged as far as these reports say it: losses')
  expect(stderr).toContain('1 of 1 files')
})

test('a page that stands by itself shows each finding with the very rows that prove it, and runs nothing that a file says', async () => {
  put('in/ledger.txt', ledger(LOST.replace('Bag', '<script>alert(1)</script>'), FOUND))
  const html = join(folder, 'page.html')
  await audited({ html })
  const page = readFileSync(html, 'utf8')
  expect(page).toContain('<!doctype html>')
  expect(page).toContain('ledger.txt, line 2')
  expect(page).toContain('<th>Unreconciled Quantity</th>')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).not.toMatch(/<script|https?:|src=|href=|undefined|\[object/)
  await expect(audited({ html: join(folder, 'nowhere', 'page.html') })).rejects.toThrow('page.html cannot be written')
})

test('the same export twice changes nothing, one that has shrunk is told and holds its day', async () => {
  put('in/a.txt', ledger(LOST, LOST))
  const once = await audited()
  put('in/a (1).txt', ledger(LOST, LOST))
  expect((await audited()).totals).toEqual(once.totals)
  put('in/b.txt', ledger(LOST, FOUND))
  const { files, totals } = await audited()
  expect(files.find(({ name }) => name === 'b.txt')?.warnings).toMatchObject([{ code: 'export_has_shrunk' }])
  expect(totals).toMatchObject({ claimable: { units: 0 } })
})

test('a refund that never came back is owed, and told by the rows of two reports', async () => {
  const cells = (row: Record<string, string>) =>
    SHAPES.GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2.columns.map((column) => row[column] ?? '').join('\t')
  const item = {
    'settlement-id': '11',
    'order-id': '302-1',
    'marketplace-name': 'Amazon.de',
    'amount-type': 'ItemPrice',
    'amount-description': 'Principal',
    'fulfillment-id': 'AFN',
    sku: 'S1',
  }
  const settlement = [
    SHAPES.GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2.columns.join('\t'),
    cells({ 'settlement-id': '11', 'total-amount': '0,00', currency: 'EUR', 'deposit-date': '20.08.2026' }),
    cells({ ...item, 'transaction-type': 'Order', amount: '19,99', 'posted-date': '01.08.2026', 'quantity-purchased': '1' }),
    cells({ ...item, 'transaction-type': 'Refund', amount: '-19,99', 'posted-date': '12.08.2026' }),
  ].join('\n')
  put('in/settlement.txt', settlement)
  put('in/settlement (1).txt', settlement)
  put('in/paid.csv', PAID)
  expect((await audited()).findings).toMatchObject([{ type: 'customer_return', status: 'review', doubts: ['returns_unknown'] }])
  expect((await audited()).notes.map(({ code }) => code)).toContain('no_returns')
  const returns = SHAPES.GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA.required
  put('in/returns.txt', [returns.join('\t'), '2026-07-01\t302-7\tX9\t1\tSELLABLE', '2026-11-01\t302-8\tX9\t1\tSELLABLE', ''].join('\n'))
  const { findings, totals } = await audited()
  expect(findings).toMatchObject([
    {
      type: 'customer_return',
      marketplace: 'DE',
      sku: 'S1',
      quantity: 1,
      status: 'claimable',
      eligibleFrom: '2026-09-26',
      deadline: '2026-11-25',
      policy: 'eu/customer_return/2025-01-09',
      evidence: [{ file: 'settlement (1).txt', line: 4 }],
    },
  ])
  expect(totals.claimable.units).toBe(1)
})

test('rows that name no country are those of --marketplace, rows of days to come are not used', async () => {
  put(
    'in/old.csv',
    `${LEDGER.slice(0, 11).join(',')}\n09/20/2026,X1,B1,S1,Bag,Adjustments,7,-1,LEJ1,SELLABLE,M\n12/24/2026,X1,B1,S1,Bag,Adjustments,7,-1,LEJ1,SELLABLE,M\n`,
  )
  expect((await audited()).findings).toMatchObject([{ marketplace: '', status: 'review' }])
  expect((await audited({ marketplace: 'uk' })).findings).toMatchObject([{ marketplace: 'GB', quantity: 1 }])
  expect((await audited()).files[0]?.warnings).toMatchObject([{ code: 'future_date' }])
})

test('an event in words that nobody knows is an adjustment where it has a reason, and is told', async () => {
  put('in/ledger.txt', ledger(LOST.replace('Adjustments', 'Ajustes'), LOST.replace('Adjustments', 'Recibos').replace('| M |', '|  |')))
  const { files, totals } = await audited()
  expect(files[0]?.warnings).toMatchObject([{ code: 'unknown_event', message: expect.stringContaining('2 rows') }])
  expect(totals.claimable.units).toBe(11)
})

test('payments that cannot be read leave open what was paid, and a day that Amazon moves is no second payment', async () => {
  put('in/ledger.txt', ledger(LOST, LOST).replaceAll('\t5\t11', '\t\t'))
  put('in/paid.csv', PAID)
  put('in/paid later.csv', PAID.replace('2026-10-09', '2026-10-10'))
  expect((await audited()).totals).toMatchObject({ reimbursed: { units: 3 }, claimable: { units: 29 } })
  put('in/paid.csv', PAID.replace('12,50', 'twelve'))
  expect((await audited()).totals).toMatchObject({ claimable: { units: 0 }, review: { units: 29 } })
})

test('what is no file, and folders that lead back, are told and left', async () => {
  put('in/ledger.txt', ledger(LOST))
  symlinkSync('.', join(folder, 'in', 'again'))
  symlinkSync('ledger.txt', join(folder, 'in', 'same.txt'))
  expect((await audited()).files.map(({ name, report, rows }) => [name, report, rows])).toEqual([
    ['again', null, 0],
    ['ledger.txt', 'GET_LEDGER_DETAIL_VIEW_DATA', 1],
    ['same.txt', 'GET_LEDGER_DETAIL_VIEW_DATA', 1],
  ])
})

test('a language that nobody knows is added by a file, and held without it', async () => {
  const german = ledger(LOST.replace('Adjustments', 'Anpassungen')).replace('Event Type', 'Ereignistyp').replace('Date', 'Datum')
  put('in/ledger.txt', ledger(FOUND))
  put('in/german.txt', german)
  expect((await audited()).files[0]?.warnings).toMatchObject([{ code: 'unknown_header', message: expect.stringContaining('--aliases') }])
  const table = {
    language: 'de',
    columns: { GET_LEDGER_DETAIL_VIEW_DATA: { Datum: 'Date', Ereignistyp: 'Event Type' } },
    values: { 'Event Type': { Anpassungen: 'Adjustments' } },
  }
  expect((await audited({ aliases: put('de.json', JSON.stringify(table)) })).totals).toMatchObject({
    found: { units: 5 },
    claimable: { units: 11 },
  })
})

test('exports of one day with countries and without are one, not two', async () => {
  put('in/new.txt', ledger(LOST))
  put('in/old.csv', `${LEDGER.slice(0, 11).join(',')}\n09/20/2026,X1,B1,S1,Bag,Adjustments,7,-16,LEJ1,SELLABLE,M\n`)
  const { findings } = await audited({ marketplace: 'DE' })
  expect(findings.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(16)
})

test('an export of a day with other rows counts, and that it has changed is told', async () => {
  put('in/a.txt', ledger(LOST, LOST.replace('| 7 |', '| 9 |')))
  put('in/b.txt', ledger(LOST, LOST.replace('| 7 |', '| 8 |')))
  const { files, totals } = await audited()
  expect(files[1]?.warnings).toMatchObject([{ code: 'export_has_changed', message: expect.stringContaining('1 rows of a.txt') }])
  expect(totals.claimable.units).toBe(22)
})

test('a row that cannot be read leaves open only what Amazon itself takes for open, of its product alone', async () => {
  const other = LOST.replace('| X1 |', '| X2 |').replace('| 5 | 11', '|  | ')
  put('in/paid.csv', PAID.replace('X1', 'X9'))
  put('in/ledger.txt', ledger(LOST, other, other.replace('-16', 'many')))
  const units = async () => Object.fromEntries(Object.entries((await audited()).totals).map(([status, total]) => [status, total.units]))
  expect(await units()).toMatchObject({ claimable: 11, review: 5 + 16 })
  put('in/ledger.txt', ledger(LOST, other, other.replace('Adjustments', 'Shipments').replace('-16', 'many')))
  expect(await units()).toMatchObject({ claimable: 11 + 16, review: 5 })
})

test('two exports in one file are two: the same days count once', async () => {
  const two = ledger(LOST, LOST.replace('| 7 |', '| 8 |'))
  put('in/ledger.txt', `${two}${two}`)
  const { files, totals } = await audited()
  expect(files[0]?.warnings).toMatchObject([{ code: 'header_again' }])
  expect(totals.claimable.units).toBe(22)
  put('in/paid.csv', `${PAID}${PAID}`)
  expect((await audited()).totals.reimbursed.units).toBe(3)
})

test('a day that the newer export lacks has shrunk to nothing, and what came in its place is not forgotten', async () => {
  const on = (day: string, row: string) => row.replace('09/20/2026', `09/${day}/2026`)
  put('in/a.txt', ledger(on('19', LOST.replaceAll('X1', 'X8')), LOST, on('21', LOST.replaceAll('X1', 'X9'))))
  put('in/b.txt', ledger(on('19', LOST.replaceAll('X1', 'X8')), on('21', LOST.replaceAll('X1', 'X9')), FOUND.replaceAll('X1', 'X9')))
  const { files, findings } = await audited()
  expect(files[1]?.warnings).toMatchObject([{ code: 'export_has_shrunk', message: expect.stringContaining('DE 2026-09-20: 0 rows') }])
  expect(findings.filter(({ fnsku }) => fnsku === 'X1').map(({ status }) => status)).toEqual(['review'])
})

test('weeks without a row in the midst of daily ones are a hole', async () => {
  const days = Array.from({ length: 80 }, (_, day) => new Date(Date.UTC(2026, 7, 1 + day)).toISOString().slice(0, 10)).filter(
    (day) => day < '2026-09-21' || day > '2026-10-11',
  )
  const traffic = days.map((day) => `${day} | X5 | B5 | S5 | Bag | Shipments |  | -1 | LEJ1 | SELLABLE |  | DE | 0 | 0`)
  put('in/paid.csv', PAID.replace('X1', 'X5'))
  put('in/ledger.txt', ledger(...traffic, LOST.replace('| 5 | 11', '|  | ')))
  expect((await audited()).totals).toMatchObject({ claimable: { units: 0 }, review: { units: 16 } })
  expect((await audited()).notes.map(({ code }) => code)).toContain('ledger_incomplete')
})

test('a report of payments without a row says nothing of what was paid, nor one of another region', async () => {
  put('in/ledger.txt', ledger(LOST.replace('| 5 | 11', '|  | ')))
  put('in/paid.csv', PAID.split('\n')[0] as string)
  expect((await audited()).totals).toMatchObject({ claimable: { units: 0 }, review: { units: 16 } })
  put('in/paid.csv', PAID.replace('EUR', 'USD'))
  expect((await audited()).totals).toMatchObject({ claimable: { units: 0 }, review: { units: 16 } })
})

test('a page is not written over what it is made of, only over an older page', async () => {
  const report = put('in/ledger.txt', ledger(LOST))
  const costs = put('costs.csv', 'sku;Minor;currency;validfrom\nS1;450;eur;2025-01-01\n')
  await expect(audited({ html: report })).rejects.toThrow('would be written over a file that is read')
  await expect(audited({ html: costs, costs })).rejects.toThrow('would be written over a file that is read')
  const html = join(folder, 'page.html')
  expect((await audited({ html, costs })).totals.claimable.worth).toEqual([{ minor: 11 * 450, currency: 'EUR' }])
  await audited({ html })
  await expect(auditOf(join(folder, 'nowhere'), { html: join(folder, 'new.html') })).rejects.toThrow()
  expect(existsSync(join(folder, 'new.html'))).toBe(false)
})

test('names and lines of files do not command the terminal', () => {
  put('in/\u001b[31mred\n.txt', '\u001b]0;title\u0007;x\n1\n')
  put('in/ledger.txt', ledger(LOST))
  const { stdout } = run(join(folder, 'in'), '--as-of', '2026-11-10')
  expect(stdout).toContain('[31mred')
  expect([...'\u001b\u0007'].filter((mark) => stdout.includes(mark))).toEqual([])
})

test('a header that nobody knows is no error, but told', () => {
  put('in/notes.txt', 'sku\n1\n')
  const { status, stdout } = run(join(folder, 'in'), '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    files: [{ name: 'notes.txt', report: null, warnings: [{ code: 'unknown_report' }] }],
    findings: [],
  })
})

const BAD: readonly [string, string, AuditOptions, string][] = [
  ['no folder', 'nowhere', {}, 'no folder that can be read'],
  ['an empty folder', 'empty', {}, 'it is empty'],
  ['pictures alone', 'strange', {}, 'holds no report that can be read: picture.png'],
  ['a day that is none', 'in', { asOf: '2026-02-30' }, '--as-of 2026-02-30 is no day'],
  ['a country that is none', 'in', { marketplace: 'Germany' }, '--marketplace Germany is no country'],
  ['two letters that are no country', 'in', { marketplace: 'xx' }, '--marketplace xx is no country by ISO 3166-1'],
  ['costs without a line', 'in', { costs: 'none.csv' }, 'none.csv is an empty list of costs'],
  ['two costs of one day', 'in', { costs: 'twice.csv' }, 'twice.csv, line 3: S1 has two costs from 2025-01-01 on'],
  ['costs that are not there', 'in', { costs: 'nowhere.csv' }, 'nowhere.csv cannot be read (ENOENT)'],
  ['costs that are no number', 'in', { costs: 'bad.csv' }, 'bad.csv, line 2: minor is no whole number of minor units: "4.50"'],
  ['costs without a column', 'in', { costs: 'notes.txt' }, 'it has no column minor, currency, validFrom'],
  ['aliases that are none', 'in', { aliases: 'bad.csv' }, 'is no JSON'],
  ['aliases of no column', 'in', { aliases: 'bad.json' }, 'has no column Datum'],
]

function putBad(): void {
  put('in/ledger.txt', ledger(LOST))
  put('strange/picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]))
  put('notes.txt', 'sku\n1\n')
  mkdirSync(join(folder, 'empty'))
  put('bad.csv', 'sku,minor,currency,validFrom\nS1,4.50,EUR,2025-01-01\n')
  put('none.csv', 'sku,minor,currency,validFrom\n')
  put('twice.csv', 'sku,minor,currency,validFrom\nS1,450,EUR,2025-01-01\nS1,500,EUR,2025-01-01\n')
  put('bad.json', JSON.stringify({ language: 'de', columns: { GET_LEDGER_DETAIL_VIEW_DATA: { Date: 'Datum' } } }))
}

test.each(BAD)('%s is refused, and what to do is said', async (_, dir, { costs, aliases, ...options }, message) => {
  putBad()
  const files = {
    ...(costs === undefined ? {} : { costs: join(folder, costs) }),
    ...(aliases === undefined ? {} : { aliases: join(folder, aliases) }),
  }
  await expect(auditOf(join(folder, dir), { ...options, ...files })).rejects.toThrow(message)
})

test('what is refused is exit 2, with nothing on stdout', () => {
  putBad()
  const { status, stdout, stderr } = run(join(folder, 'strange'))
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('lotse: ')
})
