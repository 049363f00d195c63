import type { AbsenceCalls, Circle, StoredAbsence } from '../domain/absences.ts'
import { isFree } from '../domain/calendar/slots.ts'
import { agentCalendar } from '../domain/calendar/team.ts'
import type { Clock } from '../domain/clock.ts'
import { LEADS, type NewNotice } from '../domain/codes.ts'
import type { TeamMember } from '../domain/routing/team.ts'

export interface AbsenceBook {
  /** Writes nothing where the substitutes would close a circle, also with one that is added at the same moment. A repeat answers what is there. */
  add(absence: StoredAbsence): Promise<StoredAbsence | Circle>
  /** The same for another end. */
  change(absenceId: string, until: string): Promise<StoredAbsence | Circle>
  remove(agentId: string, absenceId: string): Promise<boolean>
  /** Those of his calls that wait and are due in a time, the earliest first. */
  waiting(agentId: string, time: WaitingTime): Promise<readonly WaitingCall[]>
  /** Another absence of his that covers an instant, epoch milliseconds: of several the one that lasts longest. */
  covering(agentId: string, at: number, besides: string): Promise<StoredAbsence | null>
  team(): Promise<readonly TeamMember[]>
  /** A key that was used before writes nothing. */
  notify(key: string, notices: readonly NewNotice[]): Promise<void>
}

interface WaitingTime {
  /** ISO instants: from inclusive, until exclusive */
  readonly from: string
  readonly until: string
  /** Also what should have been held before. */
  readonly overdue: boolean
}

interface WaitingCall {
  readonly callId: string
  readonly booked: boolean
}

export interface CarriedRequest extends WaitingTime {
  readonly agentId: string
  readonly calls: AbsenceCalls
}

/** Ids of calls, the earliest first. */
export interface CarriedCalls {
  readonly handOver: readonly string[]
  /** The leads decide about these. */
  readonly ask: readonly string[]
  readonly keep: readonly string[]
}

/** What became of those that were to be handed over. */
export interface Rerouted {
  /** With somebody else, or with nobody: to be given back. */
  readonly given: readonly string[]
  readonly nobody: number
  /** Booked slots that suit nobody else. */
  readonly kept: number
}

export interface AbsenceReport {
  readonly absenceId: string
  readonly agentId: string
  readonly until: string
  readonly pass: number
  readonly found: CarriedCalls
  readonly rerouted: Rerouted
}

export interface AbsenceDeps {
  readonly absences: AbsenceBook
  readonly clock: Clock
}

const MINUTE = 60_000

export const createAbsenceActivities = ({ absences, clock }: AbsenceDeps) => ({
  async addAbsence(absence: StoredAbsence): Promise<StoredAbsence | Circle> {
    return absences.add(absence)
  },

  async changeAbsence(absenceId: string, until: string): Promise<StoredAbsence | Circle> {
    return absences.change(absenceId, until)
  },

  async removeAbsence(agentId: string, absenceId: string): Promise<void> {
    await absences.remove(agentId, absenceId)
  },

  /** Which of his calls an absence is about, by what is to become of them. */
  async carriedCalls({ agentId, calls, ...time }: CarriedRequest): Promise<CarriedCalls> {
    const waiting = await absences.waiting(agentId, time)
    const of = (treatment: AbsenceCalls['booked']) =>
      waiting.filter(({ booked }) => calls[booked ? 'booked' : 'planned'] === treatment).map(({ callId }) => callId)
    return { handOver: of('hand_over'), ask: of('ask'), keep: of('keep') }
  },

  /** One summary to the leads, and the list of what they are to decide; nothing where there was nothing. */
  async tellOfAbsence({ absenceId, agentId, until, pass, found, rerouted }: AbsenceReport): Promise<void> {
    const { given, nobody, kept } = rerouted
    const counts = { moved: given.length - nobody, kept: kept + found.keep.length, nobody }
    const about = { absenceId, agentId, until }
    const summary = { audience: LEADS, kind: 'absence_rerouted', params: { ...about, ...counts } }
    const question = { audience: LEADS, kind: 'absence_asks', params: { ...about, calls: found.ask } }
    const notices = [...(counts.moved + counts.kept + nobody > 0 ? [summary] : []), ...(found.ask.length > 0 ? [question] : [])]
    await absences.notify(`absence/${absenceId}/${pass}`, notices)
  },

  /** Another absence by which he is away now. */
  async absenceBeside(agentId: string, absenceId: string): Promise<Pick<StoredAbsence, 'id' | 'until'> | null> {
    const other = await absences.covering(agentId, clock.now(), absenceId)
    return other && { id: other.id, until: other.until }
  },

  /** Whether somebody works at an ISO instant, or now where that has passed, whatever else he has to do then. */
  async isAtWork({ agentId, at }: { readonly agentId: string; readonly at: string }): Promise<boolean> {
    const start = Math.max(Date.parse(at), clock.now())
    const member = (await absences.team()).find((one) => one.agentId === agentId)
    return member !== undefined && isFree({ ...agentCalendar(member), busy: [] }, { start, end: start + MINUTE }).free
  },
})

export type AbsenceActivities = ReturnType<typeof createAbsenceActivities>
