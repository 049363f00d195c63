import { expect, test } from 'vitest'
import { localDate } from '../../domain/calendar/windows.ts'
import { requestCall } from '../../workflows/customer.ts'
import { DAY, HOUR, MINUTE } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { DECLINED, TALKED, toFirstTry, toTrialEnd, trialEnd, trialEnds } from '../support/years.ts'

const { live } = useLives()

const weekday = (instant: string): number => new Date(`${localDate(Date.parse(instant), 'Europe/Lisbon')}T12:00Z`).getUTCDay()

test('the talk at the end of the trial is held, and the trial ends at its time, no later than half an hour after', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    expect(Date.parse(trialEnd(life)) - Date.parse(life.in(14 * DAY))).toBeLessThanOrEqual(HOUR) // P14D on the calendar
    await toFirstTry(life)
    expect(await life.call('trial-end')).toMatchObject({ purpose: 'trial_end', status: 'due' })
    await life.say('trial-end', TALKED)
    expect(life.records.trialTalks).toEqual([{ feedback: 'worth it' }])
    await life.passTo(trialEnd(life), -MINUTE)
    expect(trialEnds(life)).toEqual([])
    await toTrialEnd(life)
    expect(trialEnds(life)).toEqual([{ endsAt: trialEnd(life), talked: true }])
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'done', why: { code: 'held' } })
  })
})

/** Three whole business days lie before its end on a Friday at 18:00; of a last day cut short a third try may be left out. */
test('whom nobody reaches on three business days is asked by mail, and his trial ends all the same', async () => {
  await live(
    (began) => ({ trialEndsAt: new Date(began + 11 * DAY + 8 * HOUR).toISOString() }),
    async (life) => {
      await life.say('welcome', DECLINED)
      await toFirstTry(life)
      const tries: string[] = []
      while ((await life.step('trial_end_call'))?.status !== 'skipped') {
        await life.passTo((await life.call('trial-end')).dueAt)
        tries.push(await life.now())
        await life.say('trial-end', { outcome: 'no_answer' })
      }
      expect(tries.map(weekday)).toEqual([3, 4, 5])
      expect(tries.every((instant) => instant < trialEnd(life))).toBe(true)
      expect(await life.step('trial_end_call')).toMatchObject({ why: { code: 'not_reached', params: { outcome: 'no_answer' } } })
      expect(life.records.mails).toContain('trial_questionnaire')
      await toTrialEnd(life)
      expect(trialEnds(life)).toEqual([{ endsAt: trialEnd(life), talked: false }])
      expect(life.seller.notices.at(-1)).toMatchObject({ kind: 'trial_ended', params: { proposed: { code: 'try_once_more' } } })
    },
  )
})

test('a talk that nobody tried to hold is over when the trial is, and the leads are told', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    await toTrialEnd(life)
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'skipped', why: { code: 'never_tried' } })
    expect(life.records.notices).toContainEqual(expect.objectContaining({ audience: 'leads', kind: 'call_never_tried' }))
    expect(life.records.mails).toContain('trial_questionnaire')
    expect(trialEnds(life)).toHaveLength(1)
  })
})

test('a talk that an agent moved is held then, even after the trial has ended', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    const to = life.in(16 * DAY)
    await life.change('trial_end_call', to)
    await life.passTo(life.in(15 * DAY))
    expect(trialEnds(life)).toHaveLength(1)
    expect(life.planned).toEqual(['welcome welcome'])
    await life.passTo(to, MINUTE)
    expect(await life.call('trial-end')).toMatchObject({ dueAt: to, status: 'due' })
    await life.say('trial-end', TALKED)
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'done' })
    expect(trialEnds(life)).toHaveLength(1)
  })
})

test('a talk that an agent skipped is not held, and the trial still ends', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    await life.change('trial_end_call')
    await toTrialEnd(life)
    expect(life.planned).toEqual(['welcome welcome'])
    expect(await life.step('trial_end_call')).toMatchObject({
      status: 'skipped',
      why: { code: 'skipped', params: { reason: 'the seller asked' } },
    })
    expect(trialEnds(life)).toHaveLength(1)
  })
})

test('a trial of three hours is talked over at once', async () => {
  await live(
    (began) => ({ trialEndsAt: new Date(began + 3 * HOUR).toISOString() }),
    async (life) => {
      expect(life.planned).toContain('trial-end trial_end')
      await life.pass(HOUR)
      await life.say('trial-end', TALKED)
      await toTrialEnd(life)
      expect(trialEnds(life)).toEqual([{ endsAt: trialEnd(life), talked: true }])
    },
  )
})

test('who wants no more calls from us is not called at the end of his trial', async () => {
  await live({}, async (life) => {
    await life.ask(requestCall, { callId: life.callId('asked'), purpose: 'consultation', actor: 'key/k1' })
    await life.say('welcome', DECLINED)
    await life.say('asked', { outcome: 'opted_out', data: { scope: 'service' } })
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'skipped', why: { code: 'opted_out' } })
    await toTrialEnd(life)
    expect(life.planned).not.toContain('trial-end trial_end')
    expect(trialEnds(life)).toHaveLength(1)
  })
})

test('calls that are planned already are taken back from who wants no more of them', async () => {
  await live({}, async (life) => {
    await life.ask(requestCall, { callId: life.callId('asked'), purpose: 'consultation', actor: 'key/k1' })
    await toFirstTry(life)
    await life.say('trial-end', { outcome: 'no_answer' })
    await life.say('asked', { outcome: 'opted_out', data: { scope: 'all' } })
    for (const name of ['trial-end', 'welcome']) expect(await life.call(name)).toMatchObject({ status: 'cancelled' })
    const steps = await life.steps()
    expect(steps).toContain('welcome_call skipped opted_out')
    expect(steps).toContain('trial_end_call skipped opted_out')
    await life.pass(30 * DAY)
    expect(life.planned).toHaveLength(3)
    expect(life.records.mails).not.toContain('trial_questionnaire')
  })
})
