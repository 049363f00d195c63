import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf } from '../../../domain/calendar/days.ts'
import { callableWindows, localDate, localTimeOfDay } from '../../../domain/calendar/windows.ts'
import { CALL_PURPOSES, type CallPurpose, type CallStatus } from '../../../domain/calls/calls.ts'
import type { ClearanceRequest, OtherCall } from '../../../domain/calls/clearance.ts'
import { USUAL_POLICIES } from '../../../domain/policies.ts'
import { type ClearanceView, clearanceOf } from '../../../domain/routing/clear.ts'
import { DAY, HOUR, member, NOW, viewOf } from './office.ts'

const MINUTE = 60_000
const BERLIN = 'Europe/Berlin'
const iso = (at: number): string => new Date(at).toISOString()
const OURS = CALL_PURPOSES.filter((purpose) => !USUAL_POLICIES.retry[purpose].exempt)
const THEIRS = CALL_PURPOSES.filter((purpose) => USUAL_POLICIES.retry[purpose].exempt)

const moment = (fields: Partial<ClearanceRequest> = {}): ClearanceRequest => ({
  callId: 'call-5',
  customerId: 'c1',
  purpose: 'welcome',
  agentId: 'ana',
  dueAt: iso(NOW),
  chosen: false,
  booked: false,
  accepted: false,
  redial: false,
  failedAt: [],
  wishedAt: iso(NOW - HOUR / 2),
  pauses: [],
  ...fields,
})
const other = (fields: Partial<OtherCall> = {}): OtherCall => ({
  callId: 'call-1',
  purpose: 'setup_help',
  status: 'planned',
  dueAt: NOW + DAY,
  escalated: false,
  tries: [],
  ...fields,
})
const seen = (fields: Partial<ClearanceView> = {}): ClearanceView => ({
  ...viewOf([member('ana'), member('eva')]),
  tries: [],
  others: [],
  stopped: null,
  ...fields,
})
const answer = (request: Partial<ClearanceRequest>, view: Partial<ClearanceView> = {}, now = NOW) =>
  clearanceOf(moment(request), seen(view), now)
const tried = (...minutesAgo: number[]) => minutesAgo.map((ago) => ({ at: NOW - ago * MINUTE, outcome: 'no_answer' as const }))
const tomorrowAtNine = iso(NOW + 23 * HOUR)

describe('what a day allows', () => {
  test('two tries of any purpose that nobody answered put the third off to the next callable day', () => {
    const others = [other({ tries: tried(45) }), other({ callId: 'call-2', purpose: 'survey', status: 'done', tries: tried(15) })]
    expect(answer({}, { others })).toEqual({
      postpone: { at: tomorrowAtNine, why: { code: 'tries_of_the_day', params: { tries: 2 } } },
    })
    expect(answer({}, { others: others.slice(1) })).toHaveProperty('go')
  })

  test('calls that the seller asked for, redials and tries of the day before do not count', () => {
    const asked = other({ purpose: 'call_me_now', tries: tried(30, 20, 10) })
    const busy = other({ purpose: 'trial_end', tries: [10, 30].map((ago) => ({ at: NOW - ago * MINUTE, outcome: 'busy' })) })
    const yesterday = other({ callId: 'call-2', tries: tried(18 * 60, 20 * 60) })
    expect(answer({}, { others: [asked, busy, yesterday] })).toHaveProperty('go')
  })

  test.each([
    ['a redial', { redial: true }],
    ['a time that somebody named', { chosen: true }],
    ['a call that the seller asked for', { purpose: 'call_me_now' as const }],
    ['a booked call', { purpose: 'onboarding' as const, booked: true }],
  ])('%s is exempt', (_what, fields) => {
    expect(answer(fields, { others: [other({ tries: tried(45, 15) })] })).toHaveProperty('go')
  })

  test('the next day also keeps away from the times of day at which nobody answered', () => {
    const failedAt = [iso(NOW - 30 * MINUTE)] // 09:30 in Berlin: not before 11:31
    const others = [other({ tries: tried(45) })]
    const view = { others, tries: tried(30) }
    expect(answer({ failedAt }, view)).toMatchObject({ postpone: { at: '2026-11-24T10:31:00.000Z' } })
  })
})

describe('one active call with a person', () => {
  test.each(['due', 'ringing', 'in_call', 'wrap_up'] satisfies CallStatus[])('joins another one that is %s', (status) => {
    expect(answer({}, { others: [other({ status })] })).toEqual({
      postpone: { at: iso(NOW + HOUR), why: { code: 'joined_call', params: { callId: 'call-1' } } },
    })
  })

  test.each(THEIRS)('a call of purpose %s waits for nobody', (purpose) => {
    expect(answer({ purpose }, { others: [other({ status: 'in_call' })] })).toHaveProperty('go')
  })

  test('of calls whose moment comes together, one goes and all others join one that is before them', () => {
    const coming = fc.record({ purpose: fc.constantFrom(...CALL_PURPOSES), ago: fc.integer({ min: 0, max: 120 }) })
    fc.assert(
      fc.property(fc.array(coming, { minLength: 2, maxLength: 6 }), (drawn) => {
        const calls = drawn.map(({ purpose, ago }, n) => other({ callId: `call-${n}`, purpose, dueAt: NOW - ago * MINUTE }))
        const answers = calls.map(({ callId, purpose, dueAt }) =>
          answer({ callId, purpose, dueAt: iso(dueAt ?? NOW) }, { others: calls.filter((one) => one.callId !== callId) }),
        )
        const going = calls.filter((_, n) => 'go' in (answers[n] ?? {}))
        const company = going.filter(({ purpose }) => OURS.includes(purpose))
        expect(going.length).toBeGreaterThan(0)
        expect(company.length).toBeLessThanOrEqual(1)
        if (company.length === 1) expect(going).toHaveLength(1) // what the seller asked for goes first
      }),
    )
  })

  test('one that nobody dialled on its day holds nobody up, one that is talked in does', () => {
    const yesterday = { dueAt: NOW - 11 * HOUR }
    expect(answer({}, { others: [other({ status: 'due', ...yesterday })] })).toHaveProperty('go')
    expect(answer({}, { others: [other({ status: 'in_call', ...yesterday })] })).toHaveProperty('postpone')
  })

  test('what should have come a day ago and did not holds nobody up', () => {
    expect(answer({}, { others: [other({ dueAt: NOW - DAY })] })).toHaveProperty('go')
  })
})

test('no survey is held while another call of the seller is escalated', () => {
  const others = [other({ escalated: true, status: 'retry_wait' })]
  expect(answer({ purpose: 'survey' }, { others })).toEqual({
    postpone: { at: tomorrowAtNine, why: { code: 'call_escalated', params: { callId: 'call-1' } } },
  })
  expect(answer({ purpose: 'trial_end' }, { others })).toHaveProperty('go')
})

test('a seller who opted out is not called', () => {
  const stopped = { code: 'opted_out', params: { scope: 'all' } }
  expect(answer({}, { stopped })).toEqual({ stop: stopped })
})

describe('who is there', () => {
  const away = member('ana', { absences: [{ start: NOW - DAY, end: NOW + DAY, substituteId: 'eva' }] })

  test('an agent who is away is not prompted, whatever the call', () => {
    for (const purpose of CALL_PURPOSES) expect(answer({ purpose }, viewOf([away, member('eva')]))).toEqual({ reroute: { from: 'ana' } })
  })

  test('nor, for a time of ours, one whose shift is over or who left the team', () => {
    const evenings = member('ana', { shifts: [{ weekday: 1, from: '18:00', until: '23:00' }] })
    expect(answer({}, viewOf([evenings, member('eva')]))).toHaveProperty('reroute')
    expect(answer({ chosen: true }, viewOf([evenings, member('eva')]))).toHaveProperty('go')
    expect(answer({}, viewOf([member('eva')]))).toHaveProperty('reroute')
  })
})

test('a call that was slept over until the evening waits for the next callable hour, one that wakes in time goes', () => {
  const evening = NOW + 11 * HOUR
  expect(answer({}, {}, evening)).toEqual({
    postpone: { at: tomorrowAtNine, why: { code: 'out_of_hours', params: { due: iso(NOW) } } },
  })
  expect(answer({}, {}, NOW + 2 * HOUR)).toHaveProperty('go')
})

test('nor is a seller rung at night for what he had asked for, named or booked in the afternoon', () => {
  const night = NOW + 16 * HOUR
  const later = { postpone: { at: tomorrowAtNine, why: { code: 'out_of_hours', params: { due: iso(NOW) } } } }
  for (const purpose of CALL_PURPOSES)
    for (const named of [{}, { chosen: true }, { booked: true }]) expect(answer({ purpose, ...named }, {}, night)).toEqual(later)
  // What he himself wanted at that hour goes at that hour.
  for (const named of [{ chosen: true }, { booked: true }])
    expect(answer({ purpose: 'consultation', dueAt: iso(night), ...named }, {}, night)).toHaveProperty('go')
})

describe('what is watched while it is due', () => {
  test('sixty minutes of its own calendar until it moves on, four callable hours until the leads are told', () => {
    const dueAt = iso(NOW + 6.5 * HOUR) // 16:30 in Berlin, half an hour before the end of her shift
    expect(answer({ dueAt, wishedAt: iso(NOW + 6 * HOUR) }, {}, NOW + 6.5 * HOUR)).toEqual({
      go: { moveOnAt: '2026-11-24T08:30:00.000Z', warnAt: '2026-11-24T09:00:00.000Z', breachAt: '2026-11-24T10:00:00.000Z' },
    })
  })

  test('time in which we waited for the seller is not counted', () => {
    const pauses = [{ from: iso(NOW - 40 * MINUTE), until: iso(NOW - 10 * MINUTE) }]
    expect(answer({ wishedAt: iso(NOW - HOUR), pauses })).toMatchObject({ go: { breachAt: iso(NOW + 3.5 * HOUR) } })
  })

  test('whoever waited too long already is told of at once, and nobody is warned any more', () => {
    const go = answer({ wishedAt: iso(NOW - 3 * DAY) })
    expect(go).toMatchObject({ go: { breachAt: iso(NOW) } })
    expect(go).not.toHaveProperty('go.warnAt')
  })

  test('of a booked call only whether its agent comes', () => {
    expect(answer({ purpose: 'onboarding', booked: true })).toEqual({ go: { noShowAt: iso(NOW + 10 * MINUTE) } })
  })
})

test('whenever a call is put off, it is to a later callable minute of another time of day than those that failed', () => {
  const instant = fc.integer({ min: NOW, max: NOW + 30 * DAY })
  const drawn = fc.record({
    now: instant,
    purpose: fc.constantFrom<CallPurpose>(...OURS),
    busy: fc.boolean(),
    failed: fc.array(fc.integer({ min: 1, max: 72 * 60 }), { maxLength: 2 }),
    slept: fc.integer({ min: 0, max: 48 * 60 }),
  })
  fc.assert(
    fc.property(drawn, ({ now, purpose, busy, failed, slept }) => {
      const failedAt = failed.map((ago) => now - ago * MINUTE).sort((a, b) => a - b)
      const tries = failedAt.map((at) => ({ at, outcome: 'no_answer' as const }))
      const view = seen({ tries, others: busy ? [other({ status: 'due', dueAt: now })] : [] })
      const request = moment({ purpose, dueAt: iso(now - slept * MINUTE), failedAt: failedAt.map(iso) })
      const given = clearanceOf(request, view, now)
      const today = dayOf(now, BERLIN)
      const todays = failedAt.filter((at) => at >= today.start).length
      if (busy || todays >= USUAL_POLICIES.triesPerDay) expect(given).toHaveProperty('postpone')
      if (!('postpone' in given)) return
      const at = Date.parse(given.postpone.at)
      expect(at).toBeGreaterThanOrEqual(now)
      expect(callableWindows(view.customer, at, at + 1)).toHaveLength(1)
      for (const failure of failedAt) expect(Math.abs(localTimeOfDay(at, BERLIN) - localTimeOfDay(failure, BERLIN))).toBeGreaterThan(120)
      if (given.postpone.why.code === 'tries_of_the_day') expect(localDate(at, BERLIN) > localDate(now, BERLIN)).toBe(true)
    }),
  )
})
