import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { groupedBy } from '../../domain/grouped.ts'
import type { CostsBySku, UnitCost } from '../../domain/reimbursement/worth.ts'
import { reportDate } from '../../domain/reports/dates.ts'
import { BadInput } from '../commands/bad-input.ts'

const COLUMNS = ['sku', 'minor', 'currency', 'validFrom'] as const

/** What units cost the seller: a CSV file `sku,minor,currency,validFrom`, in minor units of the currency, from a day (`YYYY-MM-DD`) on. */
export async function readCosts(file: string): Promise<CostsBySku> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`${file} cannot be read (${error.code})`)
  })
  const costs = recordsOf(file, text).map(({ record, info: { lines } }) => costOf(record, `${file}, line ${lines}`))
  return groupedBy(
    costs.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0)),
    ({ sku }) => sku,
  )
}

interface Told {
  readonly record: Readonly<Record<(typeof COLUMNS)[number], string>>
  readonly info: { readonly lines: number }
}

function recordsOf(file: string, text: string): Told[] {
  try {
    const rows = parse(text, { bom: true, columns: true, trim: true, skip_empty_lines: true, info: true }) as unknown as Told[]
    const missing = COLUMNS.filter((column) => rows[0] !== undefined && !(column in rows[0].record))
    if (missing.length > 0) throw new Error(`it has no column ${missing.join(', ')}`)
    return rows
  } catch (error) {
    throw new BadInput(`${file} is no list of costs: ${(error as Error).message}. Its first line is ${COLUMNS.join(',')}`)
  }
}

function costOf({ sku, minor, currency, validFrom }: Told['record'], where: string): UnitCost {
  if (sku === '') throw new BadInput(`${where}: sku is empty`)
  if (!/^\d{1,12}$/.test(minor)) throw new BadInput(`${where}: minor is no whole number of minor units: "${minor}" (12.49 EUR is 1249)`)
  if (!/^[A-Z]{3}$/.test(currency)) throw new BadInput(`${where}: currency is no code of three letters: "${currency}"`)
  if (!isDay(validFrom)) throw new BadInput(`${where}: validFrom is no day such as 2026-01-31: "${validFrom}"`)
  return { sku, minor: Number(minor), currency, validFrom }
}

export const isDay = (text: string): boolean => reportDate(text, 'month_first') === text
