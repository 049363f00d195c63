import type { CatalogItem, Listing, OffersOfAsin, Participation, Report } from '../../domain/amazon/types.ts'
import type { Coded } from '../../domain/codes.ts'
import type { AmazonRegion } from '../../domain/customers.ts'
import type { CatalogueItem } from '../../domain/profile/groups.ts'
import type { ListingSummary } from '../../domain/profile/listings.ts'
import type { OfferReading } from '../../domain/profile/offers.ts'
import type { ProfileResult, ProfileView } from '../../domain/profile/profile.ts'
import type { ListingsReport } from '../../domain/profile/reports.ts'
import type { Told } from '../customers.ts'

/** One analysis of a seller: whatever an older one still writes is refused. */
export interface AnalysisRun {
  readonly customerId: string
  /** Counts the analyses of a seller. */
  readonly run: number
}

/** One attempt of an activity at it: from then on the attempts before write nothing any more. */
export interface AnalysisAttempt extends AnalysisRun {
  readonly fence: number
}

export interface Asking {
  /** For quota and pauses together; where it would take longer the call fails as `throttled`, with the time. */
  readonly maxWaitMs?: number
  readonly signal?: AbortSignal
}

/** One account at Amazon, as an analysis reads it. Everything fails as AmazonFailure. */
export interface SellerAccount {
  marketplaces(how?: Asking): Promise<Participation[]>
  /** Asks for the report of all listings of one marketplace; answers its id. */
  requestListings(marketplaceId: string, how?: Asking): Promise<string>
  report(reportId: string, how?: Asking): Promise<Report>
  /** The listings of a report that is done, as a stream; `unread` counts the lines that are none, when it is over. */
  listings(documentId: string, marketplaceId: string, how?: Asking): { readonly listings: AsyncIterable<Listing>; unread(): number }
  /** Up to twenty ASINs; those that Amazon does not know are missing. */
  catalogue(marketplaceId: string, asins: readonly string[], how?: Asking): Promise<CatalogItem[]>
  /** Up to twenty ASINs, each with an answer of its own. */
  offers(marketplaceId: string, asins: readonly string[], how?: Asking): Promise<OffersOfAsin[]>
}

export interface SellerAccounts {
  open(account: { readonly accountId: string; readonly region: AmazonRegion }): SellerAccount
}

export interface ConnectedAccount {
  readonly accountId: string
  readonly sellingPartnerId: string
  readonly region: AmazonRegion
  /** Ids of those he takes part in; empty until they were read. */
  readonly marketplaces: readonly string[]
  /** ISO instant; tells one consent from the next. */
  readonly authorizedUntil: string | null
}

export interface AuthorisationStore {
  /** Accounts that may be read; and whether there are others, whose authorisation was taken back or is over. */
  readable(
    customerId: string,
  ): Promise<{ readonly accounts: readonly ConnectedAccount[]; readonly revoked: boolean; readonly expired: boolean }>
  saveMarketplaces(accountId: string, marketplaceIds: readonly string[]): Promise<void>
  /** Amazon takes its credential no longer. A consent that was given meanwhile stands. */
  revoke(customerId: string, account: ConnectedAccount): Promise<void>
}

/** What a run has got so far: a worker that goes on with it asks nothing twice. */
export interface AnalysisWork {
  readonly reports: readonly ListingsReport[]
  readonly listings: ReadListings | null
  /** What the catalogue was asked: null where it knows nothing of the ASIN. */
  readonly catalogue: ReadonlyMap<string, CatalogueItem | null>
  readonly readings: readonly OfferReading[]
}

export interface ReadListings {
  readonly summary: ListingSummary
  /** ISO instant of the data */
  readonly asOf: string
  /** Lines of the reports that are no listing. */
  readonly unread: number
}

/** Of a seller, what the rules want to know beside his listings. */
export interface SellerFacts {
  readonly company: string
  /** Of all his accounts, also those that cannot be read. */
  readonly sellingPartnerIds: readonly string[]
  /** Groups that were agreed on: they keep their own place. */
  readonly agreedGroups: readonly string[]
  readonly agentId: string | null
}

/** Each write is for the attempt that is under way; for any other it fails as `AnalysisOver`. */
export interface ProfileStore {
  /**
   * Begins a run and answers its number; of the run before, its result stays until there is a new one. The same wish finds its run, as long as it is under way.
   * Wish: made of domain ids, another one for each analysis.
   */
  begin(customerId: string, wish: string): Promise<number>
  /** Another attempt at the run, with all that those before have got. */
  enter(run: AnalysisRun): Promise<{ readonly attempt: AnalysisAttempt; readonly work: AnalysisWork }>
  facts(customerId: string): Promise<SellerFacts>
  saveReports(attempt: AnalysisAttempt, reports: readonly ListingsReport[]): Promise<void>
  saveListings(attempt: AnalysisAttempt, listings: ReadListings): Promise<void>
  saveCatalogue(attempt: AnalysisAttempt, items: ReadonlyMap<string, CatalogueItem | null>): Promise<void>
  saveReadings(attempt: AnalysisAttempt, readings: readonly OfferReading[]): Promise<void>
  /** What is not final is kept only where there is no fuller result of a run before. */
  saveResult(attempt: AnalysisAttempt, result: ProfileResult, final: boolean): Promise<void>
  /** What holds the run up; null, and whatever is saved afterwards, takes it away. */
  noteTrouble(attempt: AnalysisAttempt, trouble: Coded | null): Promise<void>
  /** The end of a run, once; what it was made from is forgotten, its result stays. Answers the profile as it is read. */
  end(
    run: AnalysisRun,
    end: { readonly failed: boolean; readonly error: Coded | null },
    told: (view: ProfileView) => Told,
  ): Promise<ProfileView>
}
