import type { Interval } from './calendar/intervals.ts'
import type { Coded } from './codes.ts'
import { stableHash } from './stable-hash.ts'

/** Calendars elsewhere that say when an agent is busy, or when the whole team is closed. */

export const FEED_STATUSES = ['pending', 'ok', 'failed'] as const
export type FeedStatus = (typeof FEED_STATUSES)[number]

/** How far ahead a feed is read. */
export const FEED_DAYS = 60
/** After so many readings in a row that failed its agent is told. */
export const TOLD_AFTER_FAILURES = 3

const READ_EVERY_MS = 30 * 60_000

/** What a calendar says, and nothing of what it is about. */
export interface FeedTimes {
  /** Sorted and disjoint, epoch milliseconds. */
  readonly busy: readonly Interval[]
  /** YYYY-MM-DD: dates that an event takes as a whole. */
  readonly dates: readonly string[]
  /** In the whole calendar, also those that make nobody busy. */
  readonly events: number
}

export type FeedReading = { readonly times: FeedTimes } | { readonly error: Coded }

/** Which calendar is wanted. */
export interface FeedWindow {
  /** Of times without a zone, and of whole days. */
  readonly zone: string
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

/** Epoch milliseconds of the next reading: each feed has a minute of its own in every half hour. */
export function nextReading(feedId: string, now: number): number {
  const own = stableHash(`feed/${feedId}`) % READ_EVERY_MS
  return now - ((now - own) % READ_EVERY_MS) + READ_EVERY_MS
}

/** What is wrong with the address of a feed; `hosts` (with port, where it is not the usual one) may be asked in plain HTTP, too. */
export function feedUrlProblem(url: string, hosts: readonly string[]): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined) return 'is not a URL'
  if (parsed.username !== '' || parsed.password !== '') return 'must not hold a user name or password'
  if (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && hosts.includes(parsed.host))) return undefined
  return 'must begin with https://'
}
