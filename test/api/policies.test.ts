import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PoliciesView } from '../../api/schemas/policies.ts'
import { USUAL_POLICIES } from '../../domain/policies.ts'
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

const ask = (method: string, path = '', body?: unknown, as: 'lead' | 'agent' | 'service' = 'lead') =>
  stack.request(method, `/v1/policies${path}`, { as, ...(body === undefined ? {} : { body }) })
const current = async () => (await ask('GET')).body
const change = async (changes: Partial<PoliciesView>, fields: Record<string, unknown> = {}) => {
  const { version, policies } = await current()
  return ask('PUT', '', { policies: { ...policies, ...changes }, comment: 'as agreed on Monday', basedOn: version, ...fields })
}

test('policies are read by everybody of the team, changed by leads, and told apart by their versions', async () => {
  const usual = { version: 0, policies: USUAL_POLICIES, comment: '', by: 'system', at: null }
  expect((await ask('GET', '', undefined, 'agent')).body).toEqual(usual)
  const changed = await change({ triesPerDay: 1 })
  expect([changed.status, changed.body]).toEqual([
    200,
    {
      ...usual,
      version: 1,
      policies: { ...USUAL_POLICIES, triesPerDay: 1 },
      comment: 'as agreed on Monday',
      by: expect.any(String),
      at: expect.any(String),
    },
  ])
  expect(await current()).toEqual(changed.body)
  expect((await ask('GET', '/versions/0', undefined, 'agent')).body).toEqual(usual)
  expect((await ask('GET', '/versions/1')).body).toEqual(changed.body)
  const { items } = (await ask('GET', '/versions')).body
  expect(items.map(({ version, comment }: Record<string, unknown>) => [version, comment])).toEqual([
    [1, 'as agreed on Monday'],
    [0, ''],
  ])
  expectProblem(await ask('GET', '/versions/99'), 404, 'not-found')
  const body = { policies: USUAL_POLICIES, comment: 'mine', basedOn: 1 }
  expectProblem(await ask('PUT', '', body, 'agent'), 403, 'forbidden')
  expectProblem(await ask('POST', '/restore', { version: 0, comment: 'mine' }, 'agent'), 403, 'forbidden')
  expectProblem(await ask('GET', '', undefined, 'service'), 403, 'forbidden')
})

test('of two who change the same version one is told that there is a newer one', async () => {
  const { version, policies } = await current()
  const put = (triesPerDay: number) => ask('PUT', '', { policies: { ...policies, triesPerDay }, comment: 'why', basedOn: version })
  const answers = await Promise.all([put(3), put(4)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const refused = answers.find(({ status }) => status === 409)!
  expect(expectProblem(refused, 409, 'policies-changed')).toMatchObject({ newest: version + 1 })
  const won = answers.find(({ status }) => status === 200)!
  expect(await current()).toEqual(won.body)
})

test('an older version is restored as a new one, once for a key', async () => {
  await change({ triesPerDay: 9 })
  const { version } = await current()
  const headers = { 'idempotency-key': randomBytes(8).toString('hex') }
  const restore = () => stack.request('POST', '/v1/policies/restore', { as: 'lead', headers, body: { version: 0, comment: 'back' } })
  const made = await restore()
  expect([made.status, made.body]).toEqual([201, { ...made.body, version: version + 1, policies: USUAL_POLICIES, comment: 'back' }])
  expect((await restore()).body).toEqual(made.body)
  expect((await current()).version).toBe(version + 1)
  expectProblem(await ask('POST', '/restore', { version: 9_999, comment: 'back' }), 404, 'not-found')
  expectBadField(await ask('POST', '/restore', { version: -1, comment: 'back' }), '/version')
  expectBadField(await ask('POST', '/restore', { version: 0, comment: ' ' }), '/comment')
})

const welcome = (fields: object) => ({ retry: { ...USUAL_POLICIES.retry, welcome: { ...USUAL_POLICIES.retry.welcome, ...fields } } })
const waits = (...all: readonly object[]) => welcome({ waits: all })
const [day] = USUAL_POLICIES.callable

test.each<[string, object]>([
  ['/policies/callable', { callable: [] }],
  ['/policies/callable/0/weekday', { callable: [{ ...day, weekday: 0 }] }],
  ['/policies/callable/0/from', { callable: [{ ...day, from: '9:00' }] }],
  ['/policies/callable/0/from', { callable: [{ ...day, from: '24:00' }] }],
  ['/policies/callable/0/until', { callable: [{ ...day, until: '24:00' }] }],
  ['/policies/callable/0/until', { callable: [{ ...day, until: '24:01' }] }],
  ['/policies/callable/0/until', { callable: [{ ...day, until: '08:59' }] }],
  ['/policies/callable/1', { callable: [day, day] }],
  ['/policies/callable/0/zone', { callable: [{ ...day, zone: 'UTC' }] }],
  ['/policies/retry/survey', { retry: { ...USUAL_POLICIES.retry, survey: undefined } }],
  ['/policies/retry/gossip', { retry: { ...USUAL_POLICIES.retry, gossip: USUAL_POLICIES.retry.survey } }],
  ['/policies/retry/welcome/parkDays', welcome({ parkDays: 0 })],
  ['/policies/retry/welcome/busy/minutes', welcome({ busy: { minutes: 0, times: 3 } })],
  ['/policies/retry/welcome/busy/times', welcome({ busy: { minutes: 5, times: 1_000 } })],
  ['/policies/retry/welcome/waits', waits(...Array(11).fill({ kind: 'half_day', avoidMinutesAround: 1 }))],
  ['/policies/retry/welcome/waits/0/kind', waits({ kind: 'next_week' })],
  ['/policies/retry/welcome/waits/0/kind', waits({ avoidMinutesAround: 1 })],
  ['/policies/retry/welcome/waits/0/businessDays', waits({ kind: 'other_day', avoidMinutesAround: 1 })],
  ['/policies/retry/welcome/waits/0/businessDays', waits({ kind: 'half_day', avoidMinutesAround: 1, businessDays: 1 })],
  ['/policies/retry/welcome/waits/0/minutes', waits({ kind: 'minutes', minutes: 0, exempt: false })],
  ['/policies/retry/welcome/waits/0/exempt', waits({ kind: 'minutes', minutes: 5, exempt: true })],
  [
    '/policies/retry/welcome/waits/1/avoidMinutesAround',
    waits({ kind: 'half_day', avoidMinutesAround: 269 }, { kind: 'half_day', avoidMinutesAround: 270 }),
  ],
  ['/policies/slaMinutes/welcome', { slaMinutes: { ...USUAL_POLICIES.slaMinutes, welcome: 29 } }],
  ['/policies/slaMinutes/survey', { slaMinutes: { ...USUAL_POLICIES.slaMinutes, survey: '2700' } }],
  ['/policies/leadMinutes/survey', { leadMinutes: { ...USUAL_POLICIES.leadMinutes, survey: -1 } }],
  ['/policies/triesPerDay', { triesPerDay: 0 }],
  ['/policies/escalation/warnAt', { escalation: { ...USUAL_POLICIES.escalation, warnAt: 1 } }],
  ['/policies/escalation/warnAt', { escalation: { ...USUAL_POLICIES.escalation, warnAt: 0 } }],
  ['/policies/escalation/acceptMinutes', { escalation: { ...USUAL_POLICIES.escalation, acceptMinutes: 0.5 } }],
  ['/policies/bookings/reminderMinutes/1', { bookings: { ...USUAL_POLICIES.bookings, reminderMinutes: [60, 60] } }],
  ['/policies/bookings/holdMinutes', { bookings: { ...USUAL_POLICIES.bookings, holdMinutes: 0 } }],
  ['/policies/colour', { colour: 'red' }],
])('%s is named where policies are wrong there', async (field, changes) => {
  expectBadField(await change(changes), field)
})

test('a change without a comment or a base, or wrong in several places, says all of it and changes nothing', async () => {
  const before = await current()
  const { errors } = expectProblem(
    await ask('PUT', '', { policies: { ...USUAL_POLICIES, triesPerDay: 0 }, why: '' }),
    400,
    'invalid-request',
  )
  const fields = errors.map(({ field }: { field: string }) => field)
  expect(fields.sort()).toEqual(['/basedOn', '/comment', '/policies/triesPerDay', '/why'])
  expect(await current()).toEqual(before)
})

test('the next call is routed by the new policies, waits by them, and its decision says which they were', async () => {
  const noRetry = waits({ kind: 'other_day', businessDays: 5, avoidMinutesAround: 0 })
  const { status, body: changed } = await change({
    ...noRetry,
    callable: [{ weekday: 3, from: '10:00', until: '15:00' }],
  } as Partial<PoliciesView>)
  expect(status, JSON.stringify(changed)).toBe(200)
  const { id } = await desk.register({ languages: ['de'], country: 'DE', timeZone: 'Europe/Berlin' })
  const call = await desk.welcomeOf(id)
  const there = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', weekday: 'short', hour: '2-digit' })
  expect(there.format(new Date(call.dueAt!))).toMatch(/^Wed/)
  const [decision] = (await stack.request('GET', `/v1/calls/${call.id}/why`)).body.items
  expect(decision.policies).toBe(changed.version)
  const tried = await stack.request('POST', `/v1/calls/${call.id}/outcome`, { body: { outcome: 'no_answer' } })
  expect(tried.body).toMatchObject({ status: 'retry_wait', why: { timing: { code: 'retry_other_day', params: { businessDays: 5 } } } })
})
