/** Asks once for each key, and remembers the answer. */
export function onceEach<T, R>(keyOf: (value: T) => string, ask: (value: T) => R): (value: T) => R {
  const known = new Map<string, R>()
  return (value) => {
    const key = keyOf(value)
    const found = known.get(key) ?? ask(value)
    known.set(key, found)
    return found
  }
}
