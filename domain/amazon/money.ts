import { decimalsOf, type Money } from '../money.ts'

/**
 * From a decimal as Amazon writes it: `12.49`, `12,49` in some European reports, `1249`. Undefined where it is none, or has more
 * decimals than the currency (zeros aside): nothing is rounded. Amazon groups no thousands; `1,299` is therefore no amount.
 */
export function parseMoney(decimal: string, currency: string): Money | undefined {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:[.,](\d{1,6}))?$/.exec(decimal.trim()) ?? []
  if (whole === undefined) return undefined
  const decimals = decimalsOf(currency)
  const digits = fraction.padEnd(decimals, '0')
  if (/[1-9]/.test(digits.slice(decimals))) return undefined
  return { minor: Number(whole + digits.slice(0, decimals)), currency }
}

/** From a JSON number. Its shortest text is what Amazon sent: no arithmetic on floats. */
export const moneyOf = (amount: number, currency: string): Money | undefined => parseMoney(String(amount), currency)
