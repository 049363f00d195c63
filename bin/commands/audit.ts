import { appendFile, writeFile } from 'node:fs/promises'
import { isoCountry } from '../../domain/amazon/marketplaces.ts'
import { audit } from '../../domain/reimbursement/audit.ts'
import { refundsIn, replacementsIn } from '../../domain/reimbursement/refunds.ts'
import { dayOfCountry, withoutOverlap, withoutRepeats } from '../../domain/reports/exports.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'
import { readAliases } from '../audit/aliases-file.ts'
import { isDay, readCosts } from '../audit/costs.ts'
import { type Folder, readFolder } from '../audit/folder.ts'
import { evidenceOf, pageOf } from '../audit/page.ts'
import { type AuditReport, textOf } from '../audit/text.ts'
import { BadInput } from './bad-input.ts'
import { createProgress } from './progress.ts'
import { written } from './written.ts'

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
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report))
}

/** Throws BadInput where there is nothing to judge, or an option makes no sense. */
export async function auditOf(dir: string, options: AuditOptions): Promise<AuditReport> {
  const asOf = options.asOf ?? new Date().toISOString().slice(0, 10)
  if (!isDay(asOf)) throw new BadInput(`--as-of ${asOf} is no day such as 2026-01-31`)
  const costs = options.costs === undefined ? new Map() : await readCosts(options.costs)
  const aliases = options.aliases === undefined ? [] : [await readAliases(options.aliases)]
  if (options.html !== undefined) await written(options.html, appendFile(options.html, ''))
  const country = countryOf(options.marketplace)
  const folder = await readFolder(dir, { country, asOf, aliases, progress: progressOf() })
  if (folder.files.every(({ report }) => report === null))
    throw new BadInput(
      `${dir} holds no report that can be read: ${whyNot(folder)}. Download them from Seller Central, Reports > Fulfillment`,
    )
  const { rows: movements, shrunk } = withoutOverlap(folder.ledgers, dayOfCountry)
  const { rows: settled } = withoutOverlap(folder.settlements, ({ settlementId }) => settlementId)
  const coverage = coverageOf(folder)
  const audited = audit({
    movements,
    // Amazon moves the day of an approval from export to export.
    payments: withoutRepeats(folder.payments, ({ date: _, ...row }) => wholeRow(row)),
    costs,
    judging: { asOf, knowsPayments: folder.payments.length > 0 && folder.payments.every(({ isWhole }) => isWhole) },
    doubtful: new Set(shrunk.map(({ part }) => part)),
    given: [...refundsIn(settled, country), ...replacementsIn(withoutRepeats(folder.replacements, wholeRow), country)],
    returned: withoutRepeats(folder.returns, wholeRow),
    covered: coverage.find(({ report }) => report === 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA'),
  })
  const files = folder.files.map((file) => {
    const less = shrunk.filter(({ file: name }) => name === file.name)
    const told = less.map(({ part, rows, older, before }) => ({
      code: 'export_has_shrunk',
      message: `${part}: ${rows} rows, where ${older} has ${before}; that one is used, and nothing of that day is claimed`,
    }))
    return { ...file, warnings: [...file.warnings, ...told] }
  })
  const report: AuditReport = { asOf, files, ...audited, coverage }
  if (options.html !== undefined)
    await written(options.html, writeFile(options.html, pageOf(report, await evidenceOf(report.findings, folder.sketches))))
  return report
}

const wholeRow = ({ source: _, ...row }: { readonly source: unknown }): string => JSON.stringify(row)

function progressOf(): (done: number, all: number) => void {
  let tell: ((done: number) => void) | undefined
  return (done, all) => {
    tell ??= createProgress(all, 'files')
    tell(done)
  }
}

function countryOf(marketplace: string | undefined): string {
  const country = isoCountry(marketplace ?? '')
  if (country !== '' && !/^[A-Z]{2}$/.test(country))
    throw new BadInput(`--marketplace ${marketplace} is no country of two letters, such as DE`)
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
