import type { AccountView, ClockRequest, Clocks, ReauthorisationClock, SurveyClock, TrialClock } from '../clocks.ts'
import { groupedBy } from '../grouped.ts'
import { quarterOf } from '../surveys.ts'
import {
  ceilMinute,
  DAY_MINUTES,
  isBusinessDay,
  localDate,
  localDays,
  localTimeOfDay,
  MINUTE_MS,
  NO_HOLIDAYS,
  wallInstant,
} from './days.ts'
import { type Interval, intersectIntervals } from './intervals.ts'
import { addPeriod } from './periods.ts'
import { callableTime, placeIn, share } from './spread.ts'
import { type Callable, callableWindows } from './windows.ts'

const DAY_MS = DAY_MINUTES * MINUTE_MS
const WEEK_MS = 7 * DAY_MS
const HOUR_MS = 60 * MINUTE_MS

/** Holds three business days, whatever weekend lies in between; the second where holidays leave fewer. */
const TRIAL_LOOK_BACK_MS = [14 * DAY_MS, 28 * DAY_MS]
const TRIAL_DAYS = 3
const CLOSING_SECONDS = 30 * 60

/** Days, more than any country has in a row, weekends included. */
const MOST_HOLIDAYS = 21

const SURVEY_MONTHS = 3
const SURVEY_SPREAD_MS = 14 * DAY_MS
const SURVEY_REST_MS = 90 * DAY_MS

const REAUTHORISATION_LEAD_MS = 30 * DAY_MS
const REAUTHORISATION_SPREAD_MS = 7 * DAY_MS

/** All clocks of a life. `now` is epoch milliseconds. */
export function lifeClocks(request: ClockRequest, account: AccountView, now: number): Clocks {
  const { customerId, surveys, surveyedAt, surveyNotBefore } = request
  const { trial, zones, holidays, hours, alone, timeZone, createdAt, authorizedUntil, revoked } = account
  const view = { customerId, zones, holidays, ...(hours === undefined ? {} : { hours }), now }
  return {
    trial: trial.status === 'running' && trial.endsAt !== null ? trialClock({ ...view, endsAt: trial.endsAt }) : null,
    survey: surveyClock({
      ...view,
      timeZone,
      since: createdAt,
      round: surveys,
      lastAt: surveyedAt,
      notBefore: surveyNotBefore,
      ...(alone === undefined ? {} : { alone }),
    }),
    reauthorisation: authorizedUntil === null ? null : reauthorisationClock({ ...view, authorizedUntil }),
    ...(revoked ? { revoked } : {}),
  }
}

interface TrialView extends Callable {
  readonly customerId: string
  /** ISO instant */
  readonly endsAt: string
  /** Epoch milliseconds */
  readonly now: number
}

/**
 * First and last try of the end call, each at the customer's own minute of a business day, its last hour spared. While the trial runs
 * the first is not before now, and never after the last, which may have passed: a trial of two days over a weekend has no callable hour.
 * A call that nobody held is given up before the end, in the hour in which no try is planned.
 * Of a trial that has ended both are told as they would have been, and closesAt is now where its own moment has passed too.
 */
export function trialClock({ customerId, endsAt, now, ...customer }: TrialView): TrialClock {
  const end = Date.parse(endsAt)
  const days = lastCallable(customer, end)
  const tryOn = ([day = []]: readonly Interval[][]) => placeIn(withoutLastHour(day), `trial/${customerId}`)
  const last = tryOn(days.slice(-1))
  const first = tryOn(days.slice(-TRIAL_DAYS))
  const jitter = share(`trial-over/${customerId}`, CLOSING_SECONDS) * 1000
  return {
    startsAt: iso(now < end ? Math.min(Math.max(first, now), last) : first),
    aimsAt: iso(last),
    endsAt,
    callUntil: iso(end - jitter),
    closesAt: iso(Math.max(end + jitter, now)),
  }
}

/** The callable hours of each day before the end, the last day at the end of the list. */
function lastCallable(customer: Callable, end: number): Interval[][] {
  const [zone = 'UTC'] = customer.zones
  const since = (back: number) => [...groupedBy(callableTime(customer, end - back, end), ({ start }) => localDate(start, zone)).values()]
  // Hours of his own may be few: of the last week whatever there is, rather than days from the beginning of the trial.
  const weekdays = new Set(customer.hours?.map(({ weekday }) => weekday)).size
  const few = weekdays > 0 && weekdays < TRIAL_DAYS ? since(WEEK_MS) : []
  if (few.length > 0) return few
  let days: Interval[][] = []
  for (const back of TRIAL_LOOK_BACK_MS) {
    days = since(back)
    if (days.length >= TRIAL_DAYS) return days
  }
  return days
}

interface SurveyView extends Callable {
  readonly customerId: string
  /** The customer's own, by whose calendar months and quarters go. */
  readonly timeZone: string
  /** ISO instant of the registration */
  readonly since: string
  /** Surveys so far. */
  readonly round: number
  /** ISO instant of the last survey call */
  readonly lastAt: string | null
  /** Whoever was asked then is the only one to ask. */
  readonly alone?: boolean
  /** ISO instant */
  readonly notBefore: string | null
  /** Epoch milliseconds */
  readonly now: number
}

/**
 * Every three months of membership, at the customer's own minute of the fortnight that follows, and 90 days after the last survey call.
 * Read again it says the same, until that minute has passed: then it is spread over the fortnight from now. The rest of 90 days counts
 * from a moment that was spread before; spreading it anew would move the surveys of some customers two weeks further every quarter.
 */
export function surveyClock(view: SurveyView): SurveyClock {
  const { customerId, timeZone, since, round, lastAt, alone = false, notBefore, now, ...customer } = view
  const windowsFrom = (due: number) => callableTime(customer, ceilMinute(due), ceilMinute(due) + SURVEY_SPREAD_MS)
  const key = `survey/${customerId}`
  const base = Date.parse(addPeriod(since, `P${SURVEY_MONTHS * (round + 1)}M`, timeZone))
  let at = placeIn(windowsFrom(notBefore === null ? base : Math.max(base, Date.parse(notBefore))), key)
  const restOver = (last: string) => (alone ? restedAt(last, timeZone) : Date.parse(last) + SURVEY_REST_MS)
  const rested = lastAt === null ? at : restOver(lastAt)
  if (at < rested) at = placeIn(windowsFrom(rested).slice(0, 1), key)
  if (at < now) at = placeIn(windowsFrom(now), key)
  return { at: iso(at), quarter: quarterOf(localDate(at, timeZone)) }
}

/** When somebody may be asked again: the later of three months on his calendar and 90 days. Epoch milliseconds. */
export const restedAt = (lastAskedAt: string, timeZone: string): number =>
  Math.max(Date.parse(addPeriod(lastAskedAt, `P${SURVEY_MONTHS}M`, timeZone)), Date.parse(lastAskedAt) + SURVEY_REST_MS)

/** The customer's own minute of the first callable time from an instant on. ISO instant. */
export function ownMinuteFrom(instant: number, customerId: string, customer: Callable): string {
  const from = ceilMinute(instant)
  return iso(placeIn(callableTime(customer, from, from + SURVEY_SPREAD_MS).slice(0, 1), `survey/${customerId}`))
}

interface ReauthorisationView extends Callable {
  readonly customerId: string
  /** ISO instant */
  readonly authorizedUntil: string
  /** Epoch milliseconds */
  readonly now: number
}

/** The customer's own minute of the week that begins 30 days before the authorisation ends; now where that has passed. */
export function reauthorisationClock({ customerId, authorizedUntil, now, ...customer }: ReauthorisationView): ReauthorisationClock {
  const due = Date.parse(authorizedUntil) - REAUTHORISATION_LEAD_MS
  const at = placeIn(callableTime(customer, due, due + REAUTHORISATION_SPREAD_MS), `reauthorisation/${customerId}`)
  return { at: iso(Math.max(at, now)), authorizedUntil }
}

/**
 * So many business days (1 or more) after an instant: the same wall time in the first of the zones, brought into the day's callable hours,
 * their end included; any hour where it has none. ISO instant.
 */
export function businessDayAfter(instant: number, days: number, { zones, holidays = NO_HOLIDAYS, ...customer }: Callable): string {
  const [timeZone = 'UTC'] = zones
  const following = localDays(timeZone, instant, instant + (2 * days + MOST_HOLIDAYS) * DAY_MS).filter(
    (day) => day.start > instant && isBusinessDay(day, holidays),
  )
  const day = following[days - 1]
  if (day === undefined) throw new RangeError(`not a number of business days: ${days}`)
  const open = callableWindows({ ...customer, zones: [timeZone], holidays }, day.start, day.end)
  const { start } = open[0] ?? day
  const { end } = open.at(-1) ?? day
  const sameTime = wallInstant(day, timeZone, localTimeOfDay(instant, timeZone))
  return iso(Math.min(Math.max(sameTime, start), end))
}

/** Of the callable hours of a day all but its last one; where they are no longer than that, their first minute. */
function withoutLastHour(day: readonly Interval[]): Interval[] {
  const [first] = day
  const last = day.at(-1)
  if (first === undefined || last === undefined) return []
  return intersectIntervals(day, [{ start: first.start, end: Math.max(first.start + MINUTE_MS, last.end - HOUR_MS) }])
}

const iso = (instant: number): string => new Date(instant).toISOString()
