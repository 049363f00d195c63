import { expect, test } from 'vitest'
import type { BusinessConfig, PricingConfig, ScheduledEvent, TwinListing } from '../../../domain/pricing/config.ts'
import { configProblems } from '../../../domain/pricing/config-problems.ts'
import { configOf } from './market.ts'

const lock = (id: string, fields: Partial<ScheduledEvent> = {}) => ({ id, action: 'lock', timeZone: 'UTC', ...fields }) as ScheduledEvent
const twin = (sku: string): TwinListing => ({ sku, fba: true, shipping: 0, price: null })
const tiers = (...pairs: [number, number][]): BusinessConfig => ({
  strategy: { kind: 'discount', version: 1, rate: 300 },
  min: 800,
  max: 1_500,
  tiers: pairs.map(([quantity, rate]) => ({ quantity, rate })),
})
const follows = (...asins: string[]): PricingConfig['strategy'] => ({
  kind: 'cross_product',
  version: 1,
  asins,
  of: 'lowest',
  change: { amount: 0 },
  rivals: {},
})

test.each<[string, Partial<PricingConfig>]>([
  ['following others', { strategy: follows('B2', 'B3') }],
  ['an event of a single day', { events: [lock('a', { from: '2026-12-01', until: '2026-12-01' })] }],
  ['an event without an end', { events: [lock('a', { from: '2026-12-01' })] }],
  ['an event without a beginning', { events: [lock('a', { until: '2026-12-01' })] }],
  ['events of different names and hours', { events: [lock('a', { hours: { from: '22:00', until: '06:00' } }), lock('b')] }],
  ['a single tier', { business: tiers([5, 500]) }],
  ['tiers that grow', { business: tiers([5, 500], [10, 501], [11, 900]) }],
  ['twins of different names', { twins: [twin('SKU-2'), twin('SKU-3')] }],
])('%s: no problem', (_, fields) => {
  expect(configProblems(configOf(fields))).toEqual([])
})

test('each problem says its field and what to do about it', () => {
  const config = configOf({
    strategy: follows('B2', 'B000000001'),
    events: [lock('a'), lock('a', { from: '2026-12-02', until: '2026-12-01', hours: { from: '09:00', until: '09:00' } })],
    business: tiers([5, 500], [5, 600], [6, 600]),
    twins: [twin('SKU-2'), twin('SKU-2')],
  })
  const tier = 'must ask for more units, and give more off, than the tier before'
  expect(configProblems(config)).toEqual([
    { field: '/strategy/asins', message: 'must not name the listing itself: its price would follow itself' },
    { field: '/events/1/id', message: 'must be told apart from the others: a comes twice' },
    { field: '/events/1/until', message: 'must not be before from: 2026-12-01 is before 2026-12-02' },
    { field: '/events/1/hours', message: 'must not be empty: leave them out for the whole day' },
    { field: '/business/tiers/1', message: tier },
    { field: '/business/tiers/2', message: tier },
    { field: '/twins/1/sku', message: 'must be another listing: SKU-2 comes twice' },
  ])
})
