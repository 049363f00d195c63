import { LEADS } from '../../domain/codes.ts'
import type { ZoneAnswer, ZoneChange } from '../../domain/zone-rules.ts'
import { TAKEN, unlessTaken } from '../failures.ts'
import { type CallContext, SYSTEM } from './context.ts'
import { moveBooking } from './holding.ts'

/** The wall time that was promised is another instant now: the wall time counts. */
export async function followZone(context: CallContext, { from, to, localStart, zone, tzdata, gap }: ZoneChange): Promise<ZoneAnswer> {
  const { state, save, toAgent, talking } = context
  if (talking() || state.dueAt !== from) return 'left_alone'
  const change = { from, to, localStart, zone, tzdata, ...(gap ? { gap } : {}) }
  if ((await unlessTaken(moveBooking(context, { start: to }, SYSTEM))) === TAKEN) {
    const { purpose, agentId } = state
    const told = { audience: LEADS, kind: 'nobody_free_then', params: { purpose, dueAt: to, agentId } }
    await save('zone_rules_changed', { ...change, kept: true }, SYSTEM, [toAgent('zone_rules_changed', change), told])
    return 'nobody_free_then'
  }
  state.dueAt = to
  await save('zone_rules_changed', change, SYSTEM, [toAgent('zone_rules_changed', change)])
  return 'moved'
}
