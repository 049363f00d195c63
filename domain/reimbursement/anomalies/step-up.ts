/** A test of one series. */
export interface Test {
  readonly p: number
  /** How likely a `p` of at most `bound` is where nothing is wrong; for counts less than `bound`, often by far. */
  atMost(bound: number): number
}

/**
 * The largest `p` that counts as found while of all found at most the share `q` is chance; undefined where none is. Step-up by Benjamini and
 * Hochberg (1995), with the sum of what each test can attain in place of `p` times their number (Heyse 2011; Doehler, Durand and Roquain
 * 2018): a series too rare for any small count to be likely hides nothing of another's. Where each `atMost` is the bound itself it is theirs.
 */
export function stepUp(tests: readonly Test[], q: number): number | undefined {
  const inTurn = tests.map(({ p }) => p).toSorted((a, b) => b - a)
  return inTurn.find((p, place) => {
    // Of equal ones the first met is the last of them: all of them are at most this, and the others cannot pass where it does not.
    if (p === inTurn[place - 1]) return false
    const rank = inTurn.length - place
    return tests.reduce((sum, test) => sum + test.atMost(p), 0) <= q * rank
  })
}
