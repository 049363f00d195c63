import { expect, test } from 'vitest'
import { createDice } from './dice.ts'
import { spread, VICTIMS, victims } from './nemesis.ts'

const throws = (seed: string) => {
  const dice = createDice(seed)
  return [dice.next(), dice.int(0, 100), dice.pick(['a', 'b', 'c']), dice.shuffled([1, 2, 3, 4, 5])]
}

test('the same seed throws the same, another seed does not', () => {
  expect(throws('s')).toEqual(throws('s'))
  expect(throws('s')).not.toEqual(throws('t'))
})

test('what one part throws does not change what another gets', () => {
  const undisturbed = createDice('s').apart('b').next()
  const dice = createDice('s')
  dice.next()
  dice.apart('a').next()
  expect(dice.apart('b').next()).toBe(undisturbed)
})

test('what weighs nothing is never drawn, the rest by its weight', () => {
  const dice = createDice('s')
  const drawn = Array.from({ length: 4_000 }, () => dice.weighted({ never: 0, seldom: 1, often: 3 }))
  expect(drawn).not.toContain('never')
  expect(drawn.filter((what) => what === 'often').length / drawn.length).toBeCloseTo(0.75, 1)
})

test('every third of the kills falls on each part, and all of them on some day', () => {
  const parts = victims(9, createDice('s'))
  for (const part of VICTIMS) expect(parts.filter((one) => one === part)).toHaveLength(3)
  expect(spread(9, 4, createDice('s')).reduce((sum, share) => sum + share)).toBe(9)
})
