/** Middle of the sorted values; the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('no values')
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[half - 1], sorted[half]] as [number, number]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** Growth of y with x by least squares. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  if (spread === 0) throw new Error('a slope needs two sizes')
  return points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** Runs `work` for each item, so many at a time. */
export async function inParallel<T>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items].reverse()
  const one = async () => {
    while (waiting.length > 0) await work(waiting.pop() as T)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

/** How many a second. */
export async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (count * 1000) / (performance.now() - began)
}
