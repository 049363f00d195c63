import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CALL_OUTCOMES,
  CALL_PURPOSES,
  type CallOutcome,
  type CallPurpose,
  nextStep,
  type RetryWait,
  tryPositions,
  USUAL_RETRY,
  voicemailAllowed,
} from '../../domain/calls/retry-policy.ts'

const otherDay = (businessDays = 1): RetryWait => ({ kind: 'other_day', businessDays, avoidMinutesAround: 120 })
const halfDay: RetryWait = { kind: 'half_day', avoidMinutesAround: 120 }
const minutes = (count: number, exempt = false): RetryWait => ({ kind: 'minutes', minutes: count, exempt })
const mostTries = (purpose: CallPurpose): number => USUAL_RETRY[purpose].waits.length + 1
const times = (count: number, outcome: CallOutcome): CallOutcome[] => Array.from({ length: count }, () => outcome)

describe('a call that nobody ever answers', () => {
  const table: [CallPurpose, RetryWait[], object][] = [
    ['welcome', [otherDay(), otherDay()], { giveUp: true, parkDays: 14 }],
    ['setup_help', [otherDay(), otherDay()], { giveUp: true }],
    ['trial_end', [otherDay(), otherDay()], { giveUp: true }],
    ['survey', [otherDay(3), otherDay(3)], { giveUp: true }],
    ['anomaly', [halfDay, halfDay, halfDay, halfDay, halfDay], { giveUp: true }],
    ['call_me_now', [minutes(1, true), minutes(5, true), minutes(15, true)], { giveUp: true }],
    ['onboarding', [minutes(3, true), minutes(10, true)], { giveUp: true }],
    ['consultation', [minutes(3, true), minutes(10, true)], { giveUp: true }],
  ]

  test.each(table)('%s', (purpose, waits, end) => {
    waits.forEach((retry, index) => {
      for (const outcome of ['no_answer', 'voicemail_left', 'voicemail_none'] as const)
        expect(nextStep(purpose, times(index + 1, outcome))).toEqual({ retry })
    })
    expect(nextStep(purpose, times(waits.length + 1, 'no_answer'))).toEqual(end)
    expect(USUAL_RETRY[purpose].waits).toHaveLength(waits.length)
  })

  test('the table covers every purpose of the contract', () => {
    expect(new Set(table.map(([purpose]) => purpose))).toEqual(new Set(CALL_PURPOSES))
  })
})

describe('what one outcome leads to', () => {
  test.each([
    ['completed', { done: true }],
    ['partial', { done: true }],
    ['opted_out', { done: true }],
    ['language_barrier', { reassign: true }],
    ['callback_at', { callback: true }],
    ['wrong_number', { giveUp: true }],
    ['invalid_number', { giveUp: true }],
    ['refused_now', { retry: otherDay() }],
    ['gatekeeper', { retry: otherDay() }],
    ['technical_failure', { retry: minutes(5) }],
    ['busy', { retry: minutes(15) }],
  ] as const)('%s of a welcome call', (outcome, step) => {
    expect(nextStep('welcome', [outcome])).toEqual(step)
    expect(nextStep('welcome', ['no_answer', outcome])).toEqual(step)
  })

  test('a call that the customer wanted is redialled sooner, at any hour', () => {
    expect(nextStep('call_me_now', ['busy'])).toEqual({ retry: minutes(5, true) })
    expect(nextStep('onboarding', ['technical_failure'])).toEqual({ retry: minutes(5, true) })
    expect(nextStep('onboarding', ['gatekeeper'])).toEqual({ retry: otherDay() })
    expect(nextStep('survey', ['gatekeeper'])).toEqual({ retry: otherDay(3) })
  })

  test('before the first outcome it is dialled', () => {
    expect(nextStep('welcome', [])).toEqual({ retry: minutes(0) })
  })
})

describe('redials', () => {
  test('three on busy, then it counts as a try and the next day has three of its own', () => {
    for (const count of [1, 2, 3]) expect(nextStep('welcome', times(count, 'busy'))).toEqual({ retry: minutes(15) })
    expect(nextStep('welcome', times(4, 'busy'))).toEqual({ retry: otherDay() })
    expect(nextStep('welcome', times(5, 'busy'))).toEqual({ retry: minutes(15) })
    expect(nextStep('welcome', times(8, 'busy'))).toEqual({ retry: otherDay() })
    expect(nextStep('welcome', times(12, 'busy'))).toEqual({ giveUp: true, parkDays: 14 })
    expect(tryPositions('welcome', times(12, 'busy'))).toEqual([3, 7, 11])
  })

  test('three on a technical failure, counted apart from busy', () => {
    expect(nextStep('welcome', ['busy', 'busy', 'busy', ...times(3, 'technical_failure')])).toEqual({ retry: minutes(5) })
    expect(nextStep('welcome', ['busy', 'busy', 'busy', ...times(4, 'technical_failure')])).toEqual({ retry: otherDay() })
  })

  test('a try in between begins both counts anew', () => {
    expect(tryPositions('welcome', ['busy', 'busy', 'busy', 'no_answer', 'busy', 'technical_failure'])).toEqual([3])
    expect(nextStep('welcome', ['busy', 'busy', 'busy', 'no_answer', 'busy'])).toEqual({ retry: minutes(15) })
  })
})

test('refused once is asked again on another day, refused twice is left alone', () => {
  expect(nextStep('welcome', ['no_answer', 'no_answer', 'refused_now'])).toEqual({ retry: otherDay() })
  expect(nextStep('welcome', ['no_answer', 'no_answer', 'refused_now', 'no_answer'])).toEqual({ giveUp: true, parkDays: 14 })
  expect(nextStep('welcome', ['refused_now', 'no_answer', 'refused_now'])).toEqual({ giveUp: true })
})

test('messages are left on the first and the last try only', () => {
  expect([1, 2, 3].map((tryNumber) => voicemailAllowed(tryNumber, USUAL_RETRY.welcome))).toEqual([true, false, true])
  expect([1, 2, 3, 4].map((tryNumber) => voicemailAllowed(tryNumber, USUAL_RETRY.call_me_now))).toEqual([true, false, false, true])
})

test('whatever happens, every call comes to an end', () => {
  const missed = CALL_OUTCOMES.filter((outcome) => !['callback_at', 'language_barrier'].includes(outcome))
  fc.assert(
    fc.property(fc.constantFrom(...CALL_PURPOSES), fc.infiniteStream(fc.constantFrom(...missed)), (purpose, stream) => {
      const outcomes: CallOutcome[] = []
      while ('retry' in nextStep(purpose, outcomes)) {
        outcomes.push(stream.next().value)
        // Each try has at most three redials of either kind; two refusals are no tries.
        expect(outcomes.length).toBeLessThanOrEqual(mostTries(purpose) * 7 + 2)
      }
      expect(tryPositions(purpose, outcomes).length).toBeLessThanOrEqual(mostTries(purpose))
    }),
    { numRuns: 500 },
  )
})
