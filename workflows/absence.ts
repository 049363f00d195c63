import {
  allHandlersFinished,
  condition,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow'
import type { CarriedCalls, Rerouted } from '../activities/absences.ts'
import { type Circle, HAND_OVER_ALL, type MovedCall, type StoredAbsence } from '../domain/absences.ts'
import { FailureType } from '../domain/errors.ts'
import { refused } from './failures.ts'
import { callLine, records } from './records.ts'
import { now, sleepUntil, waitUntil } from './time.ts'
import { reached } from './unless-ended.ts'

/** As it was written down, or the circle for which it was not. */
export const absenceAdded = defineUpdate<StoredAbsence | Circle>('absenceAdded')
export const changeUntil = defineUpdate<StoredAbsence | Circle, [until: string]>('changeUntil')
/** As if it had never been. */
export const takeBack = defineUpdate('takeBack')
/** The absence stays; what it has moved goes back, and it moves nothing more. */
export const undoMoves = defineUpdate('undoMoves')
/** From another absence of the same agent that ends while he is still away. */
export const inherit = defineSignal<[readonly MovedCall[]]>('inherit')

/**
 * Somebody is away for a time: written down first, so that decisions steer around it; when it begins, each call that he carries in that
 * time goes to his substitute, or as the ladder says; when it ends, what nobody has touched is his again. People may prolong it, undo what
 * it moved, or take it back at any time.
 */
export async function absence(start: StoredAbsence): Promise<void> {
  const { id: absenceId, agentId, from, calls = HAND_OVER_ALL } = start
  const state = {
    until: start.until,
    /** Calls due before this are looked through. */
    lookedUntil: from,
    passes: 0,
    moved: [] as MovedCall[],
    takenBack: false,
    undo: 'no' as 'no' | 'asked' | 'done',
  }
  const over = (): boolean => state.takenBack || state.until <= now()

  const adding = records.addAbsence(start)
  const added = async (): Promise<void> => {
    if ('circle' in (await adding)) throw refused(FailureType.AbsenceOver, 'the absence was refused')
    if (over()) throw refused(FailureType.AbsenceOver, 'the absence is over: add a new one')
  }
  setHandler(absenceAdded, () => adding)
  setHandler(changeUntil, async (until) => {
    await added()
    const changed = await records.changeAbsence(absenceId, until)
    if (!('circle' in changed)) state.until = changed.until
    return changed
  })
  setHandler(undoMoves, async () => {
    await added()
    if (state.undo === 'no') state.undo = 'asked'
  })
  setHandler(takeBack, async () => {
    await adding
    await records.removeAbsence(agentId, absenceId)
    state.takenBack = true
  })
  setHandler(inherit, (moved) => void state.moved.push(...moved))

  /** One after the other, by time: each counts for whoever gets it. */
  async function reroute(): Promise<void> {
    const { until, lookedUntil, passes } = state
    const overdue = passes === 0
    state.passes += 1
    const found: CarriedCalls = await records.carriedCalls({ agentId, from: lookedUntil, until, overdue, calls })
    state.lookedUntil = until
    const away = { absenceId, agentId, until }
    const rerouted: Rerouted = await callLine.rerouteCalls({ away, pass: passes, callIds: found.handOver })
    state.moved.push(...rerouted.given.map((callId) => ({ callId, absenceId })))
    await records.tellOfAbsence({ absenceId, agentId, until, pass: passes, found, rerouted })
  }

  async function handBack(evenIfAway: boolean): Promise<void> {
    while (state.moved.length > 0) await callLine.handBackCalls({ calls: state.moved.splice(0), evenIfAway })
  }

  /** While he is away for another reason, what was moved waits with that one. */
  async function bequeath(): Promise<boolean> {
    for (;;) {
      const other = await records.absenceBeside(agentId, absenceId)
      if (other === null) return false
      if (await reached(getExternalWorkflowHandle(`absence/${other.id}`).signal(inherit, state.moved))) return true
      await sleepUntil(other.until) // of before absences had a life of their own
    }
  }

  if ('circle' in (await adding)) return condition(allHandlersFinished)
  while (!over()) {
    const { until, undo } = state
    if (undo === 'asked') {
      await handBack(true)
      state.undo = 'done'
    } else if (undo === 'no' && from <= now() && state.lookedUntil < until) await reroute()
    else {
      setCurrentDetails(`${from <= now() ? 'away' : 'to come'}, ${state.moved.length} calls moved`)
      const stirred = () => state.takenBack || state.until !== until || state.undo !== undo
      await waitUntil(stirred, now() < from ? from : until)
    }
  }
  if (state.moved.length > 0 && !(await bequeath())) await handBack(false)
  await condition(allHandlersFinished)
}
