import type { Shift } from '../../domain/calendar/windows.ts'
import type { TeamMember } from '../../domain/routing/team.ts'
import { stableHash } from '../../domain/stable-hash.ts'

/** Monday, 10:00 in Berlin. */
export const NOW = Date.parse('2026-11-23T09:00:00Z')
export const DAY = 86_400_000
export const LANGUAGES = ['de', 'en', 'es', 'fr', 'it', 'lv', 'pt', 'nl', 'pl', 'cs']
const CARRIED = 30
const ZONES = ['Europe/Berlin', 'Europe/Lisbon', 'Europe/Riga', 'America/Sao_Paulo']
const WEEK: readonly Shift[] = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, from: '09:00', until: '12:30' },
  { weekday, from: '13:30', until: '18:00' },
])

/** 0..sides-1, for ever the same. */
export const chance = (of: string, sides: number): number => stableHash(of) % sides

/** One in twenty was away last week, one in fifty is new; everybody carries thirty open calls. */
export function memberOf(n: number): TeamMember {
  const agentId = `agent-${String(n).padStart(4, '0')}`
  const spoken = [0, 1, 2].map((index) => LANGUAGES[chance(`${n} speaks ${index}`, LANGUAGES.length)] ?? 'de')
  return {
    agentId,
    name: agentId,
    languages: [...new Set(spoken)].map((tag, index) => ({ tag, level: index === 0 ? 'native' : 'fluent' })),
    zone: ZONES[n % ZONES.length] ?? 'UTC',
    skills: ['repricer', 'lost_and_found', 'analytics'],
    capacity: 60,
    joinedAt: NOW - (n % 50 === 0 ? 5 : 1000) * DAY,
    load: CARRIED,
    carriedSince: Array.from({ length: CARRIED }, (_, index) => NOW - chance(`${n} carries ${index}`, 30 * DAY)),
    lastAssignedAt: NOW - chance(`${n} last`, 5 * DAY),
    shifts: WEEK,
    absences: n % 20 === 0 ? [{ start: NOW - 9 * DAY, end: NOW - 2 * DAY, substituteId: null }] : [],
    busy: [],
  }
}
