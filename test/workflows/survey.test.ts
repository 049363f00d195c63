import { expect, test } from 'vitest'
import { businessDayAfter } from '../../domain/calendar/clocks.ts'
import { requestCall } from '../../workflows/customer.ts'
import { saveAnswer } from '../../workflows/quarterly-survey.ts'
import { DAY, type LifeUnderTest, QUARTER } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { ANSWERED, surveyCalls, toSurvey, WANTED } from '../support/years.ts'

const { live } = useLives()

const ZONE = 'Europe/Lisbon'

/** A life whose welcome is over. */
const welcomed = (use: (life: LifeUnderTest) => Promise<void>): Promise<void> =>
  live({ products: ['analytics'] }, async (life) => {
    await life.say('welcome', WANTED)
    await use(life)
  })

test('answers are kept one by one, and a low score proposes a talk within a business day', async () => {
  await welcomed(async (life) => {
    await toSurvey(life)
    const survey = `survey/${life.callId('survey-1')}`
    await life.ask(saveAnswer, { question: 'improve', value: 'faster reports' }, survey)
    await life.ask(saveAnswer, { question: 'satisfaction', value: 9 }, survey)
    await life.ask(saveAnswer, { question: 'satisfaction', value: 4 }, survey)
    expect(life.records.answers).toHaveLength(3)
    await life.say('survey-1', { outcome: 'completed', data: { answers: [{ question: 'recommend', value: 8 }] } })

    expect(life.seller.entries.find(({ kind }) => kind === 'survey_ended')?.params.answers).toEqual([
      { question: 'improve', value: 'faster reports' },
      { question: 'satisfaction', value: 4 },
      { question: 'recommend', value: 8 },
    ])
    const by = businessDayAfter(Date.parse(await life.now()), 1, { zones: [ZONE] })
    expect(life.seller.notices).toEqual([
      {
        audience: 'anna',
        kind: 'low_score',
        params: expect.objectContaining({
          scores: [{ question: 'satisfaction', value: 4 }],
          proposed: { code: 'request_call', params: expect.objectContaining({ purpose: 'consultation', by }) },
        }),
      },
    ])
    expect(life.planned).toEqual(['welcome welcome', 'survey-1 survey']) // proposed, not planned
  })
})

test.each(['survey', 'all'] as const)('who opts out of %s is asked no more', async (scope) => {
  await welcomed(async (life) => {
    await toSurvey(life)
    await life.say('survey-1', { outcome: 'opted_out', data: { scope } })
    expect([...life.seller.surveyed.values()]).toEqual(['refused'])
    expect(await life.step('survey')).toMatchObject({ status: 'done', why: { code: 'held', params: { outcome: 'opted_out' } } })
    await life.pass(4 * QUARTER)
    expect(surveyCalls(life)).toHaveLength(1)
  })
})

test('who wants no calls at all, as he says in a call that he asked for, is asked no more', async () => {
  await welcomed(async (life) => {
    await life.ask(requestCall, { callId: life.callId('asked'), purpose: 'consultation', actor: 'key/k1' })
    await life.say('asked', { outcome: 'opted_out', data: { scope: 'all' } })
    await life.pass(2 * QUARTER)
    expect(surveyCalls(life)).toEqual([])
    expect(await life.step('survey')).toMatchObject({ status: 'skipped', why: { code: 'opted_out' } })
  })
})

test('whom three tries on different days do not reach is asked the next quarter', async () => {
  await welcomed(async (life) => {
    await toSurvey(life)
    const tries: number[] = []
    while (life.seller.surveyed.size === 0) {
      await life.passTo((await life.call('survey-1')).dueAt)
      tries.push(Date.parse(await life.now()))
      await life.say('survey-1', { outcome: 'no_answer' })
    }
    expect(tries).toHaveLength(3)
    expect(tries.slice(1).every((at, index) => at - (tries[index] ?? at) > 2 * DAY)).toBe(true)
    expect([...life.seller.surveyed.values()]).toEqual(['not_reached'])
    expect(await life.step('survey')).toMatchObject({ status: 'planned', why: { params: { last: { why: 'not_reached' } } } })
    await toSurvey(life)
    await life.say('survey-2', ANSWERED)
    expect([...life.seller.surveyed.values()]).toEqual(['not_reached', 'completed'])
    expect(Date.parse(await life.now()) - (tries.at(-1) ?? 0)).toBeGreaterThan(89 * DAY)
  })
})
