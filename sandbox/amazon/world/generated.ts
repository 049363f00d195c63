import type { AmazonRegion } from '../../../domain/customers.ts'
import { MOST } from './asin.ts'
import { type Account, type Business, fixedToken, type Habits } from './businesses.ts'
import { type Draws, drawsFrom } from './draws.ts'
import { marketplacesOf } from './marketplaces.ts'
import { brandFrom } from './words.ts'

/** Numbers below belong to sellers with names. */
const FIRST = 1_000
const NAME = /^generated-([1-9][0-9]{0,6})(-second)?$/
const ID = /^(AGEN|ATWN)([0-9]{10})$/

type Character = 'private_label' | 'trade' | 'mixed' | 'long_tail'
const CHARACTERS: readonly Character[] = [
  'private_label',
  'private_label',
  'private_label',
  'trade',
  'trade',
  'trade',
  'mixed',
  'mixed',
  'long_tail',
]

/** The number of a generated seller in a key or an id; undefined for anything else. */
export function generatedNumber(text: string): number | undefined {
  const digits = NAME.exec(text)?.[1] ?? ID.exec(text)?.[2]
  const number = Number(digits)
  return digits !== undefined && number >= 1 && number < MOST - FIRST ? number : undefined
}

/** The generated seller behind a business number. */
export const numberOf = (business: number): number | undefined => (business > FIRST ? business - FIRST : undefined)

/**
 * The nth of as many sellers as wanted, drawn with the untidiness of real ones: brands of their own that others get onto, trade goods
 * that happen to be theirs alone, names that are missing or wrong. The same for the same seed.
 */
export function generatedBusiness(seed: string, number: number): Business {
  const draws = drawsFrom(`${seed}|generated|${number}`)
  const key = `generated-${number}`
  const character = draws.pick(CHARACTERS)
  const size = Math.max(3, Math.min(3_000, Math.round(Math.exp(3.6 + 1.1 * draws.normal()) * (character === 'private_label' ? 0.5 : 1.6))))
  const habits = habitsOf(character, draws)
  const region: AmazonRegion = draws.pick(['eu', 'eu', 'eu', 'eu', 'na', 'na', 'na', 'fe'])
  const id = String(number).padStart(10, '0')
  const main: Account = {
    sellingPartnerId: `AGEN${id}`,
    region,
    ranges: rangesIn(region, draws),
    refreshToken: fixedToken(key),
    second: false,
  }
  const twin: Account = { ...main, sellingPartnerId: `ATWN${id}`, refreshToken: fixedToken(`${key}-second`), second: true }
  return {
    number: FIRST + number,
    key,
    name: `${brandFrom(`${seed}|company|${number}`)} ${draws.pick(['GmbH', 'Ltd', 'SARL', 'LLC', 'Trading', 'Store', 'Srl'])}`,
    kind: `generated_${character}`,
    experience: character === 'private_label' && size < 30 ? 'newcomer' : 'experienced',
    size,
    habits,
    ownBrands: Array.from({ length: draws.integer(1, 3) }, (_, brand) => brandFrom(`${seed}|own|${FIRST + number}|${brand}`)),
    makers: Array.from({ length: draws.integer(2, Math.max(3, Math.min(40, Math.round(size / 8)))) }, () => draws.integer(0, 239)),
    productKinds: Array.from({ length: draws.integer(1, 5) }, () => draws.integer(0, 15)),
    accounts: habits.secondAccount > 0 ? [main, twin] : [main],
    skuStyle: draws.happens(0.15) ? 'awkward' : 'plain',
    businessColumns: draws.happens(0.3),
  }
}

function habitsOf(character: Character, draws: Draws): Habits {
  const own = {
    private_label: draws.between(0.75, 1),
    trade: draws.between(0, 0.06),
    mixed: draws.between(0.2, 0.75),
    long_tail: draws.between(0, 0.05),
  }[character]
  const nameless = draws.between(0, 0.25)
  return {
    ownBrand: own * (1 - nameless),
    ownGeneric: own * nameless,
    bundle: draws.happens(0.4) ? draws.between(0, 0.08) * (1 - own) : 0,
    tradeGeneric: draws.between(0, 0.15) * (1 - own),
    hijacked: draws.happens(0.6) ? draws.between(0, 0.15) : 0,
    usedByOthers: draws.between(0, 0.2),
    secondAccount: own > 0.15 && draws.happens(0.2) ? draws.between(0.2, 1) : 0,
    longTail: character === 'long_tail' ? draws.between(0.25, 0.5) : draws.between(0, 0.2),
    amazonCompetes: draws.between(0.05, 0.5),
    rivals: draws.between(2, 14),
    brandMissing: draws.between(0, 0.1),
    brandMisspelt: draws.between(0, 0.08),
    inactive: draws.between(0.03, 0.3),
    outOfStock: draws.between(0.02, 0.2),
    fba: draws.between(0.1, 1),
    twinSku: draws.happens(0.3) ? draws.between(0, 0.1) : 0,
  }
}

function rangesIn(region: AmazonRegion, draws: Draws): Account['ranges'] {
  const [first, ...others] = marketplacesOf(region)
  if (!first) return []
  const main = [first, ...others].find((one) => draws.happens(one.size * 0.7)) ?? first // the larger a marketplace, the more are at home there
  const reach = draws.between(0, 0.8) // some sell at home only, some everywhere
  const further = [first, ...others].filter((one) => one !== main && draws.happens(reach))
  return [
    { marketplace: main, share: draws.between(0.85, 1) },
    ...further.map((marketplace) => ({ marketplace, share: draws.between(0.1, 0.9) })),
  ]
}
