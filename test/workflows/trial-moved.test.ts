import { expect, test } from 'vitest'
import { DAY, MINUTE } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { DECLINED, TALKED, toFirstTry, trialEnds } from '../support/years.ts'

const { live } = useLives()

test.each([
  ['earlier', 7],
  ['later', 28],
])('a trial that is told to end %s is talked over then, and ends once', async (_, days) => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    await life.tell('account.trial_ending', { trialEndsAt: life.in(days * DAY) })
    expect(life.seller.trial().endsAt).toBe(life.in(days * DAY))
    await toFirstTry(life)
    expect(Date.parse(await life.now())).toBeGreaterThan(Date.parse(life.in((days - 6) * DAY)))
    await life.say('trial-end', TALKED)
    await life.passTo(life.in(60 * DAY))
    expect(trialEnds(life)).toEqual([{ endsAt: life.in(days * DAY), talked: true }])
    expect(life.planned).toEqual(['welcome welcome', 'trial-end trial_end'])
  })
})

test('a trial that is told to end at another time while it is being talked over is talked over then', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    await toFirstTry(life)
    await life.tell('account.trial_ending', { trialEndsAt: life.in(28 * DAY) })
    expect(await life.call('trial-end')).toMatchObject({ status: 'cancelled' })
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'planned', why: { code: 'trial_ends' } })
    await toFirstTry(life)
    await life.say('trial-end-2', TALKED)
    await life.passTo(life.in(60 * DAY))
    expect(trialEnds(life)).toEqual([{ endsAt: life.in(28 * DAY), talked: true }])
    expect(life.records.mails).not.toContain('trial_questionnaire')
  })
})

test('a trial that goes on longer after the talk ends later, without another talk', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    await toFirstTry(life)
    await life.say('trial-end', TALKED)
    await life.tell('account.trial_ending', { trialEndsAt: life.in(28 * DAY) })
    await life.passTo(life.in(60 * DAY))
    expect(trialEnds(life)).toEqual([{ endsAt: life.in(28 * DAY), talked: true }])
    expect(life.planned).toEqual(['welcome welcome', 'trial-end trial_end'])
  })
})

test('a trial that has ended already, as the shop tells, ends at once and is not talked over', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    await life.pass(3 * DAY)
    await life.tell('account.trial_ending', { trialEndsAt: life.in(2 * DAY) })
    expect(trialEnds(life)).toEqual([{ endsAt: life.in(2 * DAY), talked: false }])
    await life.passTo(life.in(20 * DAY))
    expect(life.planned).toEqual(['welcome welcome'])
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'skipped' })
    expect(trialEnds(life)).toHaveLength(1)
  })
})

test('a talk that an agent moved stays where he moved it', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    const to = life.in(9 * DAY)
    await life.change('trial_end_call', to)
    await life.tell('account.trial_ending', { trialEndsAt: life.in(28 * DAY) })
    expect(await life.step('trial_end_call')).toMatchObject({ at: to, why: { code: 'moved' } })
    await life.passTo(to, MINUTE)
    await life.say('trial-end', TALKED)
    await life.passTo(life.in(60 * DAY))
    expect(trialEnds(life)).toEqual([{ endsAt: life.in(28 * DAY), talked: true }])
    expect(life.planned).toEqual(['welcome welcome', 'trial-end trial_end'])
  })
})
