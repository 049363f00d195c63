import { type Item, titleOf } from '../world/items.ts'
import type { Marketplace } from '../world/marketplaces.ts'

export const INCLUDED = [
  'attributes',
  'classifications',
  'dimensions',
  'identifiers',
  'images',
  'productTypes',
  'relationships',
  'salesRanks',
  'summaries',
  'vendorDetails',
] as const
export type Included = (typeof INCLUDED)[number]

/** An item as the catalog shows it in a marketplace. Vendor details are for vendors, and none of the sellers is one. */
export function catalogItem(
  item: Item,
  marketplace: Marketplace,
  included: readonly Included[],
): { asin: string; [part: string]: unknown } {
  const { id: marketplaceId, language, domain } = marketplace
  const { asin, kind, shownBrand, colour, size, model, feature, rank } = item
  const title = titleOf(item, marketplace)
  const classification = { displayName: kind.category, classificationId: kind.node }
  const text = (value: string) => [{ value, language_tag: language, marketplace_id: marketplaceId }]
  const brand = shownBrand === undefined ? {} : { brand: shownBrand }
  const parts: Readonly<Record<Included, () => unknown>> = {
    summaries: () => [
      {
        marketplaceId,
        adultProduct: false,
        ...brand,
        browseClassification: classification,
        color: colour,
        itemClassification: feature === 'bundle' && item.number % 3 === 0 ? 'PRODUCT_BUNDLE' : 'BASE_PRODUCT',
        itemName: title,
        ...(shownBrand === undefined || item.number % 4 === 0 ? {} : { manufacturer: shownBrand }),
        modelNumber: model,
        packageQuantity: 1,
        size,
        websiteDisplayGroup: `${groupOf(kind.category)}_display_on_website`,
        websiteDisplayGroupName: kind.category,
      },
    ],
    attributes: () => ({
      item_name: text(title),
      ...(shownBrand === undefined ? {} : { brand: text(shownBrand) }),
      color: text(colour),
      model_number: [{ value: model, marketplace_id: marketplaceId }],
    }),
    salesRanks: () => [
      {
        marketplaceId,
        classificationRanks: [
          {
            classificationId: kind.node,
            title: kind.category,
            link: `https://${domain}/gp/bestsellers/${kind.node}`,
            rank: Math.ceil(rank / 40),
          },
        ],
        displayGroupRanks: [{ websiteDisplayGroup: `${groupOf(kind.category)}_display_on_website`, title: kind.category, rank }],
      },
    ],
    productTypes: () => [{ marketplaceId, productType: kind.productType }],
    classifications: () => [
      { marketplaceId, classifications: [{ ...classification, parent: { displayName: domain, classificationId: '0' } }] },
    ],
    identifiers: () => [
      { marketplaceId, identifiers: shownBrand === undefined ? [] : [{ identifierType: 'EAN', identifier: eanOf(asin) }] },
    ],
    images: () => [{ marketplaceId, images: [] }],
    dimensions: () => [{ marketplaceId }],
    relationships: () => [{ marketplaceId, relationships: [] }],
    vendorDetails: () => [],
  }
  return { asin, ...Object.fromEntries(included.map((part) => [part, parts[part]()])) }
}

const groupOf = (category: string): string => category.toLowerCase().replaceAll(/[^a-z]+/g, '_')

/** Thirteen digits with the right check digit, of the ASIN's own making. */
function eanOf(asin: string): string {
  const digits = `40${String(Number.parseInt(asin.slice(2), 36) % 1e10).padStart(10, '0')}`
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
