/** Lets async changes of one state pass one after the other: a handler that waits for an activity is not overtaken by another. */
export function createTurns(): <T>(change: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (change) => {
    const mine = last.then(change)
    last = mine.catch(() => undefined)
    return mine
  }
}
