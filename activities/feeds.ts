import type { Clock } from '../domain/clock.ts'
import { FEED_DAYS, type FeedReading, type FeedWindow, nextReading } from '../domain/feeds.ts'

export interface OpenFeed {
  /** A secret: whoever knows it reads the calendar. Null where it cannot be opened. */
  readonly url: string | null
  /** Of its agent; a feed of the team is about dates, which are the same in each. */
  readonly zone: string
  /** Which address this is. */
  readonly revision: number
}

export interface FeedStore {
  /** Undefined where it was taken away. */
  open(feedId: string): Promise<OpenFeed | undefined>
  /**
   * Keeps what was read in place of what was kept before; of a reading that failed, only that. Tells the agent, once, of bookings
   * that it collides with and of a feed that stays unreadable. A repeat, and what was read at an address of before, change nothing.
   */
  keep(feedId: string, reading: FeedReading & { readonly revision: number; readonly number: number }): Promise<void>
}

export interface FeedReader {
  /** Never throws for what is wrong with the feed: that is an answer. */
  read(url: string, window: FeedWindow): Promise<FeedReading>
}

export interface FeedDeps {
  readonly feeds: FeedStore
  readonly feedReader: FeedReader
  readonly clock: Clock
}

const DAY = 86_400_000
const CANNOT_BE_OPENED: FeedReading = { error: { code: 'sealed', params: {} } }

export const createFeedActivities = ({ feeds, feedReader, clock }: FeedDeps) => ({
  /** Reads a feed and keeps what it says; answers when to read it again (ISO), null where it was taken away. Its address stays here. */
  async readFeed(feedId: string, number: number): Promise<string | null> {
    const feed = await feeds.open(feedId)
    if (feed === undefined) return null
    const { url, zone, revision } = feed
    const now = clock.now()
    // From yesterday on: what began then may go on, and a date of today began then in the east.
    const window = { zone, from: now - DAY, to: now + FEED_DAYS * DAY }
    const reading = url === null ? CANNOT_BE_OPENED : await feedReader.read(url, window)
    await feeds.keep(feedId, { ...reading, revision, number })
    return new Date(nextReading(feedId, clock.now())).toISOString()
  },
})

export type FeedActivities = ReturnType<typeof createFeedActivities>
