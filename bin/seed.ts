import { type SeedKey, type SeedPerson, seedTeam } from '../adapters/postgres/seed-team.ts'
import { hashApiKey } from '../adapters/secrets.ts'

export interface StackKeys {
  readonly agent: string
  readonly lead: string
  readonly admin: string
  readonly service: string
}

const native = (tag: string) => ({ tag, level: 'native' as const })
const fluent = (tag: string) => ({ tag, level: 'fluent' as const })

const OFFICE_HOURS = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, from: '09:00', until: '12:30' },
  { weekday, from: '13:30', until: '18:00' },
])

const usual = { skills: ['repricer', 'lost_and_found', 'analytics'], capacity: 60, shifts: OFFICE_HOURS } as const

/** An invented team. Together they speak de, en, fr, es, pt, lv and it, each at least fluently. */
export const DEMO_TEAM: readonly SeedPerson[] = [
  {
    ...usual,
    id: 'agent-1',
    name: 'Camille Brandt',
    email: 'camille.brandt@lotse.example',
    languages: [native('fr'), fluent('de'), fluent('en')],
    timeZone: 'Europe/Berlin',
    role: 'agent',
  },
  {
    ...usual,
    id: 'agent-2',
    name: 'Oliver Keane',
    email: 'oliver.keane@lotse.example',
    languages: [native('en'), fluent('de'), fluent('es')],
    timeZone: 'Europe/Berlin',
    role: 'agent',
  },
  {
    ...usual,
    id: 'agent-3',
    name: 'Lucía Ferrer',
    email: 'lucia.ferrer@lotse.example',
    languages: [native('es'), fluent('en'), fluent('de')],
    timeZone: 'Europe/Lisbon',
    role: 'agent',
  },
  {
    ...usual,
    id: 'agent-4',
    name: 'Matteo Rinaldi',
    email: 'matteo.rinaldi@lotse.example',
    languages: [native('it'), fluent('en'), fluent('fr')],
    timeZone: 'Europe/Berlin',
    role: 'agent',
  },
  {
    ...usual,
    id: 'lead-1',
    name: 'Inês Kalniņa',
    email: 'ines.kalnina@lotse.example',
    languages: [native('pt'), native('lv'), fluent('it'), fluent('en')],
    timeZone: 'Europe/Riga',
    role: 'lead',
  },
  {
    ...usual,
    id: 'admin-1',
    name: 'Jonas Petersen',
    email: 'jonas.petersen@lotse.example',
    languages: [fluent('en')],
    timeZone: 'Europe/Berlin',
    role: 'admin',
    shifts: [], // keeps the house, calls nobody
  },
]

/** Makes an empty database one that can be worked with: a team and the stack's four API keys. Repeating it changes nothing. */
export async function seed(databaseUrl: string, keys: StackKeys): Promise<void> {
  const seedKeys: readonly SeedKey[] = [
    { purpose: 'agent', name: 'Stack: agent', hash: hashApiKey(keys.agent), role: 'agent', agentId: 'agent-1' },
    { purpose: 'lead', name: 'Stack: lead', hash: hashApiKey(keys.lead), role: 'lead', agentId: 'lead-1' },
    { purpose: 'admin', name: 'Stack: admin', hash: hashApiKey(keys.admin), role: 'admin', agentId: 'admin-1' },
    { purpose: 'service', name: 'Stack: service', hash: hashApiKey(keys.service), role: 'service' },
  ]
  await seedTeam(databaseUrl, DEMO_TEAM, seedKeys)
}
