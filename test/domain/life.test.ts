import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Registration } from '../../domain/customers.ts'
import { LIFE_CLOCKS, type Life, type LifeClock, newLife, nextClock, remember, stageOf } from '../../domain/life.ts'

const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }).map((date) => date.toISOString())
const clocks = fc.dictionary(fc.constantFrom(...LIFE_CLOCKS), instant) as fc.Arbitrary<Partial<Record<LifeClock, string>>>
const SELLER = { products: ['repricer'] } as Partial<Registration> as Registration
const lifeWith = (fields: Partial<Life> = {}): Life => ({ ...newLife(SELLER), ...fields })

test('the clock that rings next is the earliest', () => {
  fc.assert(
    fc.property(clocks, (set) => {
      const next = nextClock(lifeWith({ clocks: set }))
      const earliest = Object.values(set).sort()[0]
      expect(next?.at).toBe(earliest)
      if (next) expect(set[next.clock]).toBe(next.at)
    }),
  )
})

test('of clocks that ring together the first of the list comes first: the talk before the end of the trial', () => {
  const at = '2026-12-06T10:00:00.000Z'
  expect(nextClock(lifeWith({ clocks: { trial_over: at, trial_end_call: at } }))).toEqual({ clock: 'trial_end_call', at })
})

test('a life without clocks waits for nothing', () => {
  expect(nextClock(lifeWith())).toBeUndefined()
})

test('a memory keeps the newest hundred, in their order', () => {
  fc.assert(
    fc.property(fc.nat(300), (count) => {
      const memory: number[] = []
      for (let item = 0; item < count; item += 1) remember(memory, item)
      const all = Array.from({ length: count }, (_, item) => item)
      expect(memory).toEqual(all.slice(-100))
    }),
  )
})

test('the stage is how far the people side got, unless the account is cancelled', () => {
  expect(stageOf(lifeWith({ reached: 'welcomed' }))).toBe('welcomed')
  expect(stageOf(lifeWith({ reached: 'onboarded', standing: 'cancelled' }))).toBe('cancelled')
})

test('a life is plain JSON: its next run begins with the same', () => {
  const life = lifeWith({ clocks: { survey: '2027-02-26T15:00:00.000Z' }, heard: ['key-1'] })
  expect(JSON.parse(JSON.stringify(life))).toEqual(life)
})
