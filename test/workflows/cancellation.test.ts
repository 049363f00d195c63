import { expect, test } from 'vitest'
import { phoneEvent } from '../../workflows/call.ts'
import { bookCall, requestCall } from '../../workflows/customer.ts'
import { DAY, type LifeUnderTest, MINUTE, QUARTER } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { toFirstTry, toSurvey, WANTED } from '../support/years.ts'

const { live } = useLives()

const YEAR = 4 * QUARTER

const book = (life: LifeUnderTest, purpose: 'onboarding' | 'consultation', days: number): Promise<unknown> =>
  life.ask(bookCall, {
    bookingId: life.callId(`${purpose}-booking`),
    callId: life.callId(purpose),
    customerId: life.id,
    purpose,
    start: life.in(days * DAY),
    minutes: 45,
    actor: 'agent/anna',
  })

const ring = async (life: LifeUnderTest, name: string): Promise<void> => {
  const handle = life.workflow.getHandle(`call/${life.callId(name)}`)
  for (const event of ['newCall', 'answer'] as const)
    await handle.signal(phoneEvent, { event, pbxCallId: name, direction: 'out', at: life.in(0) })
  await life.pass(0)
}

test('a cancellation withdraws what is planned, and nothing follows for a year', async () => {
  await live({}, async (life) => {
    await book(life, 'onboarding', 2)
    await book(life, 'consultation', 3)
    await life.ask(requestCall, { callId: life.callId('asked'), purpose: 'setup_help', actor: 'key/k1' })
    await life.tell('account.cancelled')
    for (const name of ['welcome', 'onboarding', 'consultation', 'asked']) expect((await life.call(name)).status).toBe('cancelled')
    expect(life.records.mails.filter((mail) => mail === 'booking_cancelled')).toHaveLength(2)
    expect(await life.steps()).toEqual([
      'welcome_call skipped account_cancelled',
      'profile_analysis skipped account_cancelled',
      'onboarding_call skipped account_cancelled',
      'trial_end_call skipped account_cancelled',
      'survey skipped account_cancelled',
    ])
    const [planned, timeline] = [life.planned.length, life.seller.timeline().length]
    await life.pass(YEAR)
    expect(life.planned).toHaveLength(planned)
    expect(life.seller.timeline()).toHaveLength(timeline)
    await expect(life.change('survey', life.in(2 * YEAR))).rejects.toThrow()
  })
})

test('a conversation under way goes on through a cancellation, and what was agreed on in it stands', async () => {
  await live({}, async (life) => {
    await ring(life, 'welcome')
    await life.tell('account.cancelled')
    expect(await life.call('welcome')).toMatchObject({ status: 'in_call' })
    const at = life.in(2 * DAY)
    await life.say('welcome', { outcome: 'completed', data: { support: 'wanted', onboarding: { at } } })
    expect(await life.step('welcome_call')).toMatchObject({ status: 'done' })
    expect(await life.step('onboarding_call')).toMatchObject({ status: 'planned', at })
    await life.pass(YEAR)
    expect(life.planned.map((call) => call.split(' ').at(-1))).toEqual(['welcome', 'onboarding'])
  })
})

test('nobody is called again after a try that a cancellation came into', async () => {
  await live({}, async (life) => {
    await ring(life, 'welcome')
    await life.tell('account.cancelled')
    await life.say('welcome', { outcome: 'no_answer' })
    expect(await life.call('welcome')).toMatchObject({ status: 'cancelled', outcome: 'no_answer' })
    expect(await life.step('welcome_call')).toMatchObject({ status: 'skipped', why: { code: 'account_cancelled' } })
  })
})

test('a withdrawn cancellation goes on with the same welcome call, where it was', async () => {
  await live({}, async (life) => {
    await life.tell('account.cancelled')
    const { version } = await life.call('welcome')
    await life.pass(DAY)
    await life.tell('account.cancellation_withdrawn')
    expect(await life.call('welcome')).toMatchObject({ status: 'planned', version: version + 1 })
    expect(life.planned).toEqual(['welcome welcome'])
    await life.say('welcome', WANTED)
    expect(await life.steps()).toEqual([
      'welcome_call done held',
      'profile_analysis parked no_account',
      'trial_end_call planned trial_ends',
      'survey planned each_quarter',
    ])
    expect(life.records.welcomes).toEqual(['wanted'])
  })
})

test('who was welcomed before he cancelled is not welcomed again; trial and surveys go on', async () => {
  await live({}, async (life) => {
    await life.say('welcome', WANTED)
    const before = await life.steps()
    await life.tell('account.cancelled')
    await life.pass(DAY)
    await life.tell('account.cancellation_withdrawn')
    expect(await life.steps()).toEqual(before)
    await toFirstTry(life)
    await life.say('trial-end', { outcome: 'completed' })
    await toSurvey(life)
    expect(life.planned).toEqual(['welcome welcome', 'trial-end trial_end', 'survey-1 survey'])
    expect(life.seller.timeline().filter((kind) => kind === 'trial_ended')).toHaveLength(1)
  })
})

test('a trial that ended while the account was cancelled ends when it comes back, without a talk', async () => {
  await live({}, async (life) => {
    await life.say('welcome', WANTED)
    await life.tell('account.cancelled')
    await life.passTo(life.in(20 * DAY))
    expect(life.seller.trial().status).toBe('running')
    await life.tell('account.cancellation_withdrawn')
    expect(life.seller.trial().status).toBe('over')
    await life.pass(20 * DAY)
    expect(life.planned).toEqual(['welcome welcome'])
  })
})

test('a survey that a cancellation withdrew is asked in another call when the account is back', async () => {
  await live({ products: ['analytics'] }, async (life) => {
    await life.say('welcome', WANTED)
    await toSurvey(life)
    await life.tell('account.cancelled')
    expect(await life.call('survey-1')).toMatchObject({ status: 'cancelled' })
    await life.pass(DAY)
    await life.tell('account.cancellation_withdrawn')
    await toSurvey(life)
    await life.say('survey-2', { outcome: 'completed', data: { answers: [{ question: 'satisfaction', value: 3 }] } })
    expect([...life.seller.surveyed]).toEqual([[life.callId('survey-2'), 'completed']])
    expect(life.seller.notices).toContainEqual(expect.objectContaining({ kind: 'low_score' }))
  })
})

test('a cancellation and its withdrawal in one breath leave the life as it was', async () => {
  await live({}, async (life) => {
    const before = await life.steps()
    const cancelled = await life.event('account.cancelled', { time: life.in(MINUTE) })
    await life.hear(cancelled, await life.event('account.cancellation_withdrawn', { time: life.in(2 * MINUTE) }))
    expect(await life.steps()).toEqual(before.map((step) => step.replace('new_customer', 'cancellation_withdrawn')))
    expect((await life.call('welcome')).status).toBe('planned')
    expect(life.planned).toEqual(['welcome welcome'])
  })
})
