import { dayOf } from '../lots.ts'
import type { Incident } from './incidents.ts'

/** From the most specific on. */
export const LEVELS = ['fnsku', 'centre', 'account'] as const
export type Level = (typeof LEVELS)[number]

/** Days as numbers, both included. */
export interface Days {
  readonly first: number
  readonly last: number
}

/** Units on hand at a day, or units handled on it: one of both throughout. */
export interface Exposure {
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly fnsku: string
  readonly centre: string
  readonly units: number
}

/** What is known of an account. A day from `since` on for which no incident is told had none. */
export interface History {
  /** `YYYY-MM-DD`: the first day of the ledger. */
  readonly since: string
  readonly incidents: readonly Incident[]
  /** Without any, all days and all series are alike. */
  readonly exposures?: readonly Exposure[]
}

/** An account, one of its centres, or one of its FNSKUs. */
export interface Series {
  /** `fnsku X001`, `centre LEJ1`, `account`. */
  readonly name: string
  readonly level: Level
  /** By day; days without one are absent. */
  readonly incidents: ReadonlyMap<number, readonly Incident[]>
  /** What incidents are in proportion to. */
  exposureOn(day: number): number
}

const ACCOUNT = 'account'

/** The series that an incident belongs to. */
export const namesOf = ({ fnskus, centre }: Pick<Incident, 'fnskus' | 'centre'>): readonly string[] => [
  ...fnskus.map((fnsku) => `fnsku ${fnsku}`),
  `centre ${centre}`,
  ACCOUNT,
]

const levelOf = (name: string): Level => LEVELS.find((level) => name === level || name.startsWith(`${level} `)) ?? ACCOUNT

/** All series of which something is known in these days. */
export function allSeries({ incidents, exposures = [] }: History, { first, last }: Days): Series[] {
  const isDuring = ({ date }: { readonly date: string }): boolean => dayOf(date) >= first && dayOf(date) <= last
  const incidentsBy = byNameAndDay<Incident, Incident[]>(incidents.filter(isDuring), namesOf, (before = [], incident) => {
    before.push(incident)
    return before
  })
  const unitsBy = byNameAndDay<Exposure, number>(
    exposures.filter(isDuring),
    ({ fnsku, centre }) => namesOf({ fnskus: [fnsku], centre }),
    (before = 0, { units }) => before + Math.max(units, 0),
  )
  return [...new Set([ACCOUNT, ...incidentsBy.keys(), ...unitsBy.keys()])].map((name) => {
    const units = unitsBy.get(name)
    return {
      name,
      level: levelOf(name),
      incidents: incidentsBy.get(name) ?? new Map(),
      // What it happens to was there, whatever a count of stock says.
      exposureOn: (day) => (units?.get(day) ?? 0) + 1,
    }
  })
}

function byNameAndDay<Row extends { readonly date: string }, Value>(
  rows: readonly Row[],
  namesOfRow: (row: Row) => readonly string[],
  add: (before: Value | undefined, row: Row) => Value,
): Map<string, Map<number, Value>> {
  const all = new Map<string, Map<number, Value>>()
  for (const row of rows)
    for (const name of namesOfRow(row)) {
      const days = all.get(name) ?? new Map<number, Value>()
      days.set(dayOf(row.date), add(days.get(dayOf(row.date)), row))
      all.set(name, days)
    }
  return all
}

export const countOn = ({ incidents }: Series, day: number): number => incidents.get(day)?.length ?? 0

/** In the order of their days. */
export function incidentsOver({ incidents }: Series, { first, last }: Days): Incident[] {
  const all: Incident[] = []
  for (let day = first; day <= last; day += 1) all.push(...(incidents.get(day) ?? []))
  return all
}
