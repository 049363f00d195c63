import { dateAfter } from '../../domain/calendar/dates.ts'
import type { Incident } from '../../domain/reimbursement/anomalies/incidents.ts'
import { type Draws, drawsFrom } from '../../sandbox/amazon/world/draws.ts'

/** An account whose incidents are drawn. Dispersions are variances of gamma factors with mean 1. */
export interface World {
  readonly perMonth: number
  readonly centres: number
  readonly fnskus: number
  /** Of a day, for all centres. */
  readonly dayDispersion: number
  /** Of a day in a centre. */
  readonly centreDispersion: number
  /** Chance that one incident brings another of the same FNSKU, centre and day. */
  readonly another: number
}

export const PLACES = ['everywhere', 'one centre', 'one FNSKU'] as const
export type Place = (typeof PLACES)[number]

/** How many times as many incidents an account has on a day; what is more than usual is all of one place. */
export interface Change {
  readonly place: Place
  factorOn(day: number): number
}

export const NO_CHANGE: Change = { place: 'everywhere', factorOn: () => 1 }

const DAYS_OF_MONTH = 30.44
/** From Monday on: adjustments are told on working days, mostly. */
const WEEKDAYS = [1.3, 1.2, 1.2, 1.15, 1.15, 0.6, 0.4]

export const BEGIN = '2026-01-01'
export const dateOf = (day: number): string => dateAfter(BEGIN, { days: day })

/** So many days of an account; day 0 is `BEGIN`. What is changed is drawn beside what is not: without the change the rest is the same. */
export function drawIncidents(seed: string, world: World, days: number, change: Change = NO_CHANGE): Incident[] {
  const { perMonth, another, dayDispersion, centreDispersion } = world
  const usual = drawsFrom(`${seed}/usual`)
  const more = drawsFrom(`${seed}/more`)
  const centres = sharesOf(world.centres, 0.7)
  const fnskus = sharesOf(world.fnskus, 0.8)
  // Events, each of which brings 1 / (1 - another) incidents.
  const perDay = (perMonth / DAYS_OF_MONTH) * (1 - another)
  return Array.from({ length: days }, (_, day) => {
    const date = dateOf(day)
    const factor = gamma(usual, dayDispersion) * perDay * (WEEKDAYS[day % 7] as number)
    const incidents: Incident[] = []
    const add = (draws: Draws, centre: number, fnsku: number): void => {
      do incidents.push({ date, centre: `FC${centre}`, fnskus: [`X${fnsku}`] })
      while (draws.happens(another))
    }
    for (const [centre, share] of centres.entries()) {
      const count = poisson(usual, factor * share * gamma(usual, centreDispersion))
      for (let each = 0; each < count; each += 1) add(usual, centre, pickBy(usual, fnskus))
    }
    const added = poisson(more, factor * (change.factorOn(day) - 1) * gamma(more, centreDispersion))
    for (let each = 0; each < added; each += 1) {
      const centre = change.place === 'everywhere' ? pickBy(more, centres) : 1
      add(more, centre, change.place === 'one FNSKU' ? 2 : pickBy(more, fnskus))
    }
    return incidents
  }).flat()
}

/** A few have most of it. */
function sharesOf(count: number, power: number): number[] {
  const weights = Array.from({ length: count }, (_, place) => (place + 1) ** -power)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function pickBy(draws: Draws, shares: readonly number[]): number {
  let left = draws.share()
  const place = shares.findIndex((share) => {
    left -= share
    return left < 0
  })
  return place === -1 ? shares.length - 1 : place
}

/** Knuth's product of shares: means are small here. */
export function poisson(draws: Draws, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = draws.share(); product > limit; product *= draws.share()) count += 1
  return count
}

/** Mean 1, this variance (Marsaglia and Tsang 2000; for shapes below 1 by their boost). */
export function gamma(draws: Draws, variance: number): number {
  if (variance === 0) return 1
  const shape = 1 / variance
  const boost = shape < 1 ? (1 - draws.share()) ** (1 / shape) : 1
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3
  for (;;) {
    const x = draws.normal()
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - draws.share()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return (boost * d * v) / shape
  }
}
