import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallView } from '../../api/schemas/calls.ts'
import { localDate } from '../../domain/calendar/windows.ts'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'
import { telephoneOf } from '../support/telephone.ts'

let stack: TestStack
let desk: Desk
let clock: DemoTime
let report: ReturnType<typeof telephoneOf>
beforeAll(async () => {
  stack = await startTestStack({ demo: true })
  desk = deskOf(stack)
  clock = demoClockOf(stack)
  report = telephoneOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BERLIN = 'Europe/Berlin'
const iso = (at: number): string => new Date(at).toISOString()

/** The next morning of a working day, so that a day's story has its day. Where that is a holiday, calls follow a day later. */
async function morning(weekdays: readonly number[] = [1, 2, 3, 4]): Promise<void> {
  const now = await clock.now()
  let at = Math.floor(now / DAY) * DAY + 7 * HOUR
  while (at <= now || !weekdays.includes(new Date(at).getUTCDay())) at += DAY
  await clock.reach(iso(at))
}
const german = (fields: Record<string, unknown> = {}) => ({ languages: ['de'], country: 'DE', ...fields })
/** No call is planned for him by itself. */
const quiet = () => desk.register(german({ products: ['lost_and_found'] }))
const help = async (customerId: string, topic: string): Promise<string> => {
  const { status, body } = await stack.request('POST', `/v1/customers/${customerId}/calls`, { body: { purpose: 'setup_help', topic } })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}
const planned = (callId: string): Promise<CallView> =>
  soon(async () => {
    const call = await desk.call(callId)
    expect(call.dueAt).not.toBeNull()
    return call
  })
const isNow = (callId: string, status: string): Promise<CallView> =>
  soon(async () => {
    const call = await desk.call(callId)
    expect(call.status).toBe(status)
    return call
  })
const card = async (callId: string) => (await stack.request('GET', `/v1/calls/${callId}`)).body
const record = async (callId: string, outcome: string, data?: Record<string, unknown>) => {
  const { status, body } = await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome, ...(data ? { data } : {}) } })
  expect(status, JSON.stringify(body)).toBe(200)
  return body as CallView
}
const noticesOf = async (callId: string, kind: string) =>
  (await stack.request('GET', '/v1/notifications?limit=200', { as: 'lead' })).body.items.filter(
    (one: { kind: string; callId?: string }) => one.kind === kind && one.callId === callId,
  )
const entriesOf = async (customerId: string, kind: string) => (await desk.timeline(customerId)).filter((one) => one.kind === kind)

test('of calls that are due together one is due, and its card carries the agenda of the others, each with an outcome of its own', async () => {
  await morning()
  const { id } = await quiet()
  const ids = [await help(id, 'minimum price'), await help(id, 'shipping')]
  const both = await Promise.all(ids.map(planned))
  await clock.reach(both.map(({ dueAt }) => dueAt ?? '').sort()[1]!)
  const [first, second] = await soon(async () => {
    const calls = await Promise.all(ids.map(desk.call))
    const due = calls.filter(({ status }) => status === 'due')
    const waiting = calls.filter(({ status }) => status === 'planned')
    expect([due.length, waiting.length]).toEqual([1, 1])
    expect(waiting[0]?.why.timing).toEqual({ code: 'joined_call', params: { callId: due[0]?.id } })
    return [due[0]!, waiting[0]!]
  })
  const { agenda } = await card(first.id)
  const own = agenda.filter(({ code }: { code: string }) => code === 'asked_about').map(({ params }: { params: unknown }) => params)
  expect(own).toHaveLength(2)
  expect(agenda).toContainEqual({ code: 'also_open', params: { callId: second.id, purpose: 'setup_help' } })
  expect((await card(second.id)).agenda.map(({ code }: { code: string }) => code)).not.toContain('also_open')

  await record(first.id, 'completed')
  await clock.reach((await desk.call(second.id)).dueAt!)
  await isNow(second.id, 'due')
  expect(await record(second.id, 'completed')).toMatchObject({ status: 'done' })
  expect(await entriesOf(id, 'call_postponed')).toHaveLength(1)
})

test('two tries a day that nobody answers, whatever they are about: the third call waits for the next day', async () => {
  await morning()
  const { id } = await quiet()
  const open = new Set([await help(id, 'one'), await help(id, 'two'), await help(id, 'three')])
  await Promise.all([...open].map(planned))
  const days: string[] = []
  for (const tries of [1, 2]) {
    const call = await soon(async () => {
      const calls = await Promise.all([...open].map(desk.call))
      const now = await clock.now()
      const next = calls.map(({ dueAt }) => Date.parse(dueAt ?? '')).sort((a, b) => a - b)[0]!
      if (next > now) await clock.reach(iso(next))
      const due = calls.find(({ status }) => status === 'due')
      expect(due).toBeDefined()
      return due!
    })
    expect(await record(call.id, 'no_answer')).toMatchObject({ status: 'retry_wait', attempts: { length: 1 } })
    open.delete(call.id)
    days.push(localDate(await clock.now(), BERLIN))
    expect(days).toHaveLength(tries)
  }
  expect(new Set(days).size).toBe(1)
  const [last] = [...open]
  await clock.reach((await desk.call(last!)).dueAt!)
  const third = await soon(async () => {
    const call = await desk.call(last!)
    expect(call.why.timing).toMatchObject({ code: 'tries_of_the_day', params: { tries: 2 } })
    return call
  })
  expect(third.status).toBe('planned')
  expect(localDate(Date.parse(third.dueAt!), BERLIN) > days[0]!).toBe(true)
})

test('a call that nobody takes up goes to the next agent, and when its time is over the leads are told', async () => {
  await morning()
  const { id } = await quiet()
  const callId = await help(id, 'nobody dials')
  const { agentId: first, dueAt } = await planned(callId)
  await clock.reach(dueAt!)
  await isNow(callId, 'due')
  await clock.advance(70 * MINUTE)
  const moved = await soon(async () => {
    const call = await desk.call(callId)
    expect(call.agentId).not.toBe(first)
    return call
  })
  expect(moved).toMatchObject({ status: 'due', agentId: expect.any(String) })
  expect(await noticesOf(callId, 'sla_breached')).toEqual([])
  await clock.advance('P2D')
  await soon(async () => expect(await noticesOf(callId, 'sla_breached')).toHaveLength(1))
  await clock.advance('P4D')
  expect(await noticesOf(callId, 'sla_breached')).toHaveLength(1)
  expect(await noticesOf(callId, 'nobody_takes_up')).toHaveLength(1)
  await record(callId, 'completed')
})

test('an agent who does not come to a booked call: the leads know, the seller has an apology with an offer, somebody else is prompted', async () => {
  await morning()
  const { id, contact } = await quiet()
  const [slot] = await desk.slots(id, `&from=${encodeURIComponent(iso((await clock.now()) + 3 * HOUR))}`)
  const { callId, agentId } = await desk.book(id, slot!.start)
  await clock.reach(slot!.start)
  await isNow(callId, 'due')
  expect(await noticesOf(callId, 'agent_no_show')).toEqual([])
  await clock.advance(11 * MINUTE)
  await soon(async () => expect((await noticesOf(callId, 'agent_no_show')).length).toBeGreaterThan(0))
  const call = await isNow(callId, 'due')
  expect(call.agentId).not.toBe(agentId)
  await soon(async () => {
    const apologies = (await desk.mailsTo(contact.email)).filter(({ subject }) => subject.includes('Termin versäumt'))
    expect(apologies).toHaveLength(1)
    expect(apologies[0]?.text).toContain('Erste freie Zeit: ')
  })
  await record(callId, 'completed', {})
})

test('an agent who is away when a call is due is not prompted: whoever stands in is', async () => {
  await morning()
  const { id } = await quiet()
  const callId = await help(id, 'away')
  const { agentId, dueAt } = await planned(callId)
  const substituteId = agentId === 'agent-2' ? 'agent-1' : 'agent-2' // who begin at the same hour
  const from = iso((await clock.now()) + MINUTE)
  const absence = { from, until: iso(Date.parse(dueAt!) + 5 * DAY), substituteId }
  const added = await stack.request('POST', `/v1/agents/${agentId}/absences`, { as: 'lead', body: absence })
  expect(added.status, JSON.stringify(added.body)).toBe(201)
  await clock.reach(dueAt!)
  expect(await isNow(callId, 'due')).toMatchObject({ agentId: substituteId })
  expect(await noticesOf(callId, 'call_due')).toEqual([])
  await record(callId, 'completed')
  await stack.request('DELETE', `/v1/agents/${agentId}/absences/${added.body.id}`, { as: 'lead' })
})

test('a seller whose language is spoken late only is told so honestly', async () => {
  await morning([1])
  const { body: agent } = await stack.request('POST', '/v1/agents', {
    as: 'lead',
    body: {
      name: 'Aino Laine',
      email: `${randomUUID()}@lotse.example`,
      languages: [{ tag: 'et', level: 'native' }],
      timeZone: 'Europe/Tallinn',
    },
  })
  const shifts = [{ weekday: 5, from: '09:00', to: '17:00' }]
  expect((await stack.request('PUT', `/v1/agents/${agent.id}/shifts`, { as: 'lead', body: shifts })).status).toBe(200)
  const { id } = await desk.register({ languages: ['et'], country: 'EE' })
  const welcome = await desk.welcomeOf(id)
  expect(welcome).toMatchObject({ agentId: agent.id, why: { timing: { params: { late: true } } } })
  await soon(async () => expect((await entriesOf(id, 'mail_sent')).map(({ params }) => params.template)).toEqual(['welcome_call_late']))
})

test('a seller who phones in while a retry is pending: the talk satisfies it, and nobody tries again; a missed call changes nothing', async () => {
  await morning()
  const phone = `+4930${randomInt(1_000_000, 9_999_999)}`
  const { id } = await desk.register(german({ contact: { name: 'Ida', email: `${randomUUID()}@seller.example`, phone } }))
  const welcome = await desk.welcomeOf(id)
  const { dueAt: retry } = await record(welcome.id, 'no_answer')
  const ring = { event: 'newCall' as const, pbxCallId: randomUUID(), direction: 'in' as const, from: phone, to: '+4930123456' }
  await report(ring)
  await isNow(welcome.id, 'ringing')
  await report({ ...ring, event: 'hangup', cause: 'cancel' })
  expect(await isNow(welcome.id, 'retry_wait')).toMatchObject({ dueAt: retry, attempts: [{ outcome: 'no_answer' }] })

  const again = { ...ring, pbxCallId: randomUUID() }
  await report(again)
  await report({ ...again, event: 'answer' })
  await isNow(welcome.id, 'in_call')
  await report({ ...again, event: 'hangup', cause: 'normalClearing' })
  await isNow(welcome.id, 'wrap_up')
  expect(await record(welcome.id, 'completed', { support: 'declined', onboarding: 'none' })).toMatchObject({ status: 'done' })
  await clock.reach(retry!)
  expect(await desk.call(welcome.id)).toMatchObject({ status: 'done', attempts: { length: 2 } })
  expect(await entriesOf(id, 'call_due')).toEqual([])
})

test('who phones in while a retry of today is pending talks about that as well: it is on the agenda of the call that he is put through to', async () => {
  await morning()
  const phone = `+4930${randomInt(1_000_000, 9_999_999)}`
  const contact = { name: 'Ida', email: `${randomUUID()}@seller.example`, phone }
  const { id } = await desk.register(german({ products: ['lost_and_found'], contact }))
  const ids = [await help(id, 'minimum price'), await help(id, 'shipping')]
  await Promise.all(ids.map(planned))
  const [first, other] = (await Promise.all(ids.map(desk.call))).sort((a, b) => (a.dueAt ?? '').localeCompare(b.dueAt ?? ''))
  await record(first!.id, 'busy') // a redial within the quarter of an hour
  const ring = { event: 'newCall' as const, pbxCallId: randomUUID(), direction: 'in' as const, from: phone, to: '+4930123456' }
  await report(ring)
  await report({ ...ring, event: 'answer' })
  const talk = await soon(async () => {
    const found = (await Promise.all(ids.map(desk.call))).filter(({ status }) => status === 'in_call')
    expect(found).toHaveLength(1)
    return found[0]!
  })
  const pending = talk.id === first!.id ? other!.id : first!.id
  const { agenda } = await card(talk.id)
  expect(agenda).toContainEqual({ code: 'also_open', params: { callId: pending, purpose: 'setup_help' } })
  expect(agenda.filter(({ code }: { code: string }) => code === 'asked_about')).toHaveLength(2)
  await report({ ...ring, event: 'hangup', cause: 'normalClearing' })
  await isNow(talk.id, 'wrap_up')
  for (const callId of [talk.id, pending]) expect(await record(callId, 'completed')).toMatchObject({ status: 'done' })
  await clock.advance('P3D')
  expect(await entriesOf(id, 'call_due')).toEqual([])
})
