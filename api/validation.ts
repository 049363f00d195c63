import { Ajv, type Options } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { isKnownLanguage } from '../domain/languages.ts'
import { isKnownCountry, isKnownZone } from '../domain/places.ts'

/** A number somebody can be called at without paying for it: E.164, possible for its country, no premium rate. */
export function isCallablePhone(value: string): boolean {
  if (!/^\+[1-9]\d{6,14}$/.test(value)) return false
  const phone = parsePhoneNumberFromString(value)
  return phone !== undefined && phone.number === value && phone.isPossible() && phone.getType() !== 'PREMIUM_RATE'
}

const INSTANT = /^((\d{4})-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i

/**
 * RFC 3339 to the letter, but for the leap second, which no clock of ours knows (the format of ajv-formats lets `+01` and `:60` through,
 * which no Date can read), and of years that timers and databases can hold.
 */
export function isInstant(value: string): boolean {
  const [, day = '', year = 0] = INSTANT.exec(value) ?? []
  if (Number(year) < 1900 || Number(year) >= 2200 || Number.isNaN(Date.parse(value))) return false
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) // there is no 30 February
}

/** A day that there is, of years that databases and clocks can hold. */
const isDate = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value) && isInstant(`${value}T00:00:00Z`)

export const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  phone: isCallablePhone,
  language: isKnownLanguage,
  'time-zone': isKnownZone,
  country: isKnownCountry,
  'date-time': isInstant,
  date: isDate,
}

/** What to do about a value that does not fit its format. */
export const FORMAT_MESSAGES: Readonly<Record<string, string>> = {
  phone: 'must be a telephone number in E.164 that can be called, e.g. +351912345678 (no premium rate)',
  language: 'must be a known BCP 47 language tag, e.g. pt-BR',
  'time-zone': 'must be an IANA time zone, e.g. Europe/Lisbon',
  country: 'must be an ISO 3166-1 alpha-2 country code in capitals, e.g. PT',
  'date-time': 'must be an RFC 3339 instant with offset, before the year 2200, e.g. 2026-12-01T09:30:00Z',
  date: 'must be a day of the calendar before the year 2200, e.g. 2026-12-24',
  email: 'must be an e-mail address',
}

const withFormats = (options: Options): Ajv => {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, useDefaults: true, removeAdditional: false, ...options })
  // The plugin is CommonJS: under NodeNext its function is the default of the default.
  const add = addFormats as unknown as typeof addFormats.default
  add(ajv)
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, validate)
  return ajv
}

/** `preValidation` of commands that need no words: no body is as good as `{}`. */
export const bodyOrNone = async (request: FastifyRequest): Promise<void> => {
  request.body ??= {}
}

/** Bodies are taken as they are; only queries, parameters and headers, which are text by nature, are coerced. */
export function useStrictValidation(app: FastifyInstance): void {
  const strict = withFormats({ coerceTypes: false })
  const coercing = withFormats({ coerceTypes: true })
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? strict : coercing).compile(schema))
}
