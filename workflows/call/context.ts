import type { Booking } from '../../domain/bookings.ts'
import type { CallResult, CallSoFar, CallStart, CallState } from '../../domain/calls/calls.ts'
import type { Pause, Watch } from '../../domain/calls/clearance.ts'
import type { RetryRules } from '../../domain/calls/retry-policy.ts'
import { type Actor, type Coded, LEADS, type NewNotice } from '../../domain/codes.ts'
import type { Mails } from '../mails.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import type { MovedAway } from './away.ts'

export const SYSTEM: Actor = 'system'
export const agent = (agentId: string): Actor => `agent/${agentId}`
export const coded = (code: string, params: Coded['params'] = {}): Coded => ({ code, params })

/** What a call remembers beside what its row shows. */
interface Memory {
  /** The agent of a booked call was told that it comes. */
  prompted: boolean
  /** ISO instant up to which reminders were sent; earlier than any of them at first. */
  remindedUntil: string
  /** How often the seller moved his booking himself. */
  movedByCustomer: number
  /** How often the team was looked through for somebody who speaks the language. */
  rechecks: number
  /** The seller knows that nobody can call him yet. */
  toldToWait: boolean
  /** The onboarding that this welcome call booked. */
  booked: Booking | undefined
  /** Tries before this one belong to the purpose the call had before. */
  countedFrom: number
  /** Telephone calls that are over: a repeated report of them is no news. */
  readonly heardOut: Set<string>
  /** ISO instant after which nobody tries any more. */
  deadline: string | undefined
  /** The deadline passed before anybody tried. */
  expired: boolean
  /** What follows its tries, as its last routing decision found the policies; absent: as usual. */
  retry: RetryRules | undefined
  /** The life took the call back: nothing follows from it by itself. */
  withdrawn: string | undefined
  /** Absences that moved the call, one on top of the other, until somebody has touched it. */
  away: MovedAway[]
  /** Before it becomes due it is asked whether it may be dialled. */
  clears: boolean
  /** ISO instant since when somebody should call. */
  readonly wishedAt: string
  /** Times in which we waited for the seller, and since when we do now. */
  pauses: readonly Pause[]
  waitsSince: string | undefined
  /** What to look after while it is due. */
  watch: Watch
  /** The `dueAt` that the watch belongs to. */
  watchedFrom: string | undefined
  /** Its agent was told that the time runs out. */
  warned: boolean
  /** Agents who did not come to a booked call. */
  missedBy: readonly string[]
}

const soFar = ({ version, attempts, languages, passedBy, notes, data, agreements }: CallState): CallSoFar => ({
  version,
  attempts,
  languages,
  passedBy,
  notes,
  data,
  ...(agreements === undefined ? {} : { agreements }),
})

const laterOf = (instant: string, other = instant): string => (Date.parse(other) > Date.parse(instant) ? other : instant)

/** One call at work: its state, and how a change of it is written down. */
export function createCallContext({ because, deadline, at }: CallStart, state: CallState, mails: Mails) {
  const memory: Memory = {
    prompted: false,
    remindedUntil: '',
    movedByCustomer: 0,
    rechecks: 0,
    toldToWait: false,
    booked: undefined,
    countedFrom: 0,
    heardOut: new Set(),
    deadline,
    expired: false,
    retry: undefined,
    withdrawn: undefined,
    away: [],
    clears: false,
    wishedAt: laterOf(now(), at),
    pauses: [],
    waitsSince: undefined,
    watch: {},
    watchedFrom: undefined,
    warned: false,
    missedBy: [],
  }
  return {
    state,
    mails,
    memory,
    because,

    /** Row, audit entry and notices of a change, in one transaction, before the change is answered. */
    async save(kind: string, params: Coded['params'], actor: Actor, notices: readonly NewNotice[] = []): Promise<void> {
      state.version += 1
      const { callId, purpose } = state
      await records.saveCall(state, { kind, params: { callId, purpose, ...params }, actor }, notices)
    },

    /** A change of the row that is no news to anybody. */
    async saveQuietly(): Promise<void> {
      state.version += 1
      await records.saveCall(state, null, [])
    },

    /** A notice to the agent who holds the call; to the leads while nobody does. */
    toAgent(kind: string, params: Coded['params'] = {}): NewNotice {
      const { purpose, dueAt, agentId } = state
      return { audience: agentId ?? LEADS, kind, params: { purpose, dueAt, ...params } }
    },

    /** Nobody rips a conversation away from those who hold it. */
    talking: (): boolean => state.status === 'ringing' || state.status === 'in_call' || state.status === 'wrap_up',

    /** What its life learns beside how it went. */
    ending: (): Pick<CallResult, 'booked' | 'withdrawn' | 'expired'> => ({
      ...(memory.booked === undefined ? {} : { booked: memory.booked }),
      ...(memory.withdrawn === undefined || state.status !== 'cancelled'
        ? {}
        : { withdrawn: { reason: memory.withdrawn, soFar: soFar(state) } }),
      ...(memory.expired ? { expired: true } : {}),
    }),

    spoken: () => (state.language === null ? {} : { language: state.language }),
  }
}

export type CallContext = ReturnType<typeof createCallContext>
