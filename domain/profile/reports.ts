import type { AmazonFailureCode } from '../amazon/failure.ts'
import type { Report } from '../amazon/types.ts'

/** The report of one marketplace on its way: wanted, asked for, done, or given up with the reason. */
export interface ListingsReport {
  readonly accountId: string
  readonly marketplaceId: string
  readonly state: 'wanted' | 'asked' | 'done' | 'failed'
  /** How often it was asked for. */
  readonly tries: number
  readonly reportId?: string
  readonly documentId?: string
  /** ISO instant of the last request, on the machine's clock as Amazon's waits are. */
  readonly askedAt?: string
  /** Why it is to be asked for once more, or was given up. */
  readonly code?: AmazonFailureCode
}

export const isSettled = ({ state }: ListingsReport): boolean => state === 'done' || state === 'failed'

/** Amazon makes no second one of the same kind sooner than it likes: a few tries are enough, and say the same. */
const MOST_TRIES = 3
/** Cancelled is also what Amazon answers where there is nothing to report: once more, then that is its answer. */
const MOST_CANCELLED = 2
/** A report that is not there by then is not coming. */
const OVERDUE_MS = 2 * 60 * 60_000

/** Marketplaces that could not be read, and why. Beside one that could, a cancelled report is one with nothing in it. */
export function missingIn(reports: readonly ListingsReport[]): { readonly marketplaceId: string; readonly code: AmazonFailureCode }[] {
  const read = reports.some(({ state }) => state === 'done')
  return reports.flatMap(({ state, marketplaceId, code = 'unexpected_answer' }) =>
    state === 'failed' && !(read && code === 'cancelled_report') ? [{ marketplaceId, code }] : [],
  )
}

/** What a seller's reports have to be: one for each marketplace of each account; what is known of them stays. */
export function reportsFor(
  accounts: readonly { readonly accountId: string; readonly marketplaces: readonly string[] }[],
  known: readonly ListingsReport[],
): ListingsReport[] {
  return accounts.flatMap(({ accountId, marketplaces }) =>
    marketplaces.map(
      (marketplaceId): ListingsReport =>
        known.find((one) => one.accountId === accountId && one.marketplaceId === marketplaceId) ?? {
          accountId,
          marketplaceId,
          state: 'wanted',
          tries: 0,
        },
    ),
  )
}

export const askedFor = ({ documentId: _, ...report }: ListingsReport, reportId: string, askedAt: string): ListingsReport => ({
  ...report,
  state: 'asked',
  tries: report.tries + 1,
  reportId,
  askedAt,
})

/** What went wrong with it: it is asked for again, or given up. */
const failedBy = (report: ListingsReport, code: AmazonFailureCode, most = MOST_TRIES): ListingsReport => ({
  ...report,
  state: report.tries >= most ? 'failed' : 'wanted',
  code,
})

const doneWith = ({ code: _, ...report }: ListingsReport, documentId: string): ListingsReport => ({ ...report, state: 'done', documentId })

export const givenUp = (report: ListingsReport, code: AmazonFailureCode): ListingsReport => ({ ...report, state: 'failed', code })

/** A look at a report that was asked for. `now` is epoch milliseconds of the machine. */
export function lookedAt(report: ListingsReport, { status, documentId }: Report, now: number): ListingsReport {
  if (status === 'done') return documentId === undefined ? failedBy(report, 'unexpected_answer') : doneWith(report, documentId)
  if (status === 'fatal') return failedBy(report, 'fatal_report')
  if (status === 'cancelled') return failedBy(report, 'cancelled_report', report.code === 'cancelled_report' ? MOST_CANCELLED : MOST_TRIES)
  return now - Date.parse(report.askedAt ?? '') > OVERDUE_MS ? givenUp(report, 'unavailable') : report
}
