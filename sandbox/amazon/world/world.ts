import { createAsins } from './asin.ts'
import type { Account, Business } from './businesses.ts'
import { generatedBusiness, generatedNumber, numberOf } from './generated.ts'
import { type Item, type ItemDeps, itemOf } from './items.ts'
import { namedBusinesses } from './named.ts'

/** An account with whoever it belongs to. */
export interface Seller {
  readonly account: Account
  readonly business: Business
}

/** Who sells what. Everything is worked out when it is asked for; only the named sellers are kept. */
export function createWorld(seed: string) {
  const deps: ItemDeps = { seed, asins: createAsins(seed) }
  const named = namedBusinesses(seed)
  const namedSellers = named.flatMap((business) => business.accounts.map((account): Seller => ({ account, business })))

  const generated = (text: string, holds: (account: Account) => boolean): Seller | undefined => {
    const number = generatedNumber(text)
    const business = number === undefined ? undefined : generatedBusiness(seed, number)
    const account = business?.accounts.find(holds)
    return business && account && { business, account }
  }
  const businessNumbered = (number: number): Business | undefined => {
    const generatedOne = numberOf(number)
    return generatedOne === undefined ? named[number - 1] : generatedBusiness(seed, generatedOne)
  }

  return {
    ...deps,
    /** Those with names, and generated ones up to a number. */
    sellers(generatedUpTo: number): readonly Seller[] {
      const more = Array.from({ length: generatedUpTo }, (_, index) => generatedBusiness(seed, index + 1))
      return [...namedSellers, ...more.flatMap((business) => business.accounts.map((account) => ({ account, business })))]
    },
    seller: (sellingPartnerId: string): Seller | undefined =>
      namedSellers.find(({ account }) => account.sellingPartnerId === sellingPartnerId) ??
      generated(sellingPartnerId, (account) => account.sellingPartnerId === sellingPartnerId),
    /** Whose well-known refresh token it is. */
    sellerOfToken(refreshToken: string): Seller | undefined {
      const holds = (account: Account) => account.refreshToken === refreshToken
      return namedSellers.find(({ account }) => holds(account)) ?? generated(refreshToken.replace(/^Atzr\|sandbox-/, ''), holds)
    },
    product(asin: string): { item: Item; business: Business } | undefined {
      const found = deps.asins.decode(asin)
      const business = found && businessNumbered(found.business)
      return found && business && found.item < business.size ? { business, item: itemOf(deps, business, found.item) } : undefined
    },
  }
}

export type World = ReturnType<typeof createWorld>

/** As lists and pages name an account: that of its well-known token. */
export const keyOf = ({ refreshToken }: Account): string => refreshToken.replace(/^Atzr\|sandbox-/, '')
