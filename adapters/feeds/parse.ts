import ical, { type VEvent } from 'node-ical'
import { dayStart } from '../../domain/calendar/days.ts'
import { type Interval, mergeIntervals } from '../../domain/calendar/intervals.ts'
import type { FeedTimes, FeedWindow } from '../../domain/feeds.ts'
import { calendarBody } from './body.ts'
import { FeedFailure } from './failure.ts'
import { withoutFloatingTimes } from './floating.ts'
import { refuseNoSuchDay } from './no-such-day.ts'

const MOST_TIMES = 20_000
const DAY = 86_400_000

/** An override of one date of a series is an event, too, but has no overrides of its own. */
type Occurrence = Omit<VEvent, 'recurrences'>

/** One time at which something takes place. Whole days are local midnights of this process, whatever zone it runs in. */
interface Span {
  readonly start: Date
  readonly end: Date
  readonly wholeDays: boolean
}

/** When a calendar says that its owner is busy, within the window. Throws FeedFailure where it is none, or too large. */
export function feedTimes(text: string, { zone, from, to }: FeedWindow): FeedTimes {
  const { body, events } = calendarBody(text)
  const spans: Span[] = []
  for (const event of eventsIn(refuseNoSuchDay(withoutFloatingTimes(body, zone)))) {
    if (isOurs(event)) continue
    spans.push(...spansOf(event, from, to))
    if (spans.length > MOST_TIMES) throw new FeedFailure('too_many_events', { most: MOST_TIMES })
  }
  const dates = spans.filter(({ wholeDays }) => wholeDays).flatMap(datesOf)
  const busy = spans.map((span) => intervalOf(span, zone)).filter(({ start, end }) => end > from && start < to)
  return { busy: mergeIntervals(busy), dates: [...new Set(dates)].sort(), events }
}

function eventsIn(text: string): VEvent[] {
  try {
    return Object.values(ical.sync.parseICS(text)).flatMap((component) => (component?.type === 'VEVENT' ? [component as VEvent] : []))
  } catch {
    throw new FeedFailure('unreadable')
  }
}

/** What Lotse itself wrote into a calendar: our own booking makes nobody busier. */
const isOurs = ({ uid }: VEvent): boolean => uid.endsWith('@lotse')

/** Its occurrences that make busy. A date that was moved counts where it was moved to, wherever that is. */
function spansOf(event: VEvent, from: number, to: number): Span[] {
  const moved = [...new Set(Object.values(event.recurrences ?? {}))].filter(isBusy).map(spanOf)
  const alone = event.recurrenceid !== undefined && event.rrule === undefined
  if (alone || !isBusy(event)) return moved
  if (event.rrule === undefined) return [spanOf(event), ...moved]
  const series = ical
    .expandRecurringEvent(event, { from: new Date(from - DAY), to: new Date(to + DAY), expandOngoing: true })
    .filter(({ isOverride }) => !isOverride)
    .map(({ start, end, isFullDay }) => ({ start, end, wholeDays: isFullDay }))
  return [...series, ...moved]
}

function spanOf(event: Occurrence): Span {
  const { start, end = start, datetype } = event as Pick<VEvent, 'start' | 'end' | 'datetype'>
  for (const at of [start, end]) if (!(at instanceof Date) || Number.isNaN(at.getTime())) throw new FeedFailure('unreadable')
  return { start, end, wholeDays: datetype === 'date' }
}

function isBusy(event: Occurrence): boolean {
  const free = [plain(event.transparency) === 'TRANSPARENT', plain(event['MICROSOFT-CDO-BUSYSTATUS']) === 'FREE']
  return plain(event.status) !== 'CANCELLED' && !free.includes(true)
}

/** A value that may have come with parameters. */
const plain = (value: unknown): string =>
  String(typeof value === 'object' && value !== null && 'val' in value ? value.val : (value ?? '')).toUpperCase()

const intervalOf = (span: Span, zone: string): Interval =>
  span.wholeDays
    ? { start: dayStart(dateAt(span.start, 0), zone), end: dayStart(dateAt(span.start, daysOf(span)), zone) }
    : { start: span.start.getTime(), end: span.end.getTime() }

/** At least one; rounded, since a day of this process may have 23 or 25 hours. */
const daysOf = ({ start, end }: Span): number => Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY))

const MOST_DATES = 366
const datesOf = (span: Span): string[] =>
  Array.from({ length: Math.min(daysOf(span), MOST_DATES) }, (_, index) => dateAt(span.start, index))

const dateAt = (start: Date, days: number): string =>
  new Date(Date.UTC(start.getFullYear(), start.getMonth(), start.getDate() + days)).toISOString().slice(0, 10)
