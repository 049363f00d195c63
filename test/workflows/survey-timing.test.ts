import { expect, test } from 'vitest'
import { bookCall } from '../../workflows/customer.ts'
import { DAY, HOUR, type LifeUnderTest, MINUTE, QUARTER } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { ANSWERED, surveyCalls, toFirstTry, toSurvey, WANTED } from '../support/years.ts'

const { live, together } = useLives()

const ANALYTICS = { products: ['analytics'] } as const
const LOST_AND_FOUND = { products: ['lost_and_found'] } as const

/** A life whose welcome is over. */
const welcomed = (use: (life: LifeUnderTest) => Promise<void>): Promise<void> =>
  live(ANALYTICS, async (life) => {
    await life.say('welcome', WANTED)
    await use(life)
  })

test('a survey that an agent skips comes the next quarter', async () => {
  await welcomed(async (life) => {
    const first = await life.step('survey')
    await life.change('survey')
    const skipped = await life.step('survey')
    expect(skipped).toMatchObject({ status: 'skipped', why: { code: 'skipped', params: { reason: 'the seller asked' } } })
    await life.passTo(first?.at, DAY)
    expect(surveyCalls(life)).toEqual([])
    await life.passTo(String(skipped?.why.params.next), HOUR)
    await life.say('survey-1', ANSWERED)
    expect([...life.seller.surveyed.values()]).toEqual(['completed'])
  })
})

test('a survey that an agent moves is held then', async () => {
  await welcomed(async (life) => {
    const to = life.in(20 * DAY)
    await life.change('survey', to)
    await life.passTo(to, MINUTE)
    expect(await life.call('survey-1')).toMatchObject({ dueAt: to, status: 'due' })
    await life.say('survey-1', ANSWERED)
    expect(Date.parse((await life.step('survey'))?.at ?? '')).toBeGreaterThan(Date.parse(to) + 90 * DAY)
  })
})

test('who bought only Lost & Found is asked when somebody asks for it, as often as that, and never else', async () => {
  await live(LOST_AND_FOUND, async (life) => {
    await life.change('survey', life.in(3 * DAY))
    await life.passTo(life.in(3 * DAY), MINUTE)
    await life.say('survey-1', ANSWERED)
    await life.pass(2 * QUARTER)
    expect(surveyCalls(life)).toEqual(['survey-1 survey'])
    const again = life.in(200 * DAY)
    await life.change('survey', again)
    await life.passTo(again, MINUTE)
    await life.say('survey-2', ANSWERED)
    expect(life.seller.surveyed.size).toBe(2)
    for (const { params } of life.seller.entries.filter(({ kind }) => kind === 'survey_ended'))
      expect(params.quarter).toMatch(/^\d{4}-Q[1-4]$/)
  })
})

test('a survey that was asked for and is skipped does not come again by itself', async () => {
  await live(LOST_AND_FOUND, async (life) => {
    await life.change('survey', life.in(3 * DAY))
    await life.change('survey')
    expect(await life.step('survey')).toMatchObject({ status: 'skipped' })
    await life.pass(4 * QUARTER)
    expect(surveyCalls(life)).toEqual([])
  })
})

test('nobody is asked while he is being onboarded', async () => {
  await welcomed(async (life) => {
    const at = (await life.step('survey'))?.at ?? ''
    await life.ask(bookCall, {
      bookingId: life.callId('booking'),
      callId: life.callId('onboarding'),
      customerId: life.id,
      purpose: 'onboarding',
      start: new Date(Date.parse(at) + DAY).toISOString(),
      minutes: 45,
      actor: 'agent/anna',
    })
    await life.passTo(at, HOUR)
    expect(surveyCalls(life)).toEqual([])
    expect(Date.parse((await life.step('survey'))?.at ?? '')).toBeGreaterThan(Date.parse(at) + 14 * DAY)
    await life.pass(2 * DAY)
    await life.say('onboarding', { outcome: 'completed' })
    await toSurvey(life)
    await life.say('survey-1', ANSWERED)
    expect(life.seller.surveyed.size).toBe(1)
  })
})

test('nobody is asked within thirty days of the talk about his trial', async () => {
  await live(
    (began) => ({ ...ANALYTICS, trialEndsAt: new Date(began + 84 * DAY).toISOString() }),
    async (life) => {
      await life.say('welcome', WANTED)
      await toFirstTry(life)
      const talkedAt = Date.parse(await life.now())
      await life.say('trial-end', { outcome: 'completed' })
      while (surveyCalls(life).length === 0) await toSurvey(life)
      expect(Date.parse(await life.now()) - talkedAt).toBeGreaterThan(30 * DAY)
    },
  )
})

test('sellers who came in the same moment are asked each at a minute of his own', async () => {
  await together([ANALYTICS, ANALYTICS, ANALYTICS, ANALYTICS, ANALYTICS], async (lives) => {
    const at = await Promise.all(lives.map(async (life) => (await life.step('survey'))?.at))
    expect(new Set(at).size).toBe(5)
  })
})
