import { expect, test } from 'vitest'
import { SENTENCES, sentenceOf } from '../../../domain/pricing/sentences.ts'
import type { Refusal, Step } from '../../../domain/pricing/trace.ts'
import { HOUR, marketOf, NOW, offer } from './market.ts'

const writing = { money: (minor: number) => `${(minor / 100).toFixed(2)} EUR`, time: (at: number) => new Date(at).toISOString() }
const say = (step: Step) => sentenceOf(step, writing)

test('a step reads as a sentence', () => {
  expect(say({ code: 'lost', price: 1_214, back: 1_190 })).toBe('12.14 EUR loses the Buy Box: back to 11.90 EUR.')
  expect(say({ code: 'discount', rate: 250, price: 1_000 })).toBe('2.5 % less than consumers pay: 10.00 EUR.')
  expect(say({ code: 'holds', until: NOW })).toContain('2026-11-23T09:00:00.000Z')
  expect(say({ code: 'refused', reason: 'stale' })).toBe('Nothing is touched: the look is older than six hours.')
  expect(say({ code: 'unseen', reason: 'no_look' })).toBe('No look at business offers is used: nobody looked.')
  expect(say({ code: 'follows_twin', sku: 'SKU-2', price: null })).toBe('Our listing SKU-2 leads at this product, with –.')
})

const REASONS: Refusal[] = [
  'no_time',
  'other_marketplace',
  'other_asin',
  'other_currency',
  'from_the_future',
  'stale',
  'out_of_order',
  'not_a_price',
  'not_a_sale',
  'no_minimum',
  'no_maximum',
  'bounds_are_no_prices',
  'minimum_above_maximum',
  'no_price_pays',
  'costs_above_maximum',
  'consumer_price_unknown',
]

test('each step and each reason has words of its own', () => {
  const reasons = REASONS.map((reason) => say({ code: 'refused', reason }))
  const sentences = [...Object.values(SENTENCES), ...reasons]
  expect(new Set(sentences).size).toBe(sentences.length)
  for (const sentence of sentences) expect(sentence).toMatch(/\w+ .*[\w}]\)?[.:]$/)
})

test('what a step does not say is a dash, a plain number is itself', () => {
  expect(say({ code: 'market', rivals: 0, holder: 'ours' })).toBe(
    '0 rivals count; in the Buy Box: ours. The price to meet is –, the lowest asked –.',
  )
})

test('every sentence names places as they are written, and every decision of a day can be read', () => {
  for (const sentence of Object.values(SENTENCES))
    expect(sentence.replaceAll(/\{\{\w+(:(money|time|percent))?\}\}/g, '')).not.toMatch(/[{}]/)
  const { look, world } = marketOf(1_400, { rivals: [offer({ listing: 1_190 })], ours: (price) => price <= 1_205 })
  for (let hour = 0; hour < 24; hour += 1) {
    world.rivals = [offer({ listing: 1_190 - (hour % 5) * 20 })]
    for (const step of look(HOUR / 2).trace) expect(say(step)).toMatch(/^[^{}]+[.:]$/)
  }
})
