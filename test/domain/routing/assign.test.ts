import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AssignmentRequest, assignAgent, type Candidate } from '../../../domain/routing/assign.ts'

const speaker = (agentId: string, overrides: Partial<Candidate> = {}): Candidate => ({
  agentId,
  languages: [{ tag: 'de', level: 'native' }],
  skills: ['repricer', 'analytics'],
  capacity: 20,
  load: 0,
  carriedSince: [],
  away: [],
  lastAssignedAt: null,
  inShift: true,
  absent: false,
  ...overrides,
})
const seller = (overrides: Partial<AssignmentRequest> = {}): AssignmentRequest => ({
  customerId: 'c1',
  languages: ['de'],
  products: ['repricer'],
  ...overrides,
})
const speaks = (tag: string, level: 'native' | 'fluent' | 'basic' = 'fluent') => ({ languages: [{ tag, level }] })

describe('who calls', () => {
  test('the first of the customer languages that somebody speaks decides, whatever the load', () => {
    const decision = assignAgent(seller({ languages: ['lv', 'pt-BR', 'en'] }), [
      speaker('eva', speaks('en', 'native')),
      speaker('rui', { ...speaks('pt', 'fluent'), load: 7 }),
    ])
    expect(decision).toMatchObject({ agentId: 'rui', language: 'pt-BR', policyVersion: 'ladder-2' })
    expect(decision.why).toEqual({
      code: 'language_match',
      params: { language: 'pt-BR', level: 'fluent', load: 7, speakers: 1, by: 'language' },
    })
  })

  test('native goes before fluent, and among equals whoever is shortest of his share', () => {
    const native = speaker('ana', { load: 3 })
    expect(assignAgent(seller(), [native, speaker('bob', { ...speaks('de-AT'), load: 2 })])).toMatchObject({
      agentId: 'ana',
      why: { params: { by: 'level' } },
    })
    expect(assignAgent(seller(), [native, speaker('bob', { ...speaks('de-AT', 'native'), load: 2 })])).toMatchObject({
      agentId: 'bob',
      why: { params: { by: 'shortfall' } },
    })
  })

  test('whoever looks after the customer already, if he can', () => {
    const team = [speaker('ana', { load: 9 }), speaker('bob'), speaker('eva', { ...speaks('en'), load: 3 })]
    const request = seller({ languages: ['de', 'en'], preferredAgentId: 'eva' })
    expect(assignAgent(request, team)).toMatchObject({ agentId: 'eva', language: 'en', why: { code: 'preferred' } })
    expect(assignAgent({ ...request, excluded: ['eva'] }, team)).toMatchObject({ agentId: 'bob', why: { code: 'language_match' } })
  })

  test('a repeated preference for nobody known changes nothing', () => {
    expect(assignAgent(seller({ preferredAgentId: 'gone' }), [speaker('ana')]).agentId).toBe('ana')
  })

  test('nobody speaks it: never silently another language', () => {
    const decision = assignAgent(seller({ languages: ['lv'] }), [
      speaker('ana'),
      speaker('bob', speaks('lv', 'basic')),
      speaker('eva', { languages: [] }),
    ])
    expect(decision).toMatchObject({
      agentId: undefined,
      language: undefined,
      why: { code: 'nobody_speaks', params: { languages: ['lv'] } },
    })
    expect(decision.candidates.map(({ droppedBy }) => droppedBy)).toEqual(['language', 'language', 'language'])
  })

  test('somebody speaks it, but not now', () => {
    const decision = assignAgent(seller(), [speaker('ana', { inShift: false }), speaker('bob', speaks('en'))])
    expect(decision.why).toEqual({ code: 'nobody_available', params: { languages: ['de'], speakers: 1 } })
  })

  test('every candidate is listed with the first filter that dropped him', () => {
    const team = [
      speaker('a-language', { ...speaks('en'), inShift: false }),
      speaker('b-shift', { inShift: false, absent: true }),
      speaker('c-absent', { absent: true }),
      speaker('d-excluded', { skills: [] }),
      speaker('e-skill', { skills: ['analytics'], load: 20 }),
      speaker('f-capacity', { load: 20 }),
      speaker('g-second', { load: 1 }),
      speaker('h-chosen'),
    ]
    const decision = assignAgent(seller({ excluded: ['d-excluded'] }), team)
    expect(decision.agentId).toBe('h-chosen')
    expect(decision.candidates.map(({ agentId, droppedBy }) => `${agentId}: ${droppedBy}`)).toEqual([
      'a-language: language',
      'b-shift: shift',
      'c-absent: absent',
      'd-excluded: excluded',
      'e-skill: skill',
      'f-capacity: capacity',
      'g-second: undefined',
      'h-chosen: undefined',
    ])
    expect(decision.candidates[7]).toEqual({
      agentId: 'h-chosen',
      language: 'de',
      level: 'native',
      load: 0,
      scores: { languageRank: 0, level: 'native', shortfall: 1, idleSince: null, tie: expect.any(Number) },
    })
    for (const { droppedBy, scores } of decision.candidates) expect(droppedBy === undefined).toBe(scores !== undefined)
  })
})

const LANGUAGES = ['de', 'de-CH', 'en', 'pt-BR', 'pt', 'lv'] as const
const PRODUCTS = ['repricer', 'lost_and_found', 'analytics'] as const
const someRequest = fc.record({
  customerId: fc.uuid(),
  languages: fc.uniqueArray(fc.constantFrom(...LANGUAGES), { minLength: 1, maxLength: 3 }),
  products: fc.uniqueArray(fc.constantFrom(...PRODUCTS), { minLength: 1 }),
  excluded: fc.uniqueArray(fc.constantFrom('a0', 'a1'), { maxLength: 2 }),
  preferredAgentId: fc.constantFrom('a0', 'a2', 'nobody'),
})
const someTeam = fc
  .array(
    fc.record({
      languages: fc.array(
        fc.record({ tag: fc.constantFrom(...LANGUAGES), level: fc.constantFrom('native' as const, 'fluent' as const, 'basic' as const) }),
        { maxLength: 3 },
      ),
      skills: fc.uniqueArray(fc.constantFrom(...PRODUCTS)),
      capacity: fc.integer({ min: 0, max: 5 }),
      load: fc.integer({ min: 0, max: 5 }),
      carriedSince: fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 5 }),
      away: fc.array(
        fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 })).map(([start, end]) => ({ start, end })),
        { maxLength: 2 },
      ),
      lastAssignedAt: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
      inShift: fc.boolean(),
      absent: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((team) => team.map((member, index) => ({ ...member, agentId: `a${index}` })))

test('the same question is answered the same, in whatever order the candidates come', () => {
  fc.assert(
    fc.property(
      someRequest,
      someTeam.chain((team) => fc.tuple(fc.constant(team), fc.shuffledSubarray(team, { minLength: team.length }))),
      (request, [team, shuffled]) => {
        expect(assignAgent(request, shuffled)).toEqual(assignAgent(request, team))
      },
    ),
    { numRuns: 500 },
  )
})

test('whoever is chosen passed every filter, and somebody is chosen if anybody did', () => {
  fc.assert(
    fc.property(someRequest, someTeam, (request, team) => {
      const { agentId, language, candidates } = assignAgent(request, team)
      expect(candidates.map((one) => one.agentId).sort()).toEqual(team.map((one) => one.agentId).sort())
      const eligible = candidates.filter(({ droppedBy }) => droppedBy === undefined)
      expect(agentId !== undefined).toBe(eligible.length > 0)
      if (agentId === undefined) return
      expect(eligible.find((one) => one.agentId === agentId)?.language).toBe(language)
      const { languages } = team.find((one) => one.agentId === agentId)!
      expect(languages.some(({ tag, level }) => level !== 'basic' && tag.split('-')[0] === language!.split('-')[0])).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('over 1,000 sign-ups the load of equal speakers never differs by more than one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 7 }), fc.infiniteStream(fc.uuid()), (size, ids) => {
      const loads = Array.from({ length: size }, () => 0)
      for (let n = 0; n < 1000; n += 1) {
        const team = loads.map((load, index) => speaker(`agent-${index}`, { load, capacity: 10_000 }))
        const { agentId } = assignAgent(seller({ customerId: ids.next().value }), team)
        loads[Number(agentId!.slice(6))]! += 1
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: 5 },
  )
})

test('ties are shared evenly, also where nobody counts the load', () => {
  const team = ['ana', 'bob', 'eva', 'rui'].map((agentId) => speaker(agentId))
  const wins = new Map<string | undefined, number>()
  for (let n = 0; n < 4000; n += 1) {
    const { agentId } = assignAgent(seller({ customerId: `c${n}` }), team)
    wins.set(agentId, (wins.get(agentId) ?? 0) + 1)
  }
  // 1,000 each; six standard deviations are 164.
  for (const { agentId } of team) expect(Math.abs((wins.get(agentId) ?? 0) - 1000)).toBeLessThan(164)
})

test('the tie-break is the same on every machine', () => {
  const team = ['ana', 'bob', 'eva'].map((agentId) => speaker(agentId))
  const chosen = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((customerId) => assignAgent(seller({ customerId }), team).agentId)
  expect(chosen).toMatchInlineSnapshot(`
    [
      "bob",
      "ana",
      "ana",
      "eva",
      "ana",
      "bob",
    ]
  `)
})
