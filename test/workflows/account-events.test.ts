import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, QUARTER } from '../support/life.ts'
import { useLives } from '../support/lives.ts'
import { WANTED } from '../support/years.ts'

const { live } = useLives()

test('a Repricer that is added brings its trial, once; the welcome was held', async () => {
  await live({ products: ['analytics'] }, async (life) => {
    await life.say('welcome', WANTED)
    await life.pass(30 * DAY)
    await life.tell('account.product_added', { product: 'repricer' })
    await life.tell('account.product_added', { product: 'repricer' })
    expect(life.records.events).toEqual(['1 product_added', '2 known'])
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'planned' })
    await life.pass(60 * DAY)
    expect(life.planned).toEqual(['welcome welcome', 'trial-end trial_end'])
    expect(life.seller.timeline().filter((kind) => kind === 'trial_ended')).toHaveLength(1)
    const ended = Date.parse(life.seller.trial().endsAt ?? '')
    expect(Math.abs(ended - Date.parse(life.in(44 * DAY)))).toBeLessThan(2 * HOUR)
  })
})

test('a Repricer that is added to Lost & Found starts welcome, analysis, trial and surveys, once', async () => {
  await live({ products: ['lost_and_found'] }, async (life) => {
    await life.tell('account.product_added', { product: 'repricer' })
    await life.tell('account.product_added', { product: 'analytics' })
    expect(await life.steps()).toEqual([
      'welcome_call planned new_customer',
      'profile_analysis parked no_account',
      'trial_end_call planned trial_ends',
      'survey planned each_quarter',
    ])
    expect(life.planned).toEqual(['welcome welcome'])
  })
})

test('events in the wrong order, each delivered five times, leave what came last to happen', async () => {
  await live({}, async (life) => {
    await life.say('welcome', WANTED)
    const at = (minutes: number) => new Date(Date.parse(life.in(DAY)) + minutes * MINUTE).toISOString()
    await life.pass(2 * DAY)
    const withdrawn = await life.event('account.cancellation_withdrawn', { time: at(2) })
    const cancelled = await life.event('account.cancelled', { time: at(1) })
    const later = await life.event('account.trial_ending', { time: at(5), trialEndsAt: life.in(30 * DAY) })
    const earlier = await life.event('account.trial_ending', { time: at(4), trialEndsAt: life.in(40 * DAY) })
    const once = [withdrawn, cancelled, later, earlier]
    await life.hear(...once, ...once, ...once.toReversed(), ...once, ...once)
    expect(life.records.events).toEqual(['1 known', '2 out_of_date', '3 trial_moved', '4 out_of_date'])
    expect(life.seller.trial()).toMatchObject({ status: 'running', endsAt: life.in(30 * DAY) })
    expect(await life.step('trial_end_call')).toMatchObject({ status: 'planned', why: { params: { endsAt: life.in(30 * DAY) } } })
  })
})

test.each([
  ['account.renewed', 'offer_consultation'],
  ['account.contract_adjusted', 'offer_setup_help'],
] as const)('%s is told with a proposal and changes nothing', async (type, proposed) => {
  await live({}, async (life) => {
    const before = await life.steps()
    await life.tell(type, { details: { plan: 'yearly' } })
    expect(await life.steps()).toEqual(before)
    expect(life.seller.notices).toMatchObject([
      { audience: 'team', kind: type.replace('.', '_'), params: { details: { plan: 'yearly' }, proposed: { code: proposed } } },
    ])
  })
})

test('the consent at Amazon is asked for thirty days before it ends, and missed when it has', async () => {
  const amazon = { accountId: 'a1', sellingPartnerId: 's1', region: 'eu', sealedRefreshToken: 'sealed' } as const
  await live({ products: ['lost_and_found'], amazon }, async (life) => {
    const planned = await life.step('amazon_reauthorisation')
    const until = String(planned?.why.params.authorizedUntil)
    const ahead = (Date.parse(until) - Date.parse(planned?.at ?? '')) / DAY
    expect(ahead).toBeGreaterThan(20)
    expect(ahead).toBeLessThanOrEqual(30)
    await life.passTo(planned?.at, MINUTE)
    expect(await life.step('amazon_reauthorisation')).toMatchObject({ status: 'due', why: { code: 'authorisation_ends' } })
    await life.passTo(until, MINUTE)
    expect(await life.step('amazon_reauthorisation')).toMatchObject({ status: 'parked', why: { code: 'authorisation_expired' } })
    expect(life.seller.notices.map(({ kind }) => kind)).toEqual(['authorisation_ends', 'authorisation_expired'])
    await life.pass(4 * QUARTER)
    expect(life.seller.notices).toHaveLength(2)
  })
})
