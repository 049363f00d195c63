import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { type Listener, listenTo } from '../support/listener.ts'

let stack: TestStack
let desk: Desk
const listeners: Listener[] = []
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close()
})
afterAll(async () => {
  await stack?.close()
})

const listen = async (as: 'agent' | 'lead', lastEventId?: string): Promise<Listener> => {
  const listener = await listenTo(stack, as, lastEventId)
  listeners.push(listener)
  return listener
}
const noticesOf = async (as: 'agent' | 'lead' = 'agent', query = '?limit=200') =>
  (await stack.request('GET', `/v1/notifications${query}`, { as })).body.items
const numbers = (listener: Listener) => listener.heard.map(({ id }) => Number(id))

test('the whole team sees a new seller at once, his agent that he is assigned', async () => {
  const { id } = await desk.register()
  const { id: callId } = await desk.welcomeOf(id)
  const [seen] = await noticesOf('agent')
  expect(seen).toEqual({
    id: expect.stringMatching(/^\d+$/),
    at: expect.stringMatching(/Z$/),
    kind: 'customer_registered',
    params: { company: 'Azulejo Lda', country: 'PT', languages: ['pt'], products: ['repricer'] },
    customerId: id,
    readAt: null,
  })
  const [assigned, sameSeen] = await noticesOf('lead') // lead-1 alone speaks Portuguese
  expect(assigned).toMatchObject({ kind: 'call_assigned', customerId: id, callId })
  expect(sameSeen).toEqual(seen)
})

test('a notice is read by one and unread for the other, however often he says so', async () => {
  await desk.welcomeOf((await desk.register()).id)
  const [{ id }] = await noticesOf()
  const read = await stack.request('POST', `/v1/notifications/${id}/read`)
  expect([read.status, read.body.id]).toEqual([200, id])
  expect(read.body.readAt).toMatch(/Z$/)
  expect((await stack.request('POST', `/v1/notifications/${id}/read`, { body: {} })).body).toEqual(read.body)
  expect((await noticesOf())[0].readAt).toBe(read.body.readAt)
  expect((await noticesOf('lead')).find((one: { id: string }) => one.id === id).readAt).toBeNull()
})

test('a notice to somebody else can neither be seen nor read', async () => {
  const { id: customerId } = await desk.register({ languages: ['fi'], country: 'FI' })
  await desk.welcomeOf(customerId)
  const [toLeads] = await noticesOf('lead')
  expect(toLeads).toMatchObject({ kind: 'nobody_available', customerId })
  expect((await noticesOf('agent')).map(({ id }: { id: string }) => id)).not.toContain(toLeads.id)
  expectProblem(await stack.request('POST', `/v1/notifications/${toLeads.id}/read`), 404, 'not-found')
  for (const id of ['0', 'abc', '-1', '1'.repeat(40)])
    expectProblem(await stack.request('POST', `/v1/notifications/${id}/read`), 404, 'not-found')
})

test('notices are paged, newest first', async () => {
  await desk.welcomeOf((await desk.register()).id)
  const first = (await stack.request('GET', '/v1/notifications?limit=1')).body
  const second = (await stack.request('GET', `/v1/notifications?limit=1&cursor=${first.nextCursor}`)).body
  expect(Number(first.items[0].id)).toBeGreaterThan(Number(second.items[0].id))
})

test('the stream begins with the next notice and gives each once, in order, under its id', async () => {
  const listener = await listen('lead')
  expect([listener.status, listener.contentType]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const sellers = [await desk.register(), await desk.register()]
  const wanted = sellers.map(({ id }) => id)
  await soon(async () =>
    expect(listener.heard.filter(({ data }) => data.kind === 'call_assigned').map(({ data }) => data.customerId)).toEqual(wanted),
  )
  expect(listener.heard.every(({ id, data }) => id === data.id)).toBe(true)
  expect(new Set(listener.heard.map(({ data }) => data.customerId))).toEqual(new Set(wanted)) // nothing from before
  expect(numbers(listener)).toEqual([...new Set(numbers(listener))].sort((a, b) => a - b))
})

test('with Last-Event-ID the stream goes on behind it and misses nothing', async () => {
  const [{ id: last }] = await noticesOf('lead')
  const { id: customerId } = await desk.register()
  await desk.welcomeOf(customerId)
  const missed = (await noticesOf('lead')).filter(({ id }: { id: string }) => Number(id) > Number(last)).reverse()
  const listener = await listen('lead', last)
  await soon(async () => expect(listener.heard.map(({ data }) => data)).toEqual(missed))
  const { id: next } = await desk.register()
  await soon(async () => expect(listener.heard.at(-1)?.data).toMatchObject({ customerId: next, kind: 'call_assigned' }))
})

test("from the very beginning the stream gives to an agent what is his and the team's, never what is the leads'", async () => {
  const listener = await listen('agent', '0')
  const all = (await noticesOf('agent')).reverse()
  await soon(async () => expect(listener.heard.map(({ data }) => data.id)).toEqual(all.map(({ id }: { id: string }) => id)))
  expect(listener.heard.map(({ data }) => data.kind)).not.toContain('nobody_available')
})

test('a Last-Event-ID that is none, and a stream without a key, are refused', async () => {
  const stream = (headers: Record<string, string>, as: 'agent' | null = 'agent') =>
    stack.request('GET', '/v1/notifications/stream', { as, headers })
  for (const id of ['abc', '-1', '1'.repeat(19), '1'.repeat(40)])
    expectBadField(await stream({ 'last-event-id': id }), '/headers/last-event-id')
  expectProblem(await stream({}, null), 401, 'unauthorized')
})
