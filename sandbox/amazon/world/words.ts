import { drawsFrom } from './draws.ts'

/** What is sold: Amazon's product type, its browse node, and its name by language; a language that is not there reads English. */
export interface ProductKind {
  readonly productType: string
  readonly node: string
  readonly category: string
  readonly euroCents: number
  readonly names: Readonly<Record<string, string>>
}

const kind = (productType: string, node: string, category: string, euroCents: number, names: Record<string, string>): ProductKind => ({
  productType,
  node,
  category,
  euroCents,
  names,
})

export const PRODUCT_KINDS: readonly ProductKind[] = [
  kind('WATER_BOTTLE', '3169011', 'Sports & Outdoors', 1_990, {
    en: 'Water Bottle',
    de: 'Trinkflasche für Büro und Schule',
    fr: 'Gourde isotherme légère',
    ja: '水筒',
  }),
  kind('BACKPACK', '1981591', 'Luggage', 4_490, { en: 'Daypack', de: 'Rucksack mit Laptopfach', fr: 'Sac à dos léger', ja: 'リュック' }),
  kind('HEADPHONES', '570278', 'Electronics', 5_990, {
    en: 'Over-Ear Headphones',
    de: 'Kopfhörer',
    fr: 'Écouteurs à réduction de bruit',
    ja: 'ヘッドホン',
  }),
  kind('KITCHEN_KNIFE', '3310781', 'Home & Kitchen', 3_490, {
    en: 'Chef Knife',
    de: 'Küchenmesser',
    fr: 'Couteau de cuisine',
    ja: '包丁',
  }),
  kind('YOGA_MAT', '1981181', 'Sports & Outdoors', 2_690, {
    en: 'Yoga Mat',
    de: 'Yogamatte für Anfänger',
    fr: 'Tapis de yoga épais',
    ja: 'ヨガマット',
  }),
  kind('LAMP', '3169601', 'Lighting', 3_990, { en: 'Desk Lamp', de: 'Schreibtischlampe', fr: 'Lampe de bureau à LED', ja: 'デスクライト' }),
  kind('TOYS_AND_GAMES', '12950651', 'Toys & Games', 2_290, {
    en: 'Building Blocks',
    de: 'Bausteine für Jungen und Mädchen',
    fr: 'Blocs de construction',
    ja: '積み木',
  }),
  kind('DOG_SUPPLIES', '427943', 'Pet Supplies', 1_790, {
    en: 'Dog Lead',
    de: 'Hundeleine für große Hunde',
    fr: 'Laisse pour chien',
    ja: '犬用リード',
  }),
  kind('HAND_TOOL', '2076381', 'Tools', 2_990, {
    en: 'Screwdriver Set',
    de: 'Schraubendreher-Satz',
    fr: 'Jeu de tournevis',
    ja: 'ドライバーセット',
  }),
  kind('BEAUTY', '64187', 'Beauty', 1_490, {
    en: 'Face Cream',
    de: 'Gesichtscreme für trockene Haut',
    fr: 'Crème pour le visage',
    ja: 'フェイスクリーム',
  }),
  kind('ELECTRONIC_CABLE', '1626220', 'Electronics', 990, {
    en: 'USB-C Cable',
    de: 'USB-C-Ladekabel',
    fr: 'Câble USB-C',
    ja: 'USB-C ケーブル',
  }),
  kind('OFFICE_PRODUCTS', '192416', 'Office Products', 1_290, {
    en: 'Notebook',
    de: 'Notizbuch',
    fr: 'Carnet de notes à spirale',
    ja: 'ノート',
  }),
  kind('COFFEE_MAKER', '3169321', 'Home & Kitchen', 7_990, {
    en: 'Coffee Maker',
    de: 'Kaffeemaschine',
    fr: 'Cafetière à piston',
    ja: 'コーヒーメーカー',
  }),
  kind('PHONE_CASE', '1981131', 'Electronics', 1_590, { en: 'Phone Case', de: 'Handyhülle', fr: 'Coque de téléphone', ja: 'スマホケース' }),
  kind('GARDEN_TOOL', '340866', 'Garden', 2_490, { en: 'Garden Shears', de: 'Gartenschere', fr: 'Sécateur de jardin', ja: '剪定ばさみ' }),
  kind('BICYCLE_ACCESSORY', '16291', 'Sports & Outdoors', 1_890, {
    en: 'Bicycle Light',
    de: 'Fahrradlicht für Räder',
    fr: 'Éclairage de vélo',
    ja: '自転車ライト',
  }),
]

export const nameOf = ({ names }: ProductKind, language: string): string => names[language.slice(0, 2)] ?? names.en ?? ''

const START = [
  'Kor',
  'Nel',
  'Bra',
  'Vin',
  'Tal',
  'Mor',
  'Sel',
  'Dun',
  'Fey',
  'Gar',
  'Hol',
  'Lum',
  'Or',
  'Pel',
  'Quan',
  'Ros',
  'Ster',
  'Tru',
  'Ul',
  'Wex',
  'Zan',
  'Ark',
  'Bel',
  'Cas',
]
const MIDDLE = ['va', 'bri', 'do', 'ma', 'ti', 'lo', 're', 'nu', 'sko', 'fe', 'ga', '']
const END = ['do', 'ght', 'ra', 'x', 'nta', 'lis', 'mo', 'rn', 'tek', 'via', 'son', 'que', 'fold', 'nic']

/** An invented brand. Makers' and sellers' own brands come from the same syllables: a name gives nothing away. */
export function brandFrom(seed: string): string {
  const draws = drawsFrom(seed)
  return `${draws.pick(START)}${draws.pick(MIDDLE)}${draws.pick(END)}`
}

const MAKERS = 240

/** The nth maker whose goods anybody may trade in. */
export const makerBrand = (seed: string, number: number): string => brandFrom(`${seed}|maker|${number % MAKERS}`)

export const COLOURS = ['black', 'white', 'blue', 'green', 'red', 'grey', 'beige', 'natural']
export const SIZES = ['S', 'M', 'L', 'XL', '500 ml', '750 ml', '2-pack', '120 cm', 'one size']
