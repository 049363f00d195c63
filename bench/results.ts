import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machine } from './machine.ts'

/** A goal and what was measured; a bound that breaks ends the benchmark with exit 1, unless it is one of time. */
export interface Goal {
  readonly name: string
  readonly measured: number
  readonly unit: string
  readonly goal: number
  readonly atMost: boolean
  readonly ofTime: boolean
}

export const isMet = ({ measured, goal, atMost }: Goal): boolean => (atMost ? measured <= goal : measured >= goal)
export const breaks = (goals: readonly Goal[]): boolean => goals.some((goal) => !goal.ofTime && !isMet(goal))

export function goalTable(goals: readonly Goal[]): string {
  const width = Math.max(...goals.map(({ name }) => name.length))
  const rows = goals.map((goal) => {
    const { name, measured, unit, goal: bound, atMost } = goal
    return `${name.padEnd(width)}  ${`${measured} ${unit}`.padStart(16)}  goal ${atMost ? 'at most' : 'at least'} ${bound}  ${isMet(goal) ? 'met' : 'MISSED'}`
  })
  return rows.join('\n')
}

/** Writes `bench/results/<name>.json`, to be committed. */
export function writeResults(name: string, results: object): void {
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ ...machine(), ...results }, null, 2)}\n`)
}
