import type { Check } from './check.ts'
import type { Kill } from './nemesis.ts'
import { VICTIMS } from './nemesis.ts'

export interface Summary {
  readonly ok: boolean
  readonly seed: string
  readonly lives: number
  readonly actions: number
  readonly acknowledged: number
  /** Requests whose answer was lost, and those that were answered with a 5xx, by code. */
  readonly cutOff: number
  readonly serverErrors: Readonly<Record<string, number>>
  readonly kills: Readonly<Record<string, number>>
  readonly killsAmidRequests: number
  /** Longest time from a kill until `/readyz` said yes. */
  readonly slowestRecoveryMs: number
  readonly days: number
  readonly checks: readonly { readonly name: string; readonly looked: number; readonly wrong: number }[]
  readonly seconds: number
}

const SHOWN = 5

/** Checks with what they looked at and what was wrong, and the first of what was wrong in words. */
export function table(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const line = (name: string, looked: string, wrong: string) => `${name.padEnd(width)}  ${looked.padStart(7)}  ${wrong.padStart(6)}`
  return [
    line('check', 'looked', 'wrong'),
    ...checks.flatMap(({ name, looked, wrong }) => [
      line(name, String(looked), String(wrong.length)),
      ...wrong.slice(0, SHOWN).map((words) => `    ${words}`),
      ...(wrong.length > SHOWN ? [`    and ${wrong.length - SHOWN} more`] : []),
    ]),
  ].join('\n')
}

export const killsByPart = (kills: readonly Kill[]): Record<string, number> =>
  Object.fromEntries(VICTIMS.map((part) => [part, kills.filter((kill) => kill.part === part).length]))

export function lastLine({ ok, lives, actions, acknowledged, kills, seed, checks, seconds, days }: Summary): string {
  const killed = Object.entries(kills)
    .map(([part, times]) => `${part} ${times}`)
    .join(', ')
  const missed = checks.filter(({ wrong }) => wrong > 0).map(({ name }) => name)
  const verdict = ok ? 'nothing lost, doubled or stuck' : `WRONG: ${missed.join('; ')}`
  return `chaos lives: ${lives} lives over ${days} days, ${acknowledged} of ${actions} actions acknowledged, killed ${killed}: ${verdict} (seed ${seed}, ${seconds} s)`
}
