import { readFile, writeFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { isoCountry } from '../../domain/amazon/marketplaces.ts'
import { type Audited, audit } from '../../domain/reimbursement/audit.ts'
import type { FeeEstimate } from '../../domain/reimbursement/fee-suspects.ts'
import type { Finding } from '../../domain/reimbursement/findings.ts'
import type { RemovalOrder } from '../../domain/reimbursement/removal-lines.ts'
import type { Days } from '../../domain/reports/coverage.ts'
import { wholeDays, withoutOverlap, withoutRepeats } from '../../domain/reports/exports.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'
import { readAliases } from '../audit/aliases-file.ts'
import { isDay, readCosts } from '../audit/costs.ts'
import type { FileFate } from '../audit/fates.ts'
import { type Folder, type Reading, readFolder } from '../audit/folder.ts'
import { evidenceOf, pageOf } from '../audit/page.ts'
import type { FileExport } from '../audit/taking.ts'
import { type AuditReport, textOf } from '../audit/text.ts'
import { BadInput } from './bad-input.ts'
import { createProgress } from './progress.ts'
import { placeFor, written } from './written.ts'

export interface AuditOptions {
  readonly marketplace?: string
  readonly asOf?: string
  readonly costs?: string
  readonly aliases?: string
  /** A file to write the page to. */
  readonly html?: string
}

/** What Amazon owes by the reports in a folder, as they were downloaded. Needs no server and no account. */
export async function auditCommand(dir: string, { json, ...options }: AuditOptions & { readonly json: boolean }): Promise<void> {
  const report = await auditOf(dir, options)
  process.stdout.write(json ? `${JSON.stringify({ ...report, findings: report.findings.map(withoutEvent) })}\n` : textOf(report))
}

/** What a case with Amazon names stands in the evidence as well. */
const withoutEvent = ({ event: _, ...finding }: Finding): Omit<Finding, 'event'> => finding

/** Throws BadInput where there is nothing to judge, or an option makes no sense. */
export async function auditOf(dir: string, options: AuditOptions): Promise<AuditReport> {
  const asOf = options.asOf ?? new Date().toISOString().slice(0, 10)
  if (!isDay(asOf)) throw new BadInput(`--as-of ${asOf} is no day such as 2026-01-31`)
  const costs = options.costs === undefined ? new Map() : await readCosts(options.costs)
  const aliases = options.aliases === undefined ? [] : [await readAliases(options.aliases)]
  if (options.html !== undefined) await placeForPage(options.html, dir, options)
  const country = countryOf(options.marketplace)
  const folder = await readFolder(dir, { asOf, aliases, progress: progressOf() })
  if (!folder.files.some(isRead))
    throw new BadInput(
      `${dir} holds no report that can be read: ${whyNot(folder)}. Download them from Seller Central, Reports > Fulfillment`,
    )
  const { movements, shrunk, changed, unread } = ledgerOf(folder, country)
  const { payments, returns, removalShipments } = folder
  const audited = audit({
    movements: movements.filter(({ event }) => event !== 'Receipts'),
    receipts: movements.filter(({ event }) => event === 'Receipts'),
    // Amazon moves the day of an approval from export to export.
    payments: withoutRepeats(payments, ({ date: _, ...row }) => wholeRow(row)),
    settled: withoutOverlap(folder.settlements, ({ settlementId }) => settlementId).rows,
    replacements: withoutRepeats(folder.replacements, wholeRow),
    // A returned unit is handled, and its status goes on from export to export.
    returned: withoutRepeats(returns, ({ status: _, reason: __, ...row }) => wholeRow(row)),
    items: folder.items,
    shipments: folder.shipments,
    removals: withoutRepeats(folder.removals, keyOfRemoval),
    removalShipments: withoutRepeats(removalShipments, wholeRow),
    ...newestEstimates(folder.estimates, asOf),
    costs,
    judging: {
      asOf,
      // A report without a row is no word that nothing was paid.
      knowsPayments: payments.some(({ rows }) => rows.length > 0) && payments.every(({ isWhole }) => isWhole),
      paymentDays: daysOf(payments),
      currencies: new Set(payments.flatMap(({ rows }) => rows.map(({ currency }) => currency))),
    },
    country,
    doubtful: new Set(shrunk.map(({ part }) => part)),
    unread,
    covered: {
      ledger: daysOf(folder.ledgers),
      returns: daysIfWhole(returns),
      removalShipments: daysIfWhole(removalShipments),
    },
  })
  const files = folder.files.map((file) => {
    const less = shrunk.filter(({ file: name }) => name === file.name)
    const told = less.map(({ part, rows, older, before }) => ({
      code: 'export_has_shrunk',
      message: `${part}: ${rows} rows, where ${older} has ${before}; that one is used, and nothing of that day is claimed`,
    }))
    const other = changed.filter(({ file: name }) => name === file.name)
    const gone = other.map(({ part, other: rival, gone: rows }) => ({
      code: 'export_has_changed',
      message: `${part}: ${rows.length} rows of ${rival} are not in it; the rows of this file are used`,
    }))
    return { ...file, warnings: [...file.warnings, ...told, ...gone] }
  })
  const report: AuditReport = { asOf, files, ...audited, coverage: coverageOf(folder) }
  if (options.html !== undefined)
    await written(options.html, writeFile(options.html, pageOf(report, await evidenceOf(report.findings, folder.sketches))))
  return report
}

/** No page is written over what it is made of; over an older page it is. */
async function placeForPage(page: string, dir: string, { costs, aliases }: AuditOptions): Promise<void> {
  await placeFor(page)
  const begins = (await readFile(page, 'utf8').catch(() => '<!doctype html>')).slice(0, 15).toLowerCase()
  const isBelow = !relative(resolve(dir), resolve(page)).startsWith('..')
  const isRead = isBelow || [costs, aliases].some((file) => file !== undefined && resolve(file) === resolve(page))
  if (isRead && begins !== '<!doctype html>') throw new BadInput(`--html ${page} would be written over a file that is read: name another`)
}

/** A file that is a report, or might be one of which nobody knows the header; no picture, and nothing that the system does not give. */
const isRead = ({ report, warnings }: FileFate): boolean => report !== null || warnings.some(({ code }) => code === 'unknown_report')

const daysOf = (exports: readonly FileExport<unknown>[]): Days[] => exports.flatMap(({ ranges }) => ranges)

/** Where a row cannot be read nobody knows what is missing. */
const daysIfWhole = (exports: readonly FileExport<unknown>[]): Days[] => (exports.every(({ isWhole }) => isWhole) ? daysOf(exports) : [])

/** Of each product in each store the newest estimate, by the day of its file, for it names none; all as old as the oldest that is used. */
function newestEstimates(exports: readonly FileExport<FeeEstimate>[], asOf: string): Pick<Audited, 'estimates' | 'estimatedOn'> {
  const estimates = new Map<string, FeeEstimate>()
  let estimatedOn = asOf
  for (const { written: at, rows } of exports.toSorted((a, b) => b.written - a.written)) {
    const day = new Date(at).toISOString().slice(0, 10)
    for (const row of rows) {
      const key = [row.sku, row.currency, row.store].join('|')
      if (estimates.has(key)) continue
      estimates.set(key, row)
      if (day < estimatedOn) estimatedOn = day
    }
  }
  return { estimates: [...estimates.values()], estimatedOn }
}

/** The ledger of all its exports, each day once, and of which products it may say more. */
function ledgerOf({ ledgers, unread }: Folder, country: string) {
  const { exports, partOf } = wholeDays(ledgers)
  const { rows, shrunk, changed } = withoutOverlap(exports, partOf, ({ source: _, reconciled: __, unreconciled: ___, ...row }) =>
    JSON.stringify(row),
  )
  const known = new Set(rows.map(({ fnsku }) => fnsku))
  const products = new Set(changed.flatMap(({ gone }) => gone.map(({ fnsku }) => fnsku)))
  let isAny = false
  for (const words of unread) {
    const named = (words ?? []).filter((word) => known.has(word) || words?.length === 1)
    if (named.length === 0) isAny = true
    for (const fnsku of named) products.add(fnsku)
  }
  const movements = rows.map((row) => (row.country === '' ? { ...row, country } : row))
  return { movements, shrunk, changed, unread: isAny ? ('all' as const) : products }
}

/** A removal order goes on from export to export: of its line for one disposition the newest counts. */
const keyOfRemoval = ({ date, orderId, sku, fnsku, disposition, requested }: RemovalOrder): string =>
  [date, orderId, sku, fnsku, disposition, requested].join('|')

const wholeRow = ({ source: _, ...row }: { readonly source: unknown }): string => JSON.stringify(row)

/** With so many bytes one file alone takes its time. */
const MUCH = 64 * 1024 * 1024
const MB = 1024 * 1024

function progressOf(): NonNullable<Reading['progress']> {
  let tell: ((done: number) => void) | undefined
  let told = 0
  return (done, all) => {
    const isMuch = all.bytes > MUCH
    tell ??= isMuch ? createProgress(Math.floor(all.bytes / MB), 'MB') : createProgress(all.files, 'files')
    const now = isMuch ? Math.floor(done.bytes / MB) : done.files
    if (now > told) tell(now)
    told = Math.max(told, now)
  }
}

function countryOf(marketplace: string | undefined): string {
  const country = isoCountry(marketplace ?? '')
  if (country !== '' && !/^[A-Z]{2}$/.test(country))
    throw new BadInput(`--marketplace ${marketplace} is no country of two letters, such as DE`)
  if (country !== '' && (country === 'EU' || new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country) === undefined))
    throw new BadInput(`--marketplace ${marketplace} is no country by ISO 3166-1: DE, FR, GB, US`)
  return country
}

const whyNot = ({ files }: Folder): string =>
  files.length === 0
    ? 'it is empty'
    : files
        .map(({ name, warnings }) => `${name}: ${warnings[0]?.message ?? ''}`)
        .slice(0, 5)
        .join('; ')

/** From the first to the last day of each report, whatever is missing between. */
function coverageOf({ files }: Folder): AuditReport['coverage'] {
  const reports = [...new Set(files.map(({ report }) => report))].filter((report): report is ReportType => report !== null)
  return reports.flatMap((report) => {
    const days = files
      .filter((file) => file.report === report)
      .flatMap(({ from, to }) => (from === null || to === null ? [] : [from, to]))
      .sort()
    const [from, to] = [days[0], days.at(-1)]
    return from === undefined || to === undefined ? [] : [{ report, from, to }]
  })
}
