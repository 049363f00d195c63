import type { AmazonAccount } from '../adapters/amazon/amazon.ts'
import { type Operation, PUBLISHED_RATES } from '../adapters/amazon/rates.ts'
import { AmazonFailure } from '../domain/amazon/failure.ts'
import { access, type PlayedAmazon } from '../test/adapters/amazon/played-amazon.ts'

const DE = 'A1PA6795UKMFR9'

export interface RateRun {
  readonly operation: Operation
  readonly requests: number
  /** 429, counted by the sandbox. */
  readonly throttled: number
  /** Of the published rate, from the end of the burst to the last answer. */
  readonly share: number
}

/** So many workers, each with connections of its own, call an operation of one account as often as they may. */
export async function runAtDeclaredRate(played: PlayedAmazon, operation: Operation, seconds: number, workers = 4): Promise<RateRun> {
  const seller = 'reseller'
  const until = performance.now() + seconds * 1000
  const first = played.worker().forAccount(access(seller))
  const call = await callOf(operation, first)
  const { burst, rate } = PUBLISHED_RATES[operation]
  const answeredAt: number[] = []

  const loop = async (account: AmazonAccount): Promise<void> => {
    while (performance.now() < until) {
      await call(account)
      answeredAt.push(performance.now())
    }
  }
  const accounts = Array.from({ length: workers }, () => played.worker().forAccount(access(seller)))
  await Promise.all(accounts.flatMap((account) => [loop(account), loop(account), loop(account)]))

  const { operations } = await played.admin<{ operations: Record<string, { requests: number; throttled: number }> }>('GET', 'traffic')
  const counted = operations[operation] ?? { requests: 0, throttled: 0 }
  const steady = answeredAt.sort((a, b) => a - b).slice(burst - 1)
  const took = ((steady.at(-1) ?? 0) - (steady[0] ?? 0)) / 1000
  return { operation, ...counted, share: (steady.length - 1) / took / rate }
}

/** Nobody offers it, which costs a token all the same. */
function unlessNotFound(error: unknown): void {
  if (!(error instanceof AmazonFailure) || error.code !== 'not_found') throw error
}

async function callOf(operation: Operation, account: AmazonAccount): Promise<(account: AmazonAccount) => Promise<unknown>> {
  if (operation === 'searchCatalogItems') return (one) => one.searchCatalogItems(DE, ['B000000001'])
  if (operation === 'getItemOffers') return (one) => one.getItemOffers(DE, 'B000000001').catch(unlessNotFound)
  if (operation === 'getReport') {
    const reportId = await account.createReport({ type: 'GET_MERCHANT_LISTINGS_ALL_DATA', marketplaceIds: [DE] })
    return (one) => one.getReport(reportId)
  }
  throw new Error(`${operation} is not run`)
}
