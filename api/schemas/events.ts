import { type Static, Type } from 'typebox'
import { ACCOUNT_EVENTS } from '../../domain/account-events.ts'
import { CustomerBody } from './customers.ts'
import { Instant, OneOf, ProductName, Text } from './values.ts'

export const EVENT_TYPES = ['account.signed_up', ...ACCOUNT_EVENTS] as const

const TrialEnding = Type.Object({ trialEndsAt: Instant }, { additionalProperties: false })
const ProductAdded = Type.Object({ product: ProductName }, { additionalProperties: false })
const Details = Type.Record(Type.String(), Type.Unknown(), { description: 'shown to the team as it came' })

/** CloudEvents 1.0 allows no control characters in strings; the two that name an event are taken at their word. */
const Name = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '^(?=.*\\S)\\P{Cc}*$', description })

const attributes = {
  specversion: OneOf(['1.0']),
  id: Name(256, 'with `source` it names the event: the pair counts once for ever'),
  source: Name(1024, 'URI reference of the system that tells it'),
  type: OneOf(EVENT_TYPES),
  subject: Type.Optional(
    Text(128, 'id or externalId of the customer; needed by all but `account.signed_up`, which takes it as externalId'),
  ),
  time: Type.Optional(Instant),
  datacontenttype: Type.Optional(Type.String({ pattern: '^application/([A-Za-z0-9.+-]+\\+)?json *(;.*)?$', maxLength: 128 })),
  dataschema: Type.Optional(Type.String({ maxLength: 1024 })),
  data: Type.Optional(Details),
}

/** CloudEvents 1.0, structured JSON. Extension attributes have names of a-z and 0-9 and plain values. */
const extension = `^(?!(${Object.keys(attributes).join('|')})$)[a-z0-9]{1,64}$`
const Envelope = Type.Object(attributes, {
  patternProperties: { [extension]: { type: ['string', 'number', 'boolean'] } },
  additionalProperties: false,
})

const demands = (type: (typeof EVENT_TYPES)[number], required: readonly string[], properties: object = {}) => ({
  if: { properties: { type: { const: type } }, required: ['type'] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  then: { required, properties },
})

export const EventBody = Type.Unsafe<Static<typeof Envelope>>({
  ...Envelope,
  allOf: [
    demands('account.signed_up', ['data'], { data: CustomerBody }),
    demands('account.trial_ending', ['subject', 'data'], { data: TrialEnding }),
    demands('account.product_added', ['subject', 'data'], { data: ProductAdded }),
    ...(['account.cancelled', 'account.cancellation_withdrawn', 'account.renewed', 'account.contract_adjusted'] as const).map((type) =>
      demands(type, ['subject']),
    ),
  ],
})

/** What `data` holds once the schema has let it through, by type. */
export interface EventData {
  readonly 'account.signed_up': CustomerBody
  readonly 'account.trial_ending': Static<typeof TrialEnding>
  readonly 'account.product_added': Static<typeof ProductAdded>
}
