import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CALL_PURPOSES } from '../../domain/calls/calls.ts'
import { type Doorway, mayCall, mayCallAnybody, refusedSteps } from '../../domain/consent/gate.ts'
import { ACTS, CHANNELS, type LedgerEntry, OPT_OUT_SCOPES, optOutOf, standings } from '../../domain/consent/ledger.ts'
import { type Candidate, whoseTurn } from '../../domain/consent/rotation.ts'
import { type Gate, USUAL_POLICIES } from '../../domain/policies.ts'

const PEOPLE = [{ id: 'ines' }, { id: 'rui' }]
const DAYS = 100
const day = (n: number): string => new Date(Date.UTC(2027, 0, 1 + n)).toISOString()

const entry = fc
  .record({
    contactId: fc.constantFrom(null, 'ines', 'rui'),
    act: fc.constantFrom(...ACTS),
    scope: fc.constantFrom(...OPT_OUT_SCOPES),
    channel: fc.constantFrom(...CHANNELS),
    saidAt: fc.integer({ min: 0, max: DAYS }).map(day),
  })
  .filter(({ act, scope }) => scope !== 'all' || act === 'opted_out' || act === 'opt_out_withdrawn')
const ledgers = fc.array(entry, { maxLength: 12 }).map((said): LedgerEntry[] => said.map((one, n) => ({ id: `c${n}`, ...one })))
const gates = fc
  .tuple(fc.constantFrom<Gate>('free', 'presumed', 'documented'), fc.constantFrom<Gate>('free', 'presumed', 'documented'))
  .map(([de, otherwise]) => ({ survey: { DE: de }, otherwise }))
const doorways = fc.record({ ledger: ledgers, gates, country: fc.constantFrom('DE', 'AT', 'PT'), contract: fc.boolean() })
const purposes = fc.constantFrom(...CALL_PURPOSES)
const people = fc.constantFrom(null, 'ines', 'rui')

const said = (act: LedgerEntry['act'], scope: LedgerEntry['scope'], contactId: string | null, n: number): LedgerEntry => ({
  id: `${act}-${n}`,
  contactId,
  act,
  scope,
  channel: 'phone',
  saidAt: day(n),
})
const doorway = (ledger: LedgerEntry[], fields: Partial<Doorway> = {}): Doorway => ({
  ledger,
  gates: USUAL_POLICIES.gates,
  country: 'PT',
  contract: true,
  ...fields,
})

describe('no calls at all', () => {
  test('beats whatever else was said before or after, whoever said it, but for what the customer asks for himself', () => {
    fc.assert(
      fc.property(doorways, purposes, people, people, fc.nat(DAYS), (door, purpose, who, caller, n) => {
        const others = door.ledger.filter(({ scope, act }) => !(scope === 'all' && act === 'opt_out_withdrawn'))
        const ledger = [...others, said('opted_out', 'all', who, n)]
        expect(mayCall(purpose, false, caller, { ...door, ledger })).toMatchObject({
          allowed: false,
          why: { code: 'opted_out', params: { scope: 'all' } },
        })
        expect(mayCall(purpose, true, caller, { ...door, ledger }).allowed).toBe(true)
      }),
    )
  })

  test('holds until that very word is withdrawn, and what was granted before does not come back with it', () => {
    const granted = said('granted', 'survey', 'ines', 1)
    const refused = said('opted_out', 'all', 'rui', 2)
    const again = said('opt_out_withdrawn', 'all', null, 3)
    const austrian = { country: 'AT' }
    expect(mayCall('survey', false, 'ines', doorway([granted], austrian))).toMatchObject({ allowed: true, reliesOn: 'granted-1' })
    expect(mayCall('survey', false, 'ines', doorway([granted, refused], austrian)).allowed).toBe(false)
    expect(mayCall('welcome', false, 'ines', doorway([granted, refused, again], austrian)).allowed).toBe(true)
    expect(mayCall('survey', false, 'ines', doorway([granted, refused, again], austrian)).why.code).toBe('no_consent')
    expect(
      mayCall('survey', false, 'ines', doorway([granted, refused, again, said('granted', 'survey', 'ines', 4)], austrian)).allowed,
    ).toBe(true)
  })
})

describe('the gate', () => {
  test('does not depend on the order in which words were written down', () => {
    fc.assert(
      fc.property(doorways, purposes, people, (door, purpose, who) => {
        const turned = { ...door, ledger: door.ledger.toReversed() }
        expect(mayCall(purpose, false, who, turned).allowed).toBe(mayCall(purpose, false, who, door).allowed)
      }),
    )
  })

  test('a word by mail or about advertising stops no call', () => {
    fc.assert(
      fc.property(doorways, purposes, people, fc.nat(DAYS), (door, purpose, who, n) => {
        const byMail = { ...said('opted_out', 'survey', who, n), channel: 'mail' as const }
        const more = [...door.ledger, byMail, said('opted_out', 'marketing', who, n)]
        expect(mayCall(purpose, false, who, { ...door, ledger: more }).allowed).toBe(mayCall(purpose, false, who, door).allowed)
      }),
    )
  })

  test('with one refusal more, nobody may be called who could not be called before', () => {
    fc.assert(
      fc.property(doorways, purposes, people, entry, (door, purpose, who, word) => {
        const refusal: LedgerEntry = { ...word, id: 'more', act: 'opted_out' }
        const after = mayCall(purpose, false, who, { ...door, ledger: [...door.ledger, refusal] })
        if (after.allowed) expect(mayCall(purpose, false, who, door).allowed).toBe(true)
      }),
    )
  })

  test('no more surveys means no more surveys, and every other call as before', () => {
    for (const purpose of CALL_PURPOSES)
      expect(mayCall(purpose, false, 'ines', doorway([said('opted_out', 'survey', 'ines', 1)])).allowed).toBe(purpose !== 'survey')
    expect(mayCall('survey', false, 'rui', doorway([said('opted_out', 'survey', 'ines', 1)])).allowed).toBe(true)
    expect(mayCall('survey', false, 'rui', doorway([said('opted_out', 'survey', null, 1)])).allowed).toBe(false)
  })

  test.each([
    ['PT', true, 'presumed', true],
    ['PT', false, 'no_contract', false],
    ['DE', true, 'presumed', true],
    ['AT', true, 'no_consent', false],
  ])('a survey in %s (contract: %s) without a word: %s', (country, contract, code, allowed) => {
    expect(mayCall('survey', false, 'ines', doorway([], { country, contract }))).toMatchObject({ allowed, why: { code } })
  })

  test('where the team leaves surveys free, only a refusal stops them', () => {
    const free = { gates: { survey: {}, otherwise: 'free' as const }, contract: false }
    expect(mayCall('survey', false, 'ines', doorway([], free))).toMatchObject({ allowed: true, why: { code: 'free' } })
    expect(mayCall('survey', false, 'ines', doorway([said('opted_out', 'survey', null, 1)], free)).allowed).toBe(false)
  })

  test('a consent of the company holds for its people, one of a person for him alone', () => {
    const austrian = { country: 'AT' }
    expect(mayCall('survey', false, 'rui', doorway([said('granted', 'survey', null, 1)], austrian)).allowed).toBe(true)
    expect(mayCall('survey', false, 'rui', doorway([said('granted', 'survey', 'ines', 1)], austrian)).allowed).toBe(false)
    expect(mayCallAnybody('survey', false, PEOPLE, doorway([said('granted', 'survey', 'rui', 1)], austrian)).allowed).toBe(true)
  })
})

describe('steps', () => {
  test('are refused where no call of theirs may be made, whoever is asked', () => {
    fc.assert(
      fc.property(doorways, (door) => {
        const open = { ...door, gates: { survey: {}, otherwise: 'free' as const } }
        const refused = refusedSteps(door.ledger, PEOPLE)
        expect(refused.includes('survey')).toBe(!mayCallAnybody('survey', false, PEOPLE, open).allowed)
        expect(refused.includes('welcome_call')).toBe(!mayCallAnybody('welcome', false, PEOPLE, open).allowed)
        expect(refused.includes('trial_end_call')).toBe(refused.includes('welcome_call'))
      }),
    )
  })

  test('what stands is told for the company and for each of its people', () => {
    const ledger = [said('granted', 'survey', 'ines', 1), said('opted_out', 'survey', 'rui', 2)]
    const surveys = standings(ledger, PEOPLE).filter(({ scope }) => scope === 'survey')
    expect(surveys).toEqual([
      { contactId: null, scope: 'survey', consents: null, refusedBy: null },
      { contactId: 'ines', scope: 'survey', consents: 'granted-1', refusedBy: null },
      { contactId: 'rui', scope: 'survey', consents: null, refusedBy: 'opted_out-2' },
    ])
    expect(optOutOf(ledger, 'survey', 'ines')).toBeUndefined()
    expect(optOutOf(ledger, 'survey', 'rui')?.id).toBe('opted_out-2')
  })
})

describe('turns', () => {
  const DAY = 86_400_000
  const candidate = (contactId: string, askedDaysAgo: number | null, allowed = true): Candidate => ({
    contactId,
    lastAskedAt: askedDaysAgo === null ? null : day(200 - askedDaysAgo),
    restedAt: askedDaysAgo === null ? 0 : Date.parse(day(200 - askedDaysAgo)) + 91 * DAY,
    verdict: { allowed, why: { code: allowed ? 'free' : 'opted_out', params: {} } },
  })
  const now = Date.parse(day(200))

  test('whoever was not asked for longest is asked, never one who may not be', () => {
    const some = fc.array(fc.tuple(fc.option(fc.integer({ min: 1, max: 400 })), fc.boolean()), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(some, fc.boolean(), (all, named) => {
        const candidates = all.map(([ago, allowed], n) => candidate(`p${n}`, ago, allowed))
        const turn = whoseTurn(candidates, now, named)
        const fit = candidates.filter(({ verdict, restedAt }) => verdict.allowed && (named || restedAt <= now))
        const asked = 'asks' in turn ? [turn.asks] : []
        expect(asked.length > 0).toBe(fit.length > 0)
        expect(fit).toEqual(expect.arrayContaining(asked))
        for (const one of asked) for (const { lastAskedAt } of fit) expect((one.lastAskedAt ?? '') <= (lastAskedAt ?? '')).toBe(true)
      }),
    )
  })

  test('a few days are waited for, a whole quarter is skipped', () => {
    expect(whoseTurn([candidate('ines', 80)], now, false)).toEqual({ waitsUntil: now + 11 * DAY })
    expect(whoseTurn([candidate('ines', 10)], now, false)).toMatchObject({ skips: { code: 'everybody_was_asked' } })
    expect(whoseTurn([candidate('ines', 10)], now, true)).toMatchObject({ asks: { contactId: 'ines' } })
    expect(whoseTurn([candidate('ines', null, false)], now, true)).toMatchObject({ skips: { code: 'opted_out' } })
    expect(whoseTurn([], now, true)).toMatchObject({ skips: { code: 'nobody_to_ask' } })
  })
})
