import { WHOLE } from './config.ts'

/** A price that was decided for one listing of a fleet. */
export interface FleetChange {
  readonly sku: string
  /** Epoch milliseconds */
  readonly at: number
  readonly from: number
  readonly to: number
}

/** When a fleet stops: so many listings, or such a part of them (basis points), have dropped by such a rate within so long. */
export interface FleetLimits {
  readonly dropRate: number
  readonly withinMs: number
  readonly most: number
  readonly mostRate: number
  /** Of a few listings a part says nothing: so many that dropped, or fewer, never stop anything. */
  readonly least: number
}

export const USUAL_FLEET_LIMITS: FleetLimits = { dropRate: 2_000, withinMs: 15 * 60_000, most: 500, mostRate: 1_000, least: 5 }

export interface Tripped {
  readonly dropped: number
  readonly allowed: number
}

/**
 * Whether all writing has to stop: an error of ours moves many prices at once, the market does not (brief repricing 1.3, 5.6). Each listing
 * counts once, by the highest price it came from and the lowest it went to since. Undefined where nothing is wrong.
 */
export function fleetBreaker(
  changes: readonly FleetChange[],
  listings: number,
  now: number,
  limits: FleetLimits = USUAL_FLEET_LIMITS,
): Tripped | undefined {
  const { dropRate, withinMs, most, mostRate, least } = limits
  const recent = changes.filter(({ at }) => at > now - withinMs && at <= now).sort((a, b) => a.at - b.at)
  const high = new Map<string, number>()
  const dropped = new Set<string>()
  for (const { sku, from, to } of recent) {
    const top = Math.max(high.get(sku) ?? 0, from)
    high.set(sku, Math.max(top, to))
    if ((top - to) * WHOLE > top * dropRate) dropped.add(sku)
  }
  const allowed = Math.max(least, Math.min(most, Math.floor((listings * mostRate) / WHOLE)))
  return dropped.size > allowed ? { dropped: dropped.size, allowed } : undefined
}
