import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { expectBadField, expectProblem } from '../support/desk.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(async () => {
  await stack?.close()
})

const ask = (method: string, path: string, body?: unknown, as: 'lead' | 'agent' = 'lead') =>
  stack.request(method, `/v1${path}`, { as, ...(body === undefined ? {} : { body }) })
const newest = async () => (await ask('GET', '/team/changes?limit=1')).body.items[0]

test('what a lead changes of the team is listed and can be taken back, once', async () => {
  const { capacity } = (await ask('GET', '/agents/agent-1')).body
  expect((await ask('PATCH', '/agents/agent-1', { capacity: capacity + 5 })).status).toBe(200)
  const change = await newest()
  expect(change).toEqual({
    id: expect.any(String),
    at: expect.any(String),
    by: expect.stringMatching(/^(agent|key)\//),
    what: 'agent',
    agentId: 'agent-1',
    before: { capacity },
    after: { capacity: capacity + 5 },
    undoes: null,
  })
  const undone = await ask('POST', `/team/changes/${change.id}/undo`)
  expect([undone.status, undone.body]).toEqual([
    200,
    { ...change, ...undone.body, before: change.after, after: change.before, undoes: change.id },
  ])
  expect((await ask('GET', '/agents/agent-1')).body.capacity).toBe(capacity)
  expectProblem(await ask('POST', `/team/changes/${change.id}/undo`), 409, 'changed-since')
})

test('shifts and dates are kept by the person they are of, absences have an undo of their own', async () => {
  const shifts = (await ask('GET', '/agents/agent-2/shifts')).body
  await ask('PUT', '/agents/agent-2/shifts', [])
  const week = await newest()
  const absence = { from: '2099-01-02T00:00:00.000Z', until: '2099-01-03T00:00:00.000Z' }
  const { id } = (await ask('POST', '/agents/agent-2/absences', absence)).body
  await ask('DELETE', `/agents/agent-2/absences/${id}`)
  await ask('PUT', '/calendar/overrides/2099-01-02?agentId=agent-2', { intervals: [] })
  await ask('DELETE', '/calendar/overrides/2099-01-02?agentId=agent-2')
  const { items } = (await ask('GET', '/team/changes?agentId=agent-2')).body
  expect(items.map(({ what, before, after }: Record<string, unknown>) => [what, before === null, after === null])).toEqual([
    ['override', false, true],
    ['override', true, false],
    ['shifts', false, false],
  ])
  expect((await ask('GET', '/team/changes?agentId=agent-2&what=absence')).status).toBe(400)
  expect((await ask('POST', `/team/changes/${week.id}/undo`, {})).status).toBe(200)
  expect((await ask('GET', '/agents/agent-2/shifts')).body).toEqual(shifts)
})

test('changes are for leads, and what is no change is refused', async () => {
  expectProblem(await ask('GET', '/team/changes', undefined, 'agent'), 403, 'forbidden')
  expectProblem(await ask('POST', '/team/changes/1/undo', {}, 'agent'), 403, 'forbidden')
  expectProblem(await ask('POST', '/team/changes/999999/undo', {}), 404, 'not-found')
  expectProblem(await ask('POST', '/team/changes/x/undo', {}), 404, 'not-found')
  expectBadField(await ask('GET', '/team/changes?what=weather'), '/what')
  expectBadField(await ask('GET', `/team/changes?cursor=${Buffer.from('2026-11-22T00:00:00.000Z abc').toString('base64url')}`), '/cursor')
})

test('a zone, a week, a date or an absence that cannot be is refused by its field and leaves no change behind', async () => {
  const before = await newest()
  expectBadField(await ask('PATCH', '/agents/agent-3', { timeZone: 'Europe/Atlantis' }), '/timeZone')
  const shift = { weekday: 1, from: '09:00', to: '12:00' }
  const week = (fields: object, ...more: object[]) => ask('PUT', '/agents/agent-3/shifts', [{ ...shift, ...fields }, ...more])
  expectBadField(await week({ from: '24:00', to: '24:00' }), '/0/from')
  expectBadField(await week({ to: '24:01' }), '/0/to')
  expectBadField(await week({ from: '12:00', to: '09:00' }), '/0/to')
  expectBadField(await week({ to: '09:00' }), '/0/to')
  expectBadField(await week({}, { ...shift, from: '11:59', to: '12:01' }), '/1')
  expectBadField(await week({ from: '9:00' }), '/0/from')
  expectBadField(await ask('PUT', '/calendar/overrides/2099-02-31', { intervals: [] }), '/date')
  const absence = { from: '2099-02-31T00:00:00Z', until: '2099-03-03T00:00:00Z' }
  expectBadField(await ask('POST', '/agents/agent-3/absences', absence), '/from')
  expect(await newest()).toEqual(before)
})
