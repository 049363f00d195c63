import { EARLIEST_CALL, LATEST_CALL, type Shift } from './calendar/windows.ts'
import { CALL_PURPOSES, type CallPurpose, type RetryRule, type RetryWait } from './calls/retry-policy.ts'
import type { FieldError } from './errors.ts'
import { type Policies, USUAL_POLICIES } from './policies.ts'

/**
 * What of policies contradicts itself, each with its place; that every field is there and within its bounds is for the border to see.
 * Empty where they can be put into force.
 */
export function policyErrors(policies: Policies): FieldError[] {
  const hours = callableErrors(policies.callable)
  // Where the hours are wrong, what follows from them says nothing.
  const longest = hours.length === 0 ? longestDay(policies.callable) : Number.POSITIVE_INFINITY
  return [
    ...hours,
    ...CALL_PURPOSES.flatMap((purpose) => [
      ...leadErrors(purpose, policies),
      ...retryErrors(`/retry/${purpose}`, policies.retry[purpose], longest),
    ]),
    ...descendingErrors(policies.bookings.reminderMinutes),
  ]
}

/** Policies as they were stored, with what only a later release knows as usual. */
export function completed(stored: { readonly [Key in keyof Policies]?: Partial<Policies[Key]> }): Policies {
  const groups = Object.entries(USUAL_POLICIES).map(([name, usual]) => {
    const own: unknown = stored[name as keyof Policies]
    const isGroup = typeof usual === 'object' && !Array.isArray(usual)
    return [name, isGroup ? { ...usual, ...(own as object | undefined) } : (own ?? usual)]
  })
  return Object.fromEntries(groups) as Policies
}

function callableErrors(callable: readonly Shift[]): FieldError[] {
  return callable.flatMap(({ weekday, from, until }, index) => {
    const field = `/callable/${index}`
    const errors: FieldError[] = []
    if (until <= from) errors.push({ field: `${field}/until`, message: 'must be after from' })
    if (from < EARLIEST_CALL) errors.push({ field: `${field}/from`, message: `must not be before ${EARLIEST_CALL}` })
    if (until > LATEST_CALL) errors.push({ field: `${field}/until`, message: `must not be after ${LATEST_CALL}` })
    const other = callable.slice(0, index).findIndex((one) => one.weekday === weekday && one.from < until && from < one.until)
    if (other >= 0) errors.push({ field, message: `overlaps interval ${other}` })
    return errors
  })
}

const leadErrors = (purpose: CallPurpose, { slaMinutes, leadMinutes }: Policies): FieldError[] =>
  slaMinutes[purpose] < leadMinutes[purpose]
    ? [{ field: `/slaMinutes/${purpose}`, message: `must not be less than /leadMinutes/${purpose}: every call would be late` }]
    : []

/** `longest` in minutes: what lies around a failed try on both sides must leave some of a day. */
function retryErrors(field: string, rule: RetryRule, longest: number): FieldError[] {
  return rule.waits.flatMap((wait, index) => {
    const place = `${field}/waits/${index}`
    if (wait.kind === 'minutes')
      return wait.exempt === rule.exempt ? [] : [{ field: `${place}/exempt`, message: `must be ${rule.exempt}, as ${field}/exempt is` }]
    return avoidErrors(place, wait, longest)
  })
}

const avoidErrors = (place: string, { avoidMinutesAround }: Exclude<RetryWait, { kind: 'minutes' }>, longest: number): FieldError[] =>
  2 * avoidMinutesAround < longest
    ? []
    : [{ field: `${place}/avoidMinutesAround`, message: `leaves no time of a day of ${longest} callable minutes to try again` }]

const descendingErrors = (minutes: readonly number[]): FieldError[] =>
  minutes.flatMap((value, index) =>
    index > 0 && value >= (minutes[index - 1] ?? value)
      ? [{ field: `/bookings/reminderMinutes/${index}`, message: 'must be less than the one before: the first reminder comes first' }]
      : [],
  )

/** Minutes from the first to the last callable minute of the longest day. */
function longestDay(callable: readonly Shift[]): number {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => callable.filter(({ weekday }) => weekday === day))
  return Math.max(...days.map((day) => latest(day) - earliest(day)), 0)
}

const latest = (day: readonly Shift[]): number => Math.max(0, ...day.map(({ until }) => minuteOf(until)))
const earliest = (day: readonly Shift[]): number => (day.length === 0 ? 0 : Math.min(...day.map(({ from }) => minuteOf(from))))

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
