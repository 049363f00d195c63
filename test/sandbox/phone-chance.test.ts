import { expect, test } from 'vitest'
import { BEHAVIOURS, behaviourByChance } from '../../sandbox/phone/chance.ts'
import { openSandbox } from './rooms.ts'

const NUMBER = '+37120000001'
const sequence = (seed: string, number: string, length = 40) =>
  Array.from({ length }, (_, index) => behaviourByChance(seed, number, index + 1))

test('the same seed and number behave the same, call by call', () => {
  expect(sequence('a', NUMBER)).toEqual(sequence('a', NUMBER))
})

test('another seed or another number behaves otherwise', () => {
  expect(sequence('b', NUMBER)).not.toEqual(sequence('a', NUMBER))
  expect(sequence('a', '+37120000002')).not.toEqual(sequence('a', NUMBER))
})

test('of ten customers about six answer, one is busy, two do not answer and one sends to voicemail', () => {
  const drawn = Array.from({ length: 5_000 }, (_, index) => behaviourByChance('shares', `+3712${1_000_000 + index}`, 1))
  const shares = Object.fromEntries(BEHAVIOURS.map((behaviour) => [behaviour, drawn.filter((one) => one === behaviour).length / 5_000]))
  expect(shares.answers).toBeCloseTo(0.6, 1)
  expect(shares.busy).toBeCloseTo(0.12, 1)
  expect(shares.no_answer).toBeCloseTo(0.18, 1)
  expect(shares.voicemail).toBeCloseTo(0.1, 1)
})

/** What becomes of one dialled call after another. */
async function outcomes(seed: string | number, disturb = false): Promise<string[]> {
  const phone = await openSandbox({ seed })
  const seen: string[] = []
  for (let dialled = 0; dialled < 10; dialled += 1) {
    if (disturb) await phone.dial('+37120000009')
    const call = await phone.callWhen(await phone.dial(NUMBER), ({ state }) => state !== 'ringing')
    seen.push(call.heard ?? call.cause ?? '')
  }
  return seen
}

test('two sandboxes of one seed play the same calls, whoever else is called in between; another seed plays others', async () => {
  const expected = sequence('7', NUMBER, 10).map(
    (behaviour) => ({ answers: 'customer', busy: 'busy', no_answer: 'noAnswer', voicemail: 'voicemail_greeting' })[behaviour],
  )
  expect(await outcomes('7')).toEqual(expected)
  expect(await outcomes(7, true)).toEqual(expected)
  expect(await outcomes('8')).not.toEqual(expected)
})

test('a scripted line always does as it is told, until it is left to chance again', async () => {
  const phone = await openSandbox({ seed: 'a' })
  const line = `/phone/lines/${encodeURIComponent(NUMBER)}`
  expect((await phone.request('PUT', line, { behaviour: 'busy' })).json).toEqual({ number: NUMBER, behaviour: 'busy', dialled: 0 })
  for (let dialled = 0; dialled < 3; dialled += 1) {
    expect((await phone.callWhen(await phone.dial(NUMBER), ({ state }) => state === 'ended')).cause).toBe('busy')
  }
  expect((await phone.request('GET', '/phone/lines')).json).toEqual({ items: [{ number: NUMBER, behaviour: 'busy', dialled: 3 }] })
  expect((await phone.request('DELETE', line)).status).toBe(204)
  expect((await phone.request('GET', '/phone/lines')).json).toEqual({ items: [{ number: NUMBER, dialled: 3 }] })
})
