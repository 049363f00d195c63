import { type Static, Type } from 'typebox'
import { CALL_PURPOSES } from '../../domain/calls/calls.ts'
import { ACTS, CHANNELS, OPT_OUT_SCOPES, SCOPES, WAYS } from '../../domain/consent/ledger.ts'
import { CodedReply, Id, Instant, Nullable, OneOf, PageOf, Text } from './values.ts'

const evidence = {
  how: OneOf(WAYS, 'by which way it was said'),
  evidence: Text(2_000, 'where it can be looked up, or what was said'),
}
const contactId = Type.Optional(Type.String({ maxLength: 128, description: 'who said it for himself; absent: for the whole company' }))

export const ConsentBody = Type.Object(
  {
    scope: OneOf(SCOPES),
    channel: OneOf(CHANNELS),
    contactId,
    textVersion: Text(100, 'which text was agreed to'),
    ...evidence,
    at: Type.Optional(Instant),
  },
  { additionalProperties: false },
)
export const RevocationBody = Type.Object(evidence, { additionalProperties: false })
export const OptOutBody = Type.Object(
  { scope: OneOf(OPT_OUT_SCOPES, '`all`: no calls at all, to nobody of the company'), contactId, ...evidence },
  { additionalProperties: false },
)

export const ConsentReply = Type.Object({
  id: Type.String(),
  contactId: Nullable(Type.String({ description: 'null: for the whole company' })),
  act: OneOf(ACTS),
  scope: OneOf(OPT_OUT_SCOPES),
  channel: OneOf(CHANNELS),
  textVersion: Nullable(Type.String()),
  how: OneOf(WAYS),
  evidence: Type.String(),
  revokes: Nullable(Type.String({ description: 'the grant that is revoked' })),
  saidAt: Instant,
  by: Type.String({ description: 'who wrote it down' }),
  at: Instant,
  lastUsedAt: Nullable(Instant),
  keptUntil: Nullable(Type.String({ format: 'date-time', description: 'of a grant: five years from its day, or from its last use' })),
})
export type ConsentView = Static<typeof ConsentReply>

const Standing = Type.Object({
  contactId: Nullable(Type.String()),
  scope: OneOf(SCOPES),
  consents: Nullable(Type.String({ description: 'the id of the grant that stands' })),
  refusedBy: Nullable(Type.String({ description: 'the id of the word that refuses such calls' })),
})

export const LedgerReply = Type.Object({
  ...PageOf(ConsentReply).properties,
  stands: Type.Array(Standing, { description: 'by telephone, of the whole company and of each contact' }),
})

export const VerdictQuery = Type.Object({
  purpose: OneOf(CALL_PURPOSES),
  contactId: Type.Optional(Id),
  askedFor: Type.Optional(Type.Boolean({ description: 'whether he himself asked for it just now; absent: as the purpose says' })),
})
export const VerdictReply = Type.Object({ allowed: Type.Boolean(), why: CodedReply })

export const ConsentParams = Type.Object({ id: Id, consentId: Type.String({ maxLength: 200 }) })
