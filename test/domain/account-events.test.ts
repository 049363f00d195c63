import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ACCOUNT_EVENTS,
  type AccountEvent,
  type AccountEventType,
  type AccountStanding,
  afterEvent,
  type EventEffect,
  effectOf,
} from '../../domain/account-events.ts'
import { PRODUCTS, type Product } from '../../domain/customers.ts'

const NEW: AccountStanding = { standing: 'active', standingSince: null, trialToldAt: null, products: ['analytics'] }
const day = (number: number): string => new Date(Date.UTC(2026, 10, 1 + number)).toISOString()

const event = (type: AccountEventType, fields: Partial<AccountEvent> = {}): AccountEvent => ({
  key: `${type}-${fields.time}`,
  source: 'shop',
  eventId: 'e1',
  type,
  actor: 'key/shop',
  time: day(1),
  ...fields,
})

/** The account after these events, and what each of them did. */
function heard(events: readonly AccountEvent[], account: AccountStanding = NEW): { account: AccountStanding; effects: EventEffect[] } {
  const effects: EventEffect[] = []
  const after = events.reduce((standing, one) => {
    const effect = effectOf(one, standing)
    effects.push(effect)
    return afterEvent(one, effect, standing)
  }, account)
  return { account: after, effects }
}

/** Events at moments of their own, in the order in which they happened. */
const happened = fc
  .array(
    fc.record({
      type: fc.constantFrom(...ACCOUNT_EVENTS),
      day: fc.nat(1000),
      product: fc.option(fc.constantFrom<Product>(...PRODUCTS), { nil: undefined }),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    [...new Map(drawn.map((one) => [one.day, one])).values()]
      .sort((a, b) => a.day - b.day)
      .map(({ type, day: at, product }) =>
        event(type, { time: day(at), trialEndsAt: day(at + 14), ...(type === 'account.product_added' && product ? { product } : {}) }),
      ),
  )

const inAnyOrder = happened.chain((events) =>
  fc.record({ events: fc.constant(events), heardAs: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }) }),
)

test('in whatever order events come, and however often, the account ends as they happened', () => {
  fc.assert(
    fc.property(inAnyOrder, ({ events, heardAs }) => {
      const { account } = heard(heardAs)
      expect(account).toEqual(heard(events).account)
      const last = events.findLast(({ type }) => type === 'account.cancelled' || type === 'account.cancellation_withdrawn')
      expect(account.standing).toBe(last?.type === 'account.cancelled' ? 'cancelled' : 'active')
      expect(account.standingSince).toBe(last?.time ?? null)
      expect(account.trialToldAt).toBe(events.findLast(({ type }) => type === 'account.trial_ending')?.time ?? null)
      const added = events.flatMap(({ product }) => product ?? [])
      expect(account.products).toEqual(PRODUCTS.filter((product) => product === 'analytics' || added.includes(product)))
    }),
    { numRuns: 500 },
  )
})

test('the end of a trial that counts is the one told last', () => {
  fc.assert(
    fc.property(inAnyOrder, ({ events, heardAs }) => {
      const { effects } = heard(heardAs)
      const moved = heardAs.filter((_, index) => effects[index] === 'trial_moved')
      const newest = events.findLast(({ type }) => type === 'account.trial_ending')
      expect(moved.at(-1)?.trialEndsAt).toBe(newest?.trialEndsAt)
    }),
  )
})

test('an event changes nothing of the account that was handed in', () => {
  const account = Object.freeze({ ...NEW, products: Object.freeze([...NEW.products]) })
  for (const type of ACCOUNT_EVENTS)
    afterEvent(event(type, { product: 'repricer' }), effectOf(event(type, { product: 'repricer' }), account), account)
  expect(account).toEqual(NEW)
})

describe('what an event does', () => {
  const CANCELLED: AccountStanding = { ...NEW, standing: 'cancelled', standingSince: day(5) }
  const RESUMED: AccountStanding = { ...NEW, standingSince: day(5) }
  const TOLD: AccountStanding = { ...NEW, trialToldAt: day(5) }

  test.each<[string, AccountEvent, AccountStanding, EventEffect]>([
    ['a cancellation', event('account.cancelled'), NEW, 'cancelled'],
    ['one of an account that is cancelled', event('account.cancelled', { time: day(6) }), CANCELLED, 'known'],
    ['one older than its withdrawal', event('account.cancelled', { time: day(4) }), RESUMED, 'out_of_date'],
    ['one in the same moment as its withdrawal, heard after it', event('account.cancelled', { time: day(5) }), RESUMED, 'cancelled'],
    ['a withdrawal', event('account.cancellation_withdrawn', { time: day(6) }), CANCELLED, 'resumed'],
    ['one of nothing', event('account.cancellation_withdrawn'), NEW, 'known'],
    ['one older than the cancellation', event('account.cancellation_withdrawn', { time: day(4) }), CANCELLED, 'out_of_date'],
    ['another end of the trial', event('account.trial_ending', { time: day(6) }), TOLD, 'trial_moved'],
    ['one told before', event('account.trial_ending', { time: day(4) }), TOLD, 'out_of_date'],
    ['one of a cancelled account', event('account.trial_ending'), CANCELLED, 'trial_moved'],
    ['a product', event('account.product_added', { product: 'repricer' }), NEW, 'product_added'],
    ['a product that is here', event('account.product_added', { product: 'analytics' }), NEW, 'known'],
    ['a product without a name', event('account.product_added'), NEW, 'known'],
    ['a renewal', event('account.renewed'), CANCELLED, 'told'],
    ['an adjusted contract', event('account.contract_adjusted'), NEW, 'told'],
  ])('%s', (_, one, account, effect) => {
    expect(effectOf(one, account)).toBe(effect)
  })
})

test('a withdrawal that came before its cancellation keeps that from having an effect', () => {
  const { account, effects } = heard([
    event('account.cancellation_withdrawn', { time: day(3) }),
    event('account.cancelled', { time: day(2) }),
  ])
  expect(effects).toEqual(['known', 'out_of_date'])
  expect(account.standing).toBe('active')
})

test('an end of the trial that the life knows already moves nothing, yet an older word about it is out of date from then on', () => {
  const endsAt = '2027-03-01T10:00:00.000Z'
  const account = { standing: 'active' as const, standingSince: null, trialToldAt: null, products: [] }
  const told = {
    key: 'k',
    source: '/billing',
    eventId: 'e',
    type: 'account.trial_ending' as const,
    actor: 'key/k1',
    time: '2027-02-20T10:00:00.000Z',
    trialEndsAt: endsAt,
  }
  expect(effectOf(told, account, endsAt)).toBe('known')
  const after = afterEvent(told, 'known', account)
  const older = { ...told, time: '2027-02-01T10:00:00.000Z', trialEndsAt: '2027-02-25T10:00:00.000Z' }
  expect(effectOf(older, after, endsAt)).toBe('out_of_date')
})
