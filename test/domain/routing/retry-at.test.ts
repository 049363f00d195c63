import { expect, test } from 'vitest'
import { USUAL_RETRY } from '../../../domain/calls/retry-policy.ts'
import { retryAt } from '../../../domain/routing/retry-at.ts'
import { DAY, HOUR, member, NOW, viewOf } from './office.ts'

const [otherDay] = USUAL_RETRY.welcome.waits
const [halfADay] = USUAL_RETRY.anomaly.waits
if (otherDay === undefined || halfADay === undefined) throw new Error('both purposes try again')

const iso = (at: number | undefined) => at !== undefined && new Date(at).toISOString()
const away = (days: number) => member('ana', { absences: [{ start: NOW, end: NOW + days * DAY, substituteId: null }] })
const call = { agentId: 'ana', failedAt: [NOW], calls: [] }

test('whoever holds the call tries again, also where somebody else could a little sooner', () => {
  expect(iso(retryAt(otherDay, viewOf([member('ana'), member('eva')]), call, NOW))).toBe('2026-11-24T12:30:00.000Z')
  expect(iso(retryAt(otherDay, viewOf([away(2), member('eva')]), call, NOW))).toBe('2026-11-25T12:30:00.000Z')
})

test('an agent who is away for days is not waited for where somebody else speaks with the seller', () => {
  expect(iso(retryAt(otherDay, viewOf([away(10), member('eva')]), call, NOW))).toBe('2026-11-24T12:30:00.000Z')
  expect(iso(retryAt(otherDay, viewOf([away(10)]), call, NOW))).toBe('2026-12-03T12:30:00.000Z')
})

test('two tries of a day, whatever they were about, leave no half of it for a third', () => {
  const view = viewOf([member('ana')])
  const earlier = { purpose: 'survey' as const, tries: [{ at: NOW - HOUR / 2, outcome: 'no_answer' as const }] }
  expect(iso(retryAt(halfADay, view, call, NOW))).toBe('2026-11-23T12:30:00.000Z')
  expect(iso(retryAt(halfADay, view, { ...call, calls: [earlier] }, NOW))).toBe('2026-11-24T11:01:00.000Z')
  const asked = { ...earlier, purpose: 'consultation' as const }
  expect(iso(retryAt(halfADay, view, { ...call, calls: [asked] }, NOW))).toBe('2026-11-23T12:30:00.000Z')
})
