import type { UnitCost } from '../../domain/reimbursement/worth.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { dateOf, dayOf } from './days.ts'
import type { FbaOptions } from './options.ts'

/** Countries among whose centres a unit may be moved. */
export type PoolName = 'US' | 'GB' | 'EU'

export interface Centre {
  readonly name: string
  /** ISO 3166-1 alpha-2 */
  readonly country: string
}

export interface Pool {
  readonly name: PoolName
  readonly currency: string
  readonly centres: readonly Centre[]
}

const centresOf = (country: string, names: string): Centre[] => names.split(' ').map((name) => ({ name, country }))

export const POOLS: Readonly<Record<PoolName, Pool>> = {
  US: { name: 'US', currency: 'USD', centres: centresOf('US', 'ONT8 PHX7 LAS2 TEB9 DFW7 IND9') },
  GB: { name: 'GB', currency: 'GBP', centres: centresOf('GB', 'LTN4 BHX4 EDI4 MAN2') },
  EU: {
    name: 'EU',
    currency: 'EUR',
    centres: [
      ...centresOf('DE', 'DUS4 LEJ1 HAM2 STR1'),
      ...centresOf('FR', 'ORY1 LIL1'),
      ...centresOf('IT', 'MXP5 FCO1'),
      ...centresOf('ES', 'MAD4 BCN1'),
    ],
  },
}

export interface Product {
  readonly sku: string
  readonly fnsku: string
  readonly asin: string
  readonly title: string
  /** Some have one FNSKU in two stocks: the currency of a payment tells for which it is. */
  readonly pools: readonly Pool[]
  /** Of one unit, in minor units, the same number in each currency. */
  readonly price: number
  /** What a unit costs the seller, oldest first; empty where he has not said. */
  readonly costs: readonly UnitCost[]
  /** What an `N` means for this product: nothing in a report tells a unit given by hand from one given instead of money. */
  readonly goods: 'as_found' | 'instead_of_money'
}

const TITLES = ['Café-Becher', 'Kinder-Löffel', 'Taza de niño', 'Garlic Press', 'Yoga Mat', 'Théière', 'LED Lamp', 'Water Bottle'] as const
const WITHOUT_COST = 0.05
const SHARED = 0.2

export function drawProducts(seed: string, { lots, lotsPerProduct, pools, from, days }: FbaOptions): Product[] {
  const count = Math.max(pools.length * 2, Math.round(lots / lotsPerProduct))
  return Array.from({ length: count }, (_, index) => drawProduct(drawsFrom(`${seed}/product/${index}`), index, pools, from, days))
}

function drawProduct(draws: Draws, index: number, names: readonly PoolName[], from: string, days: number): Product {
  const own = names[index % names.length] as PoolName
  const number = String(index).padStart(6, '0')
  const isShared = own === 'GB' && names.includes('EU') && draws.happens(SHARED)
  const sku = `SKU-${number}`
  const price = draws.integer(900, 9000)
  const cost = { sku, minor: Math.round(price * draws.between(0.15, 0.4)), currency: POOLS[own].currency, validFrom: '2025-01-01' }
  const raised = { ...cost, minor: Math.round(cost.minor * 1.1), validFrom: dateOf(dayOf(from) + Math.round(days / 2)) }
  const costs = draws.happens(0.3) ? [cost, raised] : [cost]
  return {
    sku,
    fnsku: `X00${number}Q`,
    asin: `B0${number}AA`,
    title: `${draws.pick(TITLES)} ${index}`,
    pools: isShared ? [POOLS.GB, POOLS.EU] : [POOLS[own]],
    price,
    costs: draws.happens(WITHOUT_COST) ? [] : costs,
    goods: draws.happens(0.5) ? 'as_found' : 'instead_of_money',
  }
}

/** Another centre of the stock, in another country where it is wished and there is one. */
export function otherCentre(draws: Draws, { centres }: Pool, { name, country }: Centre, abroad: boolean): Centre {
  const others = centres.filter((centre) => centre.name !== name)
  const wished = others.filter((centre) => (centre.country !== country) === abroad)
  return draws.pick(wished.length > 0 ? wished : others)
}
