import { decimalText } from '../../domain/money.ts'
import type { DrawnReport } from './book.ts'
import type { Pen } from './tables.ts'
import type { Writing } from './writing.ts'

/** `as_amazon`: with slashes and the month first in the ledger, else as instants. */
export type DateForm = 'as_amazon' | 'month_first' | 'day_first' | 'dotted' | 'iso'

export function penOf(report: DrawnReport, { dates, mark, language }: Writing, titles: ReadonlyMap<string, string>): Pen {
  const words = new Map<string, string>()
  for (const [column, meanings] of Object.entries(language?.values ?? {}))
    for (const [word, english] of Object.entries(meanings)) words.set(`${column}/${english}`, word)
  return {
    date: DATES[formOf(report, dates)],
    instant: DATES.instant,
    amount: (minor, currency) => decimalText({ minor, currency }).replace('.', mark),
    word: (column, english) => words.get(`${column}/${english}`) ?? english ?? '',
    title: (sku) => titles.get(sku) ?? '',
  }
}

/** Settlements are short, and have no slashes: in Europe they have dots. */
function formOf(report: DrawnReport, dates: DateForm): Exclude<DateForm, 'as_amazon'> | 'instant' {
  if (dates === 'as_amazon') return report === 'GET_LEDGER_DETAIL_VIEW_DATA' ? 'month_first' : 'instant'
  if (report !== 'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2') return dates
  return { month_first: 'instant', day_first: 'dotted', dotted: 'dotted', iso: 'iso' }[dates] as 'instant' | 'dotted' | 'iso'
}

const partsOf = (date: string) => [date.slice(0, 4), date.slice(5, 7), date.slice(8, 10)] as const
const DATES: Readonly<Record<Exclude<DateForm, 'as_amazon'> | 'instant', (date: string) => string>> = {
  iso: (date) => date,
  instant: (date) => `${date}T00:00:00+00:00`,
  month_first: (date) => {
    const [year, month, day] = partsOf(date)
    return `${month}/${day}/${year}`
  },
  day_first: (date) => {
    const [year, month, day] = partsOf(date)
    return `${day}/${month}/${year}`
  },
  dotted: (date) => {
    const [year, month, day] = partsOf(date)
    return `${day}.${month}.${year}`
  },
}

/** Cells to a line. */
export function joinOf({ delimiter, quoted }: Writing): (cells: readonly string[]) => string {
  const inQuotes = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
  if (quoted) return (cells) => cells.map(inQuotes).join(delimiter)
  if (delimiter === '\t') return (cells) => cells.join(delimiter)
  return (cells) => cells.map((cell) => (cell.includes(delimiter) || cell.includes('"') ? inQuotes(cell) : cell)).join(delimiter)
}
