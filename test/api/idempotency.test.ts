import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AMAZON_REGIONS } from '../../domain/customers.ts'
import { type Answer, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectProblem } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
let customerId: string
const starts: string[] = []
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
  customerId = (await desk.register()).id
  for (const { start } of await desk.slots(customerId))
    if (Date.parse(start) >= Date.parse(starts.at(-1) ?? '2000-01-01') + 3_600_000 || starts.length === 0) starts.push(start)
})
afterAll(async () => {
  await stack?.close()
})

const absence = (day: number) => ({ from: `2098-01-${10 + day}T00:00:00Z`, until: `2098-01-${11 + day}T00:00:00Z` })
const person = () => ({
  name: 'Anna',
  email: `${randomUUID()}@lotse.example`,
  languages: [{ tag: 'fi', level: 'native' }],
  timeZone: 'Europe/Helsinki',
})
let day = 0
let region = 0

interface Creation {
  readonly path: () => string
  /** A valid body, each time another. */
  readonly body: () => Record<string, unknown>
  /** How many there are of what it creates. */
  readonly count: () => Promise<number>
}

const itemsOf = async (path: string, as: 'agent' | 'admin' = 'agent') => {
  const { body } = await stack.request('GET', path, { as })
  return (body.items ?? body).length as number
}

const CREATIONS: Readonly<Record<string, Creation>> = {
  'POST /v1/customers/{id}/calls': {
    path: () => `/v1/customers/${customerId}/calls`,
    body: () => ({ purpose: 'setup_help', topic: randomUUID() }),
    count: () => itemsOf(`/v1/calls?customerId=${customerId}&purpose=setup_help&limit=200`),
  },
  'POST /v1/customers/{id}/amazon-accounts': {
    path: () => `/v1/customers/${customerId}/amazon-accounts`,
    body: () => ({ region: AMAZON_REGIONS[region++ % AMAZON_REGIONS.length] }),
    count: () => itemsOf(`/v1/customers/${customerId}/amazon-accounts`),
  },
  'POST /v1/bookings': {
    path: () => '/v1/bookings',
    body: () => ({ customerId, purpose: 'consultation', start: starts.shift() }),
    count: () => itemsOf(`/v1/calls?customerId=${customerId}&purpose=consultation&limit=200`),
  },
  'POST /v1/waitlist': {
    path: () => '/v1/waitlist',
    body: () => ({ customerId, purpose: 'consultation', from: absence(day).from, until: absence(day++).until }),
    count: () => itemsOf(`/v1/waitlist?customerId=${customerId}&limit=200`),
  },
  'POST /v1/agents': { path: () => '/v1/agents', body: person, count: () => itemsOf('/v1/agents?limit=200') },
  'POST /v1/agents/{id}/absences': {
    path: () => '/v1/agents/agent-4/absences',
    body: () => absence(day++),
    count: () => itemsOf('/v1/agents/agent-4/absences'),
  },
  'POST /v1/policies/restore': {
    path: () => '/v1/policies/restore',
    body: () => ({ version: 0, comment: randomUUID() }),
    count: () => itemsOf('/v1/policies/versions?limit=200'),
  },
  'POST /v1/customers/{id}/contacts': {
    path: () => `/v1/customers/${customerId}/contacts`,
    body: () => ({ name: 'Rui', email: `${randomUUID()}@seller.example`, phone: '+351912345678' }),
    count: () => itemsOf(`/v1/customers/${customerId}/contacts`),
  },
  'POST /v1/customers/{id}/consents': {
    path: () => `/v1/customers/${customerId}/consents`,
    body: () => ({ scope: 'survey', channel: 'phone', textVersion: '1', how: 'mail', evidence: randomUUID() }),
    count: () => itemsOf(`/v1/customers/${customerId}/consents?limit=200`),
  },
  'POST /v1/customers/{id}/questions': {
    path: () => `/v1/customers/${customerId}/questions`,
    body: () => ({ question: randomUUID() }),
    count: () => itemsOf('/v1/questions?status=open&limit=200'),
  },
  'POST /v1/keys': {
    path: () => '/v1/keys',
    body: () => ({ name: randomUUID(), role: 'service' }),
    count: () => itemsOf('/v1/keys', 'admin'),
  },
}

/** What leaves nothing to count; what is left out here has tests of its own (calendar-feeds, consents, holds, public-bookings). */
const UNCOUNTED = [
  'POST /v1/agents/{id}/calendar-feed',
  'POST /v1/customers/{id}/consents/{consentId}/revoke',
  'POST /v1/customers/{id}/opt-outs',
  'POST /v1/customers/{id}/opt-outs/withdraw',
  'POST /v1/customers/{id}/booking-links',
  'POST /v1/holds',
  'POST /v1/holds/{id}/confirm',
  'POST /v1/public/bookings/{token}/book',
  'POST /v1/public/bookings/{token}/hold',
]

const post = (path: string, body: unknown, key: string, headers: Record<string, string> = {}): Promise<Answer> =>
  stack.request('POST', path, { body, as: 'admin', headers: { 'idempotency-key': key, ...headers } })

test('every POST that creates is among these', async () => {
  const { body } = await stack.request('GET', '/openapi.json', { as: null })
  const creating = Object.entries<Record<string, { responses: Record<string, unknown>; parameters?: { name: string }[] }>>(body.paths)
    .filter(([, { post }]) => post?.responses['201'])
    .map(([path, { post }]) => {
      expect(
        post?.parameters?.map(({ name }) => name),
        path,
      ).toContain('idempotency-key')
      return `POST ${path}`
    })
  expect(creating.sort()).toEqual(['POST /v1/customers', ...UNCOUNTED, ...Object.keys(CREATIONS)].sort())
})

describe.each(Object.entries(CREATIONS))('%s', (_name, { path, body, count }) => {
  test('repeated with its key it gives the same answer, says replayed and does nothing twice', async () => {
    const [wish, key, before] = [body(), randomUUID(), await count()]
    const first = await post(path(), wish, key)
    expect([first.status, first.headers['idempotency-replayed']]).toEqual([201, undefined])
    const repeat = await post(path(), wish, key)
    expect([repeat.status, repeat.headers['idempotency-replayed'], repeat.body]).toEqual([201, 'true', first.body])
    expect(repeat.headers['content-type']).toBe(first.headers['content-type'])
    expect(await count()).toBe(before + 1)
  })

  test('another body with the same key is 422', async () => {
    const key = randomUUID()
    await post(path(), body(), key)
    const before = await count()
    expectProblem(await post(path(), body(), key), 422, 'idempotency-mismatch')
    expect(await count()).toBe(before)
  })

  test('of five at once one acts, the others wait and say replayed', async () => {
    const [wish, key, before] = [body(), randomUUID(), await count()]
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(path(), wish, key)))
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(4)
    expect(await count()).toBe(before + 1)
  })

  test('two callers may use the same key', async () => {
    const key = randomUUID()
    const other = await stack.request('POST', '/v1/keys', { as: 'admin', body: { name: 'another admin', role: 'admin' } })
    const mine = await post(path(), body(), key)
    const his = await post(path(), body(), key, { authorization: `Bearer ${other.body.key}` })
    expect([mine.status, his.status, his.headers['idempotency-replayed']]).toEqual([201, 201, undefined])
    expect(his.body).not.toEqual(mine.body)
  })

  test('a key longer than 255 characters is 400', async () => {
    const { errors } = expectProblem(await post(path(), body(), 'k'.repeat(256)), 400, 'invalid-request')
    expect(errors[0].field).toBe('/headers/idempotency-key')
  })
})

test('a refusal is repeated as well: the slot that was taken stays taken for that key', async () => {
  const [start = ''] = await desk.slots(customerId).then((slots) => slots.map((slot) => slot.start))
  const booking = await desk.book(customerId, start)
  const [wish, key] = [{ customerId, purpose: 'onboarding', start }, randomUUID()]
  const refused = await post('/v1/bookings', wish, key)
  expectProblem(refused, 409, 'slot-taken')
  await stack.request('DELETE', `/v1/bookings/${booking.id}`)
  const repeat = await post('/v1/bookings', wish, key)
  expectProblem(repeat, 409, 'slot-taken')
  expect([repeat.headers['idempotency-replayed'], repeat.body]).toEqual(['true', refused.body])
})
