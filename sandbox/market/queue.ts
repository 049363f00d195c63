export interface Queue {
  /** Epoch milliseconds. What is due at the same time comes in the order in which it was added. */
  add(at: number, run: (at: number) => void): void
  /** All that is due until then, that moment included. */
  runUntil(end: number): void
}

interface Due {
  readonly at: number
  readonly number: number
  readonly run: (at: number) => void
}

/** What is due when: a binary heap. */
export function createQueue(): Queue {
  const heap: Due[] = []
  let added = 0
  return {
    add(at, run) {
      added += 1
      const due = { at: Math.round(at), number: added, run }
      let place = heap.push(due) - 1
      while (place > 0) {
        const above = (place - 1) >> 1
        const parent = heap[above] as Due
        if (!before(due, parent)) break
        heap[place] = parent
        place = above
      }
      heap[place] = due
    },
    runUntil(end) {
      for (let next = heap[0]; next !== undefined && next.at <= end; next = heap[0]) {
        const last = heap.pop() as Due
        if (heap.length > 0) sink(heap, last)
        next.run(next.at)
      }
    },
  }
}

const before = (one: Due, other: Due): boolean => one.at < other.at || (one.at === other.at && one.number < other.number)

/** Puts it on top, and lets it down to its place. */
function sink(heap: Due[], due: Due): void {
  let place = 0
  for (;;) {
    let below = 2 * place + 1
    const [left, right] = [heap[below], heap[below + 1]]
    if (left === undefined) break
    const lesser = right !== undefined && before(right, left) ? right : left
    if (lesser === right) below += 1
    if (!before(lesser, due)) break
    heap[place] = lesser
    place = below
  }
  heap[place] = due
}
