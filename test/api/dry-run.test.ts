import { afterAll, beforeAll, expect, test } from 'vitest'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const dryRun = (body: unknown, as: 'lead' | 'agent' = 'lead') => stack.request('POST', '/v1/policies/dry-run', { as, body })
const usual = async () => (await stack.request('GET', '/v1/policies')).body.policies

test('a dry run tells what other rules would have made of the calls there were, and changes nothing', async () => {
  const { id } = await desk.register({ languages: ['de'], country: 'DE', timeZone: 'Europe/Berlin' })
  const call = await desk.welcomeOf(id)
  await stack.request('POST', `/v1/calls/${call.id}/outcome`, { body: { outcome: 'no_answer' } })
  const before = [await desk.call(call.id), (await stack.request('GET', '/v1/policies')).body, await desk.timeline(id)]

  const same = await dryRun({})
  expect(same.status, JSON.stringify(same.body)).toBe(200)
  const { total, groups, examples, further } = same.body
  expect([total.calls, total.tries, total.moved, examples, further]).toEqual([1, 1, 0, { calls: [], tries: [] }, 0])
  expect(total.today).toEqual(total.proposed)
  expect(groups).toEqual([{ purpose: 'welcome', language: 'de', ...total }])

  const policies = await usual()
  const { welcome } = policies.retry
  const changed = {
    ...policies,
    retry: { ...policies.retry, welcome: { ...welcome, waits: [] } },
    callable: [{ weekday: 3, from: '09:00', until: '15:00' }],
  }
  const answer = await dryRun({ policies: changed })
  const [routed] = answer.body.examples.calls
  expect([routed?.callId ?? call.id, new Date(routed?.proposed.dueAt ?? call.dueAt).getUTCDay()]).toEqual([call.id, 3])
  expect(answer.body.examples.tries).toEqual([
    expect.objectContaining({
      callId: call.id,
      outcome: 'no_answer',
      today: { follows: 'retry', retryAt: expect.any(String) },
      proposed: { follows: 'give_up', retryAt: null },
    }),
  ])
  expect(answer.body.total).toMatchObject({ today: { givenUp: 0 }, proposed: { givenUp: 1 } })

  const everybody = (await stack.request('GET', '/v1/agents?limit=200')).body.items.map((one: { id: string }) => ({
    id: one.id,
    shifts: [],
  }))
  expect((await dryRun({ agents: everybody })).body.total.proposed).toMatchObject({ nobody: 1, inTime: 0, late: 0, busiestHour: null })
  expect([await desk.call(call.id), (await stack.request('GET', '/v1/policies')).body, await desk.timeline(id)]).toEqual(before)
})

test('a dry run is for leads, of rules and hours that make sense, and of people who are there', async () => {
  expectProblem(await dryRun({}, 'agent'), 403, 'forbidden')
  const policies = await usual()
  expectBadField(await dryRun({ policies: { ...policies, triesPerDay: 0 } }), '/policies/triesPerDay')
  expectBadField(
    await dryRun({ policies: { ...policies, callable: [{ weekday: 1, from: '07:00', until: '18:00' }] } }),
    '/policies/callable/0/from',
  )
  const shift = { weekday: 1, from: '09:00', to: '12:00' }
  expectBadField(await dryRun({ agents: [{ id: 'nobody' }] }), '/agents/0/id')
  expectBadField(await dryRun({ agents: [{ id: 'agent-1', shifts: [shift, { ...shift, from: '11:59' }] }] }), '/agents/0/shifts/1')
  expectBadField(await dryRun({ agents: [{ id: 'agent-1', capacity: -1 }] }), '/agents/0/capacity')
  expectBadField(await dryRun({ overrides: [{ date: '2027-02-31', intervals: [] }] }), '/overrides/0/date')
  expectBadField(await dryRun({ overrides: [{ date: '2027-02-28', agentId: 'nobody', intervals: [] }] }), '/overrides/0/agentId')
  const reversed = [{ from: '12:00', to: '09:00' }]
  expectBadField(await dryRun({ overrides: [{ date: '2027-02-28', intervals: reversed }] }), '/overrides/0/intervals/0/to')
  expectBadField(await dryRun({ days: 60 }), '/days')
})
