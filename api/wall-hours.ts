import { invalidField } from './problems.ts'

interface Hours {
  readonly from: string
  readonly to: string
  /** Hours of different weekdays never overlap. */
  readonly weekday?: number
}

/** Refuses hours that end before they begin, or overlap; `path` is where they stand in the body. They may touch. */
export function refuseOverlaps(hours: readonly Hours[], path = ''): void {
  hours.forEach(({ weekday, from, to }, index) => {
    if (to <= from) throw invalidField(`${path}/${index}/to`, 'must be after from')
    const earlier = hours.slice(0, index).findIndex((other) => other.weekday === weekday && other.from < to && from < other.to)
    if (earlier >= 0) throw invalidField(`${path}/${index}`, `overlaps ${path === '' ? 'shift' : 'interval'} ${earlier}`)
  })
}
