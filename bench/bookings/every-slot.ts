import { isFree, type Slot, type SlotSearch } from '../../domain/calendar/slots.ts'

/*
 * Slots as one would write them at first: every half hour is asked of everybody. The peer of the benchmark. The first of the search must
 * lie on a half hour.
 */

const STEP = 30 * 60_000

export function everySlot({ from, to, minutes, customer, agents }: SlotSearch): Slot[] {
  const ordered = [...agents].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
  const slots: Slot[] = []
  for (let start = from; start + minutes * 60_000 <= to; start += STEP) {
    const slot = { start, end: start + minutes * 60_000 }
    for (const agent of ordered) if (isFree(agent, slot, customer).free) slots.push({ ...slot, agentId: agent.agentId })
  }
  return slots
}
