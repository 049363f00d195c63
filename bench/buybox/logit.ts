/** A choice among several: their features, and which one it was. */
export interface Choice {
  readonly options: readonly (readonly number[])[]
  readonly chosen: number
  /** How much it counts. */
  readonly weight: number
}

interface Fit {
  /** Where the coefficients are believed to lie, and how firmly: the inverse variance of a normal prior. */
  readonly prior: readonly number[]
  readonly firmness: readonly number[]
}

const MOST_STEPS = 60
/** No coefficient moves further in one step: far from the optimum the curvature says little. */
const LONGEST_STEP = 2
const DONE = 1e-7

/** Coefficients of a conditional logit by Newton's method, drawn to a prior. */
export function fitLogit(choices: readonly Choice[], { prior, firmness }: Fit): number[] {
  let found = [...prior]
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, curvature } = slopes(choices, found)
    found.forEach((value, k) => {
      gradient[k] = at(gradient, k) - at(firmness, k) * (value - at(prior, k))
      const row = curvature[k] ?? []
      row[k] = at(row, k) + at(firmness, k)
    })
    const move = solve(curvature, gradient)
    const longest = Math.max(...move.map(Math.abs))
    const part = Math.min(1, LONGEST_STEP / longest)
    found = found.map((value, k) => value + part * at(move, k))
    if (longest < DONE) break
  }
  return found
}

/** The share of each option. */
export function sharesOf(options: Choice['options'], coefficients: readonly number[]): number[] {
  const utilities = options.map((values) => values.reduce((sum, value, k) => sum + value * at(coefficients, k), 0))
  const most = Math.max(...utilities)
  const odds = utilities.map((utility) => Math.exp(utility - most))
  const all = odds.reduce((sum, odd) => sum + odd, 0)
  return odds.map((odd) => odd / all)
}

function slopes(choices: readonly Choice[], coefficients: readonly number[]) {
  const size = coefficients.length
  const gradient = Array.from({ length: size }, () => 0)
  const curvature = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
  for (const { options, chosen, weight } of choices) {
    const shares = sharesOf(options, coefficients)
    const mean = gradient.map((_, k) => options.reduce((sum, values, index) => sum + at(shares, index) * at(values, k), 0))
    for (let k = 0; k < size; k += 1) {
      gradient[k] = at(gradient, k) + weight * (at(options[chosen] ?? [], k) - at(mean, k))
      for (let l = 0; l < size; l += 1) {
        const both = options.reduce((sum, values, index) => sum + at(shares, index) * at(values, k) * at(values, l), 0)
        const row = curvature[k] ?? []
        row[l] = at(row, l) + weight * (both - at(mean, k) * at(mean, l))
      }
    }
  }
  return { gradient, curvature }
}

/** Gauss and Jordan, with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, at(right, index)])
  for (let column = 0; column < rows.length; column += 1) {
    const pivot = rows.reduce(
      (best, row, index) => (index >= column && Math.abs(at(row, column)) > Math.abs(at(rows[best] ?? [], column)) ? index : best),
      column,
    )
    const [top, low] = [rows[column] ?? [], rows[pivot] ?? []]
    rows[column] = low
    rows[pivot] = top
    for (const [index, row] of rows.entries()) {
      if (index === column) continue
      const factor = at(row, column) / at(low, column)
      rows[index] = row.map((value, place) => value - factor * at(low, place))
    }
  }
  return rows.map((row, index) => at(row, rows.length) / at(row, index))
}

const at = (values: readonly number[], index: number): number => values[index] ?? 0
