import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
let customerId: string
let callId: string
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
  customerId = (await desk.register()).id
  callId = (await desk.welcomeOf(customerId)).id
})
afterAll(async () => {
  await stack?.close()
})

const ask = (body: unknown, headers: Record<string, string> = {}, of = customerId) =>
  stack.request('POST', `/v1/customers/${of}/questions`, { body, headers })
const answer = (questionId: string, body: unknown, of = customerId) =>
  stack.request('PUT', `/v1/customers/${of}/questions/${questionId}`, { body, as: 'lead' })
const listed = async (status: string) => {
  const { body } = await stack.request('GET', `/v1/questions?status=${status}&limit=200`)
  return body.items.map(({ id }: { id: string }) => id)
}
const points = async () => (await stack.request('GET', `/v1/calls/${callId}`)).body.talkingPoints
const lines = async () => (await desk.timeline(customerId)).filter(({ kind }) => kind === 'question')

test('a question waits on the card of the next call until it is answered; both are one line of the timeline', async () => {
  const asked = await ask({ question: 'Kann ich einen 100%_Preis setzen?', language: 'de', callId })
  expect([asked.status, asked.body]).toEqual([
    201,
    expect.objectContaining({
      customerId,
      callId,
      status: 'open',
      language: 'de',
      askedBy: 'agent/agent-1',
      answer: null,
      answeredAt: null,
    }),
  ])
  const { id, question } = asked.body
  expect(await points()).toContainEqual({
    code: 'open_question',
    params: expect.objectContaining({ questionId: id, question, language: 'de' }),
  })
  expect(await listed('open')).toContain(id)

  const { status, body } = await answer(id, { answer: 'Ja, unter Strategien.' })
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ id, status: 'answered', answer: 'Ja, unter Strategien.', answeredBy: 'agent/lead-1' }),
  ])
  expect(await lines()).toEqual([
    expect.objectContaining({
      params: { questionId: id, question, answer: body.answer, answeredBy: 'agent/lead-1', answeredAt: body.answeredAt },
      actor: 'agent/agent-1',
    }),
  ])
  expect((await points()).map(({ code }: { code: string }) => code)).not.toContain('open_question')
  expect([await listed('open'), await listed('answered')]).toEqual([expect.not.arrayContaining([id]), expect.arrayContaining([id])])
})

test('the last answer stands, in the same line', async () => {
  const { id } = (await ask({ question: 'How fast is it?' })).body
  await answer(id, { answer: 'Slow.' })
  await answer(id, { answer: 'Fast.' })
  const [line, ...more] = (await lines()).filter(({ params }) => params.questionId === id)
  expect([line?.params.answer, more]).toEqual(['Fast.', []])
})

test('asked twice with one Idempotency-Key it is one question', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  const body = { question: 'Twice?' }
  const ids = (await Promise.all([1, 2, 3].map(() => ask(body, headers)))).map((one) => one.body.id)
  expect(new Set(ids).size).toBe(1)
  expect((await lines()).filter(({ params }) => params.questionId === ids[0])).toHaveLength(1)
})

test('what makes no sense is refused, with its field', async () => {
  expectBadField(await ask({}), '/question')
  expectBadField(await ask({ question: '  ' }), '/question')
  expectBadField(await ask({ question: 'x'.repeat(10_240) }), '/question')
  expectBadField(await ask({ question: 'x', language: 'klingonisch' }), '/language')
  expectBadField(await ask({ question: 'x', callId: '%' }), '/callId')
  expectBadField(await ask({ question: 'x', hotlineId: 'nobody' }), '/hotlineId')
  expectBadField(await ask({ question: 'x', answer: 'y' }), '/answer')
  const other = (await desk.register()).id
  expectBadField(await ask({ question: 'x', callId }, {}, other), '/callId')
  expectProblem(await ask({ question: 'x' }, {}, 'nobody'), 404, 'not-found')
  const { id } = (await ask({ question: 'Whose?' })).body
  expectProblem(await answer(id, { answer: 'y' }, other), 404, 'not-found')
  expectBadField(await answer(id, { answer: '' }), '/answer')
  expectBadField(await stack.request('GET', '/v1/questions?status=late'), '/status')
})
