import { calendarFeed, readNow } from '../../../workflows/calendar-feed.ts'
import type { Scenario } from '../stage.ts'
import { HOUR } from './on-call.ts'

/** Calendars elsewhere. */
export const calendarFeeds: Scenario[] = [
  {
    name: 'calendar-feed',
    async play(stage) {
      await stage.start(calendarFeed, 'feed/calendar-feed', [{ feedId: 'calendar-feed' }])
      await stage.record('feed/calendar-feed', 'feed-waiting')
      await stage.pass(HOUR)
      await stage.tell<typeof calendarFeed, void>('feed/calendar-feed', (feed) => feed.signal(readNow))
      stage.stand.feedGone = true
      await stage.pass(HOUR)
      await stage.record('feed/calendar-feed', 'feed-taken-away')
    },
  },
  {
    name: 'calendar-feed-renewed',
    async play(stage) {
      await stage.start(calendarFeed, 'feed/calendar-feed-renewed', [{ feedId: 'calendar-feed-renewed', readings: 46 }])
      await stage.pass(2 * HOUR)
      await stage.recordRunBefore('feed/calendar-feed-renewed', 'feed-renewed')
    },
  },
]
