import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectProblem } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack({ provider: true })
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const seller = async () => {
  const phone = `+3519${randomInt(10_000_000, 99_999_999)}`
  const { id: customerId } = await desk.register({ contact: { name: 'Inês', email: `${randomUUID()}@seller.example`, phone } })
  return { phone, callId: (await desk.welcomeOf(customerId)).id }
}
const rung = async (phone: string) => {
  const answer = await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/phone/calls`)
  const { items } = (await answer.json()) as { items: { pbxCallId: string; from: string; to: string }[] }
  return items.filter(({ to }) => to === phone)
}

test('the provider rings the agent first, once, however often he clicks', async () => {
  const { phone, callId } = await seller()
  const answers = await Promise.all(
    [1, 2, 3].map(() => stack.request('POST', `/v1/calls/${callId}/dial`, { body: { extension: '17' }, as: 'lead' })),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  const [call, ...more] = await rung(phone)
  expect([call, more]).toEqual([expect.objectContaining({ from: '+493012345617', to: phone }), []])
  for (const { body } of answers) expect(body.dial).toEqual({ kind: 'started', providerCallId: call?.pbxCallId })
})

test('a provider that does not answer is 503, and keeps the seller to nobody', async () => {
  const { callId } = await seller()
  await stack.sandbox.close()
  const problem = expectProblem(await stack.request('POST', `/v1/calls/${callId}/dial`, { as: 'lead' }), 503, 'unavailable')
  expect(problem.traceId).toEqual(expect.any(String))
  expect(problem.detail).not.toContain('127.0.0.1')
  // Nobody is on the line: the next one finds the same provider away, not somebody else.
  expectProblem(await stack.request('POST', `/v1/calls/${callId}/dial`, { as: 'agent' }), 503, 'unavailable')
})
