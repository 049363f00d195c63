import { expect, test } from 'vitest'
import type { Agreement } from '../../domain/calls/calls.ts'
import type { AgreementVersion } from '../../domain/profile/agreement.ts'
import { agreeStrategy } from '../../workflows/call.ts'
import { type LifeUnderTest, MINUTE } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { DECLINED, toFirstTry } from '../support/years.ts'

const { live } = useLives()

const eur = (minor: number) => ({ minor, currency: 'EUR' })
const garden: Agreement = { group: 'garden', strategy: 'push', min: eur(800), max: eur(1500) }
const toys: Agreement = { group: 'toys', strategy: 'hold' }
const NOW = { outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } } as const

const agree = async (life: LifeUnderTest, name: string, ...agreed: readonly Agreement[]): Promise<AgreementVersion> =>
  (await life.ask(agreeStrategy, { agreed, actor: 'agent/anna' }, `call/${life.callId(name)}`)) as AgreementVersion
const refusal = (asked: Promise<unknown>): Promise<string | undefined> =>
  asked.then(
    () => undefined,
    (error: { cause?: { type?: string } }) => error.cause?.type ?? String(error),
  )
const agreedOn = ({ seller }: LifeUnderTest) =>
  seller.entries.filter(({ kind }) => kind === 'strategy_agreed').map(({ params, actor }) => [params.version, params.agreed, actor])

test('a welcome takes no agreement; once it goes on as the onboarding it takes several, and its outcome repeats them without a word', async () => {
  await live({}, async (life) => {
    expect(await refusal(agree(life, 'welcome', garden))).toBe('CallNotOpen')
    await life.say('welcome', NOW)
    expect(await agree(life, 'welcome', garden)).toMatchObject({ version: 1, by: 'agent/anna', groups: [garden] })
    expect(await agree(life, 'welcome', garden, toys)).toMatchObject({ version: 2, groups: [toys, { ...garden, version: 1 }] })
    expect(await life.call('welcome')).toMatchObject({ status: 'in_call', agreements: 2 })
    await life.say('welcome', { outcome: 'completed', data: { experience: 'newcomer', agreed: [garden, toys] } })
    expect(agreedOn(life)).toEqual([
      [1, [garden], 'agent/anna'],
      [2, [toys], 'agent/anna'],
    ])
    expect(life.seller.timeline()).toContain('onboarded')
  })
})

test('what the outcome alone says is agreed on, too, and only what it changes is news', async () => {
  await live({}, async (life) => {
    await life.say('welcome', NOW)
    await agree(life, 'welcome', garden)
    const cheaper = { ...garden, min: eur(700) }
    await life.say('welcome', { outcome: 'completed', data: { agreed: [cheaper] } })
    expect(agreedOn(life).at(-1)).toEqual([2, [cheaper], 'agent/anna'])
    expect(life.records.agreements).toEqual([`${life.callId('welcome')}/agreed/1`])
  })
})

test('the talk at the end of a trial takes agreements before it is due, and none after its end', async () => {
  await live({}, async (life) => {
    await life.say('welcome', DECLINED)
    await life.passTo(String((await life.step('trial_end_call'))?.why.params.triesFrom), 5 * MINUTE)
    expect(await life.call('trial-end')).toMatchObject({ status: 'planned' })
    expect(await agree(life, 'trial-end', garden)).toMatchObject({ version: 1 })
    await toFirstTry(life)
    expect(await agree(life, 'trial-end', { ...garden, strategy: 'hold' })).toMatchObject({ version: 2 })
    await life.say('trial-end', { outcome: 'completed', data: { feedback: 'fine' } })
    expect(await refusal(agree(life, 'trial-end', garden))).toMatch(/NotFound/)
    expect(agreedOn(life)).toHaveLength(2)
  })
})

test('what is incoherent, or nothing at all, is refused and counts for nothing', async () => {
  await live({}, async (life) => {
    await life.say('welcome', NOW)
    expect(await refusal(agree(life, 'welcome'))).toBe('InvalidRequest')
    expect(await refusal(agree(life, 'welcome', { ...garden, min: eur(1501) }))).toBe('InvalidRequest')
    expect(await refusal(agree(life, 'welcome', garden, garden))).toBe('InvalidRequest')
    expect(await life.call('welcome')).not.toHaveProperty('agreements')
    expect(agreedOn(life)).toEqual([])
  })
})

test('two who agree at the same moment take turns', async () => {
  await live({}, async (life) => {
    await life.say('welcome', NOW)
    const versions = await Promise.all([agree(life, 'welcome', garden), agree(life, 'welcome', toys)])
    expect(versions.map(({ version }) => version).sort()).toEqual([1, 2])
  })
})
