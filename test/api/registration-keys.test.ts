import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectProblem, soon } from '../support/desk.ts'
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

const register = (body: unknown, key: string, as: 'service' | 'lead' = 'service') =>
  stack.request('POST', '/v1/customers', { body, as, headers: { 'idempotency-key': key } })
const countOf = async (email: string): Promise<number> => {
  const { body } = await stack.request('GET', '/v1/customers?limit=200')
  return body.items.filter((one: { contact: { email: string } }) => one.contact.email === email).length
}

test('a repeat with the same key and body, in any order of keys, gets the very first answer and says replayed', async () => {
  const key = randomUUID()
  const body = seller()
  const first = await register(body, key)
  expect([first.status, first.headers['idempotency-replayed']]).toEqual([201, undefined])
  await desk.welcomeOf(first.body.id) // by now the seller has an agent; the answer is still the first one
  const repeat = await register(Object.fromEntries(Object.entries(body).reverse()), key)
  expect([repeat.status, repeat.headers['idempotency-replayed'], repeat.body]).toEqual([201, 'true', first.body])
})

test('the same key with another body is 422 and makes nobody', async () => {
  const key = randomUUID()
  await register(seller(), key)
  const other = seller()
  expectProblem(await register(other, key), 422, 'idempotency-mismatch')
  expect(await countOf(other.contact.email)).toBe(0)
})

test('of ten with one key at once all get the same 201 and nine say replayed', async () => {
  const key = randomUUID()
  const body = seller()
  const answers = await Promise.all(Array.from({ length: 10 }, () => register(body, key)))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(9)
  expect(await countOf(body.contact.email)).toBe(1)
})

test('of two with one key and different bodies at once one is 201, the other 422', async () => {
  const key = randomUUID()
  const answers = await Promise.all([register(seller(), key), register(seller(), key)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
})

test('two callers may use the same key', async () => {
  const key = randomUUID()
  const [one, other] = [await register(seller(), key, 'service'), await register(seller(), key, 'lead')]
  expect([one.status, other.status]).toEqual([201, 201])
  expect(one.body.id).not.toBe(other.body.id)
})

test('a registration that joined, its life long closed, is answered again by its key as it was then', async () => {
  const { id, contact } = await desk.register()
  const key = randomUUID()
  const joined = await register(seller({ contact }), key)
  expect([joined.status, joined.body.joined]).toEqual([200, 'contact'])
  await desk.welcomeOf(id)
  const repeat = await register(seller({ contact }), key)
  expect([repeat.status, repeat.headers['idempotency-replayed'], repeat.body]).toEqual([200, 'true', joined.body])
  expectProblem(await register(seller({ contact, company: 'Another' }), key), 422, 'idempotency-mismatch')
})

test('a key of 255 characters is taken, one of 256 or of none is refused with its place', async () => {
  expect((await register(seller(), 'k'.repeat(255))).status).toBe(201)
  for (const key of ['k'.repeat(256), '']) {
    const { errors } = expectProblem(await register(seller(), key), 400, 'invalid-request')
    expect(errors[0].field).toBe('/headers/idempotency-key')
  }
})

test('while no worker answers the registration is promised within about 10 s, and a repeat finds it once one is back', async () => {
  await stack.stopWorker()
  const key = randomUUID()
  const body = seller()
  const before = performance.now()
  const [first, second] = await Promise.all([register(body, key), register(body, key)])
  expect(performance.now() - before).toBeLessThan(14_000)
  const [promised, waiting] = first.status === 503 ? [first, second] : [second, first]
  expectProblem(waiting, 409, 'idempotency-in-progress')
  const problem = expectProblem(promised, 503, 'unavailable')
  expect(Object.keys(problem).sort()).toEqual(['detail', 'status', 'title', 'traceId', 'type']) // nothing of the inside
  for (const { headers } of [first, second]) expect(headers['retry-after']).toMatch(/^\d+$/)

  await stack.startWorker()
  const repeat = await register(body, key)
  expect([repeat.status, repeat.headers['idempotency-replayed']]).toEqual([201, 'true'])
  expect(await countOf(body.contact.email)).toBe(1)
  await soon(async () => expect(await desk.mailsTo(body.contact.email)).toHaveLength(1))
})
