import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem } from '../support/desk.ts'
import { seller } from '../support/sellers.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const register = (body: unknown) => stack.request('POST', '/v1/customers', { body, as: 'service' })
const contact = (fields: Record<string, unknown>) => ({ contact: { ...seller().contact, ...fields } })
const amazon = (fields: Record<string, unknown>) => ({
  amazon: { sellingPartnerId: 'A1B2C3D4E5', region: 'eu', refreshToken: 'x', ...fields },
})

/** What is wrong, and where it is said to be. */
const WRONG: readonly (readonly [string, Record<string, unknown>])[] = [
  ['/contact/phone', contact({ phone: '0912345678' })],
  ['/contact/phone', contact({ phone: '+351 912 345 678' })],
  ['/contact/phone', contact({ phone: '+35191' })],
  ['/contact/phone', contact({ phone: '+499001234567' })], // a premium rate
  ['/contact/phone', contact({ phone: 351912345678 })],
  ['/contact/email', contact({ email: 'ines' })],
  ['/contact/name', contact({ name: '' })],
  ['/contact/name', contact({ name: ' \t' })],
  ['/contact/mobile', contact({ mobile: '+351912345678' })],
  ['/contact', { contact: 'Inês' }],
  ['/company', { company: '' }],
  ['/company', { company: 'x'.repeat(201) }],
  ['/company', { company: 'Nul\u0000l' }],
  ['/company', { company: 'half \ud83d a smiley' }],
  ['/company', { company: null }],
  ['/languages', { languages: [] }],
  ['/languages', { languages: 'pt' }],
  ['/languages/0', { languages: ['portuguese'] }],
  ['/languages/1', { languages: ['pt', 'xx'] }],
  ['/country', { country: 'pt' }],
  ['/country', { country: 'UK' }],
  ['/country', { country: 'PRT' }],
  ['/timeZone', { timeZone: 'Lisbon' }],
  ['/timeZone', { timeZone: '+01:00' }],
  ['/timeZone', { timeZone: 'europe/lisbon' }],
  ['/products', { products: [] }],
  ['/products/0', { products: ['repricing'] }],
  ['/products', { products: ['repricer', 'repricer'] }],
  ['/trialEndsAt', { trialEndsAt: '2020-01-01T00:00:00Z' }],
  ['/trialEndsAt', { trialEndsAt: '2099-01-01' }],
  ['/trialEndsAt', { trialEndsAt: '2099-01-01T00:00:00' }],
  ['/trialEndsAt', { trialEndsAt: '2099-02-30T00:00:00Z' }],
  ['/trialEndsAt', { trialEndsAt: '2099-01-01T00:00:00+01' }],
  ['/trialEndsAt', { trialEndsAt: '2098-12-31T23:59:60Z' }],
  ['/trialEndsAt', { trialEndsAt: '9999-12-31T23:59:59-12:00' }],
  ['/trialEndsAt', { trialEndsAt: 4070908800000 }],
  ['/externalId', { externalId: '' }],
  ['/amazon/sellingPartnerId', amazon({ sellingPartnerId: 'a b' })],
  ['/amazon/region', amazon({ region: 'europe' })],
  ['/amazon/refreshToken', amazon({ refreshToken: undefined })],
  ['/id', { id: 'mine' }],
  ['/stage', { stage: 'onboarded' }],
  ['/a~1b~0c', { 'a/b~c': 1 }],
]

test.each(WRONG)('%s is named where it is wrong: %j', async (field, fields) => {
  const body = { ...seller(), ...fields }
  expectBadField(await register(body), field)
})

test('all that is wrong is said at once', async () => {
  const { errors } = expectProblem(await register({ company: '', languages: ['xx'], colour: 'red' }), 400, 'invalid-request')
  expect(errors.map(({ field }: { field: string }) => field).sort()).toEqual([
    '/colour',
    '/company',
    '/contact',
    '/country',
    '/languages/0',
    '/products',
  ])
})

test('what is refused leaves nobody behind', async () => {
  const before = (await stack.request('GET', '/v1/customers?limit=200')).body.items.length
  const body = seller({ colour: 'red' })
  expectBadField(await register(body), '/colour')
  expect((await stack.request('GET', '/v1/customers?limit=200')).body.items).toHaveLength(before)
})

test('what looks odd but is right is taken', async () => {
  const odd = {
    company: "Łódź 😀 & Søn's <b>GmbH</b>; DROP TABLE customers",
    languages: ['PT-br', 'gsw'],
    trialEndsAt: '2099-01-01t00:00:00.123456789z',
  }
  const made = await desk.register(odd)
  expect(made).toMatchObject({ company: odd.company, languages: ['pt-BR', 'gsw'], trial: { endsAt: '2099-01-01T00:00:00.123Z' } })
})

describe('a body that cannot be read', () => {
  test.each(['{"company":', '', 'null', '[]', '"text"', '1', '{"__proto__":{"company":"x"}}'])('%j is 400', async (body) => {
    expectProblem(await register(body), 400, 'invalid-request')
  })

  test('nested without end is 400', async () => {
    const deep = `{"company":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expectProblem(await register(deep), 400, 'invalid-request')
  })

  test('of another media type is 415, and without any as well', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expectProblem(
        await stack.request('POST', '/v1/customers', { body: JSON.stringify(seller()), headers: { 'content-type': type } }),
        415,
        'unsupported-media-type',
      )
  })

  test('of more than a megabyte is 413', async () => {
    expectProblem(await register(seller({ company: 'x'.repeat(1_100_000) })), 413, 'payload-too-large')
  })
})

describe('a path or query that leads nowhere', () => {
  test.each([
    ['/v1/customers/%00', 400],
    ['/v1/customers/%E0%A4%A', 400],
    ['/v1/customers/..%2F..%2Fetc%2Fpasswd', 404],
    [`/v1/customers/${'x'.repeat(150)}`, 400],
    [`/v1/customers/${'x'.repeat(5_000)}`, 404],
    ["/v1/customers/'%20OR%201=1", 404],
    ['/v1/customers/😀'.replace('😀', encodeURIComponent('😀')), 404],
    ['/v1/demo/clock', 404], // without LOTSE_DEMO
    ['/v1/elsewhere', 404],
    ['/elsewhere', 404],
  ] as const)('%s is %i', async (path, status) => {
    expectProblem(await stack.request('GET', path), status, status === 404 ? 'not-found' : 'invalid-request')
  })

  test('a method that a path does not know is 404', async () => {
    expectProblem(await stack.request('PUT', '/v1/customers', { body: seller() }), 404, 'not-found')
  })

  const foreign = (position: string) => Buffer.from(position).toString('base64url')
  test.each(['', 'x', '%00', '💥', foreign('2026-13-99T00:00:00.000Z 1'), foreign('now 1'), 'x'.repeat(201)])(
    'the cursor %j is refused by every list',
    async (cursor) => {
      for (const list of ['/v1/customers', '/v1/calls', '/v1/agents', '/v1/notifications'])
        expectBadField(await stack.request('GET', `${list}?cursor=${encodeURIComponent(cursor)}`), '/cursor')
    },
  )

  test('a timeline or notices do not go on behind an id of another list', async () => {
    const { id } = await desk.register()
    const cursor = foreign('2026-11-22T00:00:00.000Z abc')
    expectBadField(await stack.request('GET', `/v1/customers/${id}/timeline?cursor=${cursor}`), '/cursor')
    expectBadField(await stack.request('GET', `/v1/notifications?cursor=${cursor}`), '/cursor')
  })
})

describe('an account event that nobody could keep', () => {
  const deliver = (body: unknown) => stack.request('POST', '/v1/events', { body, as: 'service' })
  const event = (fields: Record<string, unknown>) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: '/shop',
    type: 'account.renewed',
    subject: 'nobody',
    ...fields,
  })
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: nested(levels - 1) })

  test.each<[string, Record<string, unknown>]>([
    ['/data/plan', { data: { plan: 'Nul\u0000l' } }],
    ['/data/plan', { data: { plan: 'half \ud83d a smiley' } }],
    ['/data', { data: { 'half \ud83d a key': 1 } }],
    ['/subject', { subject: 'a\u0000b' }],
    ['/tracestate', { tracestate: 'a\u0000b' }],
    [`/data${'/in'.repeat(31)}`, { data: nested(40) }],
    ['/id', { id: '\u0007' }],
    ['/time', { time: '9999-12-31T00:00:00Z' }],
    ['/Type', { Type: 'account.renewed' }],
    ['/a~1b', { 'a/b': 1 }],
  ])('is refused with %s', async (field, fields) => {
    expectBadField(await deliver(event(fields)), field)
  })

  test('is refused where it reaches for a prototype, or is too large', async () => {
    expectProblem(await deliver(JSON.stringify(event({})).replace('{', '{"__proto__":{"subject":"x"},')), 400, 'invalid-request')
    expectProblem(await deliver(event({ data: { long: 'x'.repeat(1_100_000) } })), 413, 'payload-too-large')
  })

  test('looks for nobody where the subject looks like code', async () => {
    for (const subject of ["' OR 1=1 --", '../../customers', '%00', '😀', '__proto__'])
      expectProblem(await deliver(event({ subject })), 422, 'unknown-subject')
  })
})

test('a survey answer under a name that nobody could keep is refused', async () => {
  const answer = (question: string) => stack.request('PUT', `/v1/calls/nobody/answers/${question}`, { body: { value: 1 } })
  for (const question of ['%00', '%20', '..%2F..%2Fetc', '%F0%9F%98%80']) expectBadField(await answer(question), '/question')
  expectProblem(await answer('%E0%A4%A'), 400, 'invalid-request')
  expectProblem(await answer('improve'), 404, 'not-found')
})
