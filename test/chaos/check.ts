/** What was looked at and what was wrong with it. */
export interface Check {
  readonly name: string
  readonly looked: number
  /** Each in words, with ids. */
  readonly wrong: readonly string[]
}

/** Looks at each item; the look answers what is wrong with it, or nothing. */
export function check<T>(name: string, items: Iterable<T>, look: (item: T) => string | undefined): Check {
  const all = [...items]
  return { name, looked: all.length, wrong: all.flatMap((item) => look(item) ?? []) }
}

export function counted<T>(items: Iterable<T>, by: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(by(item), (counts.get(by(item)) ?? 0) + 1)
  return counts
}

/** Each of `wanted` is among `found` exactly once, and nothing else is. */
export function eachOnce(name: string, wanted: Iterable<string>, found: Iterable<string>): Check {
  const expected = new Set(wanted)
  const counts = counted(found, (item) => item)
  return check(name, new Set([...expected, ...counts.keys()]), (item) => {
    const times = counts.get(item) ?? 0
    if (!expected.has(item)) return `${item}: there, and nobody asked for it`
    return times === 1 ? undefined : `${item}: ${times === 0 ? 'lost' : `there ${times} times`}`
  })
}
