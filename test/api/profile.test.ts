import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProfileView } from '../../domain/profile/profile.ts'
import type { SellerRow } from '../../sandbox/amazon/admin/seller-row.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'
import { seller } from '../support/sellers.ts'

let stack: TestStack
let desk: Desk
/** European sellers whom nobody has connected yet; each test takes its own. */
let sellers: SellerRow[]
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
  const answer = await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/amazon/admin/sellers?generated=20`)
  const { items } = (await answer.json()) as { items: SellerRow[] }
  sellers = items.filter(({ key, region, products }) => key.startsWith('generated') && region === 'eu' && products < 100)
})
afterAll(async () => {
  await stack?.close()
})

const amazon = (key: string, sellingPartnerId: string, region = 'eu') => ({
  amazon: { sellingPartnerId, region, refreshToken: `Atzr|sandbox-${key}` },
})
const profileOf = async (id: string): Promise<ProfileView> => (await stack.request('GET', `/v1/customers/${id}/profile`)).body
const settled = (id: string, status: ProfileView['status'] = 'complete') =>
  soon(async () => {
    const profile = await profileOf(id)
    expect(profile.status, JSON.stringify(profile.error)).toBe(status)
    return profile
  })
const step = async (id: string) => (await desk.plan(id)).steps.find(({ step }) => step === 'profile_analysis')
const kinds = async (id: string) => (await desk.timeline(id)).map(({ kind }) => kind)
const analyse = (id: string, headers = {}) => stack.request('POST', `/v1/customers/${id}/profile/analysis`, { headers })
const describe = (id: string, body: unknown) => stack.request('PATCH', `/v1/customers/${id}/profile`, { body })

/** Answers the account's id. */
async function consent(id: string, seller: string, region = 'eu'): Promise<string> {
  const { body } = await stack.request('POST', `/v1/customers/${id}/amazon-accounts`, { body: { region }, as: 'service' })
  const decision = new URLSearchParams({ seller, decision: 'allow' })
  const back = await fetch(body.authorizationUrl, { method: 'POST', redirect: 'manual', body: decision })
  const { pathname, search } = new URL(back.headers.get('location') ?? '')
  expect((await stack.request('GET', `${pathname}${search}`, { as: null })).status).toBe(200)
  return body.id
}

test('a seller who registers with his account is analysed: what he sells, where, and what is proposed', async () => {
  const { id } = await desk.register(amazon('newcomer', 'ANEWCOMER00001'))
  const profile = await settled(id)
  expect(profile).toMatchObject({
    asOf: expect.any(String),
    marketplaces: [{ id: 'A1PA6795UKMFR9', items: 12 }],
    skus: 12,
    experience: null,
    areas: [],
    groups: [{ kind: 'private_label', evidence: { contested: expect.any(Number) }, proposal: { strategy: 'push' } }],
  })
  expect(profile).not.toHaveProperty('error')
  expect(profile.groups[0]?.proposal.reasons.map(({ code }) => code)).toContain('experience_unknown')
  await soon(async () => expect(await step(id)).toMatchObject({ status: 'done', why: { code: 'analysed', params: { skus: 12 } } }))
  expect(await kinds(id)).toEqual(expect.arrayContaining(['profile_analysed', 'strategy_proposed']))
  const { body } = await stack.request('GET', `/v1/customers/${id}/amazon-accounts`)
  expect(body.items).toEqual([expect.objectContaining({ status: 'connected', marketplaces: ['A1PA6795UKMFR9'] })])
  const notices = (await stack.request('GET', '/v1/notifications?limit=200', { as: 'lead' })).body.items
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'profile_analysed', customerId: id }))
})

test('who sells what others sell, too, is offered the Buy Box strategy; what he says of himself is part of it', async () => {
  const { id } = await desk.register({ ...amazon('reseller', 'ARESELLER00001'), company: 'Grothe & Sohn Handels-GmbH' })
  const profile = await settled(id)
  expect(profile.marketplaces.length).toBe(5)
  expect(profile.skus).toBeGreaterThan(300)
  const traded = profile.groups.filter(({ kind }) => kind === 'trade_goods')
  expect(traded.reduce((sum, { items }) => sum + items, 0)).toBeGreaterThan(profile.items * 0.8)
  expect(new Set(traded.filter(({ active }) => active > 0).map(({ proposal }) => proposal.strategy))).toEqual(new Set(['buy_box']))

  const said = await describe(id, { experience: 'experienced', areas: ['pricing'] })
  expect([said.status, said.body.experience, said.body.areas]).toEqual([200, 'experienced', ['pricing']])
  expect(said.body.groups[0].proposal.reasons[0]).toMatchObject({ code: 'trade_goods_experienced' })
  expect((await describe(id, { areas: ['lost_and_found'] })).body.groups[0].proposal).toMatchObject({ strategy: 'hold' })
  const timeline = await desk.timeline(id)
  expect(timeline.filter(({ kind }) => kind === 'seller_described').map(({ params }) => params)).toEqual([
    { areas: ['lost_and_found'] },
    { experience: 'experienced', areas: ['pricing'] },
  ])
  expect(timeline.filter(({ kind }) => kind === 'strategy_proposed')).toHaveLength(3)
})

test('several accounts are one profile; one that is added later is looked at, too', async () => {
  const { id } = await desk.register({ company: 'Harbor & Pine' })
  expect(await profileOf(id)).toMatchObject({ status: 'none', asOf: null, skus: 0, groups: [] })
  await consent(id, 'several-eu')
  const first = await settled(id)
  await consent(id, 'several-na', 'na')
  const both = await soon(async () => {
    const profile = await profileOf(id)
    expect([profile.status, profile.marketplaces.length]).toEqual(['complete', first.marketplaces.length + 2])
    return profile
  })
  expect(both.skus).toBeGreaterThan(first.skus)
  expect(both.prices.map(({ currency }) => currency)).toEqual(expect.arrayContaining(['EUR', 'USD']))
})

test('a seller with nothing listed has a complete profile that says so', async () => {
  const { id } = await desk.register(amazon('empty', 'AEMPTY00000001'))
  expect(await settled(id)).toMatchObject({ skus: 0, items: 0, groups: [], asOf: expect.any(String) })
})

test('asked for again it is under way at once, over the data of before, and two clicks are one analysis', async () => {
  const { id } = await desk.register()
  await consent(id, sellers.pop()!.key)
  const before = await settled(id)
  const clicks = await Promise.all([analyse(id), analyse(id)])
  expect(clicks.map(({ status, body }) => [status, body])).toEqual([
    [202, { status: 'running' }],
    [202, { status: 'running' }],
  ])
  const { status, asOf } = await profileOf(id)
  if (status === 'running') expect(asOf).toBe(before.asOf)
  await soon(async () => expect((await settled(id)).asOf).not.toBe(before.asOf))
  expect((await kinds(id)).filter((kind) => kind === 'analysis_asked_for')).toHaveLength(1)
  await soon(async () => expect((await kinds(id)).filter((kind) => kind === 'profile_analysed')).toHaveLength(2))
})

test('an account that came with a joined registration is analysed in the life that was here', async () => {
  const { id, contact } = await desk.register()
  const { key, sellingPartnerId } = sellers.pop()!
  const joined = await stack.request('POST', '/v1/customers', {
    as: 'service',
    body: seller({ contact: { ...contact, name: 'Somebody' }, ...amazon(key, sellingPartnerId) }),
  })
  expect([joined.status, joined.body.joined]).toEqual([200, 'contact'])
  await settled(id)
})

test('the card shows the profile with what is proposed, and what is worth saying', async () => {
  const { id } = await desk.register({ ...amazon('mixed', 'AMIXED00000001'), company: 'Maison Verdier' })
  const welcome = await desk.welcomeOf(id)
  const profile = await settled(id)
  expect(new Set(profile.groups.map(({ kind }) => kind)).size).toBeGreaterThan(1)
  const card = (await stack.request('GET', `/v1/calls/${welcome.id}`)).body
  expect(card.profile).toEqual(profile)
  expect(card.agreement).toBeNull()
  const codes = (some: { code: string }[]) => some.map(({ code }) => code)
  expect(codes(card.talkingPoints)).toEqual(
    expect.arrayContaining(['main_marketplaces', 'product_mix', 'ask_experience', 'ask_areas', 'agree_strategy']),
  )

  const said = { outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } }
  await stack.request('POST', `/v1/calls/${welcome.id}/outcome`, { body: said })
  const [group] = profile.groups
  const other = group?.proposal.strategy === 'push' ? 'buy_box' : 'push'
  const agreed = [{ group: group?.key, strategy: other, min: { minor: 800, currency: 'EUR' } }]
  const saved = await stack.request('PUT', `/v1/calls/${welcome.id}/agreement`, { body: { agreed } })
  expect(saved.body).toMatchObject({ version: 1, groups: [{ group: group?.key, overridden: true, proposed: group?.proposal }] })
  const after = (await stack.request('GET', `/v1/calls/${welcome.id}`)).body
  expect(after.agreement).toEqual(saved.body)
  expect(codes(after.talkingPoints)).toEqual(expect.arrayContaining(['minimum_and_maximum_missing', 'agreed_against_proposal']))
  expect(await kinds(id)).toEqual(expect.arrayContaining(['strategy_proposed', 'strategy_agreed', 'proposal_overridden']))
})

test('bad input says what is wrong', async () => {
  const { id } = await desk.register()
  expectProblem(await analyse(id), 409, 'no-amazon-account')
  expectProblem(await analyse('nobody'), 404, 'not-found')
  expectProblem(await stack.request('GET', '/v1/customers/nobody/profile'), 404, 'not-found')
  expectProblem(await describe('nobody', { experience: 'newcomer' }), 404, 'not-found')
  expectBadField(await describe(id, { experience: 'guru' }), '/experience')
  expectBadField(await describe(id, { areas: [''] }), '/areas/0')
  expectBadField(await describe(id, { colour: 'red' }), '/colour')
  expectProblem(await describe(id, {}), 400, 'invalid-request')
})
