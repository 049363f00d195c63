import { Temporal as T } from 'temporal-polyfill'

/** Days or months after a date (`YYYY-MM-DD`); before it where they are negative. The last day of a month that has no such day. */
export const dateAfter = (date: string, span: { readonly days: number } | { readonly months: number }): string =>
  T.PlainDate.from(date).add(span).toString()
