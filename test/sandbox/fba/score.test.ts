import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawFba } from '../../../sandbox/fba/draw.ts'
import { mostPlaced, type Placeable, type Room } from '../../../sandbox/fba/placing.ts'
import { type Claim, type Score, score } from '../../../sandbox/fba/score.ts'
import { WRONG_KINDS } from '../../../sandbox/fba/score-sheet.ts'
import { standingOf, type TrueEvent, type TrueLot, type Truth, windowState } from '../../../sandbox/fba/truth.ts'

const AS_OF = '2025-09-01'
const lot = (
  line: number,
  startsOn: string,
  quantity: number,
  events: readonly TrueEvent[] = [],
  more: Partial<TrueLot> = {},
): TrueLot => ({
  type: 'lost_warehouse',
  rows: [{ file: 'ledger.txt', line }],
  fnsku: 'X1',
  asin: 'B1',
  sku: 'S1',
  country: 'US',
  pool: 'US',
  startsOn,
  quantity,
  events,
  unitValue: { minor: 500, currency: 'USD' },
  needsPerson: false,
  ...more,
})
const found = (units: number, date: string, between?: TrueEvent['between']): TrueEvent => ({
  date,
  units,
  from: 'owed',
  to: 'found',
  ...(between === undefined ? {} : { between }),
})
const ANY = { first: null, last: null }
const truthOf = (...lots: TrueLot[]): Truth => ({ lots, strays: [] })
const claim = (line: number, units: number): Claim => ({ source: { file: 'ledger.txt', line }, units })
const units = ({ right, wrong, missed }: Score) => ({
  right: right.units,
  ...Object.fromEntries(WRONG_KINDS.flatMap((kind) => (wrong[kind].units === 0 ? [] : [[kind, wrong[kind].units]]))),
  missed: missed.units,
})

describe('by lot', () => {
  const truth = truthOf(lot(2, '2025-08-01', 5, [found(2, '2025-08-10')]))

  test('what is owed is right, and what is not claimed of it is missed', () => {
    const scored = score([claim(2, 2)], truth, AS_OF)
    expect(units(scored)).toEqual({ right: 2, missed: 1 })
    expect(scored.right.worth).toEqual([{ minor: 1000, currency: 'USD' }])
    expect(scored.missed.worth).toEqual([{ minor: 500, currency: 'USD' }])
    expect(scored.claimable.units).toBe(3)
  })

  test('what was found is a duplicate, by several claims of one lot too', () => {
    const scored = score([claim(2, 3), claim(2, 1)], truth, AS_OF)
    expect(units(scored)).toEqual({ right: 3, duplicate: 1, missed: 0 })
    expect(scored.wrong.duplicate.worth).toEqual([{ minor: 500, currency: 'USD' }])
    expect(scored.mistakes).toEqual([{ kind: 'duplicate', units: 1, source: { file: 'ledger.txt', line: 2 }, lot: truth.lots[0] }])
  })

  test('what is found after the day of the claim was owed on that day', () => {
    expect(units(score([claim(2, 5)], truth, '2025-08-05'))).toEqual({ right: 5, missed: 0 })
  })

  test('a row that is no loss is never claimable', () => {
    expect(units(score([claim(9, 1), claim(2, 3)], truth, AS_OF))).toEqual({ right: 3, non_claimable: 1, missed: 0 })
  })

  test('too late is expired, too early premature, whatever is owed', () => {
    const late = truthOf(lot(2, '2025-06-01', 4), lot(3, '2025-08-20', 1, [], { type: 'customer_return' }))
    const scored = score([claim(2, 4), claim(3, 1)], late, AS_OF)
    expect(units(scored)).toEqual({ right: 0, premature: 1, expired: 4, missed: 0 })
    expect(scored.byType.customer_return?.wrong.premature.units).toBe(1)
    expect(scored.byType.lost_warehouse?.wrong.expired).toEqual({ units: 4, worth: [{ minor: 2000, currency: 'USD' }], unknownWorth: 0 })
  })

  test('what a person has to look at may be claimed or left', () => {
    const doubtful = truthOf(lot(2, '2025-08-01', 2, [], { needsPerson: true }))
    expect(units(score([], doubtful, AS_OF))).toEqual({ right: 0, missed: 0 })
    expect(units(score([claim(2, 2)], doubtful, AS_OF))).toEqual({ right: 2, missed: 0 })
    expect(units(score([claim(2, 3)], doubtful, AS_OF))).toEqual({ right: 2, duplicate: 1, missed: 0 })
  })

  test('what nobody knows the worth of is counted so', () => {
    const scored = score([claim(2, 1)], truthOf(lot(2, '2025-08-01', 1, [], { unitValue: null })), AS_OF)
    expect(scored.right).toEqual({ units: 1, worth: [], unknownWorth: 1 })
  })
})

describe('where nothing tells which of two lots a find was for', () => {
  const truth = truthOf(lot(2, '2025-08-01', 3, [found(3, '2025-08-10', ANY)]), lot(3, '2025-08-02', 3))

  test('either may be claimed, and both not', () => {
    expect(units(score([claim(2, 3)], truth, AS_OF))).toEqual({ right: 3, missed: 0 })
    expect(units(score([claim(3, 3)], truth, AS_OF))).toEqual({ right: 3, missed: 0 })
    expect(units(score([claim(2, 2), claim(3, 1)], truth, AS_OF))).toEqual({ right: 3, missed: 0 })
    expect(units(score([claim(2, 3), claim(3, 3)], truth, AS_OF))).toEqual({ right: 3, duplicate: 3, missed: 0 })
    expect(units(score([], truth, AS_OF))).toEqual({ right: 0, missed: 3 })
  })

  test('it is for none whose days it cannot be for', () => {
    const before = truthOf(lot(2, '2025-07-10', 1, [found(1, '2025-07-20', { first: null, last: '2025-07-31' })]), lot(3, '2025-08-02', 1))
    expect(units(score([claim(2, 1)], before, AS_OF))).toEqual({ right: 0, duplicate: 1, missed: 1 })
  })

  test('it is for none in another stock, of another type or product', () => {
    for (const other of [{ pool: 'GB' as const }, { type: 'damaged_warehouse' as const }, { fnsku: 'X2' }]) {
      const apart = truthOf(lot(2, '2025-08-01', 1, [found(1, '2025-08-10', ANY)]), lot(3, '2025-08-02', 1, [], other))
      expect(units(score([claim(2, 1)], apart, AS_OF))).toEqual({ right: 0, duplicate: 1, missed: 1 })
    }
  })

  test('nobody misses what may have been found, were it for an expired lot in truth', () => {
    const old = truthOf(lot(2, '2025-05-01', 2, [found(2, '2025-08-10', ANY)]), lot(3, '2025-08-02', 2))
    expect(units(score([], old, AS_OF))).toEqual({ right: 0, missed: 0 })
    expect(score([], old, AS_OF)).toMatchObject({ claimable: { units: 2 }, provable: { units: 0 } })
    expect(units(score([claim(3, 2)], old, AS_OF))).toEqual({ right: 2, missed: 0 })
  })

  test('a find that is left over from before may be for a lot, and need not', () => {
    const stray = { type: 'lost_warehouse', fnsku: 'X1', pool: 'US', units: 1, date: '2025-08-10', between: ANY } as const
    const left = { lots: [lot(2, '2025-08-01', 2)], strays: [stray] }
    expect(units(score([claim(2, 2)], left, AS_OF))).toEqual({ right: 2, missed: 0 })
    expect(units(score([claim(2, 1)], left, AS_OF))).toEqual({ right: 1, missed: 0 })
    expect(units(score([], left, AS_OF))).toEqual({ right: 0, missed: 1 })
  })
})

/** All ways of placing, unit by unit. */
function mostByTrying(rooms: readonly Room[], credits: readonly Placeable[]): number {
  const [first, ...rest] = credits
  if (first === undefined) return 0
  if (first.units === 0) return mostByTrying(rooms, rest)
  const less = [{ ...first, units: first.units - 1 }, ...rest]
  const placed = rooms.flatMap((room, index) =>
    room.units > 0 && room.startsOn >= (first.between.first ?? '') && room.startsOn <= (first.between.last ?? '9')
      ? [1 + mostByTrying(rooms.with(index, { ...room, units: room.units - 1 }), less)]
      : [],
  )
  return Math.max(mostByTrying(rooms, less), ...placed)
}

test('no way of placing places more', () => {
  const day = fc.integer({ min: 1, max: 4 }).map((each) => `2025-08-0${each}`)
  const room = fc.record({ startsOn: day, units: fc.integer({ min: 0, max: 2 }) })
  const between = fc.record({ first: fc.option(day), last: fc.option(day) })
  const credit = fc.record({ units: fc.integer({ min: 0, max: 2 }), between })
  fc.assert(
    fc.property(fc.array(room, { maxLength: 3 }), fc.array(credit, { maxLength: 3 }), (rooms, credits) => {
      expect(mostPlaced(rooms, credits)).toBe(mostByTrying(rooms, credits))
    }),
  )
})

describe('of drawn ledgers', () => {
  const reckoning = fc.constantFrom('current' as const, 'lagging' as const, 'absent' as const)
  const draw = (seed: string, kind: 'current' | 'lagging' | 'absent') => drawFba(seed, { lots: 80, days: 150, reckoning: kind })
  const perfect = ({ truth, to }: ReturnType<typeof drawFba>): Claim[] =>
    truth.lots.flatMap((each) => {
      const [source] = each.rows
      const owed = standingOf(each, to).owed
      return source === undefined || windowState(each, to) !== 'open' || owed === 0 ? [] : [{ source, units: owed }]
    })

  test('who claims the truth makes no mistake', () => {
    fc.assert(
      fc.property(fc.string(), reckoning, (seed, kind) => {
        const fba = draw(seed, kind)
        expect(score(perfect(fba), fba.truth, fba.to).mistakes).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  test('who claims nothing misses what is provable, and does nothing wrong', () => {
    fc.assert(
      fc.property(fc.string(), reckoning, (seed, kind) => {
        const fba = draw(seed, kind)
        const { missed, provable, claimable, mistakes } = score([], fba.truth, fba.to)
        expect(missed).toEqual(provable)
        expect(provable.units).toBeLessThanOrEqual(claimable.units)
        expect(mistakes.every(({ kind }) => kind === 'missed')).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('each claimed unit is right or wrong once', () => {
    fc.assert(
      fc.property(fc.string(), reckoning, fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 30 }), (seed, kind, wishes) => {
        const fba = draw(seed, kind)
        const claims = wishes.map((units, index) => ({ source: { file: 'ledger.txt', line: 2 + index * 3 }, units }))
        const { right, wrong } = score(claims, fba.truth, fba.to)
        const judged = WRONG_KINDS.reduce((sum, each) => sum + wrong[each].units, right.units)
        expect(judged).toBe(wishes.reduce((sum, units) => sum + units, 0))
      }),
      { numRuns: 40 },
    )
  })
})
