import { Type } from 'typebox'
import { STRATEGIES } from '../../domain/calls/calls.ts'
import type { AgreementVersion } from '../../domain/profile/agreement.ts'
import { CodedReply, Instant, MoneyBody, Nullable, OneOf, Text } from './values.ts'

const strategyFields = { group: Text(128), strategy: OneOf(STRATEGIES), min: Type.Optional(MoneyBody), max: Type.Optional(MoneyBody) }

/** What is agreed on for one group; without both bounds no price is moved. */
export const AgreementItem = Type.Object(strategyFields, { additionalProperties: false })

export const MOST_AGREED = 500

export const AgreementBody = Type.Object(
  { agreed: Type.Array(AgreementItem, { minItems: 1, maxItems: MOST_AGREED }) },
  { additionalProperties: false },
)

const who = { version: Type.Integer(), at: Instant, by: Type.String({ description: '`agent/<id>`, `key/<id>` or `system`' }) }

const AgreedGroupReply = Type.Object({
  ...strategyFields,
  ...who,
  proposed: Nullable(
    Type.Object(
      { strategy: OneOf(STRATEGIES), reasons: Type.Array(CodedReply) },
      { description: 'by the profile at that time; null without one' },
    ),
  ),
  overridden: Type.Boolean({ description: 'another strategy than the one proposed' }),
})

export const AgreementReply = Type.Unsafe<AgreementVersion>(
  Type.Object(
    { ...who, groups: Type.Array(AgreedGroupReply, { description: 'all that stands, each group with the version it was agreed on in' }) },
    { description: 'what is agreed on with a seller, as of one talk' },
  ),
)
