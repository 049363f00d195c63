import { type Account, type Business, fixedToken, type Habits, NOBODY_ELSE } from './businesses.ts'
import { marketplaceIn } from './marketplaces.ts'
import { brandFrom } from './words.ts'

interface Plan {
  readonly name: string
  readonly kind: string
  readonly size: number
  readonly experience?: Business['experience']
  readonly habits: Partial<Habits>
  readonly brands?: number
  readonly skuStyle?: Business['skuStyle']
  readonly businessColumns?: boolean
  readonly revoked?: boolean
  /** Key of the account, its id, and the share of the range by country. */
  readonly accounts: readonly (readonly [key: string, sellingPartnerId: string, ranges: Readonly<Record<string, number>>])[]
}

const OWN: Partial<Habits> = { ownBrand: 0.92, ownGeneric: 0.08, hijacked: 0.04, usedByOthers: 0.05, brandMissing: 0.03 }
const TRADE: Partial<Habits> = {
  tradeGeneric: 0.04,
  bundle: 0.02,
  longTail: 0.06,
  amazonCompetes: 0.3,
  rivals: 7,
  brandMisspelt: 0.03,
  twinSku: 0.03,
}

/** Keys, names and ids stay: tests, demos and benchmarks know them. */
const PLANS: readonly Plan[] = [
  {
    name: 'Kaja Lindqvist Homeware',
    kind: 'private_label_newcomer',
    size: 12,
    experience: 'newcomer',
    habits: OWN,
    accounts: [['newcomer', 'ANEWCOMER00001', { DE: 1 }]],
  },
  {
    name: 'Grothe & Sohn Handels-GmbH',
    kind: 'experienced_reseller',
    size: 480,
    habits: TRADE,
    businessColumns: true,
    accounts: [['reseller', 'ARESELLER00001', { DE: 0.95, FR: 0.5, IT: 0.4, ES: 0.35, GB: 0.3 }]],
  },
  {
    name: 'Maison Verdier',
    kind: 'mixed',
    size: 160,
    habits: { ...TRADE, ownBrand: 0.45, hijacked: 0.05, usedByOthers: 0.06 },
    brands: 2,
    skuStyle: 'awkward',
    accounts: [['mixed', 'AMIXED00000001', { FR: 0.95, DE: 0.6, BE: 0.4, NL: 0.2 }]],
  },
  {
    name: 'Costa Recuperi',
    kind: 'lost_and_found_only',
    size: 5,
    habits: { ...TRADE, inactive: 0.4 },
    accounts: [['lost-and-found', 'ALOSTFOUND0001', { IT: 1 }]],
  },
  {
    name: 'Neuanfang Trading',
    kind: 'no_listings',
    size: 0,
    experience: 'newcomer',
    habits: {},
    accounts: [['empty', 'AEMPTY00000001', { DE: 1 }]],
  },
  {
    name: 'Weltweit Waren AG',
    kind: 'hundred_thousand_skus',
    size: 100_000,
    habits: { ...TRADE, ownBrand: 0.08, inactive: 0.2, twinSku: 0 },
    brands: 3,
    accounts: [['large', 'ALARGE00000001', { DE: 1, FR: 0.15, GB: 0.1 }]],
  },
  {
    name: 'Harbor & Pine',
    kind: 'several_accounts',
    size: 60,
    habits: { ...OWN, ownBrand: 0.85 },
    brands: 2,
    accounts: [
      ['several-eu', 'ASEVERALEU0001', { GB: 0.95, DE: 0.7, PL: 0.4 }],
      ['several-na', 'ASEVERALNA0001', { US: 0.9, CA: 0.6 }],
    ],
  },
  {
    name: 'Ostwind Versand',
    kind: 'revoked_token',
    size: 40,
    habits: TRADE,
    revoked: true,
    accounts: [['revoked', 'AREVOKED000001', { DE: 0.9, PL: 0.5 }]],
  },
  {
    name: 'Blue Mesa Supply',
    kind: 'experienced_reseller',
    size: 220,
    habits: { ...TRADE, rivals: 10 },
    businessColumns: true,
    accounts: [['us-reseller', 'AUSRESELLER001', { US: 0.95, CA: 0.5, MX: 0.3 }]],
  },
  {
    name: '株式会社みなと商店',
    kind: 'experienced_reseller',
    size: 90,
    habits: TRADE,
    accounts: [['japan', 'AJAPAN00000001', { JP: 0.95, AU: 0.3 }]],
  },
  {
    name: 'Tidewater Living',
    kind: 'private_label_newcomer',
    size: 18,
    experience: 'newcomer',
    habits: OWN,
    accounts: [['us-newcomer', 'AUSNEWCOMER001', { US: 1 }]],
  },
]

/** The sellers with names. What they sell is drawn from the seed, who they are is not. */
export function namedBusinesses(seed: string): Business[] {
  return PLANS.map(
    (
      {
        name,
        kind,
        size,
        experience = 'experienced',
        habits,
        brands = 1,
        skuStyle = 'plain',
        businessColumns = false,
        revoked = false,
        accounts,
      },
      index,
    ) => ({
      number: index + 1,
      key: accounts[0]?.[0] ?? kind,
      name,
      kind,
      experience,
      size,
      habits: { ...NOBODY_ELSE, ...habits },
      ownBrands: Array.from({ length: brands }, (_, brand) => brandFrom(`${seed}|own|${index + 1}|${brand}`)),
      makers: Array.from({ length: Math.min(60, 3 + Math.floor(size / 12)) }, (_, maker) => index * 17 + maker * 5),
      productKinds: Array.from({ length: size > 100 ? 12 : 3 }, (_, one) => index * 3 + one),
      accounts: accounts.map(([key, sellingPartnerId, ranges]) => account(key, sellingPartnerId, ranges)),
      skuStyle,
      businessColumns,
      revoked,
    }),
  )
}

function account(key: string, sellingPartnerId: string, shares: Readonly<Record<string, number>>): Account {
  const ranges = Object.entries(shares).map(([country, share]) => ({ marketplace: marketplaceIn(country), share }))
  const region = ranges[0]?.marketplace.region ?? 'eu'
  return { sellingPartnerId, region, ranges, refreshToken: fixedToken(key), second: false }
}
