import { type Marketplace, marketplaceById } from '../world/marketplaces.ts'
import { invalidInput } from './errors.ts'

/** As Fastify reads it: a name given twice is a list. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** Lists come as `a,b` or as the same name again. */
export function listIn(query: Query, name: string): readonly string[] {
  const value = query[name]
  const all = value === undefined ? [] : typeof value === 'string' ? [value] : value
  return all.flatMap((one) => one.split(',')).filter((one) => one !== '')
}

export function textIn(query: Query, name: string): string | undefined {
  const value = query[name]
  if (typeof value === 'object') throw invalidInput(`${name} is given more than once.`)
  return value === '' ? undefined : value
}

export function requiredText(query: Query, name: string): string {
  const value = textIn(query, name)
  if (value === undefined) throw invalidInput(`Missing required parameter: ${name}.`)
  return value
}

export function oneOf<Choice extends string>(choices: readonly Choice[], name: string, value: string): Choice {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw invalidInput(`${name} ${value} is not one of ${choices.join(', ')}.`)
  return found
}

export function knownMarketplace(id: string): Marketplace {
  const found = marketplaceById(id)
  if (!found) throw invalidInput(`${id} is not a valid marketplace.`)
  return found
}
