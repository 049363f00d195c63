import { mergeIntervals } from '../domain/calendar/intervals.ts'
import { addBusinessMinutes } from '../domain/calendar/sla.ts'
import { type WorkingAgent, workingTimes } from '../domain/calendar/working-time.ts'
import { type NewNotice, TEAM } from '../domain/codes.ts'
import { isMissed } from '../domain/hotline.ts'

/** Somebody who rang us, as whoever watches over it sees it. */
export interface Ringer {
  /** ISO instants */
  readonly at: string
  readonly answeredAt: string | null
  readonly endedAt: string | null
  readonly from: string | null
}

export interface HotlineWatch {
  /** Undefined where somebody has seen to it, or it is not known. */
  stillOpen(hotlineId: string): Promise<Ringer | undefined>
  /** When the team works, as of now. */
  workingTeam(): Promise<readonly WorkingAgent[]>
  /** Tells it once, and only while it is open. */
  warn(hotlineId: string, told: (ringer: Ringer) => NewNotice): Promise<void>
}

export interface HotlineDeps {
  readonly hotline: HotlineWatch
}

/** So many minutes in which somebody of the team is at work may a call stay open before all are told. */
const WARN_MINUTES = 60
const HORIZON_MS = 31 * 86_400_000

export const createHotlineActivities = ({ hotline }: HotlineDeps) => ({
  /**
   * ISO instant at which it will have been open for a business hour, or a month where nobody works so long; null where there is nothing
   * to watch over.
   */
  async planHotlineWarning(hotlineId: string): Promise<string | null> {
    const ringer = await hotline.stillOpen(hotlineId)
    if (ringer === undefined) return null
    const from = Date.parse(ringer.at)
    const horizon = from + HORIZON_MS
    const working = mergeIntervals(workingTimes(await hotline.workingTeam(), from, horizon).flat())
    return new Date(addBusinessMinutes(working, from, WARN_MINUTES) ?? horizon).toISOString()
  },

  async warnOfHotline(hotlineId: string): Promise<void> {
    await hotline.warn(hotlineId, (ringer) => ({
      audience: TEAM,
      kind: 'hotline_open',
      params: { hotlineId, from: ringer.from, at: ringer.at, missed: isMissed(ringer) },
    }))
  },
})

export type HotlineActivities = ReturnType<typeof createHotlineActivities>
