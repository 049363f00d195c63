import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CALL_PURPOSES } from '../../domain/calls/retry-policy.ts'
import { type Policies, USUAL_POLICIES } from '../../domain/policies.ts'
import { completed, policyErrors } from '../../domain/policy-rules.ts'

const wrongIn = (changes: Partial<Policies>): string[] => policyErrors({ ...USUAL_POLICIES, ...changes }).map(({ field }) => field)
const monday = (from: string, until: string) => ({ weekday: 1, from, until })
const hours = (...callable: readonly (readonly [string, string])[]) => ({ callable: callable.map(([from, until]) => monday(from, until)) })
const { retry, bookings } = USUAL_POLICIES

test('the usual policies contradict themselves nowhere', () => {
  expect(policyErrors(USUAL_POLICIES)).toEqual([])
})

test.each<[string, Partial<Policies>, string[]]>([
  ['hours that touch are fine', hours(['09:00', '13:00'], ['13:00', '18:00']), []],
  ['from the first to the last hour anybody may be called', hours(['08:00', '20:00']), []],
  ['reversed hours', hours(['18:00', '09:00']), ['/callable/0/until']],
  ['hours of no length', hours(['09:00', '09:00'], ['10:00', '20:00']), ['/callable/0/until']],
  ['before eight', hours(['07:59', '18:00']), ['/callable/0/from']],
  ['after eight in the evening', hours(['09:00', '20:01']), ['/callable/0/until']],
  ['until midnight', hours(['09:00', '24:00']), ['/callable/0/until']],
  ['overlapping hours', hours(['09:00', '13:00'], ['12:59', '18:00']), ['/callable/1']],
  ['hours within others', hours(['09:00', '18:00'], ['10:00', '11:00'], ['11:00', '12:00']), ['/callable/1', '/callable/2']],
  [
    'a lead longer than the time somebody has',
    { leadMinutes: { ...USUAL_POLICIES.leadMinutes, welcome: 241, call_me_now: 3 } },
    ['/slaMinutes/welcome', '/slaMinutes/call_me_now'],
  ],
  [
    'a wait that leaves nothing of a day',
    { ...hours(['09:00', '13:00']), retry },
    ['welcome', 'welcome', 'trial_end', 'trial_end', 'survey', 'survey', ...Array(5).fill('anomaly'), 'setup_help', 'setup_help'].map(
      (purpose, index, all) => `/retry/${purpose}/waits/${index - all.indexOf(purpose)}/avoidMinutesAround`,
    ),
  ],
  [
    'a wait that is exempt in a rule that is not',
    { retry: { ...retry, welcome: { ...retry.welcome, waits: [{ kind: 'minutes', minutes: 5, exempt: true }] } } },
    ['/retry/welcome/waits/0/exempt'],
  ],
  [
    'reminders that do not descend',
    { bookings: { ...bookings, reminderMinutes: [60, 1440, 1440] } },
    ['/bookings/reminderMinutes/1', '/bookings/reminderMinutes/2'],
  ],
  ['no reminder at all', { bookings: { ...bookings, reminderMinutes: [] } }, []],
])('%s', (_, changes, fields) => {
  expect(wrongIn(changes)).toEqual(fields)
})

test('everything that is wrong is said at once', () => {
  const slaMinutes = { ...USUAL_POLICIES.slaMinutes, survey: 1 }
  expect(wrongIn({ callable: [monday('07:00', '06:00')], slaMinutes })).toEqual(
    expect.arrayContaining(['/callable/0/until', '/callable/0/from', '/slaMinutes/survey']),
  )
})

test('what a later release knows beside what was stored is as usual, and a rule is taken whole', () => {
  const { triesPerDay: _later, escalation, ...stored } = USUAL_POLICIES
  const { warnAt: _alsoLater, ...older } = { ...escalation, acceptMinutes: 5 }
  const { parkDays: _taken, ...welcome } = retry.welcome
  const now = completed({ ...stored, escalation: older, retry: { ...retry, welcome } })
  expect(now).toEqual({ ...USUAL_POLICIES, escalation: { ...escalation, acceptMinutes: 5 }, retry: { ...retry, welcome } })
  expect(completed({})).toEqual(USUAL_POLICIES)
})

test('whatever the minutes: a call that is not late by its own lead alone is let through', () => {
  const minutes = fc.record(Object.fromEntries(CALL_PURPOSES.map((purpose) => [purpose, fc.integer({ min: 0, max: 400 })])))
  fc.assert(
    fc.property(minutes, minutes, (sla, lead) => {
      const [slaMinutes, leadMinutes] = [sla, lead] as [Policies['slaMinutes'], Policies['leadMinutes']]
      expect(wrongIn({ slaMinutes, leadMinutes })).toEqual(
        CALL_PURPOSES.filter((purpose) => slaMinutes[purpose] < leadMinutes[purpose]).map((purpose) => `/slaMinutes/${purpose}`),
      )
    }),
  )
})
