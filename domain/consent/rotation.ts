import type { Coded } from '../codes.ts'
import { compare } from '../compare.ts'
import type { Verdict } from './gate.ts'

/** Somebody who could be asked how it goes. */
export interface Candidate {
  readonly contactId: string
  /** ISO instant; null: never. */
  readonly lastAskedAt: string | null
  /** Epoch milliseconds from which he may be asked again; 0 where he never was. */
  readonly restedAt: number
  readonly verdict: Verdict
}

export type Turn =
  | { readonly asks: Candidate }
  /** Epoch milliseconds */
  | { readonly waitsUntil: number }
  | { readonly skips: Coded }

/** So long a survey is put off until somebody may be asked again; a quarter is skipped rather than moved far into the next. */
const LONGEST_WAIT_MS = 14 * 24 * 60 * 60_000

/**
 * Whose turn it is: of those who may be asked whoever was not for longest, the first in line among those who never were. `named`: a
 * person wants it now, so nobody has to have rested.
 */
export function whoseTurn(candidates: readonly Candidate[], now: number, named: boolean): Turn {
  const able = candidates.filter(({ verdict }) => verdict.allowed)
  if (able.length === 0) return { skips: candidates[0]?.verdict.why ?? { code: 'nobody_to_ask', params: {} } }
  const rested = named ? able : able.filter(({ restedAt }) => restedAt <= now)
  const [first] = rested.toSorted((a, b) => compare(a.lastAskedAt ?? '', b.lastAskedAt ?? ''))
  if (first !== undefined) return { asks: first }
  const soonest = Math.min(...able.map(({ restedAt }) => restedAt))
  if (soonest <= now + LONGEST_WAIT_MS) return { waitsUntil: soonest }
  return { skips: { code: 'everybody_was_asked', params: { until: new Date(soonest).toISOString() } } }
}
