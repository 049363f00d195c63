import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { BadInput } from '../../bin/commands/bad-input.ts'

export interface Options {
  readonly lives: number
  readonly seed: string
  readonly kills: number
  /** How long people go on; what is left of the time is turned in one go then. */
  readonly minutes: number
  readonly json: boolean
}

function whole(name: string, text: string, from: number, to: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= from && number <= to) return number
  throw new BadInput(`--${name} must be a whole number from ${from} to ${to}, not ${text}`)
}

/** Throws BadInput. */
export function optionsOf(args: readonly string[]): Options {
  const options = {
    lives: { type: 'string' },
    seed: { type: 'string' },
    kills: { type: 'string' },
    minutes: { type: 'string' },
    json: { type: 'boolean' },
  } as const
  const parsed = (() => {
    try {
      return parseArgs({ args: [...args], options }).values
    } catch (error) {
      throw new BadInput((error as Error).message)
    }
  })()
  return {
    // The sandbox remembers 1,000 telephone calls and 5,000 mails.
    lives: whole('lives', parsed.lives ?? '50', 1, 300),
    seed: parsed.seed ?? String(randomInt(1_000_000_000)),
    kills: whole('kills', parsed.kills ?? '18', 0, 10_000),
    minutes: whole('minutes', parsed.minutes ?? '10', 1, 24 * 60),
    json: parsed.json ?? false,
  }
}
