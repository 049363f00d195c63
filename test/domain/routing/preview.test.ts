import fc from 'fast-check'
import { expect, test } from 'vitest'
import { USUAL_POLICIES } from '../../../domain/policies.ts'
import { type CarriedCall, previewAbsence } from '../../../domain/routing/preview.ts'
import type { TeamMember } from '../../../domain/routing/team.ts'
import { DAY, HOUR, member, NOW, speaks, viewOf } from './office.ts'

const iso = (at: number): string => new Date(at).toISOString()
const MINUTE = 60_000

const call = (callId: string, dueAt: number, fields: Partial<CarriedCall> = {}): CarriedCall => ({
  callId,
  purpose: 'welcome',
  dueAt: iso(dueAt),
  customer: viewOf([], { customerId: `seller of ${callId}`, agentId: 'ana' }).customer,
  closeLanguages: {},
  passedBy: [],
  ...fields,
})
const absence = (substituteId: string | null = null) => ({
  agentId: 'ana',
  absence: { start: NOW - HOUR, end: NOW + 7 * DAY, substituteId },
})
const office = (team: readonly TeamMember[]) => ({ team, policies: USUAL_POLICIES })
const goingTo = (moves: ReturnType<typeof previewAbsence>) => moves.map(({ call: { callId }, to }) => `${callId}: ${to?.agentId ?? null}`)

test('the substitute gets them, at their time; without one they are shared as the ladder says', () => {
  const team = [member('ana'), member('bob'), member('eva'), member('rui', { load: 10 })]
  const calls = [call('b', NOW + 2 * HOUR), call('a', NOW + HOUR)]
  const toRui = previewAbsence(office(team), calls, absence('rui'), NOW)
  expect(goingTo(toRui)).toEqual(['a: rui', 'b: rui'])
  expect(toRui[0]).toMatchObject({
    to: { language: 'de', dueAt: iso(NOW + HOUR) },
    why: { code: 'substitute_of', params: { of: ['ana'] } },
  })
  const shared = previewAbsence(office(team), calls, absence(), NOW)
  expect(shared.map(({ to }) => to?.agentId).sort()).toEqual(['bob', 'eva'])
})

test('whoever passed a call on does not get it back, and who does not speak the language never', () => {
  const team = [member('ana'), member('bob'), member('eva', speaks('en'))]
  expect(goingTo(previewAbsence(office(team), [call('a', NOW + HOUR, { passedBy: ['bob'] })], absence(), NOW))).toEqual(['a: null'])
})

test('a booked slot moves to another agent who is free then, never to another time', () => {
  const slot = (start: number) => ({ start, end: start + 45 * MINUTE })
  const team = [member('ana'), member('bob', { busy: [slot(NOW + HOUR)] }), member('eva')]
  const calls = [0, 1, 2].map((n) => call(`${n}`, NOW + HOUR, { purpose: 'onboarding', slot: slot(NOW + HOUR + n * 15 * MINUTE) }))
  const moves = previewAbsence(office(team), calls, absence('bob'), NOW)
  expect(goingTo(moves)).toEqual(['0: eva', '1: null', '2: null'])
  expect(moves[1]?.why).toEqual({ code: 'nobody_free_then', params: { able: 2 } })
  expect(
    goingTo(previewAbsence(office(team), [call('late', NOW + 3 * HOUR, { slot: slot(NOW + 3 * HOUR) })], absence('bob'), NOW)),
  ).toEqual(['late: bob'])
})

test('every call is there once, by its time, and goes to nobody who is absent', () => {
  const some = fc.record({
    hours: fc.integer({ min: 0, max: 150 }),
    booked: fc.boolean(),
    languages: fc.uniqueArray(fc.constantFrom('de', 'en', 'lv'), { minLength: 1 }),
  })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 8 }), fc.option(fc.constantFrom('bob', 'eva')), (wanted, substituteId) => {
      const team = [member('ana'), member('bob', speaks('de', 'en')), member('eva', speaks('en'))]
      const calls = wanted.map(({ hours, booked, languages }, n) => {
        const at = NOW + hours * HOUR
        const customer = viewOf([], { customerId: `c${n}`, languages, agentId: n % 2 === 0 ? 'ana' : null }).customer
        return call(`${n}`, at, { customer, ...(booked ? { slot: { start: at, end: at + 45 * MINUTE } } : {}) })
      })
      const moves = previewAbsence(office(team), calls, absence(substituteId), NOW)
      expect(moves.map(({ call: { callId } }) => callId).sort()).toEqual(calls.map(({ callId }) => callId).sort())
      const due = moves.map((move) => Date.parse(move.call.dueAt))
      expect(due).toEqual([...due].sort((a, b) => a - b))
      for (const { to, call: moved } of moves) {
        expect(to?.agentId).not.toBe('ana')
        if (to !== null && moved.slot !== undefined) expect(to.dueAt).toBe(moved.dueAt)
      }
      expect(previewAbsence(office(team), [...calls].reverse(), absence(substituteId), NOW)).toEqual(moves)
    }),
    { numRuns: 50 },
  )
})
