import { Context } from '@temporalio/activity'
import { AmazonFailure, type AmazonFailureCode } from '../../domain/amazon/failure.ts'
import type { Clock } from '../../domain/clock.ts'
import { askedFor, givenUp, isSettled, type ListingsReport, lookedAt, missingIn, reportsFor } from '../../domain/profile/reports.ts'
import { createListingSummary } from '../../domain/profile/summary.ts'
import { allOf, Later, type PartDeps, unlessLater } from './asking.ts'
import type { ConnectedAccount, ReadListings, SellerAccount } from './ports.ts'

/** How long the reports of other marketplaces are waited for while one is there already: a first result is due within a minute. */
const FIRST_REPORT_MS = 15_000
/** And how long at all, before whoever is waited for is waited for without hurry. */
const HURRY_MS = 45_000
/** Read for the first result, of each account: Amazon hands out fifteen documents, then one a minute. */
const FIRST_DOCUMENTS = 5
/** Amazon takes two looks a second. */
const POLL_MS = { first: 1_500, longestInHurry: 5_000, longest: 20_000, factor: 1.3 }
/** Before a report that failed is asked for again. */
const AGAIN_MS = 20_000
/** A document whose link was over, or that broke off, is opened again so often. */
const OPENINGS = 3

export interface ReadingDeps extends PartDeps {
  readonly clock: Clock
}

export interface ReadingResult {
  /** False where some reports are still on their way. */
  readonly settled: boolean
  readonly read: number
  /** Marketplaces whose report could not be had. */
  readonly missing: readonly { readonly marketplaceId: string; readonly code: AmazonFailureCode }[]
}

/** Asks for the reports, waits for them and reads those that are there: all of them, or in a hurry the first few. */
export async function readReports(deps: ReadingDeps): Promise<ReadingResult> {
  const { attempt, work, accounts, profiles, hurry } = deps
  const board = createBoard(deps, reportsFor(accounts, work.reports))
  await board.wait()
  const { listings, late } = await readAll(deps, board)
  if (listings !== undefined) await profiles.saveListings(attempt, listings)
  const reports = board.reports()
  return {
    settled: reports.every(isSettled) && (!hurry || late === 0),
    read: listings === undefined ? 0 : board.done().length - late,
    missing: missingIn(reports),
  }
}

type Board = ReturnType<typeof createBoard>

/** The reports of a run, and what is known of each; what changes is written down at once. */
function createBoard({ attempt, accounts, amazon, profiles, ask, hurry }: ReadingDeps, wanted: ListingsReport[]) {
  let reports = wanted
  const change = async (before: ListingsReport, after: ListingsReport): Promise<void> => {
    if (after === before) return
    reports = reports.map((one) => (one === before ? after : one))
    await profiles.saveReports(attempt, reports)
  }

  /** What cannot get better by itself costs the marketplace, not the analysis; what takes longer in a hurry, nothing. */
  const unlessFinal = async (report: ListingsReport, work: () => Promise<ListingsReport>): Promise<void> => {
    const after = await work().catch((error: unknown) => {
      if (!(error instanceof AmazonFailure)) return unlessLater(error)
      if (error.retryable || !OF_ONE_REPORT.includes(error.code)) throw error
      return givenUp(report, error.code)
    })
    await change(report, after ?? report)
  }

  const step = async (account: ConnectedAccount, opened: SellerAccount, report: ListingsReport): Promise<void> => {
    const { state, marketplaceId, reportId, tries, askedAt = '' } = report
    if (state === 'wanted' && (tries === 0 || Date.now() - Date.parse(askedAt) >= AGAIN_MS))
      await unlessFinal(report, async () => {
        const id = await ask(account, (how) => opened.requestListings(marketplaceId, how))
        return askedFor(report, id, new Date(Date.now()).toISOString())
      })
    if (state === 'asked' && reportId !== undefined)
      await unlessFinal(report, async () => lookedAt(report, await ask(account, (how) => opened.report(reportId, how)), Date.now()))
  }

  /** One after the other, as they change each other's list; accounts beside each other. */
  const look = async (account: ConnectedAccount): Promise<void> => {
    const opened = amazon.open(account)
    for (const { marketplaceId } of reports.filter((one) => one.accountId === account.accountId)) {
      const report = reports.find((one) => one.accountId === account.accountId && one.marketplaceId === marketplaceId)
      if (report && !isSettled(report)) await step(account, opened, report)
    }
  }
  const done = (): ListingsReport[] => reports.filter(({ state }) => state === 'done')

  return {
    reports: () => reports,
    done,
    of: (report: ListingsReport): ConnectedAccount => {
      const account = accounts.find(({ accountId }) => accountId === report.accountId)
      if (!account) throw new Error(`no account ${report.accountId}`)
      return account
    },
    giveUp: (report: ListingsReport, code: AmazonFailureCode): Promise<void> => change(report, givenUp(report, code)),

    /** Until all are settled; in a hurry only until one is done and the others had their time. */
    async wait(): Promise<void> {
      const began = performance.now()
      const longest = hurry ? POLL_MS.longestInHurry : POLL_MS.longest
      for (let pause = POLL_MS.first; ; pause = Math.min(pause * POLL_MS.factor, longest)) {
        await allOf(accounts.map(look))
        const waited = performance.now() - began
        if (reports.every(isSettled)) return
        if (hurry && (waited >= HURRY_MS || (done().length > 0 && waited >= FIRST_REPORT_MS))) return
        await Context.current().sleep(pause)
      }
    },
  }
}

/** Failures that concern the report of one marketplace; others concern the account, or all of them. */
const OF_ONE_REPORT: readonly AmazonFailureCode[] = ['invalid', 'not_found', 'unauthorized']

/** Of each account those beyond the first few. */
const beyondFirst = (reports: readonly ListingsReport[]): ListingsReport[] =>
  reports.filter(
    (report, index) => reports.slice(0, index).filter(({ accountId }) => accountId === report.accountId).length >= FIRST_DOCUMENTS,
  )

/** Reads the reports that are done into one summary. One that breaks spoils the summary: then all are read again, without it if it must be. */
async function readAll({ clock, ask, hurry, amazon }: ReadingDeps, board: Board): Promise<{ listings?: ReadListings; late: number }> {
  const openings = new Map<string, number>()
  const late = new Set<string>()
  if (hurry) for (const { reportId = '' } of beyondFirst(board.done())) late.add(reportId)
  for (;;) {
    const reports = board.done().filter(({ reportId = '' }) => !late.has(reportId))
    if (reports.length === 0 && board.reports().length > 0) return { late: late.size }
    const summary = createListingSummary()
    const asOf = new Date(clock.now()).toISOString()
    let unread = 0
    let broken = false
    for (const report of reports) {
      const { reportId = '' } = report
      try {
        const account = board.of(report)
        unread += await ask(account, (how) => readOne(amazon.open(account), report, how, summary.add))
      } catch (error) {
        broken = true
        if (error instanceof Later) late.add(reportId)
        else if (!(error instanceof AmazonFailure) || !BROKEN.includes(error.code)) throw error
        else {
          const times = (openings.get(reportId) ?? 0) + 1
          openings.set(reportId, times)
          if (error.code === 'malformed_report' || times >= OPENINGS) await board.giveUp(report, error.code)
        }
        break
      }
    }
    if (!broken) return { listings: { summary: summary.summary(), asOf, unread }, late: late.size }
  }
}

/** What is wrong with a document; anything else is wrong with the way to it. */
const BROKEN: readonly AmazonFailureCode[] = ['expired_link', 'truncated_document', 'malformed_report', 'not_found']

/** Adds the listings of one report; answers how many of its lines are none. One that is mostly none is no report of listings. */
async function readOne(
  account: SellerAccount,
  { accountId, marketplaceId, documentId = '' }: ListingsReport,
  how: Parameters<SellerAccount['listings']>[2],
  add: ReturnType<typeof createListingSummary>['add'],
): Promise<number> {
  const stream = account.listings(documentId, marketplaceId, how)
  let read = 0
  for await (const { sku, asin = null, status, fulfilment, price = null } of stream.listings) {
    add({ accountId, marketplaceId, sku, asin, active: status === 'active', fulfilment, price })
    read += 1
  }
  const unread = stream.unread()
  if (unread > read)
    throw new AmazonFailure('malformed_report', `${unread} of ${unread + read} lines are no listing`, { operation: 'listings.parse' })
  return unread
}
