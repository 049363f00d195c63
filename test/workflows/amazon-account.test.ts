import { expect, test } from 'vitest'
import type { AmazonConsent } from '../../domain/amazon/accounts.ts'
import { connectAmazon } from '../../workflows/customer.ts'
import { DAY, type LifeUnderTest } from '../support/life.ts'
import { useLives } from '../support/lives.ts'

const { live } = useLives()

const consent = async (life: LifeUnderTest): Promise<AmazonConsent> => ({
  accountId: 'account-1',
  sellingPartnerId: 'A1B2C3D4E5',
  region: 'eu',
  sealedRefreshToken: 'c2VhbGVk',
  consentedAt: await life.now(),
})

test('a consent plans when to ask again, and the account is analysed', async () => {
  await live({}, async (life) => {
    expect(await life.steps()).toContain('profile_analysis parked no_account')
    const told = await life.ask(connectAmazon, await consent(life))
    expect(told).toEqual({ effect: 'connected', customerId: life.id, accountId: 'account-1' })
    expect(await life.steps()).toEqual(
      expect.arrayContaining(['profile_analysis done analysed', 'amazon_reauthorisation planned authorisation_ends']),
    )
  })
})

test('a new consent in time puts off the question for another year', async () => {
  await live({}, async (life) => {
    await life.ask(connectAmazon, await consent(life))
    await life.passTo((await life.step('amazon_reauthorisation'))?.at, DAY)
    expect(await life.step('amazon_reauthorisation')).toMatchObject({ status: 'due' })
    await life.ask(connectAmazon, await consent(life))
    const step = await life.step('amazon_reauthorisation')
    expect(step).toMatchObject({ status: 'planned', why: { code: 'authorisation_ends' } })
    expect(Date.parse(step?.at ?? '') - Date.parse(await life.now())).toBeGreaterThan(300 * DAY)
  })
})

test('a consent that belongs to another life changes nothing here', async () => {
  await live(
    {},
    async (life) => {
      const before = await life.steps()
      expect(await life.ask(connectAmazon, await consent(life))).toMatchObject({ effect: 'elsewhere', customerId: 'another' })
      expect(await life.steps()).toEqual(before)
    },
    { consent: 'elsewhere' },
  )
})

test('a cancelled account takes a consent and plans nothing', async () => {
  await live({}, async (life) => {
    await life.tell('account.cancelled')
    await life.ask(connectAmazon, await consent(life))
    expect((await life.steps()).every((step) => step.includes('skipped'))).toBe(true)
  })
})
