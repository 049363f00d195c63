import { describe, expect, test } from 'vitest'
import { scheduleCall } from '../../../domain/routing/schedule.ts'
import { HOUR, member, NOW, request, speaks, viewOf, week } from './office.ts'

const MINUTE = 60_000
const iso = (at: number): string => new Date(at).toISOString()
const wish = (fields: Parameters<typeof request>[0] = {}) => request({ purpose: 'call_me_now', ...fields })
const booked = (fromMinutes: number) => ({ busy: [{ start: NOW + fromMinutes * MINUTE, end: NOW + (fromMinutes + 45) * MINUTE }] })
const EVENING = NOW + 10 * HOUR // 20:00 in Berlin

describe('a call that is wanted at once', () => {
  test('is due now where somebody is at work and free', () => {
    const plan = scheduleCall(wish(), viewOf([member('ana')]), NOW + 30_000)
    expect(plan).toMatchObject({ agentId: 'ana', dueAt: iso(NOW + 30_000) })
    expect(plan.whyTiming.params).not.toHaveProperty('notNow')
  })

  test('is due now also at an hour at which nobody would call him unasked', () => {
    const night = member('ana', { shifts: week('18:00', '23:00') })
    const plan = scheduleCall(wish(), viewOf([night]), EVENING)
    expect(plan).toMatchObject({ agentId: 'ana', dueAt: iso(EVENING) })
    expect(plan.whyTiming.params).not.toHaveProperty('notNow')
  })

  test('goes to whoever is free now rather than to whoever looks after him and begins tomorrow', () => {
    const team = [member('ana'), member('bob', { shifts: week('18:00', '23:00') })]
    expect(scheduleCall(wish(), viewOf(team, { agentId: 'ana' }), EVENING)).toMatchObject({ agentId: 'bob', dueAt: iso(EVENING) })
  })

  test.each([
    ['talks', { talking: true }],
    ['has a booking', booked(-10)],
    ['has a booking in 14 minutes', booked(14)],
    ['is absent', { absences: [{ start: NOW - HOUR, end: NOW + HOUR, substituteId: null }] }],
  ])('goes past whoever %s', (_what, fields) => {
    const { decision, ...plan } = scheduleCall(wish(), viewOf([member('ana', fields), member('bob', { load: 40 })]), NOW)
    expect(plan).toMatchObject({ agentId: 'bob', dueAt: iso(NOW) })
    const reason = 'absences' in fields ? 'absent' : 'busy'
    expect(decision.candidates.find(({ agentId }) => agentId === 'ana')?.droppedBy).toBe(reason)
  })

  test('may go to whoever has a booking in 16 minutes', () => {
    expect(scheduleCall(wish(), viewOf([member('ana', booked(16))]), NOW)).toMatchObject({ agentId: 'ana', dueAt: iso(NOW) })
  })

  test('is honestly not now where everybody who speaks it is on the telephone: no other language is forced on him', () => {
    const { whyTiming, ...plan } = scheduleCall(wish(), viewOf([member('ana', { talking: true }), member('eva', speaks('en'))]), NOW)
    expect(plan).toMatchObject({ agentId: 'ana', dueAt: iso(NOW + 15 * MINUTE) })
    expect(whyTiming.params).toMatchObject({ notNow: true, late: true })
  })

  test('is not now out of hours, which is no lack of speakers', () => {
    const { whyTiming, ...plan } = scheduleCall(wish(), viewOf([member('ana')]), EVENING)
    expect(plan).toMatchObject({ agentId: 'ana', dueAt: '2026-11-24T08:00:00.000Z' })
    expect(whyTiming.params).toMatchObject({ notNow: true })
    expect(whyTiming.params).not.toHaveProperty('late')
  })

  test('is not now where nobody speaks it at all', () => {
    expect(scheduleCall(wish({ languages: ['lv'] }), viewOf([member('ana')], { languages: ['lv'] }), NOW)).toMatchObject({
      agentId: null,
      whyTiming: { code: 'waits_for_agent', params: { notNow: true } },
    })
  })
})

test('a talk or a booking keeps nobody from a call of another purpose', () => {
  expect(scheduleCall(request(), viewOf([member('ana', { talking: true, ...booked(20) })]), NOW)).toMatchObject({
    agentId: 'ana',
    dueAt: iso(NOW + 30 * MINUTE),
  })
})
