import { decimalsOf } from '../money.ts'
import type { Aliases } from './aliases.ts'
import { type DateOrder, reportDate } from './dates.ts'
import { byKeys, keyOf } from './keys.ts'
import { type DecimalMark, minorUnits, wholeNumber } from './numbers.ts'

/** How a file writes what may be written in several ways. */
export interface Writing {
  readonly order: DateOrder
  readonly mark: DecimalMark
  readonly values: Aliases['values']
}

export interface BadCell {
  readonly code: 'bad_date' | 'bad_number' | 'bad_amount' | 'bad_currency'
  readonly column: string
  readonly text: string
}

/**
 * The cells of one row after the other, by our names of the columns. A cell that cannot be read gives a value that means nothing and is
 * remembered in `bad`: a row with one is told, not used.
 */
export class Cells {
  readonly #places: ReadonlyMap<string, number>
  readonly #writing: Writing
  readonly #words: ReadonlyMap<string, ReadonlyMap<string, string>>
  #fields: readonly string[] = []
  #currency = ''
  #owner = ''
  bad: BadCell | undefined

  constructor(columns: readonly (string | null)[], writing: Writing) {
    this.#places = new Map(columns.flatMap((column, place) => (column === null ? [] : [[column, place] as const])))
    this.#writing = writing
    this.#words = new Map(Object.entries(writing.values).map(([column, words]) => [column, byKeys(Object.entries(words))]))
  }

  /** Goes on to the next row. */
  take(fields: readonly string[]): void {
    this.#fields = fields
    this.bad = undefined
  }

  /** Without what pads it; '' where nothing stands there (Amazon also writes `--`), or the report has no such column. */
  text(column: string): string {
    const text = this.#cell(column)
    return text === '--' ? '' : text
  }

  /** Of a list of words: as English writes it. */
  word(column: string): string {
    const text = this.text(column)
    return this.#words.get(column)?.get(keyOf(text)) ?? text
  }

  date(column: string): string {
    const text = this.text(column)
    return reportDate(text, this.#writing.order) ?? this.#fail('bad_date', column, '')
  }

  maybeDate(column: string): string | undefined {
    return this.text(column) === '' ? undefined : this.date(column)
  }

  whole(column: string): number {
    const text = this.text(column)
    return wholeNumber(text, this.#writing.mark) ?? this.#fail('bad_number', column, 0)
  }

  maybeWhole(column: string): number | undefined {
    return this.text(column) === '' ? undefined : this.whole(column)
  }

  /** ISO 4217 */
  currency(column: string): string {
    const text = this.text(column).toUpperCase()
    return /^[A-Z]{3}$/.test(text) ? text : this.#fail('bad_currency', column, '')
  }

  /** Where a file names it once for all rows with the same name in another column: that of the rows before. */
  inheritedCurrency(column: string, of: string): string {
    const owner = this.text(of)
    if (this.text(column) !== '' || owner !== this.#owner) this.#currency = this.currency(column)
    this.#owner = owner
    return this.#currency
  }

  /** Of the currency that another column names, or the row before. */
  minor(column: string, currencyColumn: string): number {
    const text = this.text(column)
    const currency = this.text(currencyColumn) === '' ? this.#currency : this.text(currencyColumn).toUpperCase()
    return minorUnits(text, this.#writing.mark, decimalsOf(currency)) ?? this.#fail('bad_amount', column, 0)
  }

  maybeMinor(column: string, currencyColumn: string): number | undefined {
    return this.text(column) === '' ? undefined : this.minor(column, currencyColumn)
  }

  #cell(column: string): string {
    const place = this.#places.get(column)
    return place === undefined ? '' : (this.#fields[place] ?? '').trim()
  }

  #fail<T>(code: BadCell['code'], column: string, instead: T): T {
    this.bad ??= { code, column, text: this.#cell(column) }
    return instead
  }
}
