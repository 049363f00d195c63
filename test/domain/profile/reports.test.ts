import { expect, test } from 'vitest'
import type { AmazonFailureCode } from '../../../domain/amazon/failure.ts'
import type { ReportStatus } from '../../../domain/amazon/types.ts'
import { askedFor, givenUp, isSettled, type ListingsReport, lookedAt, missingIn, reportsFor } from '../../../domain/profile/reports.ts'

const AT = '2026-11-22T12:00:00.000Z'
const NOW = Date.parse(AT)
const MINUTE = 60_000
const wanted: ListingsReport = { accountId: 'a1', marketplaceId: 'DE', state: 'wanted', tries: 0 }
const asked = askedFor(wanted, 'r1', AT)
const seen = (status: ReportStatus, documentId?: string) => ({
  reportId: 'r1',
  type: 'GET_MERCHANT_LISTINGS_ALL_DATA',
  status,
  ...(documentId === undefined ? {} : { documentId }),
})

/** Asked for again as often as it may be, each time with this end. */
function untilSettled(end: (report: ListingsReport) => ListingsReport): ListingsReport[] {
  const states: ListingsReport[] = []
  for (let report = wanted; !isSettled(report); ) {
    report = end(askedFor(report, `r${report.tries + 1}`, AT))
    states.push(report)
  }
  return states
}

test('each marketplace of each account is to have a report of its own', () => {
  const accounts = [
    { accountId: 'a1', marketplaces: ['DE', 'FR'] },
    { accountId: 'a2', marketplaces: ['DE'] },
    { accountId: 'a3', marketplaces: [] },
  ]
  expect(reportsFor(accounts, [])).toEqual([
    { accountId: 'a1', marketplaceId: 'DE', state: 'wanted', tries: 0 },
    { accountId: 'a1', marketplaceId: 'FR', state: 'wanted', tries: 0 },
    { accountId: 'a2', marketplaceId: 'DE', state: 'wanted', tries: 0 },
  ])
})

test('what is known of a report stays; a marketplace or an account that is gone takes its report along, a new one is wanted', () => {
  const known: ListingsReport[] = [
    asked,
    { ...wanted, marketplaceId: 'FR', state: 'done', tries: 1, reportId: 'r2', documentId: 'd2' },
    { ...wanted, accountId: 'a2', state: 'failed', tries: 3, code: 'fatal_report' },
  ]
  expect(reportsFor([{ accountId: 'a1', marketplaces: ['SE', 'DE'] }], known)).toEqual([{ ...wanted, marketplaceId: 'SE' }, asked])
})

test('the same marketplace of another account is not the same report', () => {
  expect(reportsFor([{ accountId: 'a2', marketplaces: ['DE'] }], [asked])).toEqual([{ ...wanted, accountId: 'a2' }])
})

test('a request is counted; of the one before it only the reason is left for which it was made', () => {
  const before: ListingsReport = { ...wanted, tries: 1, reportId: 'r1', documentId: 'd1', askedAt: AT, code: 'fatal_report' }
  expect(askedFor(before, 'r2', '2026-11-22T12:01:00.000Z')).toEqual({
    accountId: 'a1',
    marketplaceId: 'DE',
    state: 'asked',
    tries: 2,
    reportId: 'r2',
    askedAt: '2026-11-22T12:01:00.000Z',
    code: 'fatal_report',
  })
})

test.each<ReportStatus>(['queued', 'running'])('a report that is %s is waited for, for up to two hours, and then given up', (status) => {
  expect(lookedAt(asked, seen(status), NOW)).toBe(asked)
  expect(lookedAt(asked, seen(status), NOW + 120 * MINUTE)).toBe(asked)
  const late = lookedAt(asked, seen(status), NOW + 121 * MINUTE)
  expect(late).toEqual({ ...asked, state: 'failed', code: 'unavailable' })
  expect(isSettled(late)).toBe(true)
})

test('a report that is done has a document, however late it comes', () => {
  for (const now of [NOW, NOW + 300 * MINUTE])
    expect(lookedAt(asked, seen('done', 'd1'), now)).toEqual({ ...asked, state: 'done', documentId: 'd1' })
})

test('what is done after an earlier failure says nothing of it any more', () => {
  const again = askedFor(lookedAt(asked, seen('fatal'), NOW), 'r2', AT)
  expect(lookedAt(again, seen('done', 'd2'), NOW)).toEqual({ ...asked, state: 'done', tries: 2, reportId: 'r2', documentId: 'd2' })
})

test.each<[ReportStatus, AmazonFailureCode]>([
  ['fatal', 'fatal_report'],
  ['done', 'unexpected_answer'],
])('a report that ends %s without a document is asked for three times and then given up as %s', (status, code) => {
  const states = untilSettled((report) => lookedAt(report, seen(status), NOW))
  expect(states.map((one) => [one.state, one.tries, one.code])).toEqual([
    ['wanted', 1, code],
    ['wanted', 2, code],
    ['failed', 3, code],
  ])
})

test('a report that is cancelled is asked for once more: cancelled twice is the answer where there is nothing to report', () => {
  const states = untilSettled((report) => lookedAt(report, seen('cancelled'), NOW))
  expect(states.map((one) => [one.state, one.tries, one.code])).toEqual([
    ['wanted', 1, 'cancelled_report'],
    ['failed', 2, 'cancelled_report'],
  ])
})

const given = (marketplaceId: string, code?: AmazonFailureCode): ListingsReport => ({
  ...wanted,
  marketplaceId,
  tries: 2,
  ...(code === undefined ? { state: 'done', documentId: 'd1' } : { state: 'failed', code }),
})

test('a marketplace whose report was given up is missing, with the reason; one that is still to come is not', () => {
  const reports = [given('DE'), given('FR', 'fatal_report'), given('IT', 'malformed_report'), wanted, asked]
  expect(missingIn(reports)).toEqual([
    { marketplaceId: 'FR', code: 'fatal_report' },
    { marketplaceId: 'IT', code: 'malformed_report' },
  ])
  const { code: _, ...unexplained } = given('FR', 'fatal_report')
  expect(missingIn([unexplained])).toEqual([{ marketplaceId: 'FR', code: 'unexpected_answer' }])
})

test('a cancelled report beside one that was read has nothing in it, and without one it is missing', () => {
  const cancelled = [given('FR', 'cancelled_report'), given('IT', 'cancelled_report')]
  expect(missingIn([given('DE'), ...cancelled])).toEqual([])
  expect(missingIn([given('DE', 'fatal_report'), ...cancelled])).toEqual([
    { marketplaceId: 'DE', code: 'fatal_report' },
    { marketplaceId: 'FR', code: 'cancelled_report' },
    { marketplaceId: 'IT', code: 'cancelled_report' },
  ])
})

test('the time of the last request is kept where it is to be asked for again: a pause counts from it', () => {
  expect(lookedAt(asked, seen('fatal'), NOW)).toMatchObject({ state: 'wanted', askedAt: AT })
})

test('what is given up is settled at once, whatever it was, with the reason', () => {
  for (const report of [wanted, asked, { ...asked, state: 'done', documentId: 'd1' } as const])
    expect(givenUp(report, 'malformed_report')).toEqual({ ...report, state: 'failed', code: 'malformed_report' })
})

test.each<[ListingsReport['state'], boolean]>([
  ['wanted', false],
  ['asked', false],
  ['done', true],
  ['failed', true],
])('a report that is %s: settled is %s', (state, settled) => {
  expect(isSettled({ ...wanted, state })).toBe(settled)
})
