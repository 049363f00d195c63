/** What stands before the decimals. */
export type DecimalMark = '.' | ','

const PLAIN = /^[+-]?\d+$/
const MARKED = /^[+-]?\d{1,3}(?:([.,' ])\d{3})*(?:([.,])\d+)?$|^[+-]?\d+([.,])\d+$/

/** What a number says of the mark its file writes; undefined where it says nothing: `1.234` may be either. */
export function markOf(text: string): DecimalMark | undefined {
  const number = text.trim()
  if (!MARKED.test(number)) return undefined
  const [point, comma] = [number.lastIndexOf('.'), number.lastIndexOf(',')]
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ','
  const at = Math.max(point, comma)
  if (at < 0) return undefined
  const mark = number[at] as DecimalMark
  if (number.indexOf(mark) !== at) return mark === '.' ? ',' : '.'
  return number.length - at - 1 === 3 ? undefined : mark
}

/** A whole number: `12`, `-1`, `3.00`, `1,234`. Undefined where it is none, or only nearly one, or may be another: `1.000` is a thousand elsewhere. */
export function wholeNumber(text: string, mark: DecimalMark): number | undefined {
  const number = text.trim()
  if (PLAIN.test(number)) return safe(Number(number))
  const { whole, fraction } = partsOf(number, mark) ?? {}
  return whole === undefined || fraction?.length === 3 || /[1-9]/.test(fraction ?? '') ? undefined : safe(Number(whole))
}

/** An amount in minor units of a currency with so many decimals. Undefined where it is none, or has more decimals (zeros aside): nothing is rounded. */
export function minorUnits(text: string, mark: DecimalMark, decimals: number): number | undefined {
  const { whole, fraction } = partsOf(text.trim(), mark) ?? {}
  if (whole === undefined || fraction === undefined) return undefined
  const digits = fraction.padEnd(decimals, '0')
  if (/[1-9]/.test(digits.slice(decimals))) return undefined
  const minor = safe(Number(whole.replace(/[+-]/, '') + digits.slice(0, decimals)))
  return minor === undefined ? undefined : whole.startsWith('-') && minor !== 0 ? -minor : minor
}

/** Sign and digits before the mark, without what groups them, and the digits after it. */
function partsOf(number: string, mark: DecimalMark): { readonly whole: string; readonly fraction: string } | undefined {
  const [before = '', fraction = '', ...more] = number.split(mark)
  if (more.length > 0 || (fraction === '' && number.includes(mark)) || /\D/.test(fraction)) return undefined
  const groups = mark === '.' ? /[,' ]/ : /[.' ]/
  const [first = '', ...rest] = before.split(groups)
  const isGrouped =
    rest.length === 0 ? /^[+-]?\d+$/.test(first) : /^[+-]?[1-9]\d{0,2}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group))
  return isGrouped ? { whole: first + rest.join(''), fraction } : undefined
}

const safe = (value: number): number | undefined => (Number.isSafeInteger(value) ? value : undefined)
