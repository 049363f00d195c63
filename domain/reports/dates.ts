/** Which of two numbers before the year is the day. */
export type DateOrder = 'month_first' | 'day_first'

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[T ,])/
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?=$|[T ,])/

/** What a date says of the order in which its file writes dates; undefined where it says nothing. Dots are German: the day is first. */
export function orderOf(text: string): DateOrder | undefined {
  const [, first, mark, second] = YEAR_LAST.exec(text.trim()) ?? []
  if (first === undefined) return undefined
  if (mark === '.' || Number(first) > 12) return 'day_first'
  return Number(second) > 12 ? 'month_first' : undefined
}

/** Whether a date means another day in the other order. */
export function isAmbiguous(text: string): boolean {
  const [, first, mark, second] = YEAR_LAST.exec(text.trim()) ?? []
  return first !== undefined && mark !== '.' && first !== second && Number(first) <= 12 && Number(second) <= 12
}

/**
 * The day of `2026-08-12`, `2026-08-12T10:00:00+02:00`, `2026-08-12 PDT`, `08/12/2026`, `12.08.2026 10:00:00 UTC`, as it is written there:
 * no zone is changed. `YYYY-MM-DD`; undefined where there is no such day.
 */
export function reportDate(text: string, order: DateOrder): string | undefined {
  const trimmed = text.trim()
  const [, year, month, day] = YEAR_FIRST.exec(trimmed) ?? []
  if (year !== undefined) return dayOf(year, month, day)
  const [, first, mark, second, last] = YEAR_LAST.exec(trimmed) ?? []
  if (last === undefined) return undefined
  return mark === '.' || order === 'day_first' ? dayOf(last, second, first) : dayOf(last, first, second)
}

function dayOf(year: string, month = '', day = ''): string | undefined {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${date}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date ? undefined : date
}
