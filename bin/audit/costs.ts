import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { compare } from '../../domain/compare.ts'
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
  const costs = recordsOf(file, text).map(({ record, info: { lines } }) => ({ cost: costOf(record, `${file}, line ${lines}`), lines }))
  if (costs.length === 0)
    throw new BadInput(`${file} is an empty list of costs: below ${COLUMNS.join(',')} each line names what a SKU costs from a day on`)
  const bySku = groupedBy(
    costs.toSorted((a, b) => compare(a.cost.validFrom, b.cost.validFrom)),
    ({ cost: { sku } }) => sku,
  )
  for (const same of bySku.values())
    for (const [place, { cost, lines }] of same.entries()) {
      const before = same[place - 1]?.cost
      if (before?.validFrom === cost.validFrom && (before.minor !== cost.minor || before.currency !== cost.currency))
        throw new BadInput(`${file}, line ${lines}: ${cost.sku} has two costs from ${cost.validFrom} on: leave one`)
    }
  return new Map([...bySku].map(([sku, same]) => [sku, same.map(({ cost }) => cost)]))
}

interface Told {
  readonly record: Readonly<Record<(typeof COLUMNS)[number], string>>
  readonly info: { readonly lines: number }
}

function recordsOf(file: string, text: string): Told[] {
  try {
    return parse(text, {
      bom: true,
      delimiter: [',', ';'],
      columns: namesOf,
      trim: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as Told[]
  } catch (error) {
    throw new BadInput(`${file} is no list of costs: ${(error as Error).message}. Its first line is ${COLUMNS.join(',')}`)
  }
}

function namesOf(header: readonly string[]): string[] {
  const names = header.map((name) => COLUMNS.find((column) => column.toLowerCase() === name.toLowerCase()) ?? name)
  const missing = COLUMNS.filter((column) => !names.includes(column))
  if (missing.length > 0) throw new Error(`it has no column ${missing.join(', ')}`)
  return names
}

function costOf({ sku, minor, currency, validFrom }: Told['record'], where: string): UnitCost {
  if (sku === '') throw new BadInput(`${where}: sku is empty`)
  if (!/^\d{1,12}$/.test(minor)) throw new BadInput(`${where}: minor is no whole number of minor units: "${minor}" (12.49 EUR is 1249)`)
  if (!/^[a-z]{3}$/i.test(currency)) throw new BadInput(`${where}: currency is no code of three letters: "${currency}"`)
  if (!isDay(validFrom)) throw new BadInput(`${where}: validFrom is no day such as 2026-01-31: "${validFrom}"`)
  return { sku, minor: Number(minor), currency: currency.toUpperCase(), validFrom }
}

export const isDay = (text: string): boolean => reportDate(text, 'month_first') === text
