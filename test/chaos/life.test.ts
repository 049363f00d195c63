import { expect, test } from 'vitest'
import { eachOnce } from './check.ts'
import { createDice } from './dice.ts'
import { createLife, personTold, stageOf, telephoneTold } from './life.ts'

const told = (outcome: string, fields: { purpose?: string; status?: string; callbackAt?: string } = {}) => ({
  callId: 'c',
  purpose: 'welcome',
  status: 'due',
  outcome,
  ...fields,
})

test('a person says better what the telephone counted: one try; the next time it is another', () => {
  const life = createLife(1, createDice('s'))
  telephoneTold(life, 'c', 'no_answer', 'p1')
  personTold(life, told('voicemail_left', { status: 'retry_wait' }))
  personTold(life, told('no_answer'))
  expect(life.tries.get('c')?.map(({ outcome }) => outcome)).toEqual(['voicemail_left', 'no_answer'])
})

test('a seller gets as far as the furthest talk, also where the welcome comes late', () => {
  const life = createLife(1, createDice('s'))
  personTold(life, told('completed', { purpose: 'onboarding' }))
  personTold(life, told('completed'))
  expect(stageOf(life)).toBe('onboarded')
  life.cancelled = true
  expect(stageOf(life)).toBe('cancelled')
})

test('a booked call that is called back goes with its slot', () => {
  const life = createLife(1, createDice('s'))
  life.bookings.set('c', { id: 'b', start: '2026-11-23T09:00:00.000Z' })
  personTold(life, told('callback_at', { purpose: 'onboarding', callbackAt: '2026-11-24T09:00:00.000Z' }))
  expect(life.bookings.get('c')).toEqual({ id: 'b', start: '2026-11-24T09:00:00.000Z' })
})

test('the count finds what is lost, what is doubled, and what nobody asked for', () => {
  expect(eachOnce('x', ['a', 'b', 'c'], ['a', 'c', 'c', 'd'])).toEqual({
    name: 'x',
    looked: 4,
    wrong: ['b: lost', 'c: there 2 times', 'd: there, and nobody asked for it'],
  })
})
