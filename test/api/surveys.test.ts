import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallView } from '../../api/schemas/calls.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
let clock: DemoTime
beforeAll(async () => {
  stack = patiently(await startTestStack({ demo: true }))
  desk = deskOf(stack)
  clock = demoClockOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const HOUR = 3_600_000
const DAY = 24 * HOUR

const callsOf = async (customerId: string): Promise<CallView[]> =>
  (await stack.request('GET', `/v1/calls?customerId=${customerId}`)).body.items
const surveysOf = async (customerId: string) => (await callsOf(customerId)).filter(({ purpose }) => purpose === 'survey')
const answer = (callId: string, question: string, value: unknown) =>
  stack.request('PUT', `/v1/calls/${callId}/answers/${encodeURIComponent(question)}`, { body: { value } })
const card = async (callId: string) => (await stack.request('GET', `/v1/calls/${callId}`)).body
const record = async (callId: string, body: Record<string, unknown>) => {
  const recorded = await stack.request('POST', `/v1/calls/${callId}/outcome`, { body })
  expect(recorded.status, JSON.stringify(recorded.body)).toBe(200)
  return recorded.body
}
const happens = async (type: string, subject: string) => {
  const event = { specversion: '1.0', id: randomUUID(), source: '/shop', type: `account.${type}`, subject, time: await clock.instant() }
  expect((await stack.request('POST', '/v1/events', { body: event, as: 'service' })).body).toEqual({ duplicate: false })
}
const surveyStep = async (customerId: string) => (await desk.plan(customerId)).steps.find(({ step }) => step === 'survey')
const noticesOf = async (customerId: string, kind: string) =>
  (await stack.request('GET', '/v1/notifications?limit=200')).body.items.filter(
    (one: { kind: string; customerId?: string }) => one.kind === kind && one.customerId === customerId,
  )

/** A survey that somebody asked for: an hour later its call is there. */
async function askFor(customerId: string): Promise<CallView> {
  const to = new Date((await clock.now()) + HOUR).toISOString()
  const asked = await stack.request('PATCH', `/v1/customers/${customerId}/plan/survey`, {
    body: { action: 'move', to, reason: 'he asked' },
  })
  expect(asked.status, JSON.stringify(asked.body)).toBe(200)
  await clock.reach(to)
  return soon(async () => {
    const open = (await surveysOf(customerId)).filter(({ status }) => status !== 'done' && status !== 'cancelled')
    expect(open).toHaveLength(1)
    return open[0]!
  })
}
const newSurvey = async (): Promise<CallView> => askFor((await desk.register({ products: ['lost_and_found'] })).id)

describe('answers, one by one', () => {
  test('are kept the moment they are given, replaced by a second one, and stand on the card in their order', async () => {
    const { id } = await newSurvey()
    expect((await card(id)).answers).toEqual([])
    const first = await answer(id, 'improve', 'Mehr Filter, größere Schrift 😀')
    expect([first.status, first.body]).toEqual([
      200,
      { callId: id, answers: [{ question: 'improve', value: 'Mehr Filter, größere Schrift 😀' }] },
    ])
    for (const [question, value] of [
      ['satisfaction', 10],
      ['support', 0],
      ['again', true],
      ['never', false],
      ['empty', ''],
    ] as const)
      expect((await answer(id, question, value)).status).toBe(200)
    await answer(id, 'support', 9)
    await answer(id, 'support', 8)
    const { answers } = await card(id)
    expect(answers[0]).toEqual({ question: 'improve', value: 'Mehr Filter, größere Schrift 😀' })
    expect(Object.fromEntries(answers.map(({ question, value }: { question: string; value: unknown }) => [question, value]))).toEqual({
      improve: 'Mehr Filter, größere Schrift 😀',
      satisfaction: 10,
      support: 8,
      again: true,
      never: false,
      empty: '',
    })
    expect(answers).toHaveLength(6)
    expect((await desk.call(id)).attempts).toEqual([]) // nothing was counted as a try
  })

  test('many at once are all kept', async () => {
    const { id } = await newSurvey()
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => answer(id, `q${n % 5}`, n)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const kept = (await card(id)).answers
    expect(kept.map(({ question }: { question: string }) => question).sort()).toEqual(['q0', 'q1', 'q2', 'q3', 'q4'])
  })

  test('without sense are refused with their field and change nothing', async () => {
    const { id } = await newSurvey()
    await answer(id, 'support', 5)
    for (const value of [11, -1, 6.5, 1e9, null, {}, { score: 5 }, [5], 'x'.repeat(5_001)])
      expectBadField(await answer(id, 'support', value), '/value')
    expectBadField(await answer(id, 'support', 'half \ud83d a smiley'), '/value')
    const put = (body: unknown) => stack.request('PUT', `/v1/calls/${id}/answers/support`, { body })
    expectBadField(await put({}), '/value')
    expectBadField(await put({ value: 5, score: 5 }), '/score')
    for (const question of ['zu frieden', 'ünlich', 'a/b', '😀', ' ', '%', 'x'.repeat(129)])
      expectBadField(await answer(id, question, 5), '/question')
    expectProblem(await answer(id, 'x'.repeat(300), 5), 404, 'not-found')
    expect((await card(id)).answers).toEqual([{ question: 'support', value: 5 }])
  })

  test('belong to a survey that is under way', async () => {
    const { id: customerId } = await desk.register()
    const welcome = await desk.welcomeOf(customerId)
    expectProblem(await answer(welcome.id, 'improve', 'x'), 409, 'call-not-open')
    expectProblem(await answer('nobody', 'improve', 'x'), 404, 'not-found')
    const { id } = await newSurvey()
    await answer(id, 'improve', 'nothing')
    await record(id, { outcome: 'completed' })
    expectProblem(await answer(id, 'improve', 'everything'), 409, 'call-not-open')
    expect((await card(id)).answers).toEqual([{ question: 'improve', value: 'nothing' }])
    expectProblem(await stack.request('PUT', `/v1/calls/${id}/answers/improve`, { body: { value: 1 }, as: 'service' }), 403, 'forbidden')
  })
})

describe('a survey that is over', () => {
  test('keeps what came with its outcome beside what came before, the later word counts', async () => {
    const { id, customerId } = await newSurvey()
    await answer(id, 'improve', 'the filters')
    await answer(id, 'support', 9)
    const answers = [
      { question: 'support', value: 8 },
      { question: 'recommend', value: 10 },
    ]
    expect(await record(id, { outcome: 'completed', data: { answers } })).toMatchObject({ status: 'done', outcome: 'completed' })
    const ended = await soon(async () => {
      const found = (await desk.timeline(customerId)).filter(({ kind }) => kind === 'survey_ended')
      expect(found).toHaveLength(1)
      return found[0]!
    })
    expect(ended.params).toMatchObject({ callId: id, status: 'completed' })
    const kept = [
      { question: 'improve', value: 'the filters' },
      { question: 'support', value: 8 },
      { question: 'recommend', value: 10 },
    ]
    expect(ended.params.answers).toHaveLength(3)
    expect(ended.params.answers).toEqual(expect.arrayContaining(kept))
    expect((await card(id)).answers).toEqual(expect.arrayContaining(kept))
    await soon(async () => expect(await surveyStep(customerId)).toMatchObject({ status: 'done', callId: id }))
    expect(await noticesOf(customerId, 'low_score')).toEqual([])
  })

  test('and broke off keeps what it has', async () => {
    const { id, customerId } = await newSurvey()
    await answer(id, 'improve', 'the filters')
    await record(id, { outcome: 'partial' })
    await soon(async () =>
      expect((await desk.timeline(customerId)).find(({ kind }) => kind === 'survey_ended')?.params).toMatchObject({
        status: 'partial',
        answers: [{ question: 'improve', value: 'the filters' }],
      }),
    )
  })

  test('with a low score proposes a call within a business day, and makes none unasked', async () => {
    const { id, customerId } = await newSurvey()
    await answer(id, 'satisfaction', 7)
    await answer(id, 'support', 6)
    const at = await clock.now()
    await record(id, { outcome: 'completed', data: { answers: [{ question: 'recommend', value: 0 }] } })
    const [notice, ...others] = await soon(async () => {
      const found = await noticesOf(customerId, 'low_score')
      expect(found).not.toEqual([])
      return found
    })
    expect(others).toEqual([])
    expect(notice).toMatchObject({
      callId: id,
      params: {
        scores: expect.arrayContaining([
          { question: 'support', value: 6 },
          { question: 'recommend', value: 0 },
        ]),
        proposed: { code: 'request_call', params: { purpose: 'consultation' } },
      },
    })
    expect(notice.params.scores).toHaveLength(2)
    const by = Date.parse(notice.params.proposed.params.by)
    expect(by).toBeGreaterThan(at)
    expect(by).toBeLessThanOrEqual(at + 4 * DAY) // over a weekend
    expect([1, 2, 3, 4, 5]).toContain(new Date(by).getUTCDay())
    expect((await desk.timeline(customerId)).map(({ kind }) => kind)).toContain('follow_up_proposed')
    expect(await callsOf(customerId)).toHaveLength(1)
  })

  test('leaves nothing planned where none was due, and can be asked for again', async () => {
    const { id, customerId } = await newSurvey()
    await record(id, { outcome: 'completed' })
    await soon(async () => expect(await surveyStep(customerId)).toMatchObject({ status: 'done', callId: id, why: { code: 'held' } }))
    const again = await askFor(customerId)
    expect(again.id).not.toBe(id)
    expect((await card(again.id)).answers).toEqual([])
  })
})

describe('each quarter', () => {
  test('somebody asks what to improve first; the next one is a quarter later; who wants no more gets none', async () => {
    const { id: customerId } = await desk.register({ products: ['analytics'] })
    const welcome = await desk.welcomeOf(customerId) // one that nobody holds would be escalated by then, and no survey held
    await record(welcome.id, { outcome: 'completed', data: { support: 'wanted', onboarding: 'none' } })
    const planned = await soon(async () => {
      const step = await surveyStep(customerId)
      expect(step?.at).toBeTruthy()
      return step!
    })
    await clock.reach(planned.at!)
    const [call, ...others] = await soon(async () => {
      const found = await surveysOf(customerId)
      expect(found).not.toEqual([])
      return found
    })
    expect(others).toEqual([])
    const { agenda, why } = await card(call!.id)
    expect(agenda[0]).toEqual({ code: 'ask_what_to_improve', params: expect.objectContaining({ question: 'improve' }) })
    expect(agenda.filter(({ code }: { code: string }) => code === 'ask_survey_question').length).toBeGreaterThan(1)
    expect(why.timing).toMatchObject({ code: 'each_quarter', params: { quarter: planned.why.params.quarter } })
    await record(call!.id, { outcome: 'completed', data: { answers: [{ question: 'improve', value: 'nothing' }] } })

    const held = await clock.now()
    const next = await soon(async () => {
      const step = await surveyStep(customerId)
      expect(step).toMatchObject({ status: 'planned', why: { code: 'each_quarter' } })
      expect(step!.at).not.toBe(planned.at)
      return step!
    })
    const days = (Date.parse(next.at!) - held) / DAY
    expect(days).toBeGreaterThan(85)
    expect(days).toBeLessThan(110)
    expect(next.why.params.quarter).not.toBe(planned.why.params.quarter)
    expect(next.why.params.last).toMatchObject({ callId: call!.id, status: 'done' })

    await clock.reach(next.at!)
    const second = await soon(async () => {
      const found = (await surveysOf(customerId)).find(({ id }) => id !== call!.id)
      expect(found).toBeDefined()
      return found!
    })
    await answer(second.id, 'improve', 'less surveys')
    await record(second.id, { outcome: 'opted_out', data: { scope: 'survey' } })
    await soon(async () =>
      expect((await desk.timeline(customerId)).find(({ kind }) => kind === 'survey_ended')?.params).toMatchObject({ status: 'refused' }),
    )
    await clock.advance(200 * DAY)
    expect(await surveysOf(customerId)).toHaveLength(2)
    const step = await surveyStep(customerId)
    expect(['done', 'skipped']).toContain(step?.status)
  })

  test('whom nobody reaches in three tries is left in peace until the next quarter', async () => {
    const { id: customerId } = await desk.register({ products: ['analytics'] })
    await desk.welcomeOf(customerId)
    const { id } = await askFor(customerId)
    await record(id, { outcome: 'no_answer' })
    await record(id, { outcome: 'voicemail_left' })
    expect(await record(id, { outcome: 'no_answer' })).toMatchObject({ status: 'done', outcome: 'no_answer' })
    await soon(async () =>
      expect((await desk.timeline(customerId)).find(({ kind }) => kind === 'survey_ended')?.params).toMatchObject({
        status: 'not_reached',
      }),
    )
    const next = await soon(async () => {
      const step = await surveyStep(customerId)
      expect(step).toMatchObject({ status: 'planned', why: { params: { last: { callId: id, status: 'skipped', why: 'not_reached' } } } })
      return step!
    })
    expect(Date.parse(next.at!) - (await clock.now())).toBeGreaterThan(85 * DAY)
  })

  test('whose account is cancelled meanwhile and comes back is asked again, in a call that can be held', async () => {
    const { id: customerId } = await desk.register({ products: ['analytics'] })
    await desk.welcomeOf(customerId)
    const { id: first } = await askFor(customerId)
    await answer(first, 'improve', 'the filters')
    await happens('cancelled', customerId)
    await soon(async () => expect((await desk.call(first)).status).toBe('cancelled'))
    expectProblem(await answer(first, 'improve', 'more'), 409, 'call-not-open')
    await happens('cancellation_withdrawn', customerId)
    await soon(async () => expect((await surveyStep(customerId))?.status).toBe('planned'))
    const { id, status, agentId } = await askFor(customerId)
    expect([status, agentId]).toEqual([expect.stringMatching(/^(planned|due)$/), expect.any(String)])
    expect((await answer(id, 'support', 9)).status).toBe(200)
    expect(await record(id, { outcome: 'completed' })).toMatchObject({ status: 'done' })
    await soon(async () => {
      const ended = (await desk.timeline(customerId)).filter(({ kind }) => kind === 'survey_ended')
      expect(ended.map(({ params }) => params.status)).toContain('completed')
    })
  })
})
