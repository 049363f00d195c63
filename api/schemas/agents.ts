import { type Static, Type } from 'typebox'
import { Email, Language, OneOf, ProductName, Text, WallEnd, WallTime, Zone } from './values.ts'

const AgentLanguage = Type.Object({ tag: Language, level: OneOf(['native', 'fluent', 'basic']) }, { additionalProperties: false })

const agentFields = {
  name: Text(200),
  email: Email,
  languages: Type.Array(AgentLanguage, {
    minItems: 1,
    maxItems: 20,
    description: 'nobody is routed to an agent without languages, so at least one',
  }),
  timeZone: Zone,
  skills: Type.Array(ProductName, { uniqueItems: true }),
  capacity: Type.Integer({ minimum: 0, maximum: 1000, description: 'open calls carried at most' }),
  role: OneOf(['agent', 'lead', 'admin']),
}

export const AgentBody = Type.Object(
  {
    ...agentFields,
    skills: Type.Optional(agentFields.skills),
    capacity: Type.Optional(agentFields.capacity),
    role: Type.Optional(agentFields.role),
  },
  { additionalProperties: false },
)
export const AgentPatch = Type.Partial(Type.Object(agentFields), { additionalProperties: false, minProperties: 1 })
export const AgentReply = Type.Object({ id: Type.String(), ...agentFields })
export type AgentView = Static<typeof AgentReply>
export type AgentChange = Static<typeof AgentPatch>

export const Shift = Type.Object(
  { weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 = Monday' }), from: WallTime, to: WallEnd },
  { additionalProperties: false },
)
export type ShiftView = Static<typeof Shift>
export const ShiftsBody = Type.Array(Shift, { maxItems: 100 })
