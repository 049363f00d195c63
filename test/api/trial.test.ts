import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicHolidays } from '../../adapters/public-holidays.ts'
import type { CallView } from '../../api/schemas/calls.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

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

const HOUR = 3_600_000
const DAY = 24 * HOUR

const callsOf = async (customerId: string, purpose: string): Promise<CallView[]> =>
  (await stack.request('GET', `/v1/calls?customerId=${customerId}&purpose=${purpose}`)).body.items
const card = async (callId: string) => (await stack.request('GET', `/v1/calls/${callId}`)).body
const record = async (callId: string, outcome: string, data?: Record<string, unknown>) => {
  const recorded = await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: { outcome, ...(data ? { data } : {}) } })
  expect(recorded.status, JSON.stringify(recorded.body)).toBe(200)
  return recorded.body as CallView
}
const patch = (id: string, step: string, body: unknown) => stack.request('PATCH', `/v1/customers/${id}/plan/${step}`, { body })
const trialStep = (customerId: string) =>
  soon(async () => {
    const step = (await desk.plan(customerId)).steps.find((one) => one.step === 'trial_end_call')
    expect(step).toBeDefined()
    return step!
  })
const noticesOf = async (customerId: string, kind: string, as: 'agent' | 'lead' = 'agent') =>
  (await stack.request('GET', '/v1/notifications?limit=200', { as })).body.items.filter(
    (one: { kind: string; customerId?: string }) => one.kind === kind && one.customerId === customerId,
  )
const entriesOf = async (customerId: string, kind: string) => (await desk.timeline(customerId)).filter((one) => one.kind === kind)
/** The trial-end call, once its first try is planned. */
const callOf = async (customerId: string): Promise<CallView> => {
  const triesFrom = String((await trialStep(customerId)).why.params.triesFrom)
  await clock.reach(triesFrom)
  return soon(async () => {
    const found = await callsOf(customerId, 'trial_end')
    expect(found).toHaveLength(1)
    expect(found[0]!.dueAt).not.toBeNull()
    return found[0]!
  })
}
const local = (instant: string, timeZone: string) => {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const [weekday = '', time = ''] = parts.format(new Date(instant)).split(' ')
  return { weekday: weekday.replace(',', ''), time }
}
const WORKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']

test('the talk at the end has the whole trial on its card, and its feedback and strategy are recorded', async () => {
  const { id, trial, createdAt } = await desk.register({ languages: ['fr'], country: 'FR' })
  const welcome = await desk.welcomeOf(id)
  await record(welcome.id, 'no_answer')
  await record(welcome.id, 'completed', { support: 'wanted', onboarding: 'now' })
  const before = [{ group: 'private-label', strategy: 'push', min: { minor: 999, currency: 'EUR' } }]
  await record(welcome.id, 'completed', { experience: 'newcomer', agreed: before })

  const call = await callOf(id)
  expect(call).toMatchObject({ status: 'planned', why: { timing: { code: 'trial_ends', params: { endsAt: trial.endsAt } } } })
  expect(Date.parse(call.dueAt!)).toBeLessThan(Date.parse(trial.endsAt!))
  const { talkingPoints, sinceLastTalk, agenda } = await card(call.id)
  expect(talkingPoints[0]).toEqual({
    code: 'trial_so_far',
    params: { startedAt: createdAt, endsAt: trial.endsAt, tries: 3, talks: 2, agreed: before },
  })
  const shown = sinceLastTalk.map(({ kind }: { kind: string }) => kind)
  expect(shown).toEqual(expect.arrayContaining(['customer_registered', 'welcomed', 'onboarded', 'strategy_agreed', 'call_attempt']))
  expect(agenda.map(({ code }: { code: string }) => code)).toEqual(
    expect.arrayContaining(['look_back_at_trial', 'ask_feedback', 'adjust_strategy']),
  )

  const agreed = [{ group: 'private-label', strategy: 'buy_box' }]
  const refused = await stack.request('POST', `/v1/calls/${call.id}/outcome`, { body: { outcome: 'completed', data: { feedback: 7 } } })
  expectBadField(refused, '/data/feedback')
  expect(await record(call.id, 'completed', { feedback: 'more Buy Box, fewer mails', agreed })).toMatchObject({ status: 'done' })
  const [talk] = await entriesOf(id, 'trial_talked_over')
  expect(talk?.params).toMatchObject({ callId: call.id, feedback: 'more Buy Box, fewer mails' })
  expect((await entriesOf(id, 'strategy_agreed')).map(({ params }) => params.agreed)).toEqual([agreed, before])
  await soon(async () => expect(await trialStep(id)).toMatchObject({ status: 'done', callId: call.id }))
  expect((await desk.customer(id)).trial.status).toBe('running')

  await clock.reach(new Date(Date.parse(trial.endsAt!) + HOUR).toISOString())
  expect((await desk.customer(id)).trial).toEqual({ status: 'over', endsAt: trial.endsAt })
  const [ended, ...others] = await entriesOf(id, 'trial_ended')
  expect(others).toEqual([])
  expect(ended?.params).toEqual({ endsAt: trial.endsAt, talked: true })
  expect((await entriesOf(id, 'mail_sent')).map(({ params }) => params.template)).not.toContain('trial_questionnaire')
  expect(await callsOf(id, 'trial_end')).toHaveLength(1)
})

test('nobody reached: three tries on three business days, a questionnaire in his language, and the trial ends all the same', async () => {
  const timeZone = 'Europe/Riga'
  // The trial ends at the time of day at which it begins: in the evening its last day is a whole one, with a moment clear of both failed tries.
  const evening = new Date(Date.parse(`${(await clock.instant()).slice(0, 10)}T16:00:00Z`) + DAY).toISOString()
  await clock.reach(evening)
  const { id, trial, contact } = await desk.register({ languages: ['lv'], country: 'LV' })
  const step = await trialStep(id)
  const last = step.at!
  let call = await callOf(id)
  const days: string[] = []
  for (let tries = 1; tries <= 3; tries += 1) {
    await clock.reach(call.dueAt ?? '')
    await soon(async () => expect((await desk.call(call.id)).status).toBe('due'))
    const { weekday, time } = local(call.dueAt!, timeZone)
    expect(WORKDAYS).toContain(weekday)
    expect(time >= '09:00' && time < '18:00', time).toBe(true)
    days.push(call.dueAt!.slice(0, 10))
    call = await record(call.id, 'no_answer')
    expect(call.status).toBe(tries < 3 ? 'retry_wait' : 'done')
  }
  expect(new Set(days).size).toBe(3)
  expect(days[2]).toBe(last.slice(0, 10)) // the last business day within the trial
  expect((await desk.call(call.id)).attempts).toHaveLength(3)
  const mail = await soon(async () => {
    const [newest] = (await desk.mailsTo(contact.email)).filter(({ messageId }) => messageId.includes('questionnaire'))
    expect(newest).toBeDefined()
    return newest!
  })
  expect(mail.text).toMatch(/izmēģinājum/i)
  await soon(async () => expect(await trialStep(id)).toMatchObject({ status: 'skipped', why: { code: 'not_reached' }, callId: call.id }))
  expect((await desk.customer(id)).trial.status).toBe('running')

  await clock.reach(new Date(Date.parse(trial.endsAt!) + HOUR).toISOString())
  expect((await desk.customer(id)).trial.status).toBe('over')
  const [ended] = await entriesOf(id, 'trial_ended')
  expect(ended?.params).toEqual({ endsAt: trial.endsAt, talked: false })
  expect(await noticesOf(id, 'trial_ended', 'lead')).toEqual([
    expect.objectContaining({ params: { endsAt: trial.endsAt, talked: false, proposed: { code: 'try_once_more' } } }),
  ])
  await clock.advance(20 * DAY)
  expect(await entriesOf(id, 'trial_ended')).toHaveLength(1)
  expect(await callsOf(id, 'trial_end')).toHaveLength(1)
  expect((await desk.mailsTo(contact.email)).filter(({ messageId }) => messageId.includes('questionnaire'))).toHaveLength(1)
})

/** The next Sunday, or a public holiday on a weekday, that is more than three weeks away, at noon in Riga. */
async function endOn(what: 'Sunday' | 'holiday', holidays: ReadonlySet<string>): Promise<number> {
  const now = await clock.now()
  const date = (at: number) => new Date(at).toISOString().slice(0, 10)
  const first = Math.floor(now / DAY) * DAY + 22 * DAY + 10 * HOUR
  const days = Array.from({ length: 300 }, (_, n) => first + n * DAY)
  const weekday = (at: number) => new Date(at).getUTCDay()
  return days.find((at) => (what === 'Sunday' ? weekday(at) === 0 : weekday(at) % 6 !== 0 && holidays.has(date(at))))!
}

test.each(['Sunday', 'holiday'] as const)(
  'a trial that ends on a %s: the last try is on the business day before, and the trial ends though nobody is reached',
  async (what) => {
    const year = new Date(await clock.now()).getUTCFullYear()
    const years = await Promise.all([year, year + 1].map((one) => publicHolidays('LV', '', one)))
    const holidays = new Set(years.flat().map(({ date }) => date))
    const end = await endOn(what, holidays)
    let last = end
    do last -= DAY
    while (new Date(last).getUTCDay() % 6 === 0 || holidays.has(new Date(last).toISOString().slice(0, 10)))

    const endsAt = new Date(end).toISOString()
    const { id } = await desk.register({ languages: ['lv'], country: 'LV', trialEndsAt: endsAt })
    let call = await callOf(id)
    while (call.status !== 'done') {
      await clock.reach(call.dueAt ?? '')
      await soon(async () => expect((await desk.call(call.id)).status).toBe('due'))
      call = await record(call.id, 'no_answer')
    }
    const tried = call.attempts.map(({ at }) => at.slice(0, 10))
    expect(new Set(tried).size).toBe(3)
    expect(tried.at(-1)).toBe(new Date(last).toISOString().slice(0, 10))
    for (const date of tried) expect(holidays.has(date), date).toBe(false)
    expect((await desk.customer(id)).trial.status).toBe('running')
    await clock.reach(new Date(end + HOUR).toISOString())
    expect((await desk.customer(id)).trial).toEqual({ status: 'over', endsAt })
    expect((await entriesOf(id, 'trial_ended')).map(({ params }) => params)).toEqual([{ endsAt, talked: false }])
  },
)

test('nobody even tries: the leads hear of it, and the trial ends', async () => {
  const { id, trial } = await desk.register({ languages: ['it'], country: 'IT' })
  const call = await callOf(id)
  await clock.reach(new Date(Date.parse(trial.endsAt!) + HOUR).toISOString())
  expect(await desk.call(call.id)).toMatchObject({ status: 'done', attempts: [] })
  expect(await noticesOf(id, 'call_never_tried', 'lead')).toHaveLength(1)
  expect(await entriesOf(id, 'trial_ended')).toHaveLength(1)
  expect((await desk.customer(id)).trial.status).toBe('over')
  expectProblem(await stack.request('POST', `/v1/calls/${call.id}/outcome`, { body: { outcome: 'no_answer' } }), 409, 'call-not-open')
})

test('a skipped talk is not held, a moved one at its time, and the trial ends when it ends', async () => {
  const skipped = await desk.register({ languages: ['es'], country: 'ES' })
  const moved = await desk.register({ languages: ['es'], country: 'ES' })
  await Promise.all([skipped, moved].map(({ id }) => trialStep(id)))
  expect((await patch(skipped.id, 'trial_end_call', { action: 'skip', reason: 'he stays anyway' })).status).toBe(200)
  const to = new Date(Date.parse(moved.trial.endsAt!) + 2 * DAY).toISOString()
  expect((await patch(moved.id, 'trial_end_call', { action: 'move', to, reason: 'on holiday' })).status).toBe(200)

  await clock.reach(new Date(Date.parse(moved.trial.endsAt!) + HOUR).toISOString())
  for (const { id, trial } of [skipped, moved]) {
    expect((await desk.customer(id)).trial).toEqual({ status: 'over', endsAt: trial.endsAt })
    expect(await entriesOf(id, 'trial_ended')).toHaveLength(1)
    expect(await callsOf(id, 'trial_end')).toEqual([])
  }
  expect(await trialStep(skipped.id)).toMatchObject({
    status: 'skipped',
    why: { code: 'skipped', params: { reason: 'he stays anyway' } },
  })
  expect(await trialStep(moved.id)).toMatchObject({ status: 'planned', at: to })
  await clock.reach(to)
  await clock.advance(HOUR)
  const [call] = await callsOf(moved.id, 'trial_end')
  expect(Date.parse(call!.dueAt!)).toBeGreaterThanOrEqual(Date.parse(to))
  expect(await record(call!.id, 'completed', { feedback: 'fine' })).toMatchObject({ status: 'done' })
  expect(await callsOf(skipped.id, 'trial_end')).toEqual([])
})

test('the contract says when the trial ends, for any product; an event says it anew, also while the talk is planned', async () => {
  const endsAt = new Date((await clock.now()) + 25 * DAY).toISOString()
  const { id, trial } = await desk.register({ products: ['analytics'], trialEndsAt: endsAt, languages: ['de'], country: 'DE' })
  expect(trial).toEqual({ status: 'running', endsAt })
  const first = await callOf(id)
  expect(Date.parse(endsAt) - (await clock.now())).toBeLessThan(8 * DAY)

  const later = new Date((await clock.now()) + 30 * DAY).toISOString()
  const event = {
    specversion: '1.0',
    id: 'later',
    source: '/trial',
    type: 'account.trial_ending',
    subject: id,
    data: { trialEndsAt: later },
  }
  expect((await stack.request('POST', '/v1/events', { body: event, as: 'service' })).status).toBe(202)
  await soon(async () => {
    expect(await trialStep(id)).toMatchObject({ status: 'planned', why: { code: 'trial_ends', params: { endsAt: later } } })
    expect((await desk.call(first.id)).status).toBe('cancelled')
  })
  expect((await desk.customer(id)).trial).toEqual({ status: 'running', endsAt: later })
  const { at } = await trialStep(id)
  expect(Date.parse(at!)).toBeLessThan(Date.parse(later))
  expect(Date.parse(later) - Date.parse(at!)).toBeLessThan(4 * DAY)

  await clock.reach(new Date(Date.parse(endsAt) + HOUR).toISOString())
  expect(await entriesOf(id, 'trial_ended')).toEqual([])
  await clock.reach(String((await trialStep(id)).why.params.triesFrom))
  const second = await soon(async () => {
    const open = (await callsOf(id, 'trial_end')).filter((call) => call.id !== first.id)
    expect(open).toHaveLength(1)
    return open[0]!
  })
  await record(second.id, 'completed', { feedback: 'fine' })
  await clock.reach(new Date(Date.parse(later) + HOUR).toISOString())
  expect((await desk.customer(id)).trial).toEqual({ status: 'over', endsAt: later })
  expect((await entriesOf(id, 'trial_ended')).map(({ params }) => params)).toEqual([{ endsAt: later, talked: true }])
})

test('a trial that an event gives to who had none has a card that knows when it began', async () => {
  const { id } = await desk.register({ products: ['lost_and_found'], languages: ['de'], country: 'DE' })
  const startedAt = await clock.now()
  const endsAt = new Date(startedAt + 9 * DAY).toISOString()
  const event = {
    specversion: '1.0',
    id: 'given',
    source: '/trial',
    type: 'account.trial_ending',
    subject: id,
    data: { trialEndsAt: endsAt },
  }
  expect((await stack.request('POST', '/v1/events', { body: event, as: 'service' })).status).toBe(202)
  const call = await callOf(id)
  const { talkingPoints } = await card(call.id)
  expect(talkingPoints[0]).toEqual({ code: 'trial_so_far', params: expect.objectContaining({ endsAt, tries: 0, talks: 0, agreed: [] }) })
  expect(Math.abs(Date.parse(talkingPoints[0].params.startedAt) - startedAt)).toBeLessThan(60_000)
})

test('a step whose call is planned is moved and skipped with it, for a reason', async () => {
  const { id, trial } = await desk.register({ languages: ['fr'], country: 'FR' })
  const call = await callOf(id)
  const to = new Date(Date.parse(trial.endsAt!) - 3 * HOUR).toISOString()
  const moved = await patch(id, 'trial_end_call', { action: 'move', to, reason: 'at a fair' })
  expect(moved.status).toBe(200)
  expect(moved.body.steps.find(({ step }: { step: string }) => step === 'trial_end_call')).toMatchObject({
    status: 'planned',
    at: to,
    callId: call.id,
    why: { params: { reason: 'at a fair' } },
  })
  expect(await desk.call(call.id)).toMatchObject({ status: 'planned', dueAt: to })
  expect((await entriesOf(id, 'call_rescheduled'))[0]?.params).toMatchObject({ reason: 'at a fair', to })
  expectBadField(
    await patch(id, 'trial_end_call', { action: 'move', to: new Date((await clock.now()) - 1).toISOString(), reason: 'x' }),
    '/to',
  )

  expect((await patch(id, 'trial_end_call', { action: 'skip', reason: 'he wrote' })).status).toBe(200)
  expect((await desk.call(call.id)).status).toBe('cancelled')
  expectProblem(await patch(id, 'trial_end_call', { action: 'skip', reason: 'x' }), 409, 'step-not-open')
  await clock.reach(new Date(Date.parse(trial.endsAt!) + HOUR).toISOString())
  expect(await callsOf(id, 'trial_end')).toHaveLength(1)
  expect(await entriesOf(id, 'trial_ended')).toHaveLength(1)
  expect((await entriesOf(id, 'mail_sent')).map(({ params }) => params.template)).not.toContain('trial_questionnaire')
})

test('a talk withdrawn with the account is planned anew when it comes back in time', async () => {
  const { id, trial } = await desk.register({ languages: ['fr'], country: 'FR' })
  const first = await callOf(id)
  const happens = async (type: string) => {
    const event = {
      specversion: '1.0',
      id: type,
      source: `/trial/${id}`,
      type: `account.${type}`,
      subject: id,
      time: await clock.instant(),
    }
    expect((await stack.request('POST', '/v1/events', { body: event, as: 'service' })).body).toEqual({ duplicate: false })
  }
  await happens('cancelled')
  await soon(async () => expect((await desk.call(first.id)).status).toBe('cancelled'))
  await clock.advance(3 * HOUR)
  expect(await callsOf(id, 'trial_end')).toHaveLength(1)
  await happens('cancellation_withdrawn')
  const open = async () => (await callsOf(id, 'trial_end')).filter(({ status }) => status !== 'cancelled')
  await soon(async () => expect((await desk.customer(id)).stage).toBe('registered'))
  await soon(async () => expect((await trialStep(id)).status).toBe('planned'))
  const { why, at } = await trialStep(id)
  await clock.reach(String(why.params.triesFrom ?? at))
  const [second] = await soon(async () => {
    const found = await open()
    expect(found).toHaveLength(1)
    return found
  })
  expect(second!.dueAt! < trial.endsAt!).toBe(true)
  expect(await record(second!.id, 'completed', { feedback: 'fine' })).toMatchObject({ status: 'done' })
  await soon(async () => expect(await trialStep(id)).toMatchObject({ status: 'done', callId: second!.id }))
})
