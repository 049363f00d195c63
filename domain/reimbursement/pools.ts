import { MARKETPLACES } from '../amazon/marketplaces.ts'

/** Countries among whose centres Amazon moves one seller's stock: what is lost in one is found in another. */
const EUROPE = ['DE', 'FR', 'IT', 'ES', 'NL', 'BE', 'IE', 'SE', 'PL', 'CZ', 'SK', 'AT']

/** A country's stock; of countries that share theirs one name. */
export const poolOf = (country: string): string => (EUROPE.includes(country) ? 'EU' : country)

const CURRENCIES = new Map(MARKETPLACES.map(({ country, currency }) => [country, currency]))
const EUROPES = new Set(EUROPE.map((country) => CURRENCIES.get(country)))

/** Whether Amazon pays in this currency for stock of this pool; payments name no marketplace. */
export const paysIn = (pool: string, currency: string): boolean =>
  pool === 'EU' ? EUROPES.has(currency) : (CURRENCIES.get(pool) ?? currency) === currency
