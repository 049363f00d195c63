import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TimelineItem } from '../../api/schemas/customers.ts'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import type { Slot } from '../../domain/bookings.ts'
import { soon } from '../support/desk.ts'
import { seller } from '../support/sellers.ts'
import { createStackProcess, type StackProcess } from '../support/stack-process.ts'
import { type Outside, outside, type Reply } from './outside.ts'

// kill -9 of API and worker while a hold is confirmed, an absence hands its calls over, and two desks dial one seller.

let house: StackProcess
let lotse: Outside
beforeAll(async () => {
  house = await createStackProcess()
  lotse = outside(await house.start())
})
afterAll(async () => {
  expect(await house?.dispose()).toEqual([])
})

const PARTS = ['api', 'worker'] as const
/** A worker that was killed in an activity is missed when the time of that activity is over. */
const SETTLING_MS = 120_000

type Asking = Parameters<Outside['ask']>
/** Undefined where it was cut off. */
const once = (...asking: Asking): Promise<Reply | undefined> => lotse.ask(...asking).catch(() => undefined)
/** As a careful client asks: with the same key until it is answered. */
async function insist(method: string, path: string, options: NonNullable<Asking[2]> = {}): Promise<Reply> {
  const key = options.key ?? randomUUID()
  return soon(async () => {
    const reply = await lotse.ask(method, path, { ...options, ...(method === 'POST' ? { key } : {}) })
    expect(reply.status, JSON.stringify(reply.body)).not.toBe(503)
    expect(reply.body.type).not.toBe('urn:lotse:problem:idempotency-in-progress')
    return reply
  }, SETTLING_MS)
}
/** Kills it while these are under way. */
async function killAmid(part: (typeof PARTS)[number], work: Promise<unknown>): Promise<void> {
  await delay(randomInt(0, 40))
  await house.kill(part)
  await work
  expect(await becomesTrue(house.isReady, 60_000), `ready after the end of ${part}`).toBe(true)
}
const register = async (fields: Record<string, unknown>): Promise<string> => (await lotse.register(seller(fields), randomUUID())).body.id
const timelineOf = async (id: string): Promise<TimelineItem[]> => (await insist('GET', `/v1/customers/${id}/timeline?limit=200`)).body.items
const welcomeOf = (customerId: string) =>
  soon(async () => {
    const [call] = await lotse.calls(`?customerId=${customerId}&purpose=welcome`)
    expect(call).toMatchObject({ dueAt: expect.any(String), agentId: expect.any(String) })
    return call!
  }, SETTLING_MS)

test('what was held is confirmed once, whoever is killed meanwhile, and what nobody confirmed is free', async () => {
  const quiet = { products: ['lost_and_found'] }
  const ids = await Promise.all([0, 1, 2, 3, 4].map(() => register(quiet)))
  const slots: Slot[] = (await insist('GET', `/v1/slots?customerId=${ids[0]}&purpose=onboarding`)).body.items
  const body = (index: number) => ({ customerId: ids[index], purpose: 'onboarding', start: slots[index * 3]!.start })
  const hold = async (index: number) => (await insist('POST', '/v1/holds', { body: body(index) })).body
  const holds = [await hold(0), await hold(1), await hold(2), await hold(3), await hold(4)]
  for (const [round, part] of PARTS.entries()) {
    const mine = holds.slice(2 * round, 2 * round + 2)
    const keys = mine.map(() => randomUUID())
    const confirm = <Answer>(ask: (...asking: Asking) => Promise<Answer>) =>
      Promise.all(mine.map(({ id }, at) => ask('POST', `/v1/holds/${id}/confirm`, { body: {}, key: keys[at] })))
    await killAmid(part, confirm(once))
    for (const [at, { status, body }] of (await confirm(insist)).entries()) {
      expect(status, JSON.stringify(body)).toBe(201)
      expect(body).toMatchObject({ id: mine[at]?.id, start: mine[at]?.start, agentId: mine[at]?.agentId, status: 'confirmed' })
    }
  }
  for (const id of ids.slice(0, 4)) {
    expect(await lotse.calls(`?customerId=${id}&purpose=onboarding`)).toHaveLength(1)
    expect((await timelineOf(id)).filter(({ kind }) => kind === 'booking_confirmed')).toHaveLength(1)
  }
  await insist('POST', '/v1/demo/clock', { as: 'admin', body: { advance: 'PT6M' } })
  const late = await insist('POST', '/v1/bookings', { body: { ...body(4), customerId: await register(quiet) } })
  expect(late.status, JSON.stringify(late.body)).toBe(201)
  expect((await insist('POST', `/v1/holds/${holds[4].id}/confirm`, { body: {} })).status).toBe(409)
})

test('an absence whose worker and API are killed while it hands over moves each call once, and can be undone', async () => {
  const lead = { as: 'lead' } as const
  const colleague = async (): Promise<string> => {
    const person = {
      name: 'Aino Laine',
      email: `${randomUUID()}@lotse.example`,
      languages: [{ tag: 'ga', level: 'native' }],
      timeZone: 'Europe/Dublin',
    }
    const { body } = await insist('POST', '/v1/agents', { ...lead, body: person })
    const shifts = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))
    await insist('PUT', `/v1/agents/${body.id}/shifts`, { ...lead, body: shifts })
    return body.id
  }
  const first = await colleague()
  const ids = await Promise.all(Array.from({ length: 6 }, () => register({ languages: ['ga'], country: 'IE' })))
  const calls = await Promise.all(ids.map(welcomeOf))
  expect(new Set(calls.map(({ agentId }) => agentId))).toEqual(new Set([first]))
  const substituteId = await colleague()
  const { now } = (await insist('GET', '/v1/demo/clock')).body
  const lastDue = Math.max(...calls.map(({ dueAt }) => Date.parse(dueAt ?? '')))
  const absence = { from: now, until: new Date(lastDue + 60_000).toISOString(), substituteId }
  const { status, body } = await insist('POST', `/v1/agents/${first}/absences`, { ...lead, body: absence })
  expect(status, JSON.stringify(body)).toBe(201)
  const heldBy = async (agentId: string) => (await lotse.calls(`?agentId=${agentId}&purpose=welcome`)).length
  await soon(async () => expect(await heldBy(substituteId)).toBeGreaterThan(0), SETTLING_MS)
  await Promise.all(PARTS.map((part) => house.kill(part)))
  await soon(async () => expect(await heldBy(substituteId)).toBe(6), SETTLING_MS)
  for (const id of ids) expect((await timelineOf(id)).filter(({ kind }) => kind === 'call_rerouted')).toHaveLength(1)
  const undone = await insist('POST', `/v1/agents/${first}/absences/${body.id}/undo`, { ...lead, body: {} })
  expect(undone.status).toBe(200)
  await soon(async () => expect(await heldBy(first)).toBe(6), SETTLING_MS)
})

test('two desks that dial one seller while API or worker is killed: one has him, the other is told who', async () => {
  for (const part of PARTS) {
    const phone = `+3519${randomInt(10_000_000, 100_000_000)}`
    const id = await register({ contact: { ...seller().contact, phone } })
    const { id: callId } = await welcomeOf(id)
    const desks = ['agent', 'lead'] as const
    const dial = (ask: typeof once) => Promise.all(desks.map((as) => ask('POST', `/v1/calls/${callId}/dial`, { as })))
    const before = dial(once)
    await killAmid(part, before)
    const answers = await dial(insist)
    expect(answers.map((answer) => answer?.status).sort(), part).toEqual([200, 409])
    const winner = answers.find((answer) => answer?.status === 200)
    expect(answers.find((answer) => answer?.status === 409)?.body).toMatchObject({
      type: 'urn:lotse:problem:on-the-line',
      callId,
      by: winner?.body.by,
    })
    // Who was told that he has the line has it still.
    for (const [at, answer] of (await before).entries()) if (answer?.status === 200) expect(answers[at]?.status).toBe(200)
    await soon(async () => expect((await lotse.ask('GET', `/v1/calls/${callId}`)).body.agentId).toBe(winner?.body.by.agentId), SETTLING_MS)
  }
})
