import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CALL_PURPOSES, type CallOutcome, type CallPurpose } from '../../domain/calls/retry-policy.ts'
import { type DryRun, dryRun } from '../../domain/dry-run/dry-run.ts'
import type { Past, PastCall, Rules } from '../../domain/dry-run/past.ts'
import { proposedTeam } from '../../domain/dry-run/team.ts'
import { type Policies, USUAL_POLICIES } from '../../domain/policies.ts'
import { scheduleCall } from '../../domain/routing/schedule.ts'
import { DAY, HOUR, member, NOW, request, speaks, viewOf, week } from './routing/office.ts'

const TEAM = [
  member('anna', { capacity: 3 }),
  member('boris', { capacity: 60, shifts: week('12:00', '20:00') }),
  member('camille', { ...speaks('fr', 'de'), zone: 'Europe/Paris' }),
]
const today: Rules = { policies: USUAL_POLICIES, team: TEAM }
const LANGUAGES = [['de'], ['fr', 'de'], ['lv']]

interface Drawn {
  readonly after: number
  readonly customer: number
  readonly purpose: CallPurpose
  readonly language: number
  readonly lasts: number | null
  readonly tries: readonly CallOutcome[]
}

function callOf({ after, customer, purpose, language, lasts, tries }: Drawn, n: number): PastCall {
  const decidedAt = NOW + after * 60_000
  const languages = LANGUAGES[language] ?? []
  const customerId = `c${customer}`
  return {
    decidedAt,
    request: request({ callId: `call-${n}`, customerId, purpose, languages }),
    customer: { ...viewOf(TEAM).customer, customerId, languages },
    closeLanguages: {},
    endedAt: lasts === null ? null : decidedAt + lasts * HOUR,
    agentId: TEAM[n % TEAM.length]!.agentId,
    purpose,
    attempts: tries.map((outcome, index) => ({ at: decidedAt + (index + 1) * HOUR, outcome })),
  }
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  after: fc.integer({ min: 0, max: 14 * 24 * 60 }),
  customer: fc.integer({ min: 0, max: 8 }),
  purpose: fc.constantFrom(...CALL_PURPOSES),
  language: fc.nat(2),
  lasts: fc.option(fc.integer({ min: 1, max: 200 })),
  tries: fc.array(fc.constantFrom<CallOutcome>('no_answer', 'busy', 'voicemail_left', 'technical_failure'), { maxLength: 5 }),
})
const past: fc.Arbitrary<Past> = fc
  .array(drawn, { maxLength: 25 })
  .map((calls) => ({ calls: calls.toSorted((a, b) => a.after - b.after).map(callOf), carried: [] }))
const policies: fc.Arbitrary<Policies> = fc.record({
  callable: fc.constantFrom(USUAL_POLICIES.callable, week('10:00', '14:00'), week('08:00', '20:00', [2, 6])),
  slaMinutes: fc.constantFrom(USUAL_POLICIES.slaMinutes, { ...USUAL_POLICIES.slaMinutes, welcome: 31, survey: 40 }),
  leadMinutes: fc.constantFrom(USUAL_POLICIES.leadMinutes, { ...USUAL_POLICIES.leadMinutes, welcome: 200 }),
  retry: fc.constantFrom(USUAL_POLICIES.retry, { ...USUAL_POLICIES.retry, welcome: { ...USUAL_POLICIES.retry.welcome, waits: [] } }),
  triesPerDay: fc.constant(2),
  clearMinutes: fc.constant(15),
  escalation: fc.constant(USUAL_POLICIES.escalation),
  bookings: fc.constant(USUAL_POLICIES.bookings),
  gates: fc.constant(USUAL_POLICIES.gates),
})

function ran(some: Past, proposed: Rules, now: Rules = today): DryRun {
  const run = dryRun(some, now, proposed)
  for (;;) {
    const step = run.next()
    if (step.done) return step.value
  }
}
const one = (fields: Partial<Drawn> = {}, n = 0) =>
  callOf({ after: 0, customer: n, purpose: 'welcome', language: 0, lasts: null, tries: [], ...fields }, n)

test('the same rules change nothing, whatever happened', () => {
  fc.assert(
    fc.property(past, policies, (some, rules) => {
      const { total, groups, calls, tries } = ran(some, { policies: rules, team: TEAM }, { policies: rules, team: TEAM })
      expect([calls, tries, total.moved]).toEqual([[], [], 0])
      expect(total.today).toEqual(total.proposed)
      expect(groups.reduce((sum, group) => sum + group.calls, 0)).toBe(total.calls)
      expect(total.today.inTime + total.today.late + total.today.nobody).toBe(some.calls.length)
    }),
    { numRuns: 25 },
  )
})

test('what is told of the proposed rules is what the live code would have decided, call after call', () => {
  fc.assert(
    fc.property(past, policies, (some, rules) => {
      const carried: { agentId: string; since: number; until: number }[] = []
      const owners = new Map<string, string>()
      const live = some.calls.map(({ request: asked, customer, decidedAt, endedAt, closeLanguages }) => {
        const team = TEAM.map((person) => {
          const his = carried.filter(({ agentId }) => agentId === person.agentId)
          const open = his.filter(({ until }) => until > decidedAt).map(({ since }) => since)
          return { ...person, load: open.length, carriedSince: open, lastAssignedAt: his.at(-1)?.since ?? null }
        })
        const agentId = owners.get(customer.customerId) ?? null
        const view = { customer: { ...customer, agentId, hours: rules.callable }, team, closeLanguages, policies: rules }
        const made = scheduleCall(asked, view, decidedAt)
        if (made.agentId !== null) {
          carried.push({ agentId: made.agentId, since: decidedAt, until: endedAt ?? Number.POSITIVE_INFINITY })
          owners.set(customer.customerId, agentId ?? made.agentId)
        }
        return made
      })
      const { total, calls } = ran(some, { policies: rules, team: TEAM })
      expect(total.proposed).toMatchObject({
        nobody: live.filter(({ agentId }) => agentId === null).length,
        late: live.filter(({ agentId, whyTiming }) => agentId !== null && whyTiming.params.late === true).length,
      })
      for (const { call, proposed } of calls) {
        const { agentId, dueAt, language } = live[some.calls.indexOf(call)]!
        expect(proposed).toMatchObject({ agentId, dueAt, language })
      }
    }),
    { numRuns: 25 },
  )
})

describe('one thing changed', () => {
  test('fewer callable hours: the call comes later, and late where its minutes are used up', () => {
    const callable = week('09:00', '10:00', [5])
    const slaMinutes = { ...USUAL_POLICIES.slaMinutes, welcome: 30 }
    const proposed = { policies: { ...USUAL_POLICIES, callable, slaMinutes }, team: [member('anna', { shifts: week('09:45', '17:00') })] }
    const { total, calls } = ran({ calls: [one()], carried: [] }, proposed, { ...today, team: [member('anna')] })
    expect(calls[0]?.today).toEqual({ agentId: 'anna', language: 'de', dueAt: '2026-11-23T09:30:00.000Z', late: false })
    expect(calls[0]?.proposed).toEqual({ agentId: 'anna', language: 'de', dueAt: '2026-11-27T08:45:00.000Z', late: true })
    expect([total.today.inTime, total.proposed.late]).toEqual([1, 1])
    expect(total.proposed.busiestHour).toEqual({ from: '2026-11-27T08:00:00.000Z', calls: 1 })
  })

  test('another capacity: later calls go to somebody else, those that were there before counted', () => {
    const carried = [{ agentId: 'anna', since: NOW - DAY, until: null }]
    const calls = [one({}, 0), one({ after: 1 }, 1)]
    const team = [member('anna', { capacity: 1 }), member('dora', { capacity: 60, lastAssignedAt: NOW })]
    const full = ran({ calls, carried }, { policies: USUAL_POLICIES, team }, { policies: USUAL_POLICIES, team })
    const roomy = proposedTeam(team, { agents: [{ id: 'anna', capacity: 600 }], overrides: [] })
    const changed = ran({ calls, carried }, { policies: USUAL_POLICIES, team: roomy }, { policies: USUAL_POLICIES, team })
    expect([full.total.moved, changed.total.moved]).toEqual([0, 2])
    expect(changed.calls.map(({ today: now, proposed }) => [now.agentId, proposed.agentId])).toEqual(Array(2).fill(['dora', 'anna']))
  })

  test('a closed day or other shifts: the call is due when somebody is there', () => {
    const closed = proposedTeam(TEAM, { agents: [], overrides: [{ date: '2026-11-23', hours: [] }] })
    expect(ran({ calls: [one()], carried: [] }, { ...today, team: closed }).calls[0]?.proposed.dueAt).toBe('2026-11-24T08:00:00.000Z')
    const late = proposedTeam(TEAM.slice(0, 1), { agents: [{ id: 'anna', shifts: week('15:00', '17:00') }], overrides: [] })
    expect(ran({ calls: [one()], carried: [] }, { ...today, team: late }).calls[0]?.proposed.dueAt).toBe('2026-11-23T14:00:00.000Z')
    const own = proposedTeam(late, {
      agents: [],
      overrides: [{ date: '2026-11-23', agentId: 'anna', hours: [{ from: '12:00', until: '13:00' }] }],
    })
    expect(ran({ calls: [one()], carried: [] }, { ...today, team: own }).calls[0]?.proposed.dueAt).toBe('2026-11-23T11:00:00.000Z')
  })

  test('nobody of the team left: the call finds nobody', () => {
    const { total, calls } = ran({ calls: [one()], carried: [] }, { ...today, team: [] })
    expect([total.today.nobody, total.proposed.nobody, total.moved]).toEqual([0, 1, 0])
    expect(calls[0]?.proposed).toEqual({ agentId: null, language: null, dueAt: null, late: false })
  })

  test('another wait: each try that nobody answered is followed otherwise, given up where there is none', () => {
    const waits = [{ kind: 'minutes', minutes: 20, exempt: false } as const]
    const retry = { ...USUAL_POLICIES.retry, welcome: { ...USUAL_POLICIES.retry.welcome, waits } }
    const call = one({ tries: ['no_answer', 'busy', 'no_answer'] })
    const { total, tries } = ran({ calls: [call], carried: [] }, { policies: { ...USUAL_POLICIES, retry }, team: TEAM })
    expect(tries.map(({ failed, proposed }) => [failed.outcome, proposed.follows, proposed.retryAt])).toEqual([
      ['no_answer', 'retry', '2026-11-23T10:20:00.000Z'],
      ['no_answer', 'give_up', null],
    ])
    expect(tries[0]?.today.retryAt?.slice(0, 10)).toBe('2026-11-24')
    expect([total.tries, total.today.givenUp, total.proposed.givenUp]).toEqual([3, 0, 1])
  })

  test('what follows a talk that went on as an onboarding goes by the rule of that', () => {
    const call: PastCall = { ...one({ tries: ['no_answer', 'completed', 'no_answer'] }), purpose: 'onboarding' }
    const retry = { ...USUAL_POLICIES.retry, onboarding: { ...USUAL_POLICIES.retry.onboarding, waits: [] } }
    const { tries } = ran({ calls: [call], carried: [] }, { policies: { ...USUAL_POLICIES, retry }, team: TEAM })
    expect(tries.map(({ failed, today: now, proposed }) => [failed.purpose, now.follows, proposed.follows])).toEqual([
      ['onboarding', 'retry', 'give_up'],
    ])
  })
})

test('examples are at most 25 of each kind, however many there are', () => {
  const calls = Array.from({ length: 60 }, (_, n) => one({ after: n, tries: ['no_answer'] }, n))
  const { total, calls: shown, tries } = ran({ calls, carried: [] }, { ...today, team: [] })
  expect([shown.length, tries.length, total.proposed.nobody, total.proposed.givenUp]).toEqual([25, 25, 60, 60])
})

test('no figure is of one person', () => {
  const { total, groups } = ran({ calls: [one(), one({ after: 5 }, 1)], carried: [] }, today)
  expect(JSON.stringify([total, groups])).not.toMatch(/anna|boris|camille|agent/)
})
