import { expect, test } from 'vitest'
import { nextAgreement } from '../../../domain/profile/agreement.ts'
import { classifyGroups } from '../../../domain/profile/classify.ts'
import { buildGroups } from '../../../domain/profile/groups.ts'
import type { ListedItem } from '../../../domain/profile/listings.ts'
import {
  descriptionEntries,
  type ProfileParts,
  type ProfileResult,
  type ProfileRun,
  profileResult,
  profileView,
  proposalEntry,
} from '../../../domain/profile/profile.ts'
import { profilePoints } from '../../../domain/profile/talking-points.ts'
import { branded, DE, listings, OWN, read, summaryOf } from './builders.ts'

const AS_OF = '2026-11-22T09:00:00Z'
const READ = { asOf: AS_OF, unread: 2 }
const asinsOf = (some: readonly ListedItem[]): string[] => some.map(({ asin }) => asin ?? '')

/** Ten of a brand of his own, twenty traded ones, four that nobody asked about yet; `inactive` of the traded ones are. */
function resultOf(inactive = 0): ProfileResult {
  const own = listings(10)
  const traded = listings(20, {}, 100).map((one, index) => ({ ...one, active: index >= inactive }))
  const open = listings(4, {}, 200)
  const summary = summaryOf([...own, ...traded, ...open])
  const catalogue = new Map([
    ...branded(asinsOf(own), 'Nordlicht'),
    ...branded(asinsOf(traded), 'Bosch'),
    ...branded(asinsOf(open), 'Fiskars'),
  ])
  const readings = [...asinsOf(own).map((one) => read(one)), ...asinsOf(traded).map((one) => read(one, 5))]
  const groups = classifyGroups({ groups: buildGroups({ summary, catalogue }), readings, ownSellerIds: [OWN], company: 'Nordlicht GmbH' })
  return profileResult(summary, groups, READ)
}

const done: ProfileRun = { state: 'done', sampled: true, error: null }
const parts = (over: Partial<ProfileParts> = {}): ProfileParts => ({
  run: done,
  result: resultOf(),
  experience: 'newcomer',
  areas: ['pricing'],
  ...over,
})
const throttled = { code: 'amazon_throttled', params: { operation: 'getItemOffersBatch' } }
const codes = (over: Partial<ProfileParts> = {}): string[] => profilePoints(profileView(parts(over)), null).map(({ code }) => code)

test.each<[string, ProfileRun | null, ProfileResult | null, object]>([
  [
    'an account that went away',
    { state: 'failed', sampled: false, error: { code: 'no_account', params: {} } },
    null,
    { status: 'none', error: { code: 'no_account' } },
  ],
  ['no run', null, null, { status: 'none', asOf: null, skus: 0, unread: 0, marketplaces: [], groups: [] }],
  ['begun', { state: 'running', sampled: false, error: null }, null, { status: 'running', asOf: null }],
  ['held up by Amazon', { state: 'running', sampled: false, error: throttled }, null, { status: 'running', error: throttled }],
  ['the first sample is in', { state: 'running', sampled: true, error: null }, resultOf(), { status: 'sampled', asOf: AS_OF }],
  ['done', done, resultOf(), { status: 'complete', asOf: AS_OF, skus: 34, unread: 2 }],
  [
    'again, over an older result',
    { state: 'running', sampled: false, error: null },
    resultOf(),
    { status: 'running', asOf: AS_OF, skus: 34 },
  ],
  [
    'failed, with an older result',
    { state: 'failed', sampled: false, error: { code: 'report_fatal', params: {} } },
    resultOf(),
    { status: 'failed', asOf: AS_OF, error: { code: 'report_fatal' } },
  ],
])('%s is shown as such', (_, run, result, shown) => {
  const view = profileView(parts({ run, result }))
  expect(view).toMatchObject(shown)
  if (!('error' in shown)) expect(view).not.toHaveProperty('error')
})

test('each group is shown with kind, evidence and a proposal of today, and without the ASINs behind it', () => {
  const { groups } = profileView(parts())
  expect(groups.map(({ key, kind, proposal: { strategy } }) => [key, kind, strategy])).toEqual([
    ['brand:bosch', 'trade_goods', 'buy_box'],
    ['brand:nordlicht', 'private_label', 'push'],
    ['brand:fiskars', 'unknown', 'hold'],
  ])
  expect(groups[1]?.evidence).toMatchObject({ code: 'nobody_else_offers', read: 10, alone: 10, nameResembles: true })
  expect(JSON.stringify(resultOf())).not.toContain('candidates')
  const experienced = profileView(parts({ experience: 'experienced' })).groups.map(({ proposal }) => proposal.reasons[0]?.code)
  expect(experienced).toEqual(['trade_goods_experienced', 'private_label_experienced', 'kind_unknown'])
})

test('what is worth saying: where he sells, what, at which prices, and what only he can tell', () => {
  const points = profilePoints(profileView(parts()), null)
  expect(points.map(({ code }) => code)).toEqual([
    'main_marketplaces',
    'product_mix',
    'fulfilment_mix',
    'price_range',
    'ask_about_groups',
    'agree_strategy',
  ])
  expect(points[0]?.params).toEqual({ marketplaces: [{ id: DE, items: 34, percent: 100 }], of: 1, skus: 34 })
  expect(points[1]?.params).toEqual({ private_label: 29, trade_goods: 59, unknown: 12 })
  expect(points[4]?.params).toEqual({ groups: [{ group: 'brand:fiskars', brand: 'Fiskars', items: 4, because: 'not_sampled' }], of: 1 })
})

test.each<[string, Partial<ProfileParts>, string[]]>([
  ['no account', { run: null, result: null }, ['amazon_account_not_connected']],
  ['an analysis that goes on', { run: { state: 'running', sampled: false, error: throttled }, result: null }, ['profile_running']],
  ['an analysis that failed', { run: { state: 'failed', sampled: false, error: throttled }, result: null }, ['profile_failed']],
  ['nothing listed', { result: profileResult(summaryOf([]), [], READ) }, ['nothing_listed']],
  [
    'questions not asked yet',
    { result: null, run: null, experience: null, areas: [] },
    ['amazon_account_not_connected', 'ask_experience', 'ask_areas'],
  ],
])('%s', (_, over, expected) => {
  expect(codes(over)).toEqual(expected)
})

test('inactive listings are a point where they are many, and another where nothing is active', () => {
  expect(codes({ result: resultOf(5) })).not.toContain('many_inactive')
  expect(codes({ result: resultOf(12) })).toContain('many_inactive')
  const idle = summaryOf(listings(5, { active: false }))
  const result = profileResult(
    idle,
    classifyGroups({ groups: buildGroups({ summary: idle, catalogue: new Map() }), readings: [], ownSellerIds: [], company: null }),
    READ,
  )
  expect(codes({ result })).toEqual(['main_marketplaces', 'product_mix', 'nothing_active', 'fulfilment_mix'])
})

test('what was agreed on is held against the proposal: bounds that are missing, groups left open, proposals overridden', () => {
  const view = profileView(parts())
  const frame = { groups: view.groups, currencies: ['EUR'] }
  const agreed = [
    { group: 'brand:bosch', strategy: 'push' as const, min: { minor: 900, currency: 'EUR' }, max: { minor: 2900, currency: 'EUR' } },
    { group: 'azulejos', strategy: 'buy_box' as const },
  ]
  const points = profilePoints(view, nextAgreement({ agreed, previous: null, frame, at: AS_OF, by: 'agent/1' }))
  expect(points.slice(-3)).toEqual([
    { code: 'minimum_and_maximum_missing', params: { groups: ['azulejos'] } },
    { code: 'agree_strategy', params: { groups: [{ group: 'brand:nordlicht', brand: 'Nordlicht', strategy: 'push' }] } },
    { code: 'agreed_against_proposal', params: { groups: ['brand:bosch'] } },
  ])
})

test('what a seller says of himself is on the timeline, and what is proposed from then on where that changes it', () => {
  const before = profileView(parts())
  const said = { experience: 'experienced' as const, areas: ['reimbursements'] }
  const [described, proposed, ...others] = descriptionEntries(before, said, 'agent/1')
  expect(described).toEqual({ kind: 'seller_described', params: said, actor: 'agent/1' })
  expect(proposed).toEqual(proposalEntry(profileView(parts(said))))
  expect(proposed).toMatchObject({ kind: 'strategy_proposed', actor: 'system' })
  expect(proposed?.params.groups).toMatchObject([
    { group: 'brand:bosch', kind: 'trade_goods', strategy: 'hold' },
    { group: 'brand:nordlicht', kind: 'private_label', strategy: 'hold' },
    { group: 'brand:fiskars', kind: 'unknown', strategy: 'hold' },
  ])
  expect(others).toEqual([])
})

test('what he does not say stays as it is known', () => {
  const only = { areas: ['reimbursements'] }
  expect(descriptionEntries(profileView(parts()), only, 'agent/1')[1]).toEqual(proposalEntry(profileView(parts(only))))
})

test.each<[string, Partial<ProfileParts>]>([
  ['what is known already', {}],
  ['anything where nothing was found yet', { result: null, experience: null, areas: [] }],
])('a seller who says %s is proposed nothing else', (_, over) => {
  const said = { experience: 'newcomer' as const, areas: ['pricing'] }
  expect(descriptionEntries(profileView(parts(over)), said, 'agent/1').map(({ kind }) => kind)).toEqual(['seller_described'])
})

test('a talk in which he says nothing of himself describes nothing', () => {
  expect(descriptionEntries(profileView(parts()), {}, 'agent/1')).toEqual([])
})
