/** Does work at once, but of one name only so many at a time: the others wait in line. */
export function createLines(most: number) {
  const lines = new Map<string, { busy: number; readonly waiting: (() => void)[] }>()
  return async function inLine<T>(name: string, work: () => Promise<T>): Promise<T> {
    const line = lines.get(name) ?? { busy: 0, waiting: [] }
    lines.set(name, line)
    if (line.busy < most) line.busy += 1
    else await new Promise<void>((resolve) => line.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next)
        next() // takes over the place
      else line.busy -= 1
      if (line.busy === 0) lines.delete(name)
    }
  }
}
