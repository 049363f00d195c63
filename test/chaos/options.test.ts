import { expect, test } from 'vitest'
import { BadInput } from '../../bin/commands/bad-input.ts'
import { optionsOf } from './options.ts'

test('without arguments fifty lives are tried, with a seed that is told', () => {
  expect(optionsOf([])).toMatchObject({ lives: 50, json: false, seed: expect.stringMatching(/^\d+$/) })
  expect(optionsOf(['--seed', 'x', '--lives', '3', '--json'])).toMatchObject({ lives: 3, seed: 'x', json: true })
})

test.each([[['--lives', '0']], [['--kills', 'many']], [['--minutes', '1.5']], [['--loudly']]])('%j is bad input', (args) => {
  expect(() => optionsOf(args)).toThrow(BadInput)
})
