import { expect, test } from 'vitest'
import { requestCall } from '../../workflows/customer.ts'
import { DAY, HOUR } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { ANSWERED, DECLINED, TALKED, toFirstTry, toSurvey, WANTED } from '../support/years.ts'

const { live } = useLives()

const YEARS = 3
const QUARTERS = 4 * YEARS

test('three years: one welcome, one trial, a survey each quarter, in several runs', async () => {
  await live({}, async (life) => {
    const runs = new Set([await life.runId()])
    const quarters: string[] = []
    await life.say('welcome', { outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } })
    await life.say('welcome', { outcome: 'completed', data: { experience: 'newcomer' } })
    await toFirstTry(life)
    await life.say('trial-end', TALKED)
    for (let survey = 1; survey <= QUARTERS; survey += 1) {
      const step = await life.step('survey')
      quarters.push(String(step?.why.params.quarter))
      await life.passTo(step?.at, HOUR)
      await life.say(`survey-${survey}`, ANSWERED)
      runs.add(await life.runId())
    }

    expect(Date.parse(await life.now()) - Date.parse(life.in(0))).toBeGreaterThan(YEARS * 365 * DAY)
    expect(life.planned).toEqual(['welcome welcome', 'trial-end trial_end', ...quarters.map((_, index) => `survey-${index + 1} survey`)])
    expect([...life.seller.surveyed.values()]).toEqual(quarters.map(() => 'completed'))
    expect(quarters).toEqual([...new Set(quarters)].sort())
    expect(life.seller.timeline().filter((kind) => kind === 'trial_ended')).toHaveLength(1)
    expect(life.seller.trial().status).toBe('over')
    expect(life.records.mails).toEqual(['welcome_call_planned'])
    expect(await life.steps()).toEqual([
      'welcome_call done held',
      'profile_analysis parked no_account',
      'onboarding_call done held',
      'trial_end_call done held',
      'survey planned each_quarter',
    ])
    expect(runs.size).toBeGreaterThan(2)
  })
})

test('a quiet life that is renewed goes on as it was in a new run', async () => {
  await live({ products: ['analytics'] }, async (life) => {
    await life.say('welcome', WANTED)
    const [before, steps] = [await life.runId(), await life.steps()]
    await life.renew()
    expect(await life.runId()).not.toBe(before)
    expect(await life.steps()).toEqual(steps)
    await toSurvey(life)
    expect(life.planned).toEqual(['welcome welcome', 'survey-1 survey'])
  })
})

test('a busy life is renewed when its last call is over', async () => {
  await live({}, async (life) => {
    const before = await life.runId()
    await life.ask(requestCall, { callId: life.callId('asked'), purpose: 'consultation', actor: 'key/k1' })
    await life.renew()
    await life.tell('account.renewed')
    expect(await life.runId()).toBe(before)
    await life.say('welcome', DECLINED)
    expect(await life.runId()).toBe(before)
    await life.say('asked', { outcome: 'completed' })
    expect(await life.runId()).not.toBe(before)
    expect(life.records.events).toEqual(['1 told'])
    expect(await life.steps()).toContain('welcome_call done held')
  })
})
