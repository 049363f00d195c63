import type { CallState } from '../domain/calls/calls.ts'
import { type RetryWait, rulesOf } from '../domain/calls/retry-policy.ts'
import type { Clock } from '../domain/clock.ts'
import { type Coded, type Entry, LEADS, type NewNotice } from '../domain/codes.ts'
import { retryAt } from '../domain/routing/retry.ts'
import { type CallPlan, type ScheduledCall, type ScheduleRequest, scheduleCall } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'

/** The call as it is once scheduled, with what is written down and who is told. */
export interface Scheduling {
  readonly scheduled: ScheduledCall
  readonly entry: Entry
  readonly notices: readonly NewNotice[]
}

export interface CallStore {
  /**
   * Reads customer and team, lets `decide` choose, and stores call, decision, entry and notices in the same transaction, one
   * decision at a time (two at once would both find the same agent least loaded). A repeat of a round answers what was stored.
   */
  schedule(request: ScheduleRequest, decide: (view: RoutingView) => Scheduling): Promise<ScheduledCall>
  /** Stores a newer version of the call with its attempts; an older one than the row's changes nothing. */
  save(state: CallState, entry: Entry, notices: readonly NewNotice[]): Promise<void>
  routingView(customerId: string): Promise<RoutingView>
}

export interface RetryRequest {
  readonly customerId: string
  readonly wait: RetryWait
  /** ISO instants of the tries that nobody answered, oldest first */
  readonly failedAt: readonly string[]
  readonly agentId: string | null
}

export interface RetryPlan {
  /** ISO instant, or null where nobody can call within the horizon */
  readonly at: string | null
  readonly why: Coded
}

export interface CallDeps {
  readonly calls: CallStore
  readonly clock: Clock
}

function scheduling(request: ScheduleRequest, view: RoutingView, now: number): Scheduling {
  const scheduled = { ...scheduleCall(request, view, now), retry: rulesOf(request.purpose, view.policies.retry) }
  const { agentId, language, dueAt, whyTiming, whyAssignment } = scheduled
  const about = { purpose: request.purpose, dueAt, language, why: whyAssignment }
  const told: NewNotice =
    agentId === null
      ? { audience: LEADS, kind: 'nobody_available', params: { ...about, languages: request.languages } }
      : { audience: agentId, kind: 'call_assigned', params: { ...about, timing: whyTiming } }
  const { circle } = scheduled.decision
  const late = agentId !== null && whyTiming.params.late === true
  return {
    scheduled,
    entry: { kind: 'call_planned', params: { ...about, agentId, timing: whyTiming }, actor: request.actor },
    notices: [
      told,
      ...(late
        ? [{ audience: LEADS, kind: 'late_for_lack_of_speakers', params: { ...about, agentId, languages: request.languages } }]
        : []),
      ...(circle === undefined ? [] : [{ audience: LEADS, kind: 'substitutes_in_a_circle', params: { ...about, agentId, circle } }]),
    ],
  }
}

export const createCallActivities = ({ calls, clock }: CallDeps) => ({
  /**
   * Finds time and agent for a call and stores why. Without anybody who speaks the language, or not in time, it says so to the leads.
   * Everybody who was looked at is stored, and left out of the answer: it stays in the call's history.
   */
  async scheduleCall(request: ScheduleRequest): Promise<CallPlan> {
    const { decision: _decision, ...plan } = await calls.schedule(request, (view) => scheduling(request, view, clock.now()))
    return plan
  },

  async saveCall(state: CallState, entry: Entry, notices: readonly NewNotice[]): Promise<void> {
    await calls.save(state, entry, notices)
  },

  /** When to try again: zone and shift arithmetic belongs here, where its result is recorded. */
  async planRetry({ customerId, wait, failedAt, agentId }: RetryRequest): Promise<RetryPlan> {
    const failed = { wait, failedAt: failedAt.map((instant) => Date.parse(instant)), agentId }
    const at = retryAt(failed, await calls.routingView(customerId), clock.now())
    return { at: at === undefined ? null : new Date(at).toISOString(), why: { code: `retry_${wait.kind}`, params: { ...wait } } }
  },
})

export type CallActivities = ReturnType<typeof createCallActivities>
