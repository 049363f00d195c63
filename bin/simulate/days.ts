import type { Moment } from '../../sandbox/market/record.ts'
import { HOUR } from '../../sandbox/market/scene.ts'
import type { Terms } from '../../sandbox/market/terms.ts'
import { euros } from './euros.ts'
import { COLOURS, line, stairs, text, ticksOf, WIDTH } from './svg.ts'

const [LEFT, RIGHT] = [90, WIDTH - 60]
const [TOP, BOTTOM] = [460, 740]

/** Our price, everybody else's, and when the Buy Box was ours: landed prices over time. */
export function daysDrawn(moments: readonly Moment[], { min, max, listing }: Terms): string[] {
  const [first, last] = [moments[0], moments.at(-1)]
  if (first === undefined || last === undefined) return []
  const { least, most } = rangeOf(moments)
  const x = (when: number): number => LEFT + ((when - first.at) / (last.at - first.at)) * (RIGHT - LEFT)
  const y = (minor: number): number => BOTTOM - ((minor - least) / (most - least)) * (BOTTOM - TOP)
  // What nobody means leaves the picture.
  const seen = (minor: number | null | undefined): number | null => (minor == null || minor < least || minor > most ? null : y(minor))
  const bounds = [
    { name: 'our minimum', minor: min + listing.shipping },
    { name: 'our maximum', minor: max + listing.shipping },
  ].filter(({ minor }) => minor > least && minor < most)
  return [
    ...legend(),
    ...stretches(moments).map(
      ({ from, to }) =>
        `<rect x="${x(from).toFixed(1)}" y="${TOP}" width="${(x(to) - x(from)).toFixed(1)}" height="${BOTTOM - TOP}" fill="${COLOURS.held}"/>`,
    ),
    ...ticksOf(least, most).flatMap((minor) => [
      line(LEFT, y(minor), RIGHT, y(minor), { colour: COLOURS.grid }),
      text(LEFT - 10, y(minor) + 4, euros(minor), { anchor: 'end', colour: COLOURS.quiet }),
    ]),
    ...hours(first.at, last.at).flatMap((when) => [
      line(x(when), BOTTOM, x(when), BOTTOM + 5, { colour: COLOURS.axis }),
      text(x(when), BOTTOM + 20, new Date(when).toISOString().slice(11, 16), { anchor: 'middle', colour: COLOURS.quiet }),
    ]),
    ...bounds.flatMap(({ name, minor }) => [
      line(LEFT, y(minor), RIGHT, y(minor), { colour: COLOURS.bound, dashes: '5 4' }),
      text(RIGHT, y(minor) - 6, name, { anchor: 'end', colour: COLOURS.bound }),
    ]),
    ...first.prices.slice(1).map((_, rival) =>
      stairs(
        moments.map(({ at, prices }) => ({ x: x(at), y: seen(prices[rival + 1]) })),
        { colour: COLOURS.axis, width: 1.2 },
      ),
    ),
    stairs(
      moments.map(({ at, prices }) => ({ x: x(at), y: seen(prices[0]) })),
      { colour: COLOURS.ours, width: 3 },
    ),
    line(LEFT, BOTTOM, RIGHT, BOTTOM, { colour: COLOURS.axis }),
  ]
}

const legend = (): string[] => [
  line(40, 426, 66, 426, { colour: COLOURS.ours, width: 3 }),
  text(74, 430, 'our price'),
  `<rect x="160" y="419" width="26" height="14" fill="${COLOURS.held}"/>`,
  text(194, 430, 'the Buy Box is ours'),
  line(350, 426, 376, 426, { colour: COLOURS.axis, width: 1.2 }),
  text(384, 430, "rivals' prices, with shipping, EUR"),
]

/** From somewhat below the lowest price that matters to somewhat above ours and the nearest ones. */
function rangeOf(moments: readonly Moment[]): { least: number; most: number } {
  const ours = moments.flatMap(({ prices }) => prices[0] ?? [])
  const [low, high] = [Math.min(...ours), Math.max(...ours)]
  const near = moments.flatMap(({ prices }) =>
    prices.filter((price) => price !== null && price > low * 0.85 && price < high * 1.15),
  ) as number[]
  return { least: Math.min(low, ...near) * 0.985, most: Math.max(high, ...near) * 1.015 }
}

function stretches(moments: readonly Moment[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const [index, { at, ours }] of moments.entries()) {
    const to = moments[index + 1]?.at ?? at
    const open = found.at(-1)
    if (!ours) continue
    if (open?.to === at) open.to = to
    else found.push({ from: at, to })
  }
  return found
}

/** Every sixth. */
const hours = (from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / (6 * HOUR)) + 1 }, (_, index) => from + index * 6 * HOUR)
