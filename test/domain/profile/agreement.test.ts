import { expect, test } from 'vitest'
import type { Agreement } from '../../../domain/calls/calls.ts'
import {
  type AgreedGroup,
  type AgreementFrame,
  agreementEntries,
  agreementErrors,
  isRunnable,
  newlyAgreed,
  nextAgreement,
} from '../../../domain/profile/agreement.ts'

const eur = (minor: number) => ({ minor, currency: 'EUR' })
const gbp = (minor: number) => ({ minor, currency: 'GBP' })
const push = (group: string): AgreementFrame['groups'][number] => ({
  key: group,
  proposal: { strategy: 'push', reasons: [{ code: 'private_label_newcomer', params: {} }] },
})
const frame: AgreementFrame = { groups: [push('brand:acme'), push('brand:bolt')], currencies: ['EUR', 'SEK'] }
const good: Agreement = { group: 'brand:acme', strategy: 'push', min: eur(999), max: eur(1999) }

test.each<[string, Agreement]>([
  ['a strategy with both bounds', good],
  ['bounds that are one price', { ...good, max: eur(999) }],
  ['hold without bounds', { group: 'brand:acme', strategy: 'hold' }],
  ['hold with both', { ...good, strategy: 'hold' }],
  ['hold with only a maximum', { group: 'brand:acme', strategy: 'hold', max: eur(999) }],
  ['a strategy without bounds, to be asked for later,', { group: 'brand:acme', strategy: 'buy_box' }],
  ['a strategy with only a minimum', { group: 'brand:acme', strategy: 'push', min: eur(999) }],
])('%s may be agreed on', (_, agreed) => {
  expect(agreementErrors([agreed], frame)).toEqual([])
})

test.each<[string, readonly Agreement[], string]>([
  ['a minimum above the maximum', [{ ...good, min: eur(2000) }], '/data/agreed/0/max'],
  ['bounds of nothing', [{ ...good, min: eur(0) }], '/data/agreed/0/min'],
  ['only a maximum, of nothing', [{ group: 'brand:acme', strategy: 'push', max: eur(0) }], '/data/agreed/0/max'],
  ['bounds of parts of a cent', [{ ...good, max: eur(1999.5) }], '/data/agreed/0/max'],
  ['two currencies', [{ ...good, max: { minor: 9000, currency: 'SEK' } }], '/data/agreed/0/max/currency'],
  [
    'a currency of no marketplace of his',
    [{ ...good, min: gbp(999), max: gbp(1999) }],
    '/data/agreed/0/min/currency /data/agreed/0/max/currency',
  ],
  ['a group that is not in the profile', [good, { ...good, group: 'brand:nobody' }], '/data/agreed/1/group'],
  ['one group twice', [good, { ...good, strategy: 'hold' }], '/data/agreed/1/group'],
])('%s is refused', (_, agreed, fields) => {
  expect(
    agreementErrors(agreed, frame)
      .map(({ field }) => field)
      .join(' '),
  ).toBe(fields)
})

test('a refusal names the groups and currencies there are', () => {
  const messages = agreementErrors([{ ...good, group: 'x', min: gbp(1), max: gbp(2) }], frame).map(({ message }) => message)
  expect(messages[0]).toContain('brand:acme, brand:bolt')
  expect(messages[1]).toContain('EUR, SEK')
})

test('before there is a profile anything coherent may be agreed on, and what is incoherent may not', () => {
  const early: Agreement[] = [
    { group: 'garden', strategy: 'hold', min: eur(990) },
    { group: 'all', strategy: 'buy_box' },
  ]
  expect(agreementErrors(early, null)).toEqual([])
  expect(agreementErrors([{ ...good, min: eur(5000) }], null).map(({ field }) => field)).toEqual(['/data/agreed/0/max'])
  const { groups } = nextAgreement({ agreed: early, previous: null, frame: null, at: '2026-11-23T10:00:00Z', by: 'agent/1' })
  expect(groups.map(({ proposed, overridden }) => [proposed, overridden])).toEqual([
    [null, false],
    [null, false],
  ])
  expect(groups.map(isRunnable)).toEqual([false, false])
})

test('each talk makes a version: who, when, and what of the proposal was overridden; what was not talked about stays', () => {
  const first = nextAgreement({
    agreed: [good, { group: 'brand:bolt', strategy: 'buy_box', min: eur(500), max: eur(900) }],
    previous: null,
    frame,
    at: '2026-11-23T10:00:00Z',
    by: 'agent/1',
  })
  expect(first).toMatchObject({ version: 1, at: '2026-11-23T10:00:00Z', by: 'agent/1' })
  expect(first.groups.map(({ group, overridden, proposed }) => [group, overridden, proposed?.strategy])).toEqual([
    ['brand:acme', false, 'push'],
    ['brand:bolt', true, 'push'],
  ])
  const second = nextAgreement({
    agreed: [{ group: 'brand:bolt', strategy: 'hold' }],
    previous: first,
    frame,
    at: '2026-12-07T10:00:00Z',
    by: 'agent/2',
  })
  expect(second).toMatchObject({ version: 2, by: 'agent/2' })
  expect(second.groups).toEqual<AgreedGroup[]>([
    {
      group: 'brand:bolt',
      strategy: 'hold',
      version: 2,
      at: '2026-12-07T10:00:00Z',
      by: 'agent/2',
      proposed: push('brand:bolt').proposal,
      overridden: true,
    },
    first.groups[0]!,
  ])
  expect(second.groups.map(isRunnable)).toEqual([false, true])
})

test.each<[string, Agreement, boolean]>([
  ['both bounds', good, true],
  ['one bound', { group: 'brand:acme', strategy: 'push', min: eur(999) }, false],
  ['no bound', { group: 'brand:acme', strategy: 'push' }, false],
  ['both bounds, but hold', { ...good, strategy: 'hold' }, false],
])('what was agreed with %s moves prices or does not', (_, agreed, runs) => {
  expect(isRunnable(agreed)).toBe(runs)
})

const first = () => nextAgreement({ agreed: [good], previous: null, frame, at: '2026-11-23T10:00:00Z', by: 'agent/1' })

test('news is what does not stand already, by value', () => {
  const bolt: Agreement = { group: 'brand:bolt', strategy: 'hold' }
  expect(newlyAgreed([good, bolt], null)).toEqual([good, bolt])
  expect(newlyAgreed([{ ...good, min: { ...eur(999) } }, bolt], first())).toEqual([bolt])
  const { max: _, ...withoutMaximum } = good
  for (const other of [{ ...good, strategy: 'hold' as const }, { ...good, max: eur(2000) }, { ...good, min: gbp(999) }, withoutMaximum])
    expect(newlyAgreed([other], first())).toEqual([other])
})

test('the timeline says what was agreed on in this talk, and where against the proposal', () => {
  expect(agreementEntries(first(), 'call-1')).toEqual([
    { kind: 'strategy_agreed', params: { callId: 'call-1', version: 1, agreed: [good] }, actor: 'agent/1' },
  ])
  const bolt: Agreement = { group: 'brand:bolt', strategy: 'buy_box' }
  const second = nextAgreement({ agreed: [bolt], previous: first(), frame, at: '2026-12-07T10:00:00Z', by: 'agent/2' })
  expect(agreementEntries(second, 'call-2')).toEqual([
    { kind: 'strategy_agreed', params: { callId: 'call-2', version: 2, agreed: [bolt] }, actor: 'agent/2' },
    {
      kind: 'proposal_overridden',
      params: { callId: 'call-2', version: 2, groups: [{ group: 'brand:bolt', proposed: 'push', agreed: 'buy_box' }] },
      actor: 'agent/2',
    },
  ])
})
