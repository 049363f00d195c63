import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../adapters/postgres/database.ts'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { eventually } from '../support/eventually.ts'
import { seller } from '../support/sellers.ts'

let stack: TestStack
let clock: DemoTime
beforeAll(async () => {
  stack = await startTestStack({ demo: true })
  clock = demoClockOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const advance = (period: string) => stack.request('POST', '/v1/demo/clock', { body: { advance: period } })
const register = async (fields = {}) => (await stack.request('POST', '/v1/customers', { body: seller(fields), as: 'service' })).body
const welcomeOf = async (id: string) => (await stack.request('GET', `/v1/calls?customerId=${id}&purpose=welcome`)).body.items[0]

test('an advance does all that is due by then, in order, and answers when it is done', async () => {
  const { id } = await register()
  const before = await clock.now()
  await clock.advance('P4D')
  const after = await clock.now()
  expect(after - before).toBeGreaterThanOrEqual(4 * 86_400_000)
  const call = await welcomeOf(id)
  expect(call.status).toBe('due')
  expect(Date.parse(call.dueAt)).toBeLessThan(after)
  const { items } = (await stack.request('GET', `/v1/customers/${id}/timeline`)).body
  const due = items.find(({ kind }: { kind: string }) => kind === 'call_due')
  expect(Math.abs(Date.parse(due.at) - Date.parse(call.dueAt))).toBeLessThan(5_000)
})

test('a life that begins later inherits the clock, and its plan is in its own time', async () => {
  await clock.advance('P10D')
  const { id, createdAt } = await register()
  expect(Math.abs(Date.parse(createdAt) - (await clock.now()))).toBeLessThan(60_000)
  await clock.advance('P4D')
  expect(await welcomeOf(id)).toMatchObject({ status: 'due' })
})

test('a mail that is sent after an advance reaches the mailbox at the turned time', async () => {
  await clock.advance('P2D')
  const { contact } = await register({ products: ['lost_and_found'] })
  const mailbox = `http://127.0.0.1:${stack.sandbox.httpPort}/mailbox/messages?to=${encodeURIComponent(contact.email)}`
  let received: { receivedAt: string } | undefined
  await eventually(async () => {
    const { items } = (await (await fetch(mailbox)).json()) as { items: { receivedAt: string }[] }
    received = items[0]
    return received !== undefined
  })
  expect(Math.abs(Date.parse(received?.receivedAt ?? '') - (await clock.now()))).toBeLessThan(60_000)
})

test('what several lives wait for happens in the order of its time', async () => {
  const lives = await Promise.all(['PT', 'LV', 'DE'].map((country) => register({ country, languages: ['en'] })))
  await clock.advance('P5D')
  const dues = await Promise.all(
    lives.map(async ({ id }) => {
      const { items } = (await stack.request('GET', `/v1/customers/${id}/timeline`)).body
      return items.find(({ kind }: { kind: string }) => kind === 'call_due')?.at
    }),
  )
  const calls = await Promise.all(lives.map(({ id }) => welcomeOf(id)))
  dues.forEach((at, index) => {
    expect(Math.abs(Date.parse(at) - Date.parse(calls[index].dueAt))).toBeLessThan(5_000)
  })
})

test('two advances at once add up', async () => {
  const before = await clock.now()
  await Promise.all([clock.advance('P1D'), clock.advance('PT3H')])
  expect((await clock.now()) - before).toBeGreaterThanOrEqual(27 * 3_600_000)
})

test('a trial whose end has passed is over', async () => {
  const { id, trial } = await register()
  expect(trial.status).toBe('running')
  await clock.advance('P15D')
  expect((await stack.request('GET', `/v1/customers/${id}`)).body.trial.status).toBe('over')
})

test('lives and sandbox that a broken walk left behind hear the time when an API starts', async () => {
  const { id } = await register()
  await eventually(async () => (await welcomeOf(id))?.status === 'planned')
  const { dueAt } = await welcomeOf(id)
  const db = openDatabase(stack.databaseUrl)
  await db.client.$executeRaw`UPDATE demo_clock SET offset_ms = offset_ms + ${4 * 86_400_000}` // the walk died here
  await db.close()
  const another = await stack.anotherApi()
  try {
    // At night, or where its agent is off, it is put off, which shows as well that it has heard the time.
    await eventually(async () => {
      const call = await welcomeOf(id)
      return call.status === 'due' || call.dueAt !== dueAt
    })
    const { now } = (await (await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/clock`)).json()) as { now: string }
    expect(Math.abs(Date.parse(now) - (await clock.now()))).toBeLessThan(60_000)
  } finally {
    await another.close()
  }
})

test('a walk that is done by then is answered with the time it reached, and leaves everything ready', async () => {
  const before = await clock.now()
  const { status, body } = await advance('PT1S')
  expect([status, Object.keys(body)]).toEqual([200, ['now']])
  expect(Date.parse(body.now) - before).toBeGreaterThanOrEqual(1_000)
  expect((await stack.request('GET', '/readyz', { as: null })).status).toBe(200)
})

test('a duration that is none, or goes back, is refused', async () => {
  for (const period of ['tomorrow', 'P0D', '-P1D', 'P1000Y', 'P99999999999D'])
    expect(await advance(period)).toMatchObject({ status: 400, body: { errors: [{ field: '/advance' }] } })
})

test('outside demo mode there is no clock to turn', async () => {
  const live = await startTestStack()
  try {
    expect((await live.request('POST', '/v1/demo/clock', { body: { advance: 'P1D' } })).status).toBe(404)
    expect((await live.request('GET', '/v1/demo/clock')).status).toBe(404)
  } finally {
    await live.close()
  }
})
