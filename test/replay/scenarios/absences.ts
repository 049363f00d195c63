import type { StoredAbsence } from '../../../domain/absences.ts'
import { absence, changeUntil, inherit, takeBack, undoMoves } from '../../../workflows/absence.ts'
import { accept, agentAway, agentBack, zoneChanged } from '../../../workflows/call.ts'
import { zoneRules } from '../../../workflows/zone-rules.ts'
import type { Scenario, Stage } from '../stage.ts'
import { bookingIn, DAY, HOUR, MINUTE, startBookedCall, startCall } from './on-call.ts'

const carrying = async () => ({ handOver: ['call-1', 'call-2'], ask: ['call-3'], keep: [] })

async function startAbsence(stage: Stage, fields: Partial<StoredAbsence> = {}) {
  const id = `absence/${stage.name}`
  const away = { id: stage.name, agentId: 'anna', from: stage.in(DAY), until: stage.in(5 * DAY), substituteId: null, ...fields }
  await stage.start(absence, id, [away])
  return { id, record: (branch: string) => stage.record(id, branch) }
}

const away = (stage: Stage, fields: { until?: string } = {}) => ({
  absenceId: 'absence-1',
  agentId: 'anna',
  until: stage.in(9 * DAY),
  ...fields,
})
const back = { absenceId: 'absence-1', evenIfAway: false }

/** Times without somebody, and what calls hear of them. */
export const absences: Scenario[] = [
  {
    name: 'absence-from-begin-to-end',
    activities: { carriedCalls: carrying },
    async play(stage) {
      const { record } = await startAbsence(stage)
      await record('to-come')
      await stage.pass(25 * HOUR)
      await record('away')
      await stage.pass(5 * DAY)
      await record('over')
    },
  },
  {
    name: 'absence-prolonged-and-undone',
    activities: {
      carriedCalls: carrying,
      changeAbsence: async (id, until) => ({ id, agentId: 'anna', from: until, until, substituteId: null }),
    },
    async play(stage) {
      const { id, record } = await startAbsence(stage)
      await stage.pass(25 * HOUR)
      await stage.tell(id, (handle) => handle.executeUpdate(changeUntil, { args: [stage.in(7 * DAY)] }))
      await record('prolonged')
      await stage.tell(id, (handle) => handle.executeUpdate(undoMoves))
      await record('undone')
      await stage.pass(7 * DAY)
      await record('undone')
    },
  },
  {
    name: 'absence-taken-back',
    activities: { carriedCalls: carrying },
    async play(stage) {
      const { id, record } = await startAbsence(stage)
      await stage.pass(25 * HOUR)
      await stage.tell(id, (handle) => handle.executeUpdate(takeBack))
      await record('taken-back')
    },
  },
  {
    name: 'absence-refused',
    activities: { addAbsence: async () => ({ circle: ['anna', 'boris', 'anna'] }) },
    async play(stage) {
      const { record } = await startAbsence(stage, { substituteId: 'boris' })
      await record('refused')
    },
  },
  {
    name: 'absence-after-absence',
    activities: {
      carriedCalls: carrying,
      absenceBeside: async (_agentId, absenceId) =>
        absenceId === 'absence-after-absence' ? { id: 'second-absence', until: '2000-01-01T00:00:00.000Z' } : null,
    },
    async play(stage) {
      const { record } = await startAbsence(stage)
      await stage.start(absence, 'absence/second-absence', [
        { id: 'second-absence', agentId: 'anna', from: stage.in(20 * DAY), until: stage.in(21 * DAY), substituteId: null },
      ])
      await stage.tell('absence/second-absence', (handle) => handle.signal(inherit, []))
      await stage.pass(6 * DAY)
      await record('bequeathed')
      await stage.record('absence/second-absence', 'inherited')
    },
  },
  {
    name: 'away-and-back',
    async play(stage) {
      const call = await startCall(stage)
      await call.ask(agentAway, away(stage))
      await call.record('absence-began')
      await call.ask(agentBack, back)
      await call.record('agent-back')
      await call.ask(agentBack, back)
      await call.say({ outcome: 'completed', data: { support: 'declined' } })
      await call.record('agent-back')
    },
  },
  {
    name: 'away-and-touched',
    async play(stage) {
      const call = await startCall(stage)
      await call.ask(agentAway, away(stage, { until: stage.in(MINUTE) })) // it is due later
      await call.ask(agentAway, away(stage))
      await call.ask(accept, { agentId: 'boris' })
      await call.ask(agentBack, back)
      await call.record('away-and-touched')
    },
  },
  {
    name: 'away-with-nobody-else',
    async play(stage) {
      const call = await startCall(stage)
      stage.stand.nobody = true
      await call.ask(agentAway, away(stage))
      await call.record('away-with-nobody-else')
      await call.ask(agentBack, { ...back, evenIfAway: true })
      await call.record('away-undone')
    },
  },
  {
    name: 'booking-away-and-back',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(agentAway, away(stage))
      await call.record('booking-away')
      stage.stand.slotTaken = true
      await call.ask(agentBack, back)
      stage.stand.slotTaken = false
      await call.ask(agentBack, back)
      await call.record('booking-back')
    },
  },
  {
    name: 'booking-away-kept',
    stand: { slotTaken: true },
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(agentAway, away(stage))
      await call.record('booking-kept')
    },
  },
  {
    name: 'zone-rules-changed',
    async play(stage) {
      const call = await startBookedCall(stage)
      const { start: from } = bookingIn(stage)
      const to = stage.in(2 * DAY + HOUR)
      const change = {
        callId: stage.name,
        from,
        to,
        localStart: '2026-10-25T10:00:00+01:00',
        zone: 'Europe/Berlin',
        tzdata: '2099a',
        gap: false,
      }
      await call.ask(zoneChanged, { ...change, from: to })
      await call.ask(zoneChanged, change)
      await call.record('zone-changed')
      stage.stand.slotTaken = true
      await call.ask(zoneChanged, { ...change, from: to, to: from, gap: true })
      await call.record('zone-change-kept')
    },
  },
  {
    name: 'zone-rules',
    stand: { zonesGoOn: true },
    async play(stage) {
      const id = 'zone-rules/2099a'
      await stage.start(zoneRules, id, ['2099a'])
      await stage.record(id, 'looking')
      stage.stand.zonesGoOn = false
      await stage.tell(id, (handle) => handle.result())
      await stage.record(id, 'looked')
    },
  },
]
