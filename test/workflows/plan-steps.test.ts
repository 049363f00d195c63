import { expect, test } from 'vitest'
import type { Product, Registration } from '../../domain/customers.ts'
import { DAY, QUARTER } from '../support/life.ts'
import { useLives } from '../support/lives.ts'

const { live, together } = useLives()

const AMAZON = { accountId: 'a1', sellingPartnerId: 's1', region: 'eu', sealedRefreshToken: 'sealed' } as const

const MIXES: readonly (readonly Product[])[] = [
  ['repricer'],
  ['analytics'],
  ['lost_and_found'],
  ['repricer', 'analytics'],
  ['repricer', 'lost_and_found'],
  ['lost_and_found', 'analytics'],
  ['repricer', 'lost_and_found', 'analytics'],
]

interface Case {
  readonly products: readonly Product[]
  readonly named: boolean
  readonly account: boolean
}

const CASES: readonly Case[] = MIXES.flatMap((products) =>
  [false, true].flatMap((named) => [false, true].map((account) => ({ products, named, account }))),
)

const fieldsOf =
  ({ products, named, account }: Case) =>
  (began: number): Partial<Registration> => ({
    products,
    ...(named ? { trialEndsAt: new Date(began + 25 * DAY).toISOString() } : {}),
    ...(account ? { amazon: AMAZON } : {}),
  })

/** What CONTRACT.md says: Repricer and analytics bring welcome, analysis and survey; a trial the Repricer, or the contract; consent an account. */
function expectedOf({ products, named, account }: Case) {
  const looksAfter = products.some((product) => product !== 'lost_and_found')
  const trial = named || products.includes('repricer')
  const steps = [
    ...(looksAfter ? ['welcome_call planned new_customer', `profile_analysis ${account ? 'done analysed' : 'parked no_account'}`] : []),
    ...(trial ? ['trial_end_call planned trial_ends'] : []),
    ...(looksAfter ? ['survey planned each_quarter'] : []),
    ...(account ? ['amazon_reauthorisation planned authorisation_ends'] : []),
  ]
  const calls = [
    ...(looksAfter ? ['welcome welcome'] : []),
    ...(trial ? ['trial-end trial_end'] : []),
    ...(looksAfter ? ['survey-1 survey'] : []),
  ]
  const mails = [looksAfter ? 'welcome_call_planned' : 'welcome_no_call']
  return { steps, calls, mails, trialEnds: trial ? 1 : 0 }
}

test('what each mix of products brings, with and without an end of the trial and an account at Amazon', async () => {
  await together(CASES.map(fieldsOf), async (lives) => {
    const first = lives[0]
    const begun = await Promise.all(lives.map(async ({ steps, records: { mails } }) => ({ steps: await steps(), mails: [...mails] })))
    await first?.pass(QUARTER + 20 * DAY)
    await Promise.all(lives.map((life) => life.pass(0)))
    CASES.forEach((one, index) => {
      const { planned, seller } = lives[index] ?? expect.fail('no life')
      const trialEnds = seller.timeline().filter((kind) => kind === 'trial_ended').length
      expect({ ...one, ...begun[index], calls: planned, trialEnds }).toEqual({ ...one, ...expectedOf(one) })
    })
  })
})

test('a step is moved once more, skipped, and then closed for good', async () => {
  await live({}, async (life) => {
    await life.change('trial_end_call', life.in(5 * DAY))
    await life.change('trial_end_call', life.in(6 * DAY))
    await life.change('trial_end_call', life.in(6 * DAY)) // repeated, its answer being lost
    expect(await life.step('trial_end_call')).toMatchObject({
      status: 'planned',
      at: life.in(6 * DAY),
      why: { code: 'moved', params: { reason: 'the seller asked', from: life.in(5 * DAY) } },
    })
    await life.change('trial_end_call')
    const told = life.seller.entries.filter(({ kind }) => kind.startsWith('step_'))
    expect(told.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      'step_moved agent/anna',
      'step_moved agent/anna',
      'step_skipped agent/anna',
    ])
    await expect(life.change('trial_end_call', life.in(7 * DAY))).rejects.toMatchObject({ cause: { type: 'StepNotOpen' } })
  })
})

test('a step that is not planned, or has its call, is not open for the life', async () => {
  await live({ products: ['lost_and_found'] }, async (life) => {
    for (const step of [
      'welcome_call',
      'profile_analysis',
      'onboarding_call',
      'trial_end_call',
      'survey',
      'amazon_reauthorisation',
    ] as const)
      await expect(life.change(step)).rejects.toMatchObject({ cause: { type: 'StepNotOpen' } })
    await expect(life.change('welcome_call', life.in(DAY))).rejects.toMatchObject({ cause: { type: 'StepNotOpen' } })
  })
})

test('analysis and consent are moved and skipped like any other step', async () => {
  await live({ products: ['analytics'] }, async (life) => {
    await life.change('profile_analysis', life.in(2 * DAY))
    await life.passTo(life.in(3 * DAY))
    expect(await life.step('profile_analysis')).toMatchObject({ status: 'parked', why: { code: 'no_account' } })
    expect(life.seller.notices.map(({ kind }) => kind)).toEqual(['analysis_parked'])
  })
  await live({ products: ['analytics'], amazon: AMAZON }, async (life) => {
    await life.change('amazon_reauthorisation')
    await life.pass(5 * QUARTER)
    expect(await life.step('amazon_reauthorisation')).toMatchObject({ status: 'skipped', why: { code: 'skipped' } })
    expect(life.seller.notices).toEqual([])
  })
})
