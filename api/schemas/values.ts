import { Type } from 'typebox'
import { AMAZON_REGIONS, PRODUCTS } from '../../domain/customers.ts'

/** A string of a closed set. (A TypeBox union of literals becomes `anyOf` in OpenAPI, which readers and generators dislike.) */
export const OneOf = <const T extends readonly string[]>(values: T, description?: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...(description === undefined ? {} : { description }) })

export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const Text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', ...(description === undefined ? {} : { description }) })

export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 instant with offset; answers are in UTC' })
export const Language = Type.String({ format: 'language', maxLength: 35, description: 'BCP 47 language tag, e.g. `pt-BR`' })
export const Zone = Type.String({ format: 'time-zone', maxLength: 64, description: 'IANA time zone, e.g. `Europe/Lisbon`' })
export const Country = Type.String({ format: 'country', description: 'ISO 3166-1 alpha-2, e.g. `PT`' })
export const Subdivision = Type.String({
  pattern: '^[A-Z]{2}-[A-Z0-9]{1,3}$',
  description: 'ISO 3166-2 subdivision of the country, e.g. `DE-NW`: its public holidays count',
})
export const Phone = Type.String({ format: 'phone', description: 'E.164, e.g. `+351912345678`' })
export const Email = Type.String({ format: 'email', maxLength: 254 })
export const WallTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'local time, `HH:MM`' })
export const WallEnd = Type.String({
  pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
  description: 'local time, `HH:MM`; `24:00` is the end of the day',
})
export const DateOnly = Type.String({ format: 'date', description: 'a day of a wall calendar, `YYYY-MM-DD`' })
export const ProductName = OneOf(PRODUCTS)
export const Region = OneOf(AMAZON_REGIONS)
export const Id = Type.String({ maxLength: 128 })

export const MoneyBody = Type.Object(
  {
    minor: Type.Integer({ minimum: 0, description: 'in the smallest unit of the currency' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  { additionalProperties: false },
)

export const CodedReply = Type.Object(
  { code: Type.String(), params: Type.Record(Type.String(), Type.Unknown()) },
  { description: 'a reason as code and parameters, put into words by the reader' },
)

export const EmptyBody = Type.Object({}, { additionalProperties: false })

export const IdParams = Type.Object({ id: Id })

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`nextCursor` of the page before' })),
}

export const PageOf = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) })

export interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
}

export interface PageRequest {
  readonly limit: number
  readonly cursor?: string
}

/** `limit` and `cursor` of a query, with the default. */
export const pageOf = (query: { limit?: number; cursor?: string }): PageRequest => ({
  limit: query.limit ?? 50,
  ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
})
