import { expect, test } from 'vitest'
import { awaitSight, noticeOwn, wishFor } from '../../../domain/pricing/own-offer.ts'
import { sidesOf } from '../../../domain/pricing/sides.ts'
import type { MarketOffer } from '../../../domain/pricing/snapshot.ts'
import { type Draft, newState, type PendingChange } from '../../../domain/pricing/state.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { configOf, MINUTE, NOW, offer, snapshotOf } from './market.ts'

const CHANGE: PendingChange = { from: 1_200, to: 1_150, why: 'contest', sentAt: NOW - MINUTE, seenAt: null }
const draft = (fields: Partial<Draft> = {}): Draft => ({ ...newState(1), ...fields })
const own = (listing: number, fields: Partial<MarketOffer> = {}) => offer({ sellerId: 'OURS', listing, ...fields })

/** A look that shows nobody. */
const looking = (now: number, steps: Step[], own?: MarketOffer) => ({
  own,
  snapshot: snapshotOf([]),
  sides: sidesOf([], []),
  config: configOf(),
  floor: 800,
  ceiling: 1_500,
  now,
  steps,
})

/** One look at offers, and what was noticed. */
function noticed(before: Draft, offers: readonly MarketOffer[], at = NOW) {
  const steps: Step[] = []
  const config = configOf()
  const seen = noticeOwn(before, { snapshot: snapshotOf(offers, at), sides: sidesOf(offers, config.ownSellerIds), config, steps })
  return { seen, steps, after: before }
}

test('what a first look shows is our price, and nobody changed it', () => {
  const { seen, steps, after } = noticed(draft(), [own(1_190), offer()])
  expect([seen?.listing, after.price, steps]).toEqual([1_190, 1_190, []])
})

test('a price that somebody else has changed is ours from then on, and that is said', () => {
  const { after, steps } = noticed(draft({ price: 1_190 }), [own(1_250)])
  expect(after.price).toBe(1_250)
  expect(steps).toEqual([{ code: 'changed_elsewhere', from: 1_190, to: 1_250 }])
})

test('a price that is as we know it is no news', () => {
  expect(noticed(draft({ price: 1_190 }), [own(1_190)]).steps).toEqual([])
})

test('where a look does not show us, we ask for what we asked for', () => {
  const { seen, after } = noticed(draft({ price: 1_190 }), [offer()])
  expect([seen, after.price]).toEqual([undefined, 1_190])
})

test('an offer of ours that is fulfilled otherwise is another listing', () => {
  const { seen, after } = noticed(draft({ price: 1_190 }), [own(1_000, { fba: false })])
  expect([seen, after.price]).toEqual([undefined, 1_190])
})

test.each<[string, MarketOffer[]]>([
  ['whatever comes first', [own(1_150), own(1_300, { inBuyBox: true })]],
  ['whatever comes last', [own(1_300, { inBuyBox: true }), own(1_150)]],
])('of several of ours it is the one at the price that we know, %s', (_, offers) => {
  expect(noticed(draft({ price: 1_150 }), offers).seen?.listing).toBe(1_150)
})

test('of several of ours it is the one at the price that we sent rather than the one that we had', () => {
  expect(noticed(draft({ price: 1_200, change: CHANGE }), [own(1_200), own(1_150)]).seen?.listing).toBe(1_150)
})

test('of several of ours of which none has the price that we know it is the one in the Buy Box, else the first', () => {
  expect(noticed(draft({ price: 900 }), [own(1_150), own(1_300, { inBuyBox: true })]).seen?.listing).toBe(1_300)
  expect(noticed(draft({ price: 900 }), [own(1_150), own(1_300)]).seen?.listing).toBe(1_150)
})

test('a younger look that shows what we sent confirms it', () => {
  const { after } = noticed(draft({ price: 1_150, change: CHANGE }), [own(1_150)])
  expect(after.change).toEqual({ ...CHANGE, seenAt: NOW })
})

test('the first look that shows it counts, not the last', () => {
  const { after } = noticed(draft({ price: 1_150, change: { ...CHANGE, seenAt: NOW - 1 } }), [own(1_150)])
  expect(after.change?.seenAt).toBe(NOW - 1)
})

test.each<[string, number, number]>([
  ['as old as the change', 1_150, CHANGE.sentAt],
  ['of another price', 1_200, NOW],
])('a look %s confirms nothing, and changes nothing', (_, listing, at) => {
  const { after, steps } = noticed(draft({ price: 1_150, change: CHANGE }), [own(listing)], at)
  expect([after.change, after.price, steps]).toEqual([CHANGE, 1_150, []])
})

test('nothing on its way, or seen: nothing to wait for', () => {
  const steps: Step[] = []
  expect(awaitSight(draft(), looking(NOW, steps))).toBeUndefined()
  expect(awaitSight(draft({ change: { ...CHANGE, seenAt: NOW } }), looking(NOW, steps))).toBeUndefined()
  expect(steps).toEqual([])
})

test('what was sent is waited for, twenty minutes long', () => {
  const steps: Step[] = []
  const until = CHANGE.sentAt + 20 * MINUTE
  expect(awaitSight(draft({ change: CHANGE }), looking(until - 1, steps))).toEqual({ checkAt: until })
  expect(steps).toEqual([{ code: 'waits_until_visible', until }])
})

test('what nobody has seen after twenty minutes is asked for again, for the same reason', () => {
  const steps: Step[] = []
  expect(awaitSight(draft({ change: CHANGE }), looking(CHANGE.sentAt + 20 * MINUTE, steps))).toEqual({
    price: 1_150,
    why: 'contest',
  })
  expect(steps).toEqual([{ code: 'never_seen', price: 1_150 }])
})

test('what looks show at another price is forgotten after twenty minutes: the strategy is asked what it wants by now', () => {
  const steps: Step[] = []
  const after = draft({ price: 1_150, change: CHANGE })
  expect(awaitSight(after, looking(CHANGE.sentAt + 20 * MINUTE, steps, own(1_200)))).toBeUndefined()
  expect([after.change, after.price, steps]).toEqual([null, 1_200, [{ code: 'never_seen', price: 1_150 }]])
})

test('a raise that nobody sees is taken back', () => {
  const raised: PendingChange = { ...CHANGE, from: 1_100, why: 'probe' }
  const wish = awaitSight(draft({ change: raised }), looking(CHANGE.sentAt + 20 * MINUTE, []))
  expect(wish).toEqual({ price: 1_100, why: 'revert' })
})

test('another wish takes the place of what is on its way, the same one waits, and what was seen has ended', () => {
  const sent = draft({ change: CHANGE })
  expect(wishFor(1_000, 'event', sent, looking(NOW, []))).toEqual({ price: 1_000, why: 'event' })
  expect(wishFor(1_150, 'event', sent, looking(NOW, []))).toEqual({ checkAt: CHANGE.sentAt + 20 * MINUTE })
  const seen = draft({ change: { ...CHANGE, seenAt: NOW } })
  expect(wishFor(1_000, 'event', seen, looking(NOW, []))).toEqual({ price: 1_000, why: 'event' })
  expect(seen.change).toBeNull()
})
