import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const mailbox = async (path: string, init?: RequestInit) =>
  (await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/mailbox${path}`, init)).json() as Promise<{ duplicates: unknown[] }>
const accepting = (yes: boolean) =>
  mailbox('/state', { method: 'PUT', body: JSON.stringify({ accepting: yes }), headers: { 'content-type': 'application/json' } })
/** Oldest first. */
const mails = (email: string, count: number) =>
  soon(async () => {
    const found = await desk.mailsTo(email)
    expect(found.map(({ subject }) => subject)).toHaveLength(count)
    return found.reverse()
  })

test.each([
  ['pt', 'PT', 'Olá', 'Quem lhe liga'],
  ['de', 'DE', 'Guten Tag', 'Sprache'],
  ['fr-CA', 'FR', 'Bonjour', 'Langue'],
])('a seller who speaks %s gets one mail about his welcome call, in his language', async (language, country, greeting, label) => {
  const { id, contact } = await desk.register({ languages: [language], country })
  const call = await desk.welcomeOf(id)
  const [mail] = await mails(contact.email, 1)
  expect(mail!.text).toContain(greeting)
  expect(mail!.text).toContain(label)
  const { body: agent } = await stack.request('GET', `/v1/agents/${call.agentId}`)
  expect(mail!.text).toContain(agent.name)
  expect(mail!.html).toContain(`lang="${language.slice(0, 2)}"`)
})

test('a booking is confirmed with an invitation, moved under the next SEQUENCE and withdrawn with the last, always the same event', async () => {
  const { id, contact } = await desk.register()
  await mails(contact.email, 1)
  const slots = await desk.slots(id)
  const [from, to] = [slots[0]!, slots.at(-1)!]
  const booking = await desk.book(id, from.start)
  await mails(contact.email, 2)
  await stack.request('PATCH', `/v1/bookings/${booking.id}`, { body: { start: to.start } })
  await mails(contact.email, 3)
  await stack.request('DELETE', `/v1/bookings/${booking.id}`)
  const invitations = (await mails(contact.email, 4)).flatMap(({ invitation }) => invitation ?? [])
  expect(invitations.map(({ method, sequence, start, end }) => ({ method, sequence, start, end }))).toEqual([
    { method: 'REQUEST', sequence: 0, start: from.start, end: from.end },
    { method: 'REQUEST', sequence: 1, start: to.start, end: to.end },
    { method: 'CANCEL', sequence: 2, start: to.start, end: to.end },
  ])
  expect(new Set(invitations.map(({ uid }) => uid)).size).toBe(1)
})

test('an invitation is a text/calendar part that calendars take as one', async () => {
  const { id, contact } = await desk.register()
  await desk.book(id, (await desk.slots(id))[0]!.start)
  const [, mail] = await mails(contact.email, 2)
  const raw = await (await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/mailbox/messages/${mail!.id}/raw`)).text()
  expect(raw).toMatch(/^Content-Type: text\/calendar;[^\r\n]*method=REQUEST/im)
})

test('while the mail server is down nothing is held up, and the mail comes once it is back, once', async () => {
  await accepting(false)
  const { id, contact } = await desk.register()
  const { id: callId } = await desk.welcomeOf(id)
  const declined = await stack.request('POST', `/v1/calls/${callId}/outcome`, {
    body: { outcome: 'completed', data: { support: 'declined' } },
  })
  expect(declined.body.status).toBe('done')
  const booking = await desk.book(id, (await desk.slots(id))[0]!.start, { purpose: 'consultation' })
  expect((await desk.customer(id)).stage).toBe('welcomed')
  expect(await desk.mailsTo(contact.email)).toEqual([])
  await accepting(true)
  const subjects = (await mails(contact.email, 3)).map(({ messageId }) => messageId)
  expect(subjects.some((one) => one.includes(booking.callId))).toBe(true)
  expect((await desk.timeline(id)).filter(({ kind }) => kind === 'mail_sent')).toHaveLength(3)
})

test('a booking made, moved and cancelled while the mail server is down is told in that order, each once', async () => {
  const { id, contact } = await desk.register()
  await mails(contact.email, 1)
  await accepting(false)
  const slots = await desk.slots(id)
  const [from, to] = [slots[0]!, slots.at(-1)!]
  const booking = await desk.book(id, from.start)
  expect((await stack.request('PATCH', `/v1/bookings/${booking.id}`, { body: { start: to.start } })).status).toBe(200)
  expect((await stack.request('DELETE', `/v1/bookings/${booking.id}`)).status).toBe(200)
  await accepting(true)
  const invitations = (await mails(contact.email, 4)).flatMap(({ invitation }) => invitation ?? [])
  expect(invitations.map(({ method, sequence }) => [method, sequence])).toEqual([
    ['REQUEST', 0],
    ['REQUEST', 1],
    ['CANCEL', 2],
  ])
})

test('a life hears how a call ended while the mails of that call still wait', async () => {
  await accepting(false)
  const { id, contact } = await desk.register()
  const { id: callId } = await desk.welcomeOf(id)
  await stack.request('POST', `/v1/calls/${callId}/outcome`, {
    body: { outcome: 'completed', data: { support: 'wanted', onboarding: 'none' } },
  })
  await soon(async () => {
    const { steps } = await desk.plan(id)
    expect(steps).toContainEqual(expect.objectContaining({ step: 'welcome_call', status: 'done' }))
  })
  expect(await desk.mailsTo(contact.email)).toEqual([])
  await accepting(true)
  await mails(contact.email, 1)
})

test('no mail was sent twice', async () => {
  expect((await mailbox('/messages')).duplicates).toEqual([])
})
