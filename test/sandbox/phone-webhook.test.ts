import { expect, test } from 'vitest'
import { allSettled, isOver, newSecret, openReceiver, openSandbox } from './rooms.ts'

const CUSTOMER = '+37120000001'

async function callBusy(answer: Parameters<typeof openReceiver>[1]) {
  const telephonySecret = newSecret()
  const api = await openReceiver(telephonySecret, answer)
  const phone = await openSandbox({ apiUrl: `${api.apiUrl}/`, telephonySecret })
  await phone.request('PUT', `/phone/lines/${encodeURIComponent(CUSTOMER)}`, { behaviour: 'busy' })
  const id = await phone.dial(CUSTOMER)
  return { api, call: await phone.callWhen(id, isOver) }
}

test.each([500, 503, 429, 408])(
  'an event answered with %i is tried again under the same webhook-id, and later ones wait for it',
  async (status) => {
    const { api, call } = await callBusy((event, attempt) => (event.event === 'newCall' && attempt < 3 ? status : 204))
    expect(api.reported.map(({ event }) => event.event)).toEqual(['newCall', 'newCall', 'newCall', 'hangup'])
    expect(new Set(api.reported.slice(0, 3).map(({ webhookId }) => webhookId)).size).toBe(1)
    expect(api.reported[3]?.webhookId).not.toBe(api.reported[0]?.webhookId)
    expect(api.unsigned).toEqual([])
    expect(call.events.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['delivered', 3],
      ['delivered', 1],
    ])
    expect(call.events[0]?.reason).toBeUndefined()
  },
)

test.each([400, 401, 404, 422, 302])(
  'an event answered with %i is given up at once, and the next one is still reported',
  async (status) => {
    const { api, call } = await callBusy((event) => (event.event === 'newCall' ? status : 204))
    expect(api.reported.map(({ event }) => event.event)).toEqual(['newCall', 'hangup'])
    expect(call.events.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['given_up', 1],
      ['delivered', 1],
    ])
    expect(call.events[0]?.reason).toContain(String(status))
  },
)

test('an API that is down is asked again, and the sandbox can be closed meanwhile', async () => {
  const phone = await openSandbox()
  const call = await phone.callWhen(await phone.dial(CUSTOMER), ({ events }) => (events[0]?.attempts ?? 0) >= 2)
  expect(call.events[0]).toMatchObject({ event: 'newCall', status: 'pending' })
  expect(call.events[0]?.reason).toBeTruthy()
  await phone.close()
})

test('a call that waits for the API does not hold up another one', async () => {
  const telephonySecret = newSecret()
  const api = await openReceiver(telephonySecret, ({ to }) => (to === CUSTOMER ? 500 : 204))
  const phone = await openSandbox({ apiUrl: api.apiUrl, telephonySecret })
  const stuck = await phone.dial(CUSTOMER)
  await phone.callWhen(await phone.dial('+37120000002'), (call) => call.state !== 'ringing' && allSettled(call))
  expect((await phone.call(stuck)).events[0]?.status).toBe('pending')
})
