import { describe, expect, test } from 'vitest'
import { scheduleCall, speakersInOrder } from '../../../domain/routing/schedule.ts'
import { DAY, HOUR, member, NOW, request, speaks, viewOf, week } from './office.ts'

const iso = (at: number): string => new Date(at).toISOString()
const nights = { shifts: week('20:00', '23:00') }
const from = (days: number) => ({ shifts: week('09:00', '17:00', [1 + days]) })

describe('the ladder', () => {
  test('a speaker of the first language who is there in time', () => {
    const view = viewOf([member('ana'), member('eva', speaks('en'))], { languages: ['de', 'en'] })
    expect(scheduleCall(request({ languages: ['de', 'en'] }), view, NOW)).toMatchObject({
      agentId: 'ana',
      language: 'de',
      dueAt: iso(NOW + HOUR / 2),
      whyTiming: { code: 'first_opening', params: { notBefore: iso(NOW + HOUR / 2), zone: 'Europe/Berlin' } },
      whyAssignment: { code: 'language_match', params: { by: 'only' } },
      decision: { steps: [{ step: 'language', languages: ['de'], able: 1, inTime: true }] },
    })
  })

  test('nobody of the first language in time: the next language of the customer, by whoever is there', () => {
    const languages = ['pt-BR', 'lv', 'de']
    const view = viewOf([member('rui', { ...speaks('pt'), ...from(3) }), member('ana')], { languages })
    const { decision, ...plan } = scheduleCall(request({ languages }), view, NOW)
    expect(plan).toMatchObject({ agentId: 'ana', language: 'de', dueAt: iso(NOW + HOUR / 2) })
    expect(decision.steps.map(({ step, able, inTime }) => [step, able, inTime])).toEqual([
      ['language', 1, false],
      ['language', 0, false],
      ['language', 1, true],
    ])
    expect(decision.candidates.find(({ agentId }) => agentId === 'ana')?.scores?.languageRank).toBe(2)
  })

  test('a close language in time, said to be one, goes before a real speaker who is late', () => {
    const view = viewOf(
      [member('sol', speaks('es')), member('pau', { ...speaks('ca'), ...from(3) })],
      { languages: ['ca'] },
      { ca: ['es'] },
    )
    expect(scheduleCall(request({ languages: ['ca'] }), view, NOW)).toMatchObject({
      agentId: 'sol',
      language: 'es',
      whyAssignment: { code: 'close_language', params: { language: 'es', wanted: 'ca', askFirst: true } },
    })
  })

  test('nobody in time: the first opening of a real speaker, and it is said to be late', () => {
    const languages = ['pt-BR', 'lv']
    const view = viewOf([member('rui', { ...speaks('pt'), ...from(3) }), member('eva', speaks('en'))], { languages })
    expect(scheduleCall(request({ languages }), view, NOW)).toMatchObject({
      agentId: 'rui',
      language: 'pt-BR',
      dueAt: '2026-11-26T08:00:00.000Z',
      whyTiming: { params: { late: true } },
    })
  })

  test('a close language that is late comes after a real speaker who is later, and before the leads', () => {
    const sol = member('sol', { ...speaks('es'), ...from(2) })
    const pau = member('pau', { ...speaks('ca'), ...from(3) })
    const plan = (...team: (typeof sol)[]) =>
      scheduleCall(request({ languages: ['ca'] }), viewOf(team, { languages: ['ca'] }, { ca: ['es'] }), NOW)
    expect(plan(sol, pau)).toMatchObject({ agentId: 'pau', language: 'ca', whyTiming: { params: { late: true } } })
    expect(plan(sol)).toMatchObject({ agentId: 'sol', whyAssignment: { code: 'close_language' }, whyTiming: { params: { late: true } } })
  })

  test('nobody at all: the leads, never silently English', () => {
    const view = viewOf([member('eva', speaks('en')), member('liga', { ...speaks('lv'), ...nights })], { languages: ['lv'] })
    const { decision, ...plan } = scheduleCall(request({ languages: ['lv'] }), view, NOW)
    expect(plan).toEqual({
      agentId: null,
      language: null,
      dueAt: null,
      whyTiming: { code: 'waits_for_agent', params: {} },
      whyAssignment: { code: 'nobody_available', params: { languages: ['lv'], days: 14 } },
    })
    expect(decision).toMatchObject({ agentId: undefined, steps: [{ able: 1, opening: null, inTime: false }] })
  })

  test.each([
    ['call_me_now', '15:03', false],
    ['welcome', '15:03', true],
    ['welcome', '16:01', false],
    ['setup_help', '16:00', true],
  ] as const)('a %s waits for a speaker who begins at %s: %s', (purpose, begins, waits) => {
    // Call me now at 15:00 in Berlin has 2 minutes, the others at 12:00 have 4 hours.
    const now = NOW + 2 * HOUR + (purpose === 'call_me_now' ? 3 * HOUR : 0)
    const late = member('rui', { ...speaks('pt'), shifts: week(begins, '18:00') })
    const view = viewOf([late, member('ana')], { languages: ['pt', 'de'] })
    expect(scheduleCall(request({ purpose, languages: ['pt', 'de'] }), view, now).agentId).toBe(waits ? 'rui' : 'ana')
  })
})

describe('whoever looks after the customer', () => {
  const team = [member('ana'), member('bob', { load: 9, shifts: week('11:00', '17:00') })]

  test('is waited for as long as it is in time', () => {
    expect(scheduleCall(request(), viewOf(team, { agentId: 'bob' }), NOW)).toMatchObject({
      agentId: 'bob',
      dueAt: '2026-11-23T10:00:00.000Z',
      whyAssignment: { code: 'preferred' },
    })
    const tomorrow = [member('ana'), member('bob', from(1))]
    expect(scheduleCall(request(), viewOf(tomorrow, { agentId: 'bob' }), NOW)).toMatchObject({
      agentId: 'ana',
      whyAssignment: { code: 'language_match' },
    })
  })

  const away = (substituteId: string | null) => ({ absences: [{ start: NOW - DAY, end: NOW + 7 * DAY, substituteId }] })

  test('is stood in for by the substitute, or by the substitute of an absent one', () => {
    const chain = [member('ana'), member('bob', away('eva')), member('eva', away('rui')), member('rui', { load: 20 })]
    const substitute = { code: 'substitute_of', params: expect.objectContaining({ of: ['bob', 'eva'] }) }
    const view = viewOf(chain, { agentId: 'bob' })
    expect(scheduleCall(request(), view, NOW)).toMatchObject({ agentId: 'rui', whyAssignment: substitute })
    expect(scheduleCall(request({ at: iso(NOW + HOUR) }), view, NOW)).toMatchObject({
      agentId: 'rui',
      dueAt: iso(NOW + HOUR),
      whyAssignment: substitute,
    })
    expect(scheduleCall(request({ excluded: ['rui'] }), view, NOW).agentId).toBe('ana')
  })

  test('a substitute who does not speak the language stands in for nobody', () => {
    const chain = [member('ana'), member('bob', away('eva')), member('eva', speaks('en'))]
    expect(scheduleCall(request(), viewOf(chain, { agentId: 'bob' }), NOW)).toMatchObject({
      agentId: 'ana',
      whyAssignment: { code: 'language_match' },
    })
  })

  test('substitutes in a circle are left alone and said', () => {
    const chain = [member('ana'), member('bob', away('eva')), member('eva', away('bob'))]
    const { agentId, decision } = scheduleCall(request(), viewOf(chain, { agentId: 'bob' }), NOW)
    expect([agentId, decision.circle]).toEqual(['ana', ['bob', 'eva']])
  })
})

test('who can be booked is ordered by the ladder, and who is full is not left out', () => {
  const team = [
    member('ana', { load: 2 }),
    member('bob', { languages: [{ tag: 'de', level: 'fluent' }] }),
    member('eva', speaks('en')),
    member('full', { load: 60 }),
    member('rui', { load: 1 }),
  ]
  const view = viewOf(team, { languages: ['de', 'en'] })
  expect(speakersInOrder(view)).toEqual(['rui', 'ana', 'full', 'bob', 'eva'])
  expect(speakersInOrder(view, 'eva')).toEqual(['eva', 'rui', 'ana', 'full', 'bob'])
})
