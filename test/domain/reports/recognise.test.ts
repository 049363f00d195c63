import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Aliases, KNOWN_ALIASES, SPANISH } from '../../../domain/reports/aliases.ts'
import { isWhole, type Recognised, recognise } from '../../../domain/reports/recognise.ts'
import { REPORT_TYPES, SHAPES } from '../../../domain/reports/shapes.ts'
import { sharedPath } from '../../support/shared.ts'

const whole = (header: readonly string[], aliases: readonly Aliases[] = KNOWN_ALIASES): Recognised => {
  const found = recognise(header, aliases)
  if (found === null || !isWhole(found)) throw new Error(`not recognised: ${JSON.stringify(found)}`)
  return found
}

test.each(REPORT_TYPES)('%s is recognised by its own header, and by nothing but what it requires', (report) => {
  const { columns, required } = SHAPES[report]
  expect(whole(columns)).toEqual({ report, language: 'en', columns, unknown: [], doubled: [] })
  expect(whole(required).report).toBe(report)
  for (const left of required) {
    const found = recognise(
      required.filter((column) => column !== left),
      KNOWN_ALIASES,
    )
    expect(found).toMatchObject({ report, missing: [left] })
  }
})

test('columns go by their names, in whatever order and spelling', () => {
  const header = [...SHAPES.GET_LEDGER_DETAIL_VIEW_DATA.columns].reverse()
  const spelled = header.map((column, place) =>
    place % 2 === 0 ? ` ${column.toLowerCase().replaceAll(' ', '-')}` : column.replaceAll(' ', ''),
  )
  expect(whole(spelled).columns).toEqual(header)
  expect(whole(spelled.map((column) => column.replace('fulfillment', 'fulfilment'))).columns).toEqual(header)
})

test('Spanish is known where files were seen, with its accents or without, or with the holes they left', () => {
  const spanish = Object.keys(SPANISH.columns.GET_LEDGER_DETAIL_VIEW_DATA ?? {})
  const header = ['FNSKU', 'ASIN', 'MSKU', ...spanish]
  const expected = ['FNSKU', 'ASIN', 'MSKU', ...Object.values(SPANISH.columns.GET_LEDGER_DETAIL_VIEW_DATA ?? {})]
  const withoutAccents = header.map((text) => text.normalize('NFKD').replace(/\p{M}/gu, ''))
  const broken = header.map((text) => text.replace(/[^\p{ASCII}]/gu, '\ufffd'))
  for (const each of [header, withoutAccents, broken]) expect(whole(each)).toMatchObject({ language: 'es', columns: expected, unknown: [] })
})

test('a language that nobody has told us is no report, and says what it lacks where some words are the same', () => {
  const german = ['Datum', 'FNSKU', 'ASIN', 'MSKU', 'Titel', 'Ereignistyp', 'Referenz-ID', 'Menge', 'Versandzentrum', 'Zustand', 'Grund']
  expect(recognise(german, KNOWN_ALIASES)).toBeNull()
  const names = { Datum: 'Date', Ereignistyp: 'Event Type', 'Referenz-ID': 'Reference ID', Menge: 'Quantity' }
  const more = { Versandzentrum: 'Fulfillment Center', Zustand: 'Disposition', Grund: 'Reason', Titel: 'Title' }
  const aliases: Aliases = { language: 'de', columns: { GET_LEDGER_DETAIL_VIEW_DATA: { ...names, ...more } }, values: {} }
  expect(whole(german, [...KNOWN_ALIASES, aliases])).toMatchObject({ language: 'de', unknown: [], report: 'GET_LEDGER_DETAIL_VIEW_DATA' })
  expect(recognise([...Object.values(names), 'FNSKU', 'Versandzentrum', 'Zustand', 'Reason'], KNOWN_ALIASES)).toEqual({
    report: 'GET_LEDGER_DETAIL_VIEW_DATA',
    missing: ['Fulfillment Center', 'Disposition'],
    unknown: ['Versandzentrum', 'Zustand'],
  })
})

test('a column that nobody knows and one that stands there twice are told', () => {
  const { required } = SHAPES.GET_FBA_REIMBURSEMENTS_DATA
  expect(whole([...required, 'brand-new', required[0] as string])).toMatchObject({
    unknown: ['brand-new'],
    doubled: [required[0]],
    columns: [...required, null, null],
  })
})

const headers = sharedPath('data/reports/headers.json')

test.skipIf(headers === undefined)('the headers of files as people have them are recognised, each as what it is', () => {
  const files = JSON.parse(readFileSync(headers as string, 'utf8')) as Record<string, string[]>
  for (const [name, header] of Object.entries(files)) {
    const report = /GET_\w+/.exec(name)?.[0]
    const isPart = name.includes('Business')
    if (!isPart) expect(whole(header), name).toMatchObject({ report, unknown: [], doubled: [] })
  }
})
