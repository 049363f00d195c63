import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../adapters/postgres/database.ts'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem } from '../support/desk.ts'
import { addProfile } from '../support/profiles.ts'

let stack: TestStack
let desk: Desk
let db: Database
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
  db = openDatabase(stack.databaseUrl)
})
afterAll(async () => {
  await db?.close()
  await stack?.close()
})

const money = (minor: number, currency = 'EUR') => ({ minor, currency })
const acme = { group: 'brand:acme', strategy: 'push', min: money(999), max: money(1999) }
const bolt = { group: 'brand:bolt', strategy: 'push', min: money(500), max: money(900) }

const agree = (callId: string, agreed: unknown, options: object = {}) =>
  stack.request('PUT', `/v1/calls/${callId}/agreement`, { body: { agreed }, ...options })
const record = (callId: string, data: object, outcome = 'completed') =>
  stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome, data } })
const versions = async (customerId: string, query = '') =>
  (await stack.request('GET', `/v1/customers/${customerId}/agreements${query}`)).body
const lines = async (customerId: string) =>
  (await desk.timeline(customerId)).filter(({ kind }) => kind === 'strategy_agreed' || kind === 'proposal_overridden')

/** A welcome call that has gone on as the onboarding, of a seller whose profile is known. */
async function onboarding({ profile = true } = {}) {
  const customer = await desk.register()
  if (profile) await addProfile(db, customer.id)
  const call = await desk.welcomeOf(customer.id)
  expect((await record(call.id, { support: 'wanted', onboarding: 'now' })).body.status).toBe('in_call')
  return { id: call.id, customerId: customer.id }
}

/** A further talk with the same seller: a booked onboarding. */
async function anotherTalk(customerId: string): Promise<string> {
  const [slot] = await desk.slots(customerId)
  return (await desk.book(customerId, slot!.start)).callId
}

test('what is agreed on is kept with who, when and what was proposed; overriding it is on the timeline', async () => {
  const { id, customerId } = await onboarding()
  const { status, body } = await agree(id, [acme, bolt])
  expect(status, JSON.stringify(body)).toBe(200)
  const since = { version: 1, at: body.at, by: 'agent/agent-1' }
  expect(Math.abs(Date.parse(body.at) - Date.now())).toBeLessThan(600_000)
  expect(body).toEqual({
    ...since,
    groups: [
      { ...acme, ...since, proposed: { strategy: 'push', reasons: expect.any(Array) }, overridden: false },
      { ...bolt, ...since, proposed: { strategy: 'buy_box', reasons: expect.any(Array) }, overridden: true },
    ],
  })
  expect(body.groups[1].proposed.reasons[0]).toEqual({ code: expect.any(String), params: expect.any(Object) })
  expect(await versions(customerId)).toEqual({ items: [body], nextCursor: null })
  const overridden = [{ group: 'brand:bolt', proposed: 'buy_box', agreed: 'push' }]
  const actor = 'agent/agent-1'
  expect(await lines(customerId)).toEqual([
    { at: body.at, kind: 'proposal_overridden', params: { callId: id, version: 1, groups: overridden }, actor },
    { at: body.at, kind: 'strategy_agreed', params: { callId: id, version: 1, agreed: [acme, bolt] }, actor },
  ])
})

test('the outcome repeats what was agreed on and makes no version; what it changes makes one', async () => {
  const { id, customerId } = await onboarding()
  const { body: first } = await agree(id, [acme])
  expect((await agree(id, [acme])).body).toEqual(first)
  expect((await record(id, { experience: 'newcomer', agreed: [acme] })).body.status).toBe('done')
  expect((await versions(customerId)).items).toEqual([first])
  expect(await lines(customerId)).toHaveLength(1)
  expect((await desk.customer(customerId)).stage).toBe('onboarded')

  const other = await onboarding()
  await agree(other.id, [acme])
  await record(other.id, { agreed: [{ ...acme, strategy: 'hold' }, bolt] })
  expect((await versions(other.customerId)).items.map(({ version }: { version: number }) => version)).toEqual([2, 1])
})

test('a second talk keeps the groups it does not touch; versions come newest first, page by page', async () => {
  const { id, customerId } = await onboarding()
  const { body: first } = await agree(id, [acme, bolt])
  await record(id, {})
  const { body: second } = await agree(await anotherTalk(customerId), [{ group: 'brand:bolt', strategy: 'hold' }], { as: 'lead' })
  expect(second).toMatchObject({ version: 2, groups: [{ group: 'brand:bolt', strategy: 'hold', version: 2 }, first.groups[0]] })
  expect(second.groups[0]).not.toHaveProperty('min')
  expect(second.by).not.toBe(first.by)
  const page = await versions(customerId, '?limit=1')
  expect(page).toEqual({ items: [second], nextCursor: expect.any(String) })
  expect(await versions(customerId, `?limit=1&cursor=${page.nextCursor}`)).toEqual({ items: [first], nextCursor: null })
})

test('before there is a profile anything coherent may be agreed on', async () => {
  const { id } = await onboarding({ profile: false })
  const { status, body } = await agree(id, [{ group: 'garden', strategy: 'push', min: money(990, 'PLN') }])
  expect([status, body.groups]).toEqual([200, [expect.objectContaining({ proposed: null, overridden: false })]])
  expectBadField(await agree(id, [{ ...acme, min: money(2000) }]), '/agreed/0/max')
})

const WRONG: readonly (readonly [string, string, unknown])[] = [
  ['nothing', '/agreed', []],
  ['no list', '/agreed', acme],
  ['no strategy', '/agreed/0/strategy', [{ group: 'brand:acme' }]],
  ['a strategy nobody knows', '/agreed/0/strategy', [{ ...acme, strategy: 'win' }]],
  ['a key nobody knows', '/agreed/0/version', [{ ...acme, version: 3 }]],
  ['a price in words', '/agreed/0/min', [{ ...acme, min: '9.99' }]],
  ['a price of nothing', '/agreed/0/min', [{ ...acme, min: money(0) }]],
  ['a price below nothing', '/agreed/0/min/minor', [{ ...acme, min: money(-1) }]],
  ['parts of a cent', '/agreed/0/max/minor', [{ ...acme, max: money(1999.5) }]],
  ['more than can be counted', '/agreed/0/max', [{ ...acme, max: money(2 ** 60) }]],
  ['a minimum above the maximum', '/agreed/1/max', [acme, { ...bolt, min: money(1000) }]],
  ['two currencies', '/agreed/0/max/currency', [{ ...acme, max: money(1999, 'SEK') }]],
  ['a currency of no marketplace of his', '/agreed/0/min/currency', [{ ...acme, min: money(9, 'GBP'), max: money(10, 'GBP') }]],
  ['a group that is not in the profile', '/agreed/1/group', [acme, { ...bolt, group: 'brand:nobody' }]],
  ['a group without a name', '/agreed/0/group', [{ ...acme, group: ' ' }]],
  ['one group twice', '/agreed/1/group', [acme, { ...acme, strategy: 'hold' }]],
]

describe('of a seller with a profile', () => {
  let call: { id: string; customerId: string }
  beforeAll(async () => {
    call = await onboarding()
  })

  test.each(WRONG)('%s is refused at %s', async (_, field, agreed) => {
    expectBadField(await agree(call.id, agreed), field)
  })

  test('an outcome is refused for the same, with or without a key, and then nothing was recorded', async () => {
    const body = { outcome: 'completed', data: { agreed: [acme, { ...bolt, group: 'brand:nobody', min: money(0) }] } }
    for (const headers of [{}, { 'idempotency-key': 'once' }]) {
      const answer = await stack.request('POST', `/v1/calls/${call.id}/outcome`, { body, headers })
      expectBadField(answer, '/data/agreed/1/group')
      expectBadField(answer, '/data/agreed/1/min')
    }
    expect(await desk.call(call.id)).toMatchObject({ status: 'in_call', attempts: [expect.anything()] })
    expect(await versions(call.customerId)).toEqual({ items: [], nextCursor: null })
  })
})

test('people who agree at the same moment get versions one after the other, and none is lost', async () => {
  const { id, customerId } = await onboarding({ profile: false })
  const groups = ['a', 'b', 'c', 'd', 'e']
  const answers = await Promise.all(groups.map((group) => agree(id, [{ group, strategy: 'hold' }])))
  expect(answers.map(({ status }) => status)).toEqual(groups.map(() => 200))
  expect(answers.map(({ body }) => body.version).sort()).toEqual([1, 2, 3, 4, 5])
  const [newest] = (await versions(customerId)).items
  expect(newest.groups.map(({ group }: { group: string }) => group).sort()).toEqual(groups)
})

test('a call that agrees on nothing, or is over, takes no agreement', async () => {
  const customer = await desk.register()
  const welcome = await desk.welcomeOf(customer.id)
  expectProblem(await agree(welcome.id, [acme]), 409, 'call-not-open')
  await record(welcome.id, { support: 'declined' })
  expectProblem(await agree(welcome.id, [acme]), 409, 'call-not-open')
  const { id } = await onboarding()
  await record(id, {}, 'partial')
  expectProblem(await agree(id, [acme]), 409, 'call-not-open')
})

test('whom or what nobody knows is 404; the list is for whoever may see sellers', async () => {
  expectProblem(await agree('nobody', [acme]), 404, 'not-found')
  expectProblem(await stack.request('GET', '/v1/customers/nobody/agreements'), 404, 'not-found')
  const { id } = await desk.register()
  expect((await stack.request('GET', `/v1/customers/${id}/agreements`, { as: 'service' })).body).toEqual({ items: [], nextCursor: null })
  expectBadField(await stack.request('GET', `/v1/customers/${id}/agreements?cursor=nonsense`), '/cursor')
  expectProblem(await agree('nobody', [acme], { as: 'service' }), 403, 'forbidden')
})
