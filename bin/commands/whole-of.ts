import { BadInput } from './bad-input.ts'

/** The value of an option that is a whole number. */
export function wholeOf(name: string, text: string, from: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= from && number <= most) return number
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${most}`
  throw new BadInput(`--${name} must be a whole number ${range}, not ${text}`)
}
