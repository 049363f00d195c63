import { type Static, Type } from 'typebox'
import { CALL_PURPOSES, type CallPurpose } from '../../domain/calls/calls.ts'
import type { RetryWait } from '../../domain/calls/retry-policy.ts'
import { Nullable, OneOf, Text, WallEnd, WallTime } from './values.ts'

const STRICT = { additionalProperties: false }
const DAY = 24 * 60

const Minutes = (minimum: number, maximum: number, description?: string) =>
  Type.Integer({ minimum, maximum, description: description === undefined ? 'minutes' : `minutes ${description}` })

/** One for each purpose. */
const ByPurpose = <T extends Parameters<typeof Type.Array>[0]>(value: T) =>
  Type.Object(Object.fromEntries(CALL_PURPOSES.map((purpose) => [purpose, value])) as Record<CallPurpose, T>, STRICT)

const around = Minutes(0, 8 * 60, 'around a time of day at which nobody answered')

const WAITS = {
  minutes: { minutes: Minutes(1, 7 * DAY, 'after the last try'), exempt: Type.Boolean({ description: 'as the rule of the purpose' }) },
  other_day: {
    businessDays: Type.Integer({ minimum: 1, maximum: 15, description: 'business days later at least' }),
    avoidMinutesAround: around,
  },
  half_day: { avoidMinutesAround: around },
} as const

const FIELDS = Object.values(WAITS).flatMap((fields) => Object.keys(fields))

const anyWait = {
  type: 'object',
  required: ['kind'],
  properties: { ...WAITS.minutes, ...WAITS.other_day, kind: { type: 'string', enum: Object.keys(WAITS) } },
  additionalProperties: false,
}

/** One shape, of which each kind has its own fields: what is wrong is named by its place, not by each kind it might have been. */
const Wait = Type.Unsafe<RetryWait>({
  ...anyWait,
  allOf: Object.entries(WAITS).map(([kind, fields]) => ({
    if: { properties: { kind: { const: kind } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
    then: {
      required: Object.keys(fields),
      properties: Object.fromEntries(FIELDS.flatMap((field) => (field in fields ? [] : [[field, false]]))),
    },
  })),
})

const ruleOf = (wait: typeof Wait) =>
  Type.Object(
    {
      exempt: Type.Boolean({ description: 'asked for or booked by the seller: neither his callable hours nor shifts apply' }),
      waits: Type.Array(wait, { maxItems: 10, description: 'what to wait for after the first, second, .. unanswered try' }),
      busy: Type.Object(
        { minutes: Minutes(1, DAY, 'until a busy number is dialled again'), times: Type.Integer({ minimum: 0, maximum: 10 }) },
        STRICT,
      ),
      parkDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90, description: 'days of rest after the last try' })),
    },
    STRICT,
  )

const Callable = Type.Object(
  { weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 = Monday' }), from: WallTime, until: WallEnd },
  STRICT,
)

const GATE = OneOf(
  ['free', 'presumed', 'documented'],
  'what a survey by telephone needs: nothing, a running contract and no word against it, or a consent that can be shown',
)

const policiesOf = (wait: typeof Wait) =>
  Type.Object(
    {
      callable: Type.Array(Callable, {
        minItems: 1,
        maxItems: 35,
        description: 'when a company may call a seller who has not said otherwise, on his wall clock; between 08:00 and 20:00',
      }),
      retry: ByPurpose(ruleOf(wait)),
      slaMinutes: ByPurpose(Minutes(1, 10_080, "of the seller's callable time within which somebody should call")),
      leadMinutes: ByPurpose(Minutes(0, DAY, 'after the wish at which a call is aimed')),
      clearMinutes: Minutes(0, 240, 'that somebody must have before the next booking to be free for a call that is wanted now'),
      triesPerDay: Type.Integer({ minimum: 1, maximum: 10, description: 'unanswered tries a day and person that the company starts' }),
      escalation: Type.Object(
        {
          acceptMinutes: Minutes(1, 2 * DAY, 'of working time after which a due call that nobody has taken up goes to the next agent'),
          warnAt: Type.Number({
            exclusiveMinimum: 0,
            exclusiveMaximum: 1,
            description: 'the part of slaMinutes after which its agent is warned',
          }),
          noShowMinutes: Minutes(1, 240, 'after the start of a booked call at which its agent counts as not come'),
        },
        STRICT,
      ),
      bookings: Type.Object(
        {
          holdMinutes: Minutes(1, 60, 'for which a slot is held'),
          reminderMinutes: Type.Array(Minutes(5, 14 * DAY), {
            maxItems: 5,
            description: 'before a booked call, the earliest reminder first',
          }),
          noticeMinutes: Minutes(0, 7 * DAY, 'of notice at least, by a link without login'),
          mostMoves: Type.Integer({ minimum: 0, maximum: 50, description: 'how often a booking may be moved by such a link' }),
        },
        STRICT,
      ),
      gates: Type.Object(
        {
          survey: Type.Record(Type.String({ pattern: '^[A-Z]{2}$' }), GATE, { ...STRICT, description: 'by country of the seller' }),
          otherwise: GATE,
        },
        STRICT,
      ),
    },
    STRICT,
  )

export const PoliciesBody = policiesOf(Wait)
const PoliciesReply = policiesOf(Type.Unsafe<RetryWait>(anyWait))
export type PoliciesView = Static<typeof PoliciesBody>

const version = Type.Integer({ minimum: 0, maximum: 999_999_999, description: '0: as they are in the code' })
const comment = Text(1_000, 'why, for whoever reads it later')

export const PolicyChange = Type.Object(
  {
    policies: PoliciesBody,
    comment,
    basedOn: { ...version, description: 'the version that was changed: refused where there is a newer one' },
  },
  STRICT,
)
export const PolicyRestore = Type.Object({ version, comment }, STRICT)
export const VersionParams = Type.Object({ version })

const head = {
  version,
  comment: Type.String(),
  by: Type.String(),
  at: Nullable(Type.String({ format: 'date-time', description: 'null: as they are in the code' })),
}
export const PolicyVersionHead = Type.Object(head)
export type PolicyVersionHead = Static<typeof PolicyVersionHead>
export const PolicyVersionReply = Type.Object({ ...head, policies: PoliciesReply })
export type PolicyVersionView = Static<typeof PolicyVersionReply>
