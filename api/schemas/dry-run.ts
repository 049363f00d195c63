import { type Static, Type } from 'typebox'
import { CALL_OUTCOMES, CALL_PURPOSES } from '../../domain/calls/calls.ts'
import { Shift } from './agents.ts'
import { Hours } from './calendar.ts'
import { PoliciesBody } from './policies.ts'
import { DateOnly, Id, Instant, Nullable, OneOf } from './values.ts'

const STRICT = { additionalProperties: false }

export const DryRunBody = Type.Object(
  {
    policies: Type.Optional(PoliciesBody),
    agents: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Id,
            shifts: Type.Optional(Type.Array(Shift, { maxItems: 100 })),
            capacity: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
          },
          STRICT,
        ),
        { maxItems: 1_000, description: 'who would have other shifts, or carry another number of calls' },
      ),
    ),
    overrides: Type.Optional(
      Type.Array(
        Type.Object(
          {
            date: DateOnly,
            agentId: Type.Optional({ ...Id, description: 'absent: the whole team' }),
            intervals: Type.Array(Hours, { maxItems: 24 }),
          },
          STRICT,
        ),
        { maxItems: 1_000, description: 'dates with other hours' },
      ),
    ),
  },
  STRICT,
)
export type DryRunWish = Static<typeof DryRunBody>

const Counts = Type.Object({
  inTime: Type.Integer(),
  late: Type.Integer(),
  nobody: Type.Integer(),
  givenUp: Type.Integer({ description: 'tries after which nobody would try any more' }),
  busiestHour: Nullable(Type.Object({ from: Instant, calls: Type.Integer() })),
})

const figures = {
  calls: Type.Integer(),
  moved: Type.Integer({ description: 'calls that would go to another agent' }),
  tries: Type.Integer({ description: 'that nobody answered' }),
  today: Counts,
  proposed: Counts,
}

const purpose = OneOf(CALL_PURPOSES)
const Routed = Type.Object({
  agentId: Nullable(Type.String()),
  language: Nullable(Type.String()),
  dueAt: Nullable(Instant),
  late: Type.Boolean(),
})
const Followed = Type.Object({ follows: OneOf(['retry', 'give_up']), retryAt: Nullable(Instant) })
const about = { callId: Type.String(), customerId: Type.String(), purpose }

export const DryRunReply = Type.Object({
  from: Instant,
  until: Instant,
  total: Type.Object(figures),
  groups: Type.Array(Type.Object({ purpose, language: Type.String(), ...figures }), {
    description: 'by what calls are about and the first language of the seller',
  }),
  examples: Type.Object(
    {
      calls: Type.Array(Type.Object({ ...about, decidedAt: Instant, today: Routed, proposed: Routed })),
      tries: Type.Array(Type.Object({ ...about, at: Instant, outcome: OneOf(CALL_OUTCOMES), today: Followed, proposed: Followed })),
    },
    { description: 'what would have gone otherwise, the first 25 of each' },
  ),
  further: Type.Integer({
    description:
      'calls of the 30 days that were not looked at: beyond the newest 2,000, or routed by a release that did not keep what was asked',
  }),
})
export type DryRunView = Static<typeof DryRunReply>
