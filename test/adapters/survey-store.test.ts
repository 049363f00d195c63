import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createSurveyStore } from '../../adapters/postgres/surveys.ts'
import { openingState } from '../../domain/calls/calls.ts'
import { addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

const MINUTE = 60_000
/** A store whose clock goes on by a minute with every look. */
function ticking() {
  let at = clock.now()
  return createSurveyStore(database.db, { now: () => (at += MINUTE) })
}

async function newSurvey(quarter = '2027-Q1') {
  const customerId = await addCustomer(database.db)
  const callId = randomUUID()
  const state = openingState({ callId, customerId, purpose: 'survey', languages: ['de'], actor: 'system' })
  await createCallStore(database.db, clock).save({ ...state, version: 1 }, { kind: 'call_planned', params: {}, actor: 'system' }, [])
  return { callId, customerId, quarter }
}
const rowOf = (callId: string) => database.db.client.survey.findUnique({ where: { id: callId } })
const improve = { question: 'improve', value: 'the filters' }
const support = { question: 'support', value: 9 }

test('the first answer writes the survey down, with the questions that were asked', async () => {
  const survey = await newSurvey()
  const surveys = ticking()
  expect(await surveys.answers(survey.callId)).toEqual([])
  expect(await rowOf(survey.callId)).toBeNull()
  await surveys.saveAnswers(survey, [improve])
  expect(await rowOf(survey.callId)).toMatchObject({
    callId: survey.callId,
    customerId: survey.customerId,
    quarter: '2027-Q1',
    questionSet: 'quarterly-1',
    status: 'open',
    endedAt: null,
  })
  expect(await surveys.answers(survey.callId)).toEqual([improve])
})

test('answers come in the order of the questions, others behind them, the newest for each, whatever kind it is', async () => {
  const survey = await newSurvey()
  const surveys = ticking()
  await surveys.saveAnswers(survey, [support])
  await surveys.saveAnswers(survey, [improve])
  await surveys.saveAnswers(survey, [{ question: 'again', value: false }])
  await surveys.saveAnswers(survey, [{ question: 'none', value: '' }])
  await surveys.saveAnswers(survey, [{ ...support, value: 0 }])
  await surveys.saveAnswers(survey, [{ ...support, value: 0 }])
  expect(await surveys.answers(survey.callId)).toEqual([
    improve,
    { question: 'support', value: 0 },
    { question: 'again', value: false },
    { question: 'none', value: '' },
  ])
})

test('many first answers at once are all kept in one survey', async () => {
  const survey = await newSurvey()
  const surveys = createSurveyStore(database.db, clock)
  await Promise.all(Array.from({ length: 12 }, (_, n) => surveys.saveAnswers(survey, [{ question: `q${n % 6}`, value: n % 11 }])))
  expect((await surveys.answers(survey.callId)).map(({ question }) => question)).toEqual(['q0', 'q1', 'q2', 'q3', 'q4', 'q5'])
  expect(await database.db.client.survey.count({ where: { customerId: survey.customerId } })).toBe(1)
})

test('answers of one survey are none of another', async () => {
  const [one, other] = [await newSurvey(), await newSurvey()]
  const surveys = createSurveyStore(database.db, clock)
  await surveys.saveAnswers(one, [improve])
  expect(await surveys.answers(other.callId)).toEqual([])
})

const entry = { kind: 'survey_ended', params: {}, actor: 'system' }
const notice = { audience: 'team', kind: 'low_score', params: {} }

test('a survey is concluded once: what comes again changes and tells nothing', async () => {
  const survey = await newSurvey()
  const surveys = createSurveyStore(database.db, clock)
  await surveys.saveAnswers(survey, [improve])
  await surveys.conclude(survey, 'completed', [entry], [notice])
  await surveys.conclude(survey, 'refused', [entry], [notice])
  expect(await rowOf(survey.callId)).toMatchObject({ status: 'completed', endedAt: new Date(NOW) })
  const where = { customerId: survey.customerId, callId: survey.callId }
  expect(await database.db.client.auditEntry.count({ where: { ...where, kind: 'survey_ended' } })).toBe(1)
  expect(await database.db.client.notice.count({ where })).toBe(1)
  expect(await surveys.answers(survey.callId)).toEqual([improve])
})

test('a survey without a single answer is written down when it ends', async () => {
  const survey = await newSurvey()
  await createSurveyStore(database.db, clock).conclude(survey, 'not_reached', [entry], [])
  expect(await rowOf(survey.callId)).toMatchObject({ status: 'not_reached', endedAt: new Date(NOW) })
})

test('a seller may be asked twice in a quarter', async () => {
  const first = await newSurvey()
  const second = { ...first, callId: (await newSurvey()).callId }
  const surveys = createSurveyStore(database.db, clock)
  for (const survey of [first, second]) await surveys.saveAnswers(survey, [support])
  expect(await database.db.client.survey.count({ where: { customerId: first.customerId, quarter: '2027-Q1' } })).toBe(2)
})
