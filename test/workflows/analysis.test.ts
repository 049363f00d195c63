import { expect, test } from 'vitest'
import type { AmazonConsent } from '../../domain/amazon/accounts.ts'
import { analyseProfile, connectAmazon, describeSeller } from '../../workflows/customer.ts'
import { accountAdded } from '../../workflows/messages.ts'
import { progress } from '../../workflows/profile-analysis.ts'
import { DAY, HOUR, type LifeUnderTest } from '../support/life.ts'
import { useLives } from '../support/lives.ts'

const { live } = useLives()

const amazon = { accountId: 'account-1', sellingPartnerId: 'A1B2C3D4E5', region: 'eu', sealedRefreshToken: 'c2VhbGVk' } as const
const consent = async (life: LifeUnderTest): Promise<AmazonConsent> => ({ ...amazon, consentedAt: await life.now() })
const connect = async (life: LifeUnderTest) => life.ask(connectAmazon, await consent(life))
const ask = (life: LifeUnderTest) => life.ask(analyseProfile, { actor: 'agent/anna' })
const analysis = (life: LifeUnderTest) => life.step('profile_analysis')
const ended = ({ records }: LifeUnderTest) => records.kinds.filter((kind) => kind.startsWith('profile_analys'))

test('a seller who comes with his account is analysed beside his welcome call, which waits for nothing', async () => {
  await live({ amazon }, async (life) => {
    expect(await life.steps()).toEqual(
      expect.arrayContaining([
        'welcome_call planned new_customer',
        'profile_analysis done analysed',
        'amazon_reauthorisation planned authorisation_ends',
      ]),
    )
    expect(await analysis(life)).toMatchObject({ why: { params: { run: 1, skus: 12, groups: { private_label: 12 } } } })
  })
})

test('who has bought Lost & Found alone is analysed only where somebody asks for it', async () => {
  await live({ amazon, products: ['lost_and_found'] }, async (life) => {
    expect(await analysis(life)).toBeUndefined()
    await ask(life)
    expect(await analysis(life)).toMatchObject({ status: 'done', why: { code: 'analysed' } })
  })
})

test('one analysis at a time: a wish while one runs begins no second, a new account is looked at afterwards', async () => {
  await live(
    { amazon },
    async (life) => {
      expect(await analysis(life)).toMatchObject({ status: 'running' })
      await ask(life)
      await connect(life)
      expect(await life.workflow.getHandle(`profile/${life.id}`).query(progress)).toEqual({
        stage: 'first_sample',
        reports: { read: 1, missing: [] },
        sampled: false,
      })
      expect(ended(life)).toEqual([])
      delete life.stand.analysis
      await life.pass(1_000)
      expect(ended(life)).toEqual(['profile_analysed', 'profile_analysed'])
      expect(await analysis(life)).toMatchObject({ status: 'done', why: { params: { run: 2 } } })
    },
    { analysis: 'goes on' },
  )
})

test('who has seen the end of an analysis before its life has gets another one', async () => {
  await live({ amazon }, async (life) => {
    await life.ask(analyseProfile, { actor: 'agent/anna', over: 1 })
    expect(ended(life)).toEqual(['profile_analysed', 'profile_analysed'])
    // Seen before it began: the one that he means is over for long.
    await life.ask(analyseProfile, { actor: 'agent/anna', over: 1 })
    expect(await analysis(life)).toMatchObject({ status: 'done', why: { params: { run: 3 } } })
  })
})

test('an analysis that fails is shown with its reason, and may be asked for again', async () => {
  await live(
    { amazon },
    async (life) => {
      expect(await analysis(life)).toMatchObject({ status: 'parked', why: { code: 'analysis_failed', params: { error: 'misconfigured' } } })
      delete life.stand.analysis
      await ask(life)
      expect(await analysis(life)).toMatchObject({ status: 'done' })
    },
    { analysis: 'fails' },
  )
})

test('an authorisation that turns out to be revoked is asked for again; the new consent is analysed', async () => {
  await live(
    { amazon },
    async (life) => {
      expect(await life.steps()).toEqual(
        expect.arrayContaining(['profile_analysis parked analysis_failed', 'amazon_reauthorisation due authorisation_revoked']),
      )
      delete life.stand.analysis
      await connect(life)
      expect(await life.steps()).toEqual(
        expect.arrayContaining(['profile_analysis done analysed', 'amazon_reauthorisation planned authorisation_ends']),
      )
    },
    { analysis: 'revoked' },
  )
})

test('a person moves the analysis; one that was skipped stays so, whatever comes', async () => {
  await live({ amazon }, async (life) => {
    expect(await analysis(life)).toMatchObject({ status: 'done' })
    await expect(life.change('profile_analysis', life.in(2 * DAY))).rejects.toThrow() // over: it cannot be moved
  })
  await live({}, async (life) => {
    await life.change('profile_analysis')
    await connect(life)
    expect(await analysis(life)).toMatchObject({ status: 'skipped' })
  })
  await live({}, async (life) => {
    await life.change('profile_analysis', life.in(2 * DAY))
    await connect(life)
    expect(await analysis(life)).toMatchObject({ status: 'done' })
    await life.pass(2 * DAY + HOUR)
    expect(ended(life)).toEqual(['profile_analysed'])
  })
})

test('an account that a joined registration brought is analysed in the life that it joined', async () => {
  await live({}, async (life) => {
    await connect(life) // the record of it; the signal is all that the life hears
    await life.handle.signal(accountAdded)
    await life.pass(0)
    expect(ended(life)).toEqual(['profile_analysed', 'profile_analysed'])
  })
})

test('what only the seller can tell is written down, once for each time it was told', async () => {
  await live({ amazon }, async (life) => {
    await life.ask(describeSeller, { experience: 'newcomer', actor: 'agent/anna' })
    await life.ask(describeSeller, { areas: ['pricing'], actor: 'agent/anna' })
    expect(life.records.kinds.filter((kind) => kind === 'seller_described')).toHaveLength(2)
  })
})

// Last: the test server's clock may stand still after an activity whose workflow ended before it did.
test('an account that is cancelled is read no further; with the account the analysis comes back', async () => {
  await live(
    { amazon },
    async (life) => {
      await life.tell('account.cancelled')
      expect(ended(life)).toEqual(['profile_analysis_failed account_cancelled'])
      expect(await analysis(life)).toMatchObject({ status: 'skipped', why: { code: 'account_cancelled' } })
      await expect(ask(life)).rejects.toThrow()
      delete life.stand.analysis
      await life.tell('account.cancellation_withdrawn')
      expect(await analysis(life)).toMatchObject({ status: 'done', why: { params: { run: 2 } } })
    },
    { analysis: 'goes on' },
  )
})
