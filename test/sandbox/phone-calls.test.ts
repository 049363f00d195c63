import { expect, test } from 'vitest'
import { allSettled, isOver, newSecret, openReceiver, openSandbox } from './rooms.ts'

const CUSTOMER = '+37120000001'
const AGENT = '+493012345678'

/** A sandbox and an API that takes its reports. */
async function openPhone() {
  const telephonySecret = newSecret()
  const api = await openReceiver(telephonySecret)
  const sandbox = await openSandbox({ apiUrl: api.apiUrl, telephonySecret })
  return {
    ...sandbox,
    api,
    script: (behaviour: string) => sandbox.request('PUT', `/phone/lines/${encodeURIComponent(CUSTOMER)}`, { behaviour }),
  }
}
type Phone = Awaited<ReturnType<typeof openPhone>>
const heardBy = ({ api }: Phone) => api.reported.map(({ event }) => (event.cause ? `${event.event} ${event.cause}` : event.event))

test('a customer who answers talks until somebody hangs up', async () => {
  const phone = await openPhone()
  await phone.script('answers')
  const id = await phone.dial(CUSTOMER)
  const talking = await phone.callWhen(id, (call) => call.state === 'answered' && allSettled(call))
  expect(talking).toMatchObject({ direction: 'out', from: AGENT, to: CUSTOMER, heard: 'customer' })
  expect(heardBy(phone)).toEqual(['newCall', 'answer'])

  await phone.request('POST', `/phone/calls/${id}/hangup`)
  expect(await phone.callWhen(id, isOver)).toMatchObject({ cause: 'normalClearing' })
  expect(heardBy(phone)).toEqual(['newCall', 'answer', 'hangup normalClearing'])
})

test.each([
  ['busy', 'busy', ['newCall', 'hangup busy']],
  ['no_answer', 'noAnswer', ['newCall', 'hangup noAnswer']],
  ['voicemail', 'normalClearing', ['newCall', 'answer', 'hangup normalClearing']],
])('a customer who is scripted %s ends the call with %s', async (behaviour, cause, events) => {
  const phone = await openPhone()
  await phone.script(behaviour)
  const call = await phone.callWhen(await phone.dial(CUSTOMER), isOver)
  expect(call.cause).toBe(cause)
  expect(call.heard).toBe(behaviour === 'voicemail' ? 'voicemail_greeting' : undefined)
  expect(call.answeredAt === undefined).toBe(behaviour !== 'voicemail')
  expect(heardBy(phone)).toEqual(events)
})

test('every event is signed, names the call and goes where telephony events go', async () => {
  const phone = await openPhone()
  await phone.script('voicemail')
  const id = await phone.dial(CUSTOMER)
  const { events } = await phone.callWhen(id, isOver)
  expect(phone.api.unsigned).toEqual([])
  expect(phone.api.reported.map(({ path }) => path)).toEqual(Array(3).fill('POST /v1/telephony/events'))
  for (const { event } of phone.api.reported) expect(event).toMatchObject({ pbxCallId: id, direction: 'out', from: AGENT, to: CUSTOMER })
  expect(new Set(phone.api.reported.map(({ webhookId }) => webhookId)).size).toBe(3)
  expect(events.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(Array(3).fill('delivered 1'))
})

test('hanging up twice is no mistake and is reported once', async () => {
  const phone = await openPhone()
  await phone.script('answers')
  const id = await phone.dial(CUSTOMER)
  await phone.callWhen(id, ({ state }) => state === 'answered')
  const answers = [await phone.request('POST', `/phone/calls/${id}/hangup`), await phone.request('POST', `/phone/calls/${id}/hangup`)]
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(answers[1]?.json.endedAt).toBe(answers[0]?.json.endedAt)
  await phone.callWhen(id, isOver)
  expect(heardBy(phone)).toEqual(['newCall', 'answer', 'hangup normalClearing'])
})

test('an agent who hangs up before anybody answers cancels the call', async () => {
  const telephonySecret = newSecret()
  const api = await openReceiver(telephonySecret)
  const phone = await openSandbox({ apiUrl: api.apiUrl, telephonySecret, ringMs: 3_600_000 })
  const id = await phone.dial(CUSTOMER)
  await phone.request('POST', `/phone/calls/${id}/hangup`)
  expect(await phone.callWhen(id, isOver)).toMatchObject({ cause: 'cancel' })
  expect(api.reported.map(({ event }) => event.event)).toEqual(['newCall', 'hangup'])
})

test.each([
  [undefined, 'answered', ['newCall', 'answer']],
  [true, 'answered', ['newCall', 'answer']],
  [false, 'ended', ['newCall', 'hangup noAnswer']],
])('a customer who rings the hotline with answered=%s finds the call %s', async (answered, state, events) => {
  const phone = await openPhone()
  await phone.script('busy') // the hotline is not the customer's line
  const { status, json } = await phone.request('POST', '/phone/incoming', { from: CUSTOMER, to: AGENT, answered })
  expect(status).toBe(201)
  const call = await phone.callWhen(json.pbxCallId, (one) => one.state === state && allSettled(one))
  expect(call).toMatchObject({ direction: 'in', from: CUSTOMER, to: AGENT })
  expect(heardBy(phone)).toEqual(events)
  expect(phone.api.reported[0]?.event.direction).toBe('in')
})

test('calls are listed, the newest first, and the page shows them', async () => {
  const phone = await openPhone()
  const first = await phone.dial(CUSTOMER)
  const second = await phone.dial('+37120000002')
  const { items, total } = (await phone.request('GET', '/phone/calls')).json
  expect(total).toBe(2)
  expect(items.map(({ pbxCallId }: { pbxCallId: string }) => pbxCallId)).toEqual([second, first])
  const page = await phone.request('GET', '/phone')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(page.text).toContain(`${AGENT} → ${CUSTOMER}`)
})
