import { type Static, Type } from 'typebox'
import { Email, Instant, Language, Nullable, Phone, Text } from './values.ts'

const fields = {
  name: Text(200),
  email: Email,
  phone: Phone,
  phones: Type.Array(Phone, { maxItems: 20, uniqueItems: true, description: 'further numbers' }),
  role: Nullable(Text(200, 'what he does there')),
  language: Nullable(Language),
  primary: Type.Boolean({ description: 'whom we write to and call first: one of each customer' }),
}

export const ContactBody = Type.Object(
  {
    name: fields.name,
    email: fields.email,
    phone: fields.phone,
    phones: Type.Optional(fields.phones),
    role: Type.Optional(fields.role),
    language: Type.Optional(fields.language),
  },
  { additionalProperties: false },
)
export type ContactBody = Static<typeof ContactBody>

export const ContactPatch = Type.Partial(Type.Object({ ...fields, primary: Type.Literal(true) }), {
  additionalProperties: false,
  minProperties: 1,
})
export type ContactChange = Static<typeof ContactPatch>

export const ContactReply = Type.Object({
  id: Type.String(),
  customerId: Type.String(),
  name: Type.String(),
  email: Type.String(),
  phone: Type.String(),
  phones: Type.Array(Type.String()),
  role: Nullable(Type.String()),
  language: Nullable(Type.String()),
  primary: fields.primary,
  createdAt: Instant,
})
export type ContactView = Static<typeof ContactReply>
