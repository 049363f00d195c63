import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openClock } from '../../sandbox/clock.ts'
import { createSwitchboard } from '../../sandbox/phone/switchboard.ts'
import type { Reporter } from '../../sandbox/phone/webhook.ts'
import { openSandbox } from './rooms.ts'

const GOOD = '+37120000001'

test.each([
  ['POST', '/phone/dial', { from: GOOD }, '/to'],
  ['POST', '/phone/dial', { from: GOOD, to: '030 1234' }, '/to'],
  ['POST', '/phone/dial', { from: 493012345678, to: GOOD }, '/from'],
  ['POST', '/phone/dial', { from: GOOD, to: `${GOOD}\r\nX: y` }, '/to'],
  ['POST', '/phone/dial', { from: GOOD, to: GOOD, ringMs: 1 }, '/ringMs'],
  ['POST', '/phone/incoming', { from: GOOD, to: GOOD, answered: 'no' }, '/answered'],
  ['PUT', '/phone/lines/%2B37120000001', { behaviour: 'shouts' }, '/behaviour'],
  ['PUT', '/phone/lines/%2B37120000001', {}, '/behaviour'],
  ['PUT', '/phone/lines/anna', { behaviour: 'busy' }, '/e164'],
  ['PUT', '/mailbox/state', { accepting: 'false' }, '/accepting'],
  ['PUT', '/mailbox/state', { accepting: false, forever: true }, '/forever'],
  ['GET', '/mailbox/messages?form=ida', undefined, '/form'],
])('%s %s with %j is refused and names %s', async (method, path, body, field) => {
  const { request } = await openSandbox()
  const { status, headers, json } = await request(method, path, body)
  expect(status).toBe(400)
  expect(headers.get('content-type')).toContain('application/problem+json')
  expect(json.errors.map((error: { field: string }) => error.field)).toContain(field)
})

test('a body that is no JSON is refused, and no call is made', async () => {
  const { request } = await openSandbox()
  expect((await request('POST', '/phone/dial', 'dial!')).status).toBe(400)
  expect((await request('POST', '/phone/dial')).status).toBe(400)
  expect((await request('GET', '/phone/calls')).json.total).toBe(0)
})

test.each([
  ['GET', '/phone/calls/nobody'],
  ['POST', '/phone/calls/nobody/hangup'],
  ['GET', '/mailbox/messages/nobody'],
  ['GET', '/mailbox/nobody'],
  ['GET', '/nowhere'],
])('%s %s is not found', async (method, path) => {
  const { request } = await openSandbox()
  expect(await request(method, path)).toMatchObject({ status: 404, json: { status: 404 } })
})

test('the oldest calls that are over are forgotten, those still up are not', async () => {
  const reporter: Reporter = {
    report: ({ event }) => ({ event, webhookId: event, at: '2027-03-01T09:00:00Z', status: 'delivered', attempts: 1 }),
    close: async () => {},
  }
  const switchboard = createSwitchboard({
    seed: 'a',
    reporter,
    clock: await openClock({ log: pino({ level: 'silent' }) }),
    ringMs: 3_600_000,
  })
  try {
    const up = switchboard.dial(GOOD, GOOD)
    for (let dialled = 0; dialled < 1_100; dialled += 1) switchboard.hangUp(switchboard.dial(GOOD, GOOD).pbxCallId)
    expect(switchboard.calls()).toHaveLength(1_000)
    expect(switchboard.call(up.pbxCallId)?.state).toBe('ringing')
  } finally {
    switchboard.close()
  }
})
