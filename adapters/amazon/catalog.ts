import { CatalogItemsApi, type Item } from '@sp-api-sdk/catalog-items-api-2022-04-01'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { CatalogItem } from '../../domain/amazon/types.ts'
import type { Caller, CallOptions } from './caller.ts'
import { unexpected } from './failures.ts'

const OPERATION = 'searchCatalogItems'
/** Amazon's limit of identifiers, and of items on a page. */
const MOST = 20

export const createCatalog = ({ http, call }: Caller) => {
  const api = new CatalogItemsApi(undefined, '', http)

  return {
    /** Up to twenty ASINs. Those that the catalog does not have are missing in the answer. */
    async searchCatalogItems(marketplaceId: string, asins: readonly string[], options?: CallOptions): Promise<CatalogItem[]> {
      if (asins.length === 0) return []
      if (asins.length > MOST) throw new AmazonFailure('invalid', `${asins.length} ASINs, at most ${MOST}`, { operation: OPERATION })
      const request = {
        marketplaceIds: [marketplaceId],
        identifiers: [...asins],
        identifiersType: 'ASIN' as const,
        includedData: ['classifications', 'productTypes', 'relationships', 'salesRanks', 'summaries'] as const,
        pageSize: MOST, // ten unless asked
      }
      const answer = await call(
        OPERATION,
        (config) => api.searchCatalogItems({ ...request, includedData: [...request.includedData] }, config),
        options,
      )
      if (!Array.isArray(answer?.items)) throw unexpected(OPERATION, 'items')
      return answer.items.map((item) => catalogItem(item, marketplaceId))
    },
  }
}

function catalogItem(item: Item, marketplaceId: string): CatalogItem {
  const here = (one: { marketplaceId?: string }): boolean => one.marketplaceId === marketplaceId
  const summary = item.summaries?.find(here)
  const productType = item.productTypes?.find(here)?.productType
  const classification = item.classifications?.find(here)?.classifications?.[0] ?? summary?.browseClassification
  const ranks = item.salesRanks?.find(here)
  const parents = (item.relationships?.find(here)?.relationships ?? []).flatMap(({ type, parentAsins }) =>
    type === 'VARIATION' ? (parentAsins ?? []) : [],
  )
  return {
    asin: item.asin,
    ...defined({
      title: summary?.itemName,
      brand: summary?.brand,
      manufacturer: summary?.manufacturer,
      productType,
      displayGroup: summary?.websiteDisplayGroupName ?? summary?.websiteDisplayGroup,
    }),
    ...(classification ? { category: { id: classification.classificationId, name: classification.displayName } } : {}),
    salesRanks: [...(ranks?.displayGroupRanks ?? []), ...(ranks?.classificationRanks ?? [])].map(({ title, rank }) => ({
      category: title,
      rank,
    })),
    parentAsins: parents,
  }
}

/** Without the keys that have no value. */
const defined = <K extends string>(values: Record<K, string | undefined>): Partial<Record<K, string>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as Partial<Record<K, string>>
