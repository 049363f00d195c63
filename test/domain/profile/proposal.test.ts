import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EXPERIENCES } from '../../../domain/customers.ts'
import { GROUP_KINDS, VERDICT_CODES } from '../../../domain/profile/judge.ts'
import { type ProposalRequest, proposeStrategy, wantsNoPricing } from '../../../domain/profile/proposal.ts'

const request = (over: Partial<ProposalRequest> = {}): ProposalRequest => ({
  kind: 'private_label',
  evidence: { code: 'nobody_else_offers', alone: 8, contested: 0, read: 8 },
  active: 10,
  experience: 'newcomer',
  areas: [],
  ...over,
})

const short = (over: Partial<ProposalRequest>): string => {
  const { strategy, reasons } = proposeStrategy(request(over))
  return [strategy, ...reasons.map(({ code }) => code)].join(' ')
}

test.each<[Partial<ProposalRequest>, string]>([
  [{ kind: 'private_label', experience: 'newcomer' }, 'push private_label_newcomer'],
  [{ kind: 'private_label', experience: 'experienced' }, 'push private_label_experienced'],
  [{ kind: 'private_label', experience: null }, 'push private_label experience_unknown'],
  [{ kind: 'unknown', experience: 'newcomer' }, 'hold kind_unknown'],
  [{ kind: 'unknown', experience: 'experienced' }, 'hold kind_unknown'],
  [{ kind: 'unknown', experience: null }, 'hold kind_unknown experience_unknown'],
])('%j alone: %s', (over, expected) => {
  expect(short(over)).toBe(expected)
})

test.each<[Partial<ProposalRequest>, string]>([
  [{ experience: 'newcomer' }, 'buy_box trade_goods_newcomer begin_with_narrow_range'],
  [{ experience: 'experienced' }, 'buy_box trade_goods_experienced'],
  [{ experience: null }, 'buy_box trade_goods experience_unknown'],
])('trade goods, %j: %s', (over, expected) => {
  expect(short({ kind: 'trade_goods', evidence: { code: 'others_offer', alone: 0, contested: 6, read: 6 }, ...over })).toBe(expected)
})

test('exceptions within a group are said and change nothing', () => {
  const evidence = { code: 'few_others_offer' as const, alone: 9, contested: 1, read: 10 }
  expect(proposeStrategy(request({ evidence })).reasons[1]).toEqual({ code: 'some_are_resold', params: { contested: 1, read: 10 } })
  const traded = { code: 'others_offer' as const, alone: 2, contested: 8, read: 10 }
  expect(proposeStrategy(request({ kind: 'trade_goods', experience: 'experienced', evidence: traded }))).toEqual({
    strategy: 'buy_box',
    reasons: [
      { code: 'trade_goods_experienced', params: {} },
      { code: 'alone_on_some', params: { alone: 2, read: 10 } },
    ],
  })
})

test.each([
  [[], false],
  [['lost_and_found'], true],
  [['Lost & Found', 'analytics'], true],
  [['lost_and_found', 'pricing'], false],
  [['garden'], false],
  [['repricing'], false],
])('of %j prices are no part: %s', (areas, none) => {
  expect(wantsNoPricing(areas)).toBe(none)
})

const requests = fc.record({
  kind: fc.constantFrom(...GROUP_KINDS),
  evidence: fc.record({ code: fc.constantFrom(...VERDICT_CODES), alone: fc.nat(40), contested: fc.nat(40), read: fc.nat(80) }),
  active: fc.constantFrom(0, 1, 500),
  experience: fc.constantFrom(null, ...EXPERIENCES),
  areas: fc.constantFrom<string[]>([], ['pricing'], ['lost_and_found'], ['garden', 'analytics']),
})

test('in every case there is one strategy with its reasons: hold where there is one against, else by the kind', () => {
  fc.assert(
    fc.property(requests, (drawn) => {
      const { strategy, reasons } = proposeStrategy(drawn)
      const codes = reasons.map(({ code }) => code)
      const holds = [
        drawn.active === 0 && 'no_active_offers',
        drawn.kind === 'unknown' && 'kind_unknown',
        drawn.areas[0] === 'lost_and_found' && 'pricing_not_wanted',
      ].filter((one) => one !== false)
      const byKind = drawn.kind === 'private_label' ? 'push' : 'buy_box'
      expect(strategy).toBe(holds.length > 0 ? 'hold' : byKind)
      expect(codes).toEqual(expect.arrayContaining(holds))
      expect(codes.length).toBeGreaterThan(0)
      expect(codes.includes('experience_unknown')).toBe(drawn.experience === null)
    }),
    { numRuns: 500 },
  )
})
