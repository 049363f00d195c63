import { expect, test } from 'vitest'
import type { ScheduledEvent } from '../../../domain/pricing/config.ts'
import { scheduledAt } from '../../../domain/pricing/events.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, NOW, offer } from './market.ts'

const at = (text: string): number => Date.parse(text)
const event = (fields: Partial<ScheduledEvent> & Pick<ScheduledEvent, 'action'>): ScheduledEvent =>
  ({ id: 'e', timeZone: 'Europe/Berlin', price: 1_300, ...fields }) as ScheduledEvent

const evening = { hours: { from: '11:00', until: '12:00' } } // ten in the morning is now

test.each<[string, Partial<ScheduledEvent>, string, boolean]>([
  ['on its first day', { from: '2026-11-27', until: '2026-11-30' }, '2026-11-26T23:00:00Z', true],
  ['not the minute before, in its own zone', { from: '2026-11-27', until: '2026-11-30' }, '2026-11-26T22:59:00Z', false],
  ['on its last day to the end', { from: '2026-11-27', until: '2026-11-30' }, '2026-11-30T22:59:00Z', true],
  ['not after it', { from: '2026-11-27', until: '2026-11-30' }, '2026-11-30T23:00:00Z', false],
  ['on its weekdays', { weekdays: [6, 7] }, '2026-11-28T12:00:00Z', true],
  ['not on others', { weekdays: [6, 7] }, '2026-11-27T12:00:00Z', false],
  ['in its hours', { hours: { from: '20:00', until: '23:00' } }, '2026-11-27T19:00:00Z', true],
  ['not when they are over', { hours: { from: '20:00', until: '23:00' } }, '2026-11-27T22:00:00Z', false],
  ['in hours over midnight', { hours: { from: '22:00', until: '06:00' } }, '2026-11-28T04:59:00Z', true],
  ['of the evening on which they began', { weekdays: [5], hours: { from: '22:00', until: '06:00' } }, '2026-11-28T04:59:00Z', true],
  ['by wall time in summer, too', { hours: { from: '20:00', until: '23:00' } }, '2026-07-01T18:00:00Z', true],
  ['to the end of the day', { hours: { from: '20:00', until: '24:00' } }, '2026-11-27T22:59:00Z', true],
  [
    'in an hour that the clocks leave out, from when they go on',
    { hours: { from: '02:30', until: '04:00' } },
    '2027-03-28T01:00:00Z',
    true,
  ],
])('it is in force %s', (_, fields, when, inForce) => {
  const { says } = scheduledAt([event({ action: 'price', ...fields })], at(when))
  expect(says !== undefined).toBe(inForce)
})

test('of each kind the first that is in force counts, and the next begin or end is told', () => {
  const events = [
    event({ id: 'later', action: 'price', from: '2026-12-01' }),
    event({ id: 'now', action: 'min', price: 900 }),
    event({ id: 'also', action: 'min', price: 950 }),
    event({ id: 'most', action: 'max', price: 1_400, weekdays: [1] }),
    event({ id: 'lock', action: 'lock', weekdays: [1] }),
  ]
  const { says, min, max, until } = scheduledAt(events, NOW)
  expect({ says: says?.id, min, max, until }).toEqual({ says: 'lock', min: 900, max: 1_400, until: at('2026-11-23T23:00:00Z') })
})

test('at the moment of a turn the next one is told, not this one', () => {
  const events = [event({ action: 'lock', ...evening })]
  const turns = ['10:00', '11:00'].map((time) => scheduledAt(events, at(`2026-11-23T${time}:00Z`)).until)
  expect(turns).toEqual([at('2026-11-23T11:00:00Z'), at('2026-11-24T10:00:00Z')])
})

test('an event of next month is looked for again in some days', () => {
  expect(scheduledAt([event({ action: 'lock', from: '2026-12-24' })], NOW)).toEqual({ until: NOW + 8 * 24 * HOUR })
})

test('of a week the next begin is told, however many days away', () => {
  const sunday = event({ action: 'lock', weekdays: [7] })
  expect(scheduledAt([sunday], NOW)).toEqual({ until: at('2026-11-28T23:00:00Z') })
})

const RIVALS = [offer({ sellerId: 'FBA', listing: 1_190 })]

test('a price of its own goes before the strategy, and when it is over the strategy begins anew', () => {
  const config = configOf({ events: [event({ action: 'price', price: 1_400, ...evening })] })
  const { look, world } = marketOf(1_190, { config, rivals: RIVALS, ours: (price) => price <= 1_190 })
  expect(look().decision.checkAt).toBe(Math.min(NOW + HOUR, world.state!.probeAt))
  const during = look(HOUR)
  expect(during.decision).toMatchObject({ action: 'change', price: 1_400, why: 'event' })
  expect(during.trace).toContainEqual({ code: 'event', event: 'e' })
  expect(look().decision.action).toBe('keep')
  expect(look(HOUR).decision).toMatchObject({ action: 'change', price: 1_190, why: 'contest' })
})

test('locked is locked, whatever rivals do', () => {
  const config = configOf({ events: [event({ action: 'lock', ...evening })] })
  const { look, world } = marketOf(1_190, { config, rivals: RIVALS, ours: (price) => price <= 1_190 })
  look()
  world.rivals = [offer({ sellerId: 'FBA', listing: 900 })]
  for (const after of [HOUR, MINUTE, 20 * MINUTE]) expect(look(after).decision.action).toBe('keep')
})

test('another minimum and maximum hold while it is in force; a minimum above the maximum is refused', () => {
  const events = [event({ id: 'min', action: 'min', price: 1_250, ...evening })]
  const { look, world } = marketOf(1_190, { config: configOf({ events }), rivals: RIVALS, ours: () => true })
  look()
  expect(look(HOUR).decision).toMatchObject({ action: 'change', price: 1_250, why: 'repair' })
  expect(world.price).toBe(1_250)
  const refused = marketOf(1_190, {
    config: configOf({ events: [event({ action: 'min', price: 1_600 })] }),
    rivals: RIVALS,
    ours: () => true,
  }).look()
  expect([refused.decision.action, refused.trace.at(-1)]).toEqual(['keep', { code: 'refused', reason: 'minimum_above_maximum' }])
})

test('a price of its own stays within bounds', () => {
  const config = configOf({ events: [event({ action: 'price', price: 9_900 })], limits: { ...configOf().limits, perChange: 10_000 } })
  const { look } = marketOf(1_190, { config, rivals: RIVALS, ours: () => true })
  expect(codes(look())).toContain('event')
  expect(look().decision.price).toBe(1_500)
})
