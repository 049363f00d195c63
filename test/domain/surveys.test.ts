import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CALL_OUTCOMES, type CallOutcome } from '../../domain/calls/calls.ts'
import { BEST_SCORE, lowScores, QUESTIONS, SURVEY_STATUSES, surveyStatus } from '../../domain/surveys.ts'

test('the survey opens with what to improve, and no question comes twice', () => {
  expect(QUESTIONS[0]).toEqual({ id: 'improve', kind: 'text' })
  expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length)
})

test.each([
  [0, true],
  [6, true],
  [6.5, false],
  [7, false],
  [BEST_SCORE, false],
  ['6', false],
  [false, false],
])('whether %j is a low score: %j', (value, low) => {
  expect(lowScores([{ question: 'satisfaction', value }])).toHaveLength(low ? 1 : 0)
})

test('low scores are told as they were given, in their order', () => {
  const answer = fc.record({ question: fc.string(), value: fc.oneof(fc.integer({ min: 0, max: BEST_SCORE }), fc.string(), fc.boolean()) })
  fc.assert(
    fc.property(fc.array(answer), (answers) => {
      const low = lowScores(answers)
      expect(low).toEqual(answers.filter((one) => low.includes(one)))
      expect(answers.filter((one) => !low.includes(one)).every(({ value }) => typeof value !== 'number' || value > 6)).toBe(true)
    }),
  )
})

test('every outcome ends a survey in one of the groups, and only answers make it a survey held', () => {
  const ends = new Map<CallOutcome | null, string>([null, ...CALL_OUTCOMES].map((outcome) => [outcome, surveyStatus(outcome)]))
  for (const status of ends.values()) expect(SURVEY_STATUSES).toContain(status)
  expect([...ends].filter(([, status]) => status === 'completed' || status === 'partial')).toEqual([
    ['completed', 'completed'],
    ['partial', 'partial'],
  ])
  expect([...ends.values()]).not.toContain('open')
})

test.each<[CallOutcome | null, string]>([
  ['opted_out', 'refused'],
  ['refused_now', 'refused'],
  ['language_barrier', 'other'],
  ['wrong_number', 'other'],
  ['no_answer', 'not_reached'],
  ['gatekeeper', 'not_reached'],
  [null, 'not_reached'],
])('a survey call that ends with %s counts as %s', (outcome, status) => {
  expect(surveyStatus(outcome)).toBe(status)
})
