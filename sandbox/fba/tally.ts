import type { Money } from '../../domain/money.ts'

/** Units and what they are worth. */
export interface Tally {
  readonly units: number
  /** One amount for each currency. */
  readonly worth: readonly Money[]
  /** Units whose worth nobody knows. */
  readonly unknownWorth: number
}

export interface OpenTally {
  add(units: number, unitValue: Money | null): void
  close(): Tally
}

export function openTally(): OpenTally {
  const worth = new Map<string, number>()
  let units = 0
  let unknownWorth = 0
  return {
    add(more, unitValue) {
      units += more
      if (unitValue === null) unknownWorth += more
      else if (more !== 0) worth.set(unitValue.currency, (worth.get(unitValue.currency) ?? 0) + more * unitValue.minor)
    },
    close: () => ({ units, worth: [...worth].map(([currency, minor]) => ({ minor, currency })), unknownWorth }),
  }
}
