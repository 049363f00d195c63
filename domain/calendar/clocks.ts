import type { AccountView, ClockRequest, Clocks, ReauthorisationClock, SurveyClock, TrialClock } from '../clocks.ts'
import { quarterOf } from '../surveys.ts'
import {
  ceilMinute,
  DAY_MINUTES,
  type Holidays,
  isBusinessDay,
  localDate,
  localDays,
  localTimeOfDay,
  MINUTE_MS,
  NO_HOLIDAYS,
  wallInstant,
} from './days.ts'
import type { Interval } from './intervals.ts'
import { addPeriod } from './periods.ts'
import { callableTime, placeIn, share } from './spread.ts'
import { callableWindows, type Shift } from './windows.ts'

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
  const view = { customerId, zones, holidays, now, ...(hours === undefined ? {} : { hours }) }
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

interface TrialView {
  readonly customerId: string
  readonly zones: readonly string[]
  readonly holidays?: Holidays
  readonly hours?: readonly Shift[]
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
export function trialClock({ customerId, zones, holidays, hours, endsAt, now }: TrialView): TrialClock {
  const end = Date.parse(endsAt)
  const days = lastCallable(zones, end, holidays, hours)
  const tryOn = ([day]: readonly Interval[]) => placeIn(day === undefined ? [] : [withoutLastHour(day)], `trial/${customerId}`)
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

function lastCallable(zones: readonly string[], end: number, holidays?: Holidays, hours?: readonly Shift[]): Interval[] {
  // Hours of his own may be few: of the last week whatever there is, rather than days from the beginning of the trial.
  const own = hours === undefined ? [] : callableTime(zones, end - WEEK_MS, end, holidays, hours)
  const dayOf = (window: Interval | undefined) => window && localDate(window.start, zones[0] ?? 'UTC')
  if (own.length > 0) return own.filter((window, index) => dayOf(window) !== dayOf(own[index - 1]))
  let days: Interval[] = []
  for (const back of TRIAL_LOOK_BACK_MS) {
    days = callableTime(zones, end - back, end, holidays, hours)
    if (days.length >= TRIAL_DAYS) return days
  }
  return days
}

interface SurveyView {
  readonly customerId: string
  readonly zones: readonly string[]
  readonly holidays?: Holidays
  readonly hours?: readonly Shift[]
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
  const { customerId, zones, holidays, hours, timeZone, since, round, lastAt, alone = false, notBefore, now } = view
  const windowsFrom = (due: number) => callableTime(zones, ceilMinute(due), ceilMinute(due) + SURVEY_SPREAD_MS, holidays, hours)
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
export function ownMinuteFrom(instant: number, customerId: string, { zones, holidays, hours }: AccountView): string {
  const from = ceilMinute(instant)
  return iso(placeIn(callableTime(zones, from, from + SURVEY_SPREAD_MS, holidays, hours).slice(0, 1), `survey/${customerId}`))
}

interface ReauthorisationView {
  readonly customerId: string
  readonly zones: readonly string[]
  readonly holidays?: Holidays
  readonly hours?: readonly Shift[]
  /** ISO instant */
  readonly authorizedUntil: string
  /** Epoch milliseconds */
  readonly now: number
}

/** The customer's own minute of the week that begins 30 days before the authorisation ends; now where that has passed. */
export function reauthorisationClock({
  customerId,
  zones,
  holidays,
  hours,
  authorizedUntil,
  now,
}: ReauthorisationView): ReauthorisationClock {
  const due = Date.parse(authorizedUntil) - REAUTHORISATION_LEAD_MS
  const at = placeIn(callableTime(zones, due, due + REAUTHORISATION_SPREAD_MS, holidays, hours), `reauthorisation/${customerId}`)
  return { at: iso(Math.max(at, now)), authorizedUntil }
}

/** So many business days (1 or more) after an instant: the same wall time, brought into callable hours, 18:00 included. ISO instant. */
export function businessDayAfter(instant: number, days: number, timeZone: string, holidays: Holidays = NO_HOLIDAYS): string {
  const following = localDays(timeZone, instant, instant + (2 * days + MOST_HOLIDAYS) * DAY_MS).filter(
    (day) => day.start > instant && isBusinessDay(day, holidays),
  )
  const day = following[days - 1]
  if (day === undefined) throw new RangeError(`not a number of business days: ${days}`)
  const [open = day] = callableWindows({ zones: [timeZone], holidays }, day.start, day.end)
  const sameTime = wallInstant(day, timeZone, localTimeOfDay(instant, timeZone))
  return iso(Math.min(Math.max(sameTime, open.start), open.end))
}

const withoutLastHour = ({ start, end }: Interval): Interval => ({ start, end: Math.max(start + MINUTE_MS, end - HOUR_MS) })

const iso = (instant: number): string => new Date(instant).toISOString()
