import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NoticeView } from '../../api/schemas/notices.ts'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { eventually } from '../support/eventually.ts'
import { seller } from '../support/sellers.ts'
import { telephoneOf } from '../support/telephone.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

type Fields = Record<string, unknown>
const DAY = 86_400_000
const FROM_NOW = (days: number) => new Date(Date.now() + days * DAY).toISOString()

const eventOf = (type: string, subject: string | undefined, fields: Fields = {}): Fields & { id: string } => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/shop',
  type: `account.${type}`,
  ...(subject === undefined ? {} : { subject }),
  ...fields,
})
const deliver = (body: unknown, options: Parameters<TestStack['request']>[2] = {}) =>
  stack.request('POST', '/v1/events', { body, as: 'service', ...options })

/** Delivers an event that is news and answers its id. */
async function tell(type: string, subject: string | undefined, fields: Fields = {}): Promise<string> {
  const event = eventOf(type, subject, fields)
  const { status, body } = await deliver(event)
  expect([status, body]).toEqual([202, { duplicate: false }])
  return event.id
}

const entriesOf = async (customerId: string, eventId: string) =>
  (await desk.timeline(customerId)).filter(({ params }) => params.eventId === eventId)
/** The one line that an event left on the timeline. */
const heard = (customerId: string, eventId: string) =>
  soon(async () => {
    const entries = await entriesOf(customerId, eventId)
    expect(entries).toHaveLength(1)
    return entries[0]!
  })
const noticesOf = async (eventId: string): Promise<NoticeView[]> =>
  (await stack.request('GET', '/v1/notifications?limit=200')).body.items.filter(
    ({ params }: NoticeView) => (params as Fields).eventId === eventId,
  )
const callsOf = async (customerId: string, query = '') =>
  (await stack.request('GET', `/v1/calls?customerId=${customerId}${query}`)).body.items
const stepsOf = async (customerId: string) =>
  Object.fromEntries((await desk.plan(customerId)).steps.map(({ step, status, why }) => [step, [status, why.code]]))
const stageIs = (customerId: string, stage: string) => soon(async () => expect((await desk.customer(customerId)).stage).toBe(stage))

describe('what is told reaches the life and the team', () => {
  test.each([
    ['cancelled', { reason: 'too dear' }, 'cancelled', 'ask_why'],
    ['cancelled', undefined, 'cancelled', 'ask_why'],
    ['renewed', { until: '2099-01-01', plan: { name: 'gold', seats: 3 } }, 'told', 'offer_consultation'],
    ['contract_adjusted', { from: 'gold', to: 'silver' }, 'told', 'offer_setup_help'],
    ['trial_ending', { trialEndsAt: '2099-03-06T16:00:00+01:00' }, 'trial_moved', 'look_at_plan'],
    ['product_added', { product: 'analytics' }, 'product_added', 'offer_setup_help'],
  ])('account.%s with data %j', async (type, data, effect, proposed) => {
    const { id } = await desk.register()
    const eventId = await tell(type, id, data === undefined ? {} : { data })
    const { kind, params, actor } = await heard(id, eventId)
    expect([kind, actor]).toEqual([`account_${type}`, expect.stringMatching(/^key\//)])
    expect(params).toMatchObject({ source: '/shop', type: `account.${type}`, effect })
    const [notice, ...others] = await noticesOf(eventId)
    expect(others).toEqual([])
    expect(notice).toMatchObject({ kind: `account_${type}`, customerId: id, params: { proposed: { code: proposed } } })
  })

  test('what else was said of a renewal or a new contract is shown as it came', async () => {
    const { id } = await desk.register()
    const data = { until: '2099-01-01', plan: { name: 'gold', seats: 3 } }
    for (const type of ['renewed', 'contract_adjusted'])
      expect((await heard(id, await tell(type, id, { data }))).params.details).toEqual(data)
    expect(await stepsOf(id)).toMatchObject({ welcome_call: ['planned', 'first_opening'] }) // and nothing else came of it
  })

  test('a withdrawn cancellation that never was changes nothing and wakes nobody', async () => {
    const { id } = await desk.register()
    const eventId = await tell('cancellation_withdrawn', id)
    expect((await heard(id, eventId)).params.effect).toBe('known')
    expect(await noticesOf(eventId)).toEqual([])
    expect((await desk.customer(id)).stage).toBe('registered')
  })

  test('the subject is the id or the externalId', async () => {
    const externalId = randomUUID()
    const { id } = await desk.register({ externalId })
    await heard(id, await tell('renewed', id))
    await heard(id, await tell('renewed', externalId))
  })
})

describe('the envelope', () => {
  let customerId: string
  beforeAll(async () => {
    customerId = (await desk.register()).id
  })
  const renewed = (fields: Fields = {}) => eventOf('renewed', customerId, fields)

  test.each(['application/json', 'application/cloudevents+json', 'application/cloudevents+json; charset=UTF-8'])(
    'comes as %s',
    async (type) => {
      const answer = await deliver(renewed(), { headers: { 'content-type': type } })
      expect([answer.status, answer.body]).toEqual([202, { duplicate: false }])
    },
  )

  test('of another media type is 415, a batch too', async () => {
    for (const type of ['text/plain', 'application/cloudevents-batch+json', 'application/xml'])
      expectProblem(await deliver(renewed(), { headers: { 'content-type': type } }), 415, 'unsupported-media-type')
  })

  test('may carry extension attributes with plain values, and what is null is not there', async () => {
    const extensions = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      partitionkey: 'x',
      sequence: 7,
      sampled: true,
    }
    const optional = {
      time: '2026-11-01T10:00:00+01:00',
      datacontenttype: 'application/vnd.shop.v2+json; charset=utf-8',
      dataschema: 'https://shop.example/renewed.json',
      data: {},
    }
    expect((await deliver(renewed({ ...extensions, ...optional }))).body).toEqual({ duplicate: false })
    const unset = { traceparent: null, time: null, datacontenttype: null, dataschema: null, data: null }
    expect((await deliver(renewed(unset))).body).toEqual({ duplicate: false })
  })

  test.each<[string, Fields]>([
    ['/specversion', { specversion: undefined }],
    ['/specversion', { specversion: '0.3' }],
    ['/specversion', { specversion: 1 }],
    ['/id', { id: undefined }],
    ['/id', { id: '' }],
    ['/id', { id: null }],
    ['/id', { id: 7 }],
    ['/id', { id: 'x'.repeat(257) }],
    ['/id', { id: 'a\nb' }],
    ['/source', { source: undefined }],
    ['/source', { source: ' ' }],
    ['/source', { source: '/shop\n' }],
    ['/type', { type: undefined }],
    ['/type', { type: 'account.exploded' }],
    ['/type', { type: 'cancelled' }],
    ['/subject', { subject: undefined }],
    ['/subject', { subject: '' }],
    ['/subject', { subject: 'x'.repeat(129) }],
    ['/time', { time: 'yesterday' }],
    ['/time', { time: '2026-11-01' }],
    ['/datacontenttype', { datacontenttype: 'text/xml' }],
    ['/data', { data: 'gold' }],
    ['/data', { data: ['gold'] }],
    ['/data', { data: { long: 'x'.repeat(9_000) } }],
    ['/data_base64', { data_base64: 'AAAA' }],
    ['/customerId', { customerId: 'x' }],
    ['/trace_parent', { trace_parent: 'x' }],
    ['/baggage', { baggage: { a: 1 } }],
    ['/baggage', { baggage: ['a'] }],
    ['/data', { type: 'account.trial_ending' }],
    ['/data/trialEndsAt', { type: 'account.trial_ending', data: {} }],
    ['/data/trialEndsAt', { type: 'account.trial_ending', data: { trialEndsAt: '2099-01-01' } }],
    ['/data/until', { type: 'account.trial_ending', data: { trialEndsAt: '2099-01-01T00:00:00Z', until: 1 } }],
    ['/data', { type: 'account.product_added' }],
    ['/data/product', { type: 'account.product_added', data: {} }],
    ['/data/product', { type: 'account.product_added', data: { product: 'repricing' } }],
    ['/data', { type: 'account.signed_up', subject: undefined }],
  ])('is refused with %s where that is wrong: %j', async (field, fields) => {
    expectBadField(await deliver(renewed(fields)), field)
  })

  test('of an array, a string or half a JSON is 400', async () => {
    for (const body of ['[]', '"x"', 'null', '{"specversion":', JSON.stringify([renewed()])])
      expectProblem(await deliver(body), 400, 'invalid-request')
  })

  test('of the future is refused, not counted, and taken when its time has come; a clock some seconds ahead is none', async () => {
    const event = renewed({ time: FROM_NOW(1) })
    expectBadField(await deliver(event), '/time')
    expect((await deliver({ ...event, time: FROM_NOW(0) })).body).toEqual({ duplicate: false })
    expect((await deliver(renewed({ time: new Date(Date.now() + 5_000).toISOString() }))).status).toBe(202)
  })

  test('what is refused is not counted: mended, the same event is taken', async () => {
    const event = renewed({ data: { long: 'x'.repeat(9_000) } })
    expectBadField(await deliver(event), '/data')
    expectBadField(await deliver(event), '/data')
    expect((await deliver({ ...event, data: { long: 'x' } })).body).toEqual({ duplicate: false })
  })

  test('is delivered by machines and people alike, never without a key', async () => {
    for (const as of ['service', 'agent', 'lead', 'admin'] as const) expect((await deliver(renewed(), { as })).status).toBe(202)
    expectProblem(await deliver(renewed(), { as: null }), 401, 'unauthorized')
  })
})

describe('a subject nobody knows', () => {
  test('is 422 and not counted: the same event is taken once he is here', async () => {
    const externalId = randomUUID()
    const event = eventOf('renewed', externalId)
    for (let n = 0; n < 2; n += 1) expectProblem(await deliver(event), 422, 'unknown-subject')
    const { id } = await desk.register({ externalId })
    expect((await deliver(event)).body).toEqual({ duplicate: false })
    expect((await deliver(event)).body).toEqual({ duplicate: true })
    await heard(id, event.id)
  })
})

describe('account.signed_up', () => {
  const signUp = (subject: string | undefined, data: Fields = seller()) => eventOf('signed_up', subject, { data })
  const customerBy = async (externalId: string) => {
    const { items } = (await stack.request('GET', '/v1/customers?limit=200')).body
    return items.filter((one: { externalId: string }) => one.externalId === externalId)
  }

  test('registers the seller as the API would: his welcome is planned, the team knows', async () => {
    const externalId = randomUUID()
    const event = signUp(externalId)
    expect((await deliver(event)).body).toEqual({ duplicate: false })
    const [customer, ...others] = await customerBy(externalId)
    expect(others).toEqual([])
    expect(customer).toMatchObject({ company: 'Azulejo Lda', stage: 'registered', trial: { status: 'running' } })
    expect((await desk.welcomeOf(customer.id)).status).toBe('planned')
    expect((await desk.timeline(customer.id)).filter(({ kind }) => kind === 'customer_registered')).toHaveLength(1)

    expect((await deliver(event)).body).toEqual({ duplicate: true })
    // The same sign-up told by another event finds him.
    expect((await deliver({ ...event, id: randomUUID() })).body).toEqual({ duplicate: false })
    expect(await customerBy(externalId)).toHaveLength(1)
    expect(await callsOf(customer.id)).toHaveLength(1)
    await heard(customer.id, await tell('renewed', externalId))
  })

  test('needs no subject, and takes an externalId from its data', async () => {
    const externalId = randomUUID()
    await tell('signed_up', undefined, { data: seller({ externalId }) })
    expect(await customerBy(externalId)).toHaveLength(1)
  })

  test('joins a seller who is here already and is told of his new externalId', async () => {
    const { id, contact } = await desk.register()
    const externalId = randomUUID()
    await tell('signed_up', externalId, { data: seller({ contact }) })
    expect(await desk.customer(id)).toMatchObject({ externalId })
    expect((await desk.timeline(id)).map(({ kind }) => kind)).toContain('registration_joined')
    await eventually(async () => (await callsOf(id, '&purpose=welcome')).length === 1)
  })

  test('with the same source and id but other data counts once, one after the other or at once', async () => {
    const event = signUp(randomUUID())
    const other = { ...event, data: seller({ company: 'Another' }) }
    const answers = await Promise.all([deliver(event), deliver(other), deliver(event)])
    expect(answers.map(({ status, body }) => [status, body.title])).toEqual(Array(3).fill([202, undefined]))
    expect(answers.filter(({ body }) => body.duplicate === false)).toHaveLength(1)
    expect((await deliver(other)).body).toEqual({ duplicate: true })
    expect(await customerBy(event.subject as string)).toHaveLength(1)
  })

  test.each<[string, Fields]>([
    ['/data/contact/phone', { contact: { ...seller().contact, phone: '0912' } }],
    ['/data/contact', { contact: undefined }],
    ['/data/languages', { languages: [] }],
    ['/data/products/0', { products: ['repricing'] }],
    ['/data/colour', { colour: 'red' }],
    ['/data/trialEndsAt', { trialEndsAt: '2020-01-01T00:00:00Z' }],
  ])('with bad data names %s and is not counted', async (field, fields) => {
    const event = signUp(randomUUID(), { ...seller(), ...fields })
    expectBadField(await deliver(event), field)
    expect(await customerBy(event.subject as string)).toEqual([])
    expect((await deliver({ ...event, data: seller() })).body).toEqual({ duplicate: false })
  })
})

describe('one delivery or five', () => {
  test('in a row: one is news, one line, one notice', async () => {
    const { id } = await desk.register()
    const event = eventOf('cancelled', id)
    const duplicates: boolean[] = []
    for (let n = 0; n < 5; n += 1) duplicates.push((await deliver(event)).body.duplicate)
    expect(duplicates).toEqual([false, true, true, true, true])
    await stageIs(id, 'cancelled')
    await tell('renewed', id) // works off what came before
    await heard(id, event.id)
    expect(await noticesOf(event.id)).toHaveLength(1)
  })

  test('at once: the same', async () => {
    const { id } = await desk.register()
    const event = eventOf('contract_adjusted', id)
    const answers = await Promise.all(Array.from({ length: 5 }, () => deliver(event)))
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(202))
    expect(answers.filter(({ body }) => body.duplicate === false)).toHaveLength(1)
    await heard(id, await tell('renewed', id))
    expect(await entriesOf(id, event.id)).toHaveLength(1)
    expect(await noticesOf(event.id)).toHaveLength(1)
  })

  test('of a sign-up at once: one seller, one workflow, one call, one notice', async () => {
    const begun = new Date().toISOString()
    const externalId = randomUUID()
    const event = eventOf('signed_up', externalId, { data: seller() })
    const delivered = () => soon(async () => expect((await deliver(event)).status).toBe(202))
    await Promise.all(Array.from({ length: 5 }, delivered))
    const { items } = (await stack.request('GET', '/v1/customers?limit=200')).body
    const [one, ...others] = items.filter((found: { externalId: string }) => found.externalId === externalId)
    expect(others).toEqual([])
    await desk.welcomeOf(one.id)
    expect(await callsOf(one.id)).toHaveLength(1)
    const notices: NoticeView[] = (await stack.request('GET', '/v1/notifications?limit=200')).body.items
    expect(notices.filter(({ kind, customerId }) => kind === 'customer_registered' && customerId === one.id)).toHaveLength(1)

    const { id: later } = await desk.register() // listed after whatever the five have begun
    const query = `TaskQueue = "${stack.taskQueue}" AND WorkflowType = "customer" AND StartTime >= "${begun}"`
    await soon(async () => {
      const lives: string[] = []
      for await (const { workflowId } of stack.temporal.workflow.list({ query })) lives.push(workflowId)
      expect(lives.sort()).toEqual([`customer/${later}`, `customer/${one.id}`].sort())
    })
  })

  test('the same id from another source, or another id from the same, is another event', async () => {
    const { id } = await desk.register()
    const event = eventOf('renewed', id)
    expect((await deliver(event)).body.duplicate).toBe(false)
    expect((await deliver({ ...event, source: '/billing' })).body.duplicate).toBe(false)
    expect((await deliver({ ...event, id: randomUUID() })).body.duplicate).toBe(false)
    expect((await deliver({ ...event, type: 'account.cancelled' })).body.duplicate).toBe(true) // the pair alone counts
    await soon(async () => expect((await desk.timeline(id)).filter(({ kind }) => kind === 'account_renewed')).toHaveLength(3))
    expect((await desk.customer(id)).stage).toBe('registered')
  })

  test('while no worker runs it is taken, and takes effect once there is one', async () => {
    const { id } = await desk.register()
    await desk.welcomeOf(id)
    const event = eventOf('cancelled', id)
    await stack.stopWorker()
    try {
      expect((await deliver(event)).body).toEqual({ duplicate: false })
      expect((await deliver(event)).body).toEqual({ duplicate: true })
      expect((await desk.customer(id)).stage).toBe('registered')
    } finally {
      await stack.startWorker()
    }
    await stageIs(id, 'cancelled')
    await heard(id, await tell('renewed', id))
    expect(await entriesOf(id, event.id)).toHaveLength(1)
    expect(await noticesOf(event.id)).toHaveLength(1)
  })
})

describe('events out of order', () => {
  test('a cancellation that comes after its withdrawal does nothing', async () => {
    const { id } = await desk.register()
    await desk.welcomeOf(id)
    await heard(id, await tell('cancellation_withdrawn', id, { time: FROM_NOW(-1) }))
    const late = await tell('cancelled', id, { time: FROM_NOW(-2) })
    expect((await heard(id, late)).params.effect).toBe('out_of_date')
    expect(await noticesOf(late)).toEqual([])
    expect((await desk.customer(id)).stage).toBe('registered')
    expect(await stepsOf(id)).toMatchObject({ welcome_call: ['planned', 'first_opening'] })
    const newer = await tell('cancelled', id)
    expect((await heard(id, newer)).params.effect).toBe('cancelled')
  })

  test('the trial ends when the newest event says', async () => {
    const { id } = await desk.register()
    const [newer, older] = ['2099-05-05T10:00:00.000Z', '2099-04-04T10:00:00.000Z']
    await heard(id, await tell('trial_ending', id, { time: FROM_NOW(-1), data: { trialEndsAt: newer } }))
    const late = await tell('trial_ending', id, { time: FROM_NOW(-2), data: { trialEndsAt: older } })
    expect((await heard(id, late)).params.effect).toBe('out_of_date')
    expect((await desk.customer(id)).trial).toEqual({ status: 'running', endsAt: newer })
  })
})

describe('a cancelled account', () => {
  const cancelled = async (id: string) => {
    await heard(id, await tell('cancelled', id))
    await stageIs(id, 'cancelled')
  }
  const ended = (callId: string) => soon(async () => expect((await desk.call(callId)).status).toBe('cancelled'))

  test('takes planned calls and invitations back, and every step of the plan says why', async () => {
    const { id, contact } = await desk.register()
    const welcome = await desk.welcomeOf(id)
    const [slot] = await desk.slots(id)
    const booking = await desk.book(id, slot!.start)
    const wish = await stack.request('POST', `/v1/customers/${id}/calls`, { body: { purpose: 'consultation', at: FROM_NOW(20) } })
    await soon(async () => expect((await desk.mailsTo(contact.email)).map((mail) => mail.invitation?.method)).toContain('REQUEST'))

    await cancelled(id)
    for (const callId of [welcome.id, booking.callId, wish.body.id]) await ended(callId)
    expect((await stack.request('GET', `/v1/bookings/${booking.id}`)).body.status).toBe('cancelled')
    const invitations = await soon(async () => {
      const found = (await desk.mailsTo(contact.email)).flatMap(({ invitation }) => invitation ?? [])
      expect(found.map(({ method }) => method).sort()).toEqual(['CANCEL', 'REQUEST'])
      return found
    })
    expect(new Set(invitations.map(({ uid }) => uid)).size).toBe(1)
    expect(await desk.slots(id)).toContainEqual(slot)
    await soon(async () => {
      const { stage, steps } = await desk.plan(id)
      expect(stage).toBe('cancelled')
      expect(steps.map(({ step }) => step)).toEqual(['welcome_call', 'profile_analysis', 'onboarding_call', 'trial_end_call', 'survey'])
      for (const step of steps) expect(step).toMatchObject({ status: 'skipped', why: { code: 'account_cancelled' } })
    })
    const move = { action: 'move', to: FROM_NOW(30), reason: 'x' }
    for (const step of ['survey', 'trial_end_call', 'welcome_call'])
      expectProblem(await stack.request('PATCH', `/v1/customers/${id}/plan/${step}`, { body: move }), 409, 'step-not-open')
  })

  test('leaves a conversation alone, and what was said is recorded', async () => {
    const phone = `+3519${randomInt(10_000_000, 99_999_999)}`
    const { id } = await desk.register({ contact: { ...seller().contact, phone } })
    const { id: callId } = await desk.welcomeOf(id)
    const report = telephoneOf(stack)
    const ring = { pbxCallId: randomUUID(), direction: 'out', from: '+4930123456', to: phone }
    await report({ ...ring, event: 'newCall' })
    await report({ ...ring, event: 'answer' })
    await soon(async () => expect((await desk.call(callId)).status).toBe('in_call'))
    await cancelled(id)
    expect((await desk.call(callId)).status).toBe('in_call')
    expect((await stepsOf(id)).welcome_call![0]).toBe('running')
    await report({ ...ring, event: 'hangup', cause: 'normalClearing' })
    await soon(async () => expect((await desk.call(callId)).status).toBe('wrap_up'))
    const outcome = { outcome: 'completed', data: { support: 'declined' } }
    const recorded = await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: outcome })
    expect([recorded.status, recorded.body]).toEqual([200, expect.objectContaining({ status: 'done', outcome: 'completed' })])
    await soon(async () => expect((await stepsOf(id)).welcome_call).toEqual(['done', 'held']))
    expect(await desk.customer(id)).toMatchObject({ stage: 'cancelled', support: 'declined' })
    // Welcomed he was: that is how far he got, should he come back.
    await heard(id, await tell('cancellation_withdrawn', id))
    await stageIs(id, 'welcomed')
    expect(await callsOf(id, '&purpose=welcome')).toHaveLength(1)
  })

  test('that rings in vain while it is cancelled is tried no more', async () => {
    const phone = `+3519${randomInt(10_000_000, 99_999_999)}`
    const { id } = await desk.register({ contact: { ...seller().contact, phone } })
    const { id: callId } = await desk.welcomeOf(id)
    const report = telephoneOf(stack)
    const ring = { pbxCallId: randomUUID(), direction: 'out', from: '+4930123456', to: phone }
    await report({ ...ring, event: 'newCall' })
    await soon(async () => expect((await desk.call(callId)).status).toBe('ringing'))
    await cancelled(id)
    await report({ ...ring, event: 'hangup', cause: 'noAnswer' })
    await ended(callId)
    expect((await desk.call(callId)).attempts.map(({ outcome }) => outcome)).toEqual(['no_answer'])
  })

  test('that comes back goes on where it was: the same seller, one welcome, his trial as before', async () => {
    const { id, contact, trial } = await desk.register()
    const { id: callId } = await desk.welcomeOf(id)
    const before = (await desk.plan(id)).steps
    await soon(async () => expect(await desk.mailsTo(contact.email)).toHaveLength(1))
    await cancelled(id)
    await ended(callId)
    const eventId = await tell('cancellation_withdrawn', id)
    expect((await heard(id, eventId)).params.effect).toBe('resumed')
    expect(await noticesOf(eventId)).toHaveLength(1)
    await stageIs(id, 'registered')
    await soon(async () => expect((await desk.call(callId)).status).toBe('planned'))
    expect((await callsOf(id)).map((call: { id: string }) => call.id)).toEqual([callId])
    await soon(async () => {
      const after = (await desk.plan(id)).steps
      expect(after.map(({ step, status, at }) => [step, status, step === 'welcome_call' || at])).toEqual(
        before.map(({ step, status, at }) => [step, status, step === 'welcome_call' || at]),
      )
    })
    expect((await desk.customer(id)).trial).toEqual(trial)
    // Told once more when he will be called, as the time may be another; never welcomed anew.
    await soon(async () => expect(await desk.mailsTo(contact.email)).toHaveLength(2))
    const mails = (await desk.timeline(id)).filter(({ kind }) => kind === 'mail_sent')
    expect(mails.map(({ params }) => params.template)).toEqual(['welcome_call_planned', 'welcome_call_planned'])
    const done = await stack.request('POST', `/v1/calls/${callId}/outcome`, {
      body: { outcome: 'completed', data: { support: 'declined' } },
    })
    expect(done.status).toBe(200)
    await stageIs(id, 'welcomed')
  })

  test('and back, again and again, each event twice: one welcome call, one life', async () => {
    const { id } = await desk.register()
    await desk.welcomeOf(id)
    for (let n = 0; n < 4; n += 1) {
      const event = eventOf(n % 2 === 0 ? 'cancelled' : 'cancellation_withdrawn', id)
      await Promise.all([deliver(event), deliver(event)])
    }
    await heard(id, await tell('renewed', id))
    await soon(async () => expect(await stepsOf(id)).toMatchObject({ welcome_call: ['planned', 'first_opening'] }))
    expect(await callsOf(id)).toHaveLength(1)
    expect((await desk.customer(id)).stage).toBe('registered')
    const effects = (await desk.timeline(id)).filter(({ kind }) => kind.startsWith('account_canc')).map(({ params }) => params.effect)
    expect(effects.reverse()).toEqual(['cancelled', 'resumed', 'cancelled', 'resumed'])
  })

  test('whose welcome somebody had skipped is not called when he comes back', async () => {
    const { id } = await desk.register()
    const { id: callId } = await desk.welcomeOf(id)
    const skip = { action: 'skip', reason: 'he knows us' }
    expect((await stack.request('PATCH', `/v1/customers/${id}/plan/welcome_call`, { body: skip })).status).toBe(200)
    await cancelled(id)
    await heard(id, await tell('cancellation_withdrawn', id))
    await soon(async () => expect((await stepsOf(id)).survey![0]).toBe('planned'))
    expect((await desk.call(callId)).status).toBe('cancelled')
    expect((await stepsOf(id)).welcome_call![0]).toBe('skipped')
  })
})

describe('a product that is added', () => {
  test('the Repricer brings welcome, analysis and a trial of 14 days to a Lost & Found seller, once', async () => {
    const { id, timeZone } = await desk.register({ products: ['lost_and_found'] })
    expect((await desk.plan(id)).steps).toEqual([])
    const first = await tell('product_added', id, { data: { product: 'repricer' } })
    const { at } = await heard(id, first)
    const again = await tell('product_added', id, { data: { product: 'repricer' }, source: '/billing' })
    expect((await heard(id, again)).params.effect).toBe('known')
    expect(await noticesOf(again)).toEqual([])
    const { products, trial } = await desk.customer(id)
    expect(products.sort()).toEqual(['lost_and_found', 'repricer'])
    const startedAt = Date.parse(trial.endsAt!) - 14 * DAY
    expect([trial.status, timeZone]).toEqual(['running', 'Europe/Lisbon'])
    expect(Math.abs(startedAt - Date.parse(at))).toBeLessThan(DAY / 12) // an hour more or less where the clocks change
    await soon(async () =>
      expect(await stepsOf(id)).toEqual({
        welcome_call: ['planned', 'first_opening'],
        profile_analysis: ['parked', 'no_account'],
        trial_end_call: ['planned', 'trial_ends'],
        survey: ['planned', 'each_quarter'],
      }),
    )
    expect(await callsOf(id)).toHaveLength(1)
  })

  test('analytics brings welcome, analysis and survey, but no trial; Lost & Found brings nothing to call about', async () => {
    const { id } = await desk.register({ products: ['lost_and_found'] })
    await heard(id, await tell('product_added', id, { data: { product: 'analytics' } }))
    await soon(async () => expect(Object.keys(await stepsOf(id))).toEqual(['welcome_call', 'profile_analysis', 'survey']))
    expect((await desk.customer(id)).trial).toEqual({ status: 'none', endsAt: null })

    const other = await desk.register({ products: ['analytics'] })
    await desk.welcomeOf(other.id)
    const before = Object.keys(await stepsOf(other.id))
    await heard(other.id, await tell('product_added', other.id, { data: { product: 'lost_and_found' } }))
    expect(Object.keys(await stepsOf(other.id))).toEqual(before)
    expect((await desk.customer(other.id)).products.sort()).toEqual(['analytics', 'lost_and_found'])
  })

  test('the Repricer on top of analytics begins the trial and no second welcome', async () => {
    const { id } = await desk.register({ products: ['analytics'] })
    const { id: callId } = await desk.welcomeOf(id)
    await heard(id, await tell('product_added', id, { data: { product: 'repricer' } }))
    await soon(async () => expect((await stepsOf(id)).trial_end_call).toEqual(['planned', 'trial_ends']))
    expect((await callsOf(id)).map((call: { id: string }) => call.id)).toEqual([callId])
  })

  test('the Repricer of a cancelled account begins when it comes back', async () => {
    const { id } = await desk.register({ products: ['lost_and_found'] })
    await heard(id, await tell('cancelled', id))
    await heard(id, await tell('product_added', id, { data: { product: 'repricer' } }))
    expect(await callsOf(id)).toEqual([])
    await heard(id, await tell('cancellation_withdrawn', id))
    expect((await desk.welcomeOf(id)).status).toBe('planned')
    await soon(async () => expect((await stepsOf(id)).trial_end_call).toEqual(['planned', 'trial_ends']))
  })
})

describe('as time passes', () => {
  let demo: TestStack
  let there: Desk
  let clock: DemoTime
  beforeAll(async () => {
    demo = await startTestStack({ demo: true })
    there = deskOf(demo)
    clock = demoClockOf(demo)
  })
  afterAll(async () => {
    await demo?.close()
  })

  /** Delivers an event of now and waits until the life has heard it. */
  async function happens(type: string, subject: string, fields: Fields = {}): Promise<string> {
    const event = eventOf(type, subject, { time: await clock.instant(), ...fields })
    const answer = await demo.request('POST', '/v1/events', { body: event, as: 'service' })
    expect([answer.status, answer.body]).toEqual([202, { duplicate: false }])
    await soon(async () => expect((await there.timeline(subject)).map(({ params }) => params.eventId)).toContain(event.id))
    return event.id
  }
  const callsThere = async (customerId: string) => (await demo.request('GET', `/v1/calls?customerId=${customerId}`)).body.items
  const steps = async (customerId: string) => (await there.plan(customerId)).steps.map(({ step, status, why }) => [step, status, why.code])

  test('nothing happens to a cancelled account for a hundred days; it comes back without a second welcome, its trial over', async () => {
    const { id, contact, trial } = await there.register()
    const { id: callId } = await there.welcomeOf(id)
    await clock.advance('P1D')
    await happens('cancelled', id)
    await soon(async () => expect((await there.call(callId)).status).toBe('cancelled'))
    // The call is over a moment before its life has looked at how it ended.
    await soon(async () => expect((await steps(id)).filter(([, , code]) => code !== 'account_cancelled')).toEqual([]))
    const before = { timeline: await there.timeline(id), mails: (await there.mailsTo(contact.email)).length, plan: await steps(id) }
    expect(before.plan.map(([, status, code]) => [status, code])).toEqual(Array(4).fill(['skipped', 'account_cancelled']))

    await clock.advance('P100D')
    expect(await there.timeline(id)).toEqual(before.timeline)
    expect(await there.mailsTo(contact.email)).toHaveLength(before.mails)
    expect(await steps(id)).toEqual(before.plan)
    expect((await callsThere(id)).map((call: { status: string }) => call.status)).toEqual(['cancelled'])

    await happens('cancellation_withdrawn', id)
    await soon(async () =>
      expect((await steps(id)).map(([step, status]) => [step, status])).toEqual([
        ['welcome_call', 'planned'],
        ['profile_analysis', 'parked'],
        ['trial_end_call', 'skipped'],
        ['survey', 'planned'],
      ]),
    )
    await soon(async () => expect((await there.timeline(id)).filter(({ kind }) => kind === 'trial_ended')).toHaveLength(1))
    expect(await there.customer(id)).toMatchObject({ id, stage: 'registered', trial: { status: 'over', endsAt: trial.endsAt } })
    expect((await callsThere(id)).map((call: { id: string }) => call.id)).toEqual([callId])
    const { at } = (await there.plan(id)).steps.find(({ step }) => step === 'survey')!
    expect(Date.parse(at!)).toBeGreaterThan(Date.parse(await clock.instant()))
  })

  test('a Repricer that is added later begins its trial then, and is followed up like any other', async () => {
    const { id } = await there.register({ products: ['lost_and_found'] })
    await clock.advance('P30D')
    const addedAt = Date.parse(await clock.instant())
    await happens('product_added', id, { data: { product: 'repricer' } })
    const { trial } = await there.customer(id)
    expect(Math.abs(Date.parse(trial.endsAt!) - addedAt - 14 * DAY)).toBeLessThan(DAY / 12)
    await there.welcomeOf(id)
    await clock.advance('P13D')
    const [talk] = (await callsThere(id)).filter(({ purpose }: { purpose: string }) => purpose === 'trial_end')
    const { talkingPoints } = (await demo.request('GET', `/v1/calls/${talk.id}`)).body
    expect(talkingPoints[0].params).toMatchObject({ endsAt: trial.endsAt, tries: 0 })
    expect(Math.abs(Date.parse(talkingPoints[0].params.startedAt) - addedAt)).toBeLessThan(60_000)
    await clock.advance('P2D')
    expect((await there.customer(id)).trial.status).toBe('over')
    expect((await there.timeline(id)).filter(({ kind }) => kind === 'trial_ended')).toHaveLength(1)
  })

  test('an event that an event log holds for a month is taken late and changes what it still can', async () => {
    const { id } = await there.register({ products: ['analytics'] })
    const time = await clock.instant()
    await there.welcomeOf(id)
    await clock.advance('P30D')
    await happens('cancelled', id, { time })
    expect((await there.customer(id)).stage).toBe('cancelled')
    const ahead = eventOf('renewed', id, { time: new Date(Date.parse(await clock.instant()) + DAY).toISOString() })
    expectBadField(await demo.request('POST', '/v1/events', { body: ahead, as: 'service' }), '/time')
  })
})
