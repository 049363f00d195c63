export const WIDTH = 1000
export const COLOURS = {
  text: '#1f2933',
  quiet: '#616e7c',
  grid: '#e4e7eb',
  axis: '#9aa5b1',
  ours: '#0c7c76',
  held: '#d5f0ec',
  other: '#b8c2cc',
  bound: '#c05a2b',
} as const

const at = (value: number): string => value.toFixed(1)

export const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

interface TextStyle {
  readonly size?: number
  readonly weight?: number
  readonly colour?: string
  readonly anchor?: 'start' | 'middle' | 'end'
}

export const text = (
  x: number,
  y: number,
  words: string,
  { size = 13, weight = 400, colour = COLOURS.text, anchor = 'start' }: TextStyle = {},
): string =>
  `<text x="${at(x)}" y="${at(y)}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${escaped(words)}</text>`

interface LineStyle {
  readonly colour: string
  readonly width?: number
  readonly dashes?: string
}

export const line = (x1: number, y1: number, x2: number, y2: number, { colour, width = 1, dashes }: LineStyle): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${colour}" stroke-width="${width}"${dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`}/>`

/** A stairway through points in the order of x; a y of null interrupts it. */
export function stairs(points: readonly { readonly x: number; readonly y: number | null }[], { colour, width = 1 }: LineStyle): string {
  let path = ''
  let before: number | null = null
  for (const { x, y } of points) {
    if (y !== null) path += before === null ? `M${at(x)} ${at(y)}` : y === before ? '' : `H${at(x)}V${at(y)}`
    if (y === null && before !== null) path += `H${at(x)}`
    before = y
  }
  const last = points.at(-1)
  if (last !== undefined && before !== null) path += `H${at(last.x)}`
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"/>`
}

/** Round numbers, some five of them. */
export function ticksOf(least: number, most: number): number[] {
  const rough = (most - least) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough
  const first = Math.ceil(least / step)
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, index) => (first + index) * step)
}
