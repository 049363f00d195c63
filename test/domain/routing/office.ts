import type { Shift } from '../../../domain/calendar/windows.ts'
import { USUAL_POLICIES } from '../../../domain/policies.ts'
import type { ScheduleRequest } from '../../../domain/routing/schedule.ts'
import type { RoutedCustomer, RoutingView, TeamMember } from '../../../domain/routing/team.ts'

/** Monday, 10:00 in Berlin. */
export const NOW = Date.parse('2026-11-23T09:00:00Z')
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export const week = (from: string, until: string, days = [1, 2, 3, 4, 5]): Shift[] => days.map((weekday) => ({ weekday, from, until }))
export const speaks = (...tags: string[]): Pick<TeamMember, 'languages'> => ({ languages: tags.map((tag) => ({ tag, level: 'native' })) })

/** At work in Berlin from Monday to Friday, nine to five, for years. */
export const member = (agentId: string, fields: Partial<TeamMember> = {}): TeamMember => ({
  agentId,
  name: agentId,
  ...speaks('de'),
  zone: 'Europe/Berlin',
  skills: ['repricer'],
  capacity: 60,
  joinedAt: NOW - 1000 * DAY,
  load: 0,
  carriedSince: [],
  lastAssignedAt: null,
  shifts: week('09:00', '17:00'),
  absences: [],
  busy: [],
  ...fields,
})

export const viewOf = (
  team: readonly TeamMember[],
  customer: Partial<RoutedCustomer> = {},
  closeLanguages: RoutingView['closeLanguages'] = {},
): RoutingView => ({
  customer: {
    customerId: 'c1',
    products: ['repricer'],
    languages: ['de'],
    timeZone: 'Europe/Berlin',
    zones: ['Europe/Berlin'],
    holidays: new Set(),
    agentId: null,
    ...customer,
  },
  team,
  closeLanguages,
  policies: USUAL_POLICIES,
})

export const request = (fields: Partial<ScheduleRequest> = {}): ScheduleRequest => ({
  callId: 'call-1',
  customerId: 'c1',
  purpose: 'welcome',
  languages: ['de'],
  at: null,
  topic: null,
  excluded: [],
  version: 1,
  actor: 'system',
  ...fields,
})
