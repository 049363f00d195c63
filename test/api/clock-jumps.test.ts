import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallView } from '../../api/schemas/calls.ts'
import type { TimelineItem } from '../../api/schemas/customers.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'
import { sleepOver } from '../support/outage.ts'

// The worker is down over times at which something was due. Whoever holds the calls here is always at work: only the sellers sleep.

let stack: TestStack
let desk: Desk
let clock: DemoTime
beforeAll(async () => {
  stack = patiently(await startTestStack({ demo: true }))
  desk = deskOf(stack)
  clock = demoClockOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ZONE = 'Europe/Tallinn'
const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))
const iso = (at: number): string => new Date(at).toISOString()
const ask = (method: string, path: string, body?: unknown) =>
  stack.request(method, `/v1${path}`, { as: 'lead', ...(body === undefined ? {} : { body }) })

async function colleague(tag: string): Promise<string> {
  const email = `${randomUUID()}@lotse.example`
  const { body } = await ask('POST', '/agents', {
    name: 'Aino Laine',
    email,
    languages: [{ tag, level: 'native' }],
    timeZone: ZONE,
  })
  await ask('PUT', `/agents/${body.id}/shifts`, ALWAYS)
  return body.id
}
const wall = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false })
const onTheWall = (instant: string) => wall.format(new Date(instant)).replace(',', '')

/** The next time it is that hour in Tallinn on a working day that is followed by another one. */
async function reachHour(hour: string): Promise<void> {
  const now = await clock.now()
  for (let at = Math.ceil(now / HOUR) * HOUR + HOUR; ; at += HOUR)
    if (new RegExp(`^(Mon|Tue|Wed) ${hour}:00$`).test(onTheWall(iso(at)))) return clock.reach(iso(at))
}
const seller = (language: string, fields: Record<string, unknown> = {}) =>
  desk.register({ languages: [language], country: 'EE', timeZone: ZONE, ...fields })
const quiet = (language: string) => seller(language, { products: ['lost_and_found'] })
const slotAt = async (customerId: string, after: number) => {
  const from = encodeURIComponent(iso((await clock.now()) + after))
  return (await desk.slots(customerId, `&from=${from}`))[0]!
}
const kinds = (timeline: readonly TimelineItem[], kind: string, callId?: string) =>
  timeline.filter((one) => one.kind === kind && (callId === undefined || one.params.callId === callId))
const linesOf = async ({ id, customerId }: Pick<CallView, 'id' | 'customerId'>, kind: string) =>
  kinds(await desk.timeline(customerId), kind, id)
const noticesOf = async (callId: string, kind: string) => {
  const { items } = (await ask('GET', '/notifications?limit=200')).body
  return items.filter((one: { kind: string; callId?: string }) => one.kind === kind && one.callId === callId)
}
/** All that was late is done. */
const settled = () => clock.advance('PT1S')
const isCallable = (instant: string) => /^(Mon|Tue|Wed|Thu|Fri) (09|1[0-7]):/.test(onTheWall(instant))
const expectDialledInHours = async (...calls: Pick<CallView, 'id' | 'customerId'>[]) => {
  for (const call of calls)
    for (const { at } of await linesOf(call, 'call_due')) expect(isCallable(at), `${call.id} was due at ${onTheWall(at)}`).toBe(true)
}
const apologiesTo = async (email: string) => (await desk.mailsTo(email)).filter(({ messageId }) => messageId.includes('agent-no-show'))

test('calls that were planned, asked for, booked, due or waiting for another try while nobody worked are nobody’s at night, and are called once in the morning', async () => {
  await reachHour('13')
  await colleague('et')
  const early = await seller('et')
  const due = await desk.welcomeOf(early.id)
  await clock.reach(due.dueAt!)
  await soon(async () => expect((await desk.call(due.id)).status).toBe('due'))

  const [one, two, three, four] = [await seller('et'), await quiet('et'), await quiet('et'), await seller('et')]
  const planned = await desk.welcomeOf(one.id)
  const asked = (await ask('POST', `/customers/${two.id}/calls`, { purpose: 'consultation', at: iso((await clock.now()) + 2 * HOUR) })).body
  const booked = await desk.book(three.id, (await slotAt(three.id, 2 * HOUR)).start)
  const again = await desk.welcomeOf(four.id)
  await ask('POST', `/calls/${again.id}/outcome`, { outcome: 'busy' })
  expect((await desk.call(again.id)).status).toBe('retry_wait')
  const calls = [planned, asked, { id: booked.callId, customerId: three.id }, again] as CallView[]
  for (const { id } of calls) expect(Date.parse((await desk.call(id)).dueAt!)).toBeLessThan((await clock.now()) + 6 * HOUR)
  await sleepOver(stack, 13 * HOUR) // it is two o'clock at night
  await settled()
  expect(isCallable(await clock.instant())).toBe(false)
  for (const call of calls) {
    const now = await desk.call(call.id)
    expect(['planned', 'retry_wait'], `${call.purpose} ${now.status}`).toContain(now.status)
    expect(isCallable(now.dueAt!), `${call.purpose} at ${onTheWall(now.dueAt!)}`).toBe(true)
    expect(await linesOf(call, 'call_postponed')).toHaveLength(1)
  }
  expect(await noticesOf(due.id, 'sla_breached')).toHaveLength(1)
  expect(await apologiesTo(three.contact.email)).toHaveLength(1)
  expect(await noticesOf(booked.callId, 'agent_no_show')).toHaveLength(1)
  await expectDialledInHours(...calls, due)

  await sleepOver(stack, MINUTE) // once more at the same hour: nothing new
  await settled()
  for (const call of calls) expect(await linesOf(call, 'call_postponed')).toHaveLength(1)

  await clock.advance('PT9H')
  for (const call of calls) await soon(async () => expect(await linesOf(call, 'call_due'), call.purpose).toHaveLength(1))
  await expectDialledInHours(...calls, due)
  for (const { id, customerId } of [...calls, due]) {
    expect((await desk.call(id)).status).toBe('due')
    expect((await desk.timeline(customerId)).filter(({ kind }) => kind === 'call_given_up')).toEqual([])
  }
})

test('a booked call whose no-show was slept over: the leads know and the seller has one apology, and nobody rings him at night', async () => {
  await reachHour('13')
  await colleague('fi')
  await colleague('fi')
  const { id, contact } = await quiet('fi')
  const { callId, start } = await desk.book(id, (await slotAt(id, HOUR)).start)
  await clock.reach(start)
  await soon(async () => expect((await desk.call(callId)).status).toBe('due'))
  await sleepOver(stack, 12 * HOUR)
  await settled()
  await expectDialledInHours({ id: callId, customerId: id })
  expect(await noticesOf(callId, 'agent_no_show')).toHaveLength(1)
  await soon(async () => expect(await apologiesTo(contact.email)).toHaveLength(1))
  await clock.advance('PT10H')
  expect(await noticesOf(callId, 'agent_no_show')).toHaveLength(1)
  await expectDialledInHours({ id: callId, customerId: id })
  expect((await desk.call(callId)).status).toBe('due')
})

test('of reminders that were slept over the seller gets one, and none of a talk that is past', async () => {
  await reachHour('13')
  await colleague('lt')
  const [soonOver, toCome] = [await quiet('lt'), await quiet('lt')]
  const past = await desk.book(soonOver.id, (await slotAt(soonOver.id, 2 * HOUR)).start)
  const next = await desk.book(toCome.id, (await slotAt(toCome.id, 25 * HOUR)).start)
  const [before] = [await clock.now()]
  await sleepOver(stack, Date.parse(next.start) - 30 * MINUTE - before)
  await settled()
  const sent = async ({ id }: { id: string }) =>
    kinds(await desk.timeline(id), 'mail_sent').filter(({ params }) => params.template === 'booking_reminder')
  await soon(async () => expect(await sent(toCome)).toHaveLength(1))
  expect([await sent(soonOver), await sent(toCome)]).toMatchObject([[], [{}]])
  await expectDialledInHours({ id: past.callId, customerId: soonOver.id }, { id: next.callId, customerId: toCome.id })
})

test('a hold that ended while nobody worked frees its slot, which is offered once, and is confirmed by nobody else', async () => {
  await reachHour('13')
  await colleague('lv')
  const [owner, waiter] = [await quiet('lv'), await quiet('lv')]
  const slot = await slotAt(owner.id, 3 * DAY)
  const { body: held } = await ask('POST', '/holds', { customerId: owner.id, purpose: 'onboarding', start: slot.start })
  expect(held.status).toBe('held')
  await ask('POST', '/waitlist', { customerId: waiter.id, purpose: 'onboarding', from: slot.start, until: slot.end })
  await sleepOver(stack, 6 * MINUTE)
  await settled()
  await soon(async () => expect(kinds(await desk.timeline(waiter.id), 'slot_offered')).toHaveLength(1))
  expect((await desk.book(waiter.id, slot.start, { agentId: held.agentId })).start).toBe(slot.start)
  expect((await ask('POST', `/holds/${held.id}/confirm`, {})).status).toBe(409)
})

test('an absence that began, or began and ended, while nobody worked: each call is moved once or not at all, and goes to whoever is there', async () => {
  await reachHour('09')
  const first = await colleague('et-EE') // one who speaks it natively goes before the others
  const taken = async (language: string) => {
    const { id } = await seller(language)
    const { id: callId } = await desk.welcomeOf(id)
    await stack.request('POST', `/v1/calls/${callId}/take`, { ...(await desk.somebody(first)), body: {} })
    return desk.call(callId)
  }
  const calls = [await taken('et'), await taken('et'), await taken('et')]
  const now = await clock.now()
  const first_due = Math.min(...calls.map(({ dueAt }) => Date.parse(dueAt!)))
  expect(first_due).toBeGreaterThan(now + 5 * MINUTE)

  // Over before the worker is back: as if it had never been.
  const short = await ask('POST', `/agents/${first}/absences`, { from: iso(now + MINUTE), until: iso(now + 2 * MINUTE) })
  expect(short.status).toBe(201)
  await settled()
  await sleepOver(stack, 3 * MINUTE)
  await settled()
  for (const call of calls) expect(await linesOf(call, 'call_rerouted')).toEqual([])

  // It has begun, and the calls were due.
  const from = iso((await clock.now()) + MINUTE)
  expect((await ask('POST', `/agents/${first}/absences`, { from, until: iso(now + 30 * DAY) })).status).toBe(201)
  await settled()
  await sleepOver(stack, 2 * HOUR)
  await settled()
  for (const call of calls) {
    const moved = await soon(async () => {
      const seen = await desk.call(call.id)
      expect(seen.agentId).not.toBe(first)
      return seen
    })
    expect(moved.agentId).not.toBeNull()
    expect((await linesOf(call, 'call_rerouted')).length).toBeLessThan(2)
    expect((await linesOf(call, 'call_due')).length).toBeLessThan(2)
  }
  await expectDialledInHours(...calls)
})

test('no mail was sent twice over all of it', async () => {
  const answer = await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/mailbox/messages`)
  expect(((await answer.json()) as { duplicates: unknown[] }).duplicates).toEqual([])
})
