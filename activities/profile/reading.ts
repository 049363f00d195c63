import { Context } from '@temporalio/activity'
import { AmazonFailure, type AmazonFailureCode } from '../../domain/amazon/failure.ts'
import { marketplaceOf } from '../../domain/amazon/marketplaces.ts'
import type { Clock } from '../../domain/clock.ts'
import { askedFor, failedBy, givenUp, isSettled, type ListingsReport, lookedAt, reportsFor } from '../../domain/profile/reports.ts'
import { createListingSummary } from '../../domain/profile/summary.ts'
import type { Ask } from './asking.ts'
import type { AnalysisRun, ConnectedAccount, ProfileStore, ReadListings, SellerAccount, SellerAccounts } from './ports.ts'

/** How long the reports of other marketplaces are waited for while one is there already: a first result is due within a minute. */
const FIRST_REPORT_MS = 15_000
/** Read for the first result, of each account: Amazon hands out fifteen documents, then one a minute. */
const FIRST_DOCUMENTS = 5
/** Amazon takes two looks a second. */
const POLL_MS = { first: 1_500, longestForFirst: 5_000, longest: 20_000, factor: 1.3 }
/** Before a report that failed is asked for again. */
const AGAIN_MS = 20_000
/** A document whose link was over, or that broke off, is opened again so often. */
const OPENINGS = 3

export interface ReadingDeps {
  readonly run: AnalysisRun
  readonly accounts: readonly ConnectedAccount[]
  readonly amazon: SellerAccounts
  readonly profiles: ProfileStore
  readonly clock: Clock
  readonly ask: Ask
}

export interface ReadingResult {
  /** False where some reports are still on their way. */
  readonly settled: boolean
  readonly read: number
  /** Marketplaces whose report could not be had. */
  readonly missing: readonly { readonly marketplaceId: string; readonly code: AmazonFailureCode }[]
}

/** Asks for the reports, waits for them and reads those that are there: all of them, or for a first result the first few. */
export async function readReports(deps: ReadingDeps, first: boolean): Promise<ReadingResult> {
  const { run, accounts, profiles } = deps
  const known = (await profiles.work(run)).reports
  const board = createBoard(deps, reportsFor(accounts, known))
  await board.wait(first)
  const listings = await readAll(deps, board, first)
  if (listings !== undefined) await profiles.saveListings(run, listings)
  const reports = board.reports()
  return {
    settled: reports.every(isSettled) && (!first || beyondFirst(reports).length === 0),
    read: reports.filter(({ state }) => state === 'done').length,
    missing: reports.flatMap(({ state, marketplaceId, code }) =>
      state === 'failed' ? [{ marketplaceId, code: code ?? 'unexpected_answer' }] : [],
    ),
  }
}

type Board = ReturnType<typeof createBoard>

/** The reports of a run, and what is known of each; what changes is written down at once. */
function createBoard({ run, accounts, amazon, profiles, clock, ask }: ReadingDeps, wanted: ListingsReport[]) {
  let reports = wanted
  const accountOf = (accountId: string): { account: ConnectedAccount; opened: SellerAccount } => {
    const account = accounts.find((one) => one.accountId === accountId)
    if (!account) throw new Error(`no account ${accountId}`)
    return { account, opened: amazon.open(account) }
  }
  const change = async (before: ListingsReport, after: ListingsReport): Promise<void> => {
    if (after === before) return
    reports = reports.map((one) => (one === before ? after : one))
    await profiles.saveReports(run, reports)
  }

  /** What cannot get better by itself costs the marketplace, not the analysis. */
  const unlessFinal = async (report: ListingsReport, work: () => Promise<ListingsReport>): Promise<void> => {
    const after = await work().catch((error: unknown) => {
      if (!(error instanceof AmazonFailure) || error.retryable || !OF_ONE_REPORT.includes(error.code)) throw error
      return givenUp(report, error.code)
    })
    await change(report, after)
  }

  const step = async (report: ListingsReport): Promise<void> => {
    const { account, opened } = accountOf(report.accountId)
    const { state, marketplaceId, reportId, tries, askedAt = '' } = report
    if (state === 'wanted' && (tries === 0 || clock.now() - Date.parse(askedAt) >= AGAIN_MS))
      await unlessFinal(report, async () => {
        const id = await ask(account, (how) => opened.requestListings(marketplaceId, how))
        return askedFor(report, id, new Date(clock.now()).toISOString())
      })
    if (state === 'asked' && reportId !== undefined)
      await unlessFinal(report, async () => lookedAt(report, await ask(account, (how) => opened.report(reportId, how)), clock.now()))
  }

  return {
    reports: () => reports,
    done: (): ListingsReport[] => reports.filter(({ state }) => state === 'done'),
    accountOf,
    giveUp: (report: ListingsReport, code: AmazonFailureCode): Promise<void> => change(report, givenUp(report, code)),
    askAgain: (report: ListingsReport, code: AmazonFailureCode): Promise<void> => change(report, failedBy(report, code)),

    /** Until all are settled; for a first result only until one is done and the others had their time. */
    async wait(first: boolean): Promise<void> {
      const began = performance.now()
      const enough = (): boolean =>
        reports.every(isSettled) || (first && this.done().length > 0 && performance.now() - began >= FIRST_REPORT_MS)
      const longest = first ? POLL_MS.longestForFirst : POLL_MS.longest
      for (let pause = POLL_MS.first; ; pause = Math.min(pause * POLL_MS.factor, longest)) {
        for (const report of reports.filter((one) => !isSettled(one))) await step(report)
        if (enough()) return
        await Context.current().sleep(pause)
      }
    },
  }
}

/** Failures that concern the report of one marketplace; others concern the account, or all of them. */
const OF_ONE_REPORT: readonly AmazonFailureCode[] = ['invalid', 'not_found', 'unauthorized']

const beyondFirst = (reports: readonly ListingsReport[]): ListingsReport[] =>
  reports.filter(
    (report, index) =>
      report.state === 'done' &&
      reports.slice(0, index).filter(({ accountId, state }) => accountId === report.accountId && state === 'done').length >=
        FIRST_DOCUMENTS,
  )

/** Reads the reports that are done into one summary. One that breaks spoils the summary: then all are read again, without it if it must be. */
async function readAll({ clock, ask }: ReadingDeps, board: Board, first: boolean): Promise<ReadListings | undefined> {
  const openings = new Map<string, number>()
  for (;;) {
    const late = first ? beyondFirst(board.done()) : []
    const reports = board.done().filter((report) => !late.includes(report))
    if (reports.length === 0 && board.reports().length > 0) return undefined
    const summary = createListingSummary()
    const asOf = new Date(clock.now()).toISOString()
    let unread = 0
    let broken = false
    for (const report of reports) {
      try {
        unread += await ask(board.accountOf(report.accountId).account, () => readOne(board, report, summary.add))
      } catch (error) {
        if (!(error instanceof AmazonFailure) || !BROKEN.includes(error.code)) throw error
        const { reportId = '' } = report
        const times = (openings.get(reportId) ?? 0) + 1
        openings.set(reportId, times)
        if (error.code === 'malformed_report' || times >= OPENINGS) await board.giveUp(report, error.code)
        broken = true
        break
      }
    }
    if (!broken) return { summary: summary.summary(), asOf, unread }
  }
}

/** What is wrong with a document; anything else is wrong with the way to it. */
const BROKEN: readonly AmazonFailureCode[] = ['expired_link', 'truncated_document', 'malformed_report', 'not_found']

/** Adds the listings of one report; answers how many of its lines are none. */
async function readOne(board: Board, report: ListingsReport, add: ReturnType<typeof createListingSummary>['add']): Promise<number> {
  const { accountId, marketplaceId, documentId = '' } = report
  const { cancellationSignal: signal } = Context.current()
  const stream = board.accountOf(accountId).opened.listings(documentId, marketplaceId, { maxWaitMs: DOCUMENT_WAIT_MS, signal })
  for await (const { sku, asin, status, fulfilment, price } of stream.listings)
    add({ accountId, marketplaceId, sku, asin, active: status === 'active', fulfilment, price: price ?? null })
  return stream.unread()
}

/** One document a minute, once the first fifteen are had. */
const DOCUMENT_WAIT_MS = 10 * 60_000

export const isStore = (marketplaceId: string): boolean => marketplaceOf(marketplaceId) !== undefined
