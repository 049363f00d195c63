const MS_OF_A_DAY = 86_400_000
const texts = new Map<number, string>()

/** Days since 1970-01-01 of a date `YYYY-MM-DD`: a ledger of a million rows is drawn by counting them. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / MS_OF_A_DAY

export function dateOf(day: number): string {
  const known = texts.get(day)
  if (known !== undefined) return known
  const date = new Date(day * MS_OF_A_DAY).toISOString().slice(0, 10)
  texts.set(day, date)
  return date
}
