import { moneyText } from '../../domain/money.ts'
import type { Audit } from '../../domain/reimbursement/audit.ts'
import { FINDING_STATUSES, type Finding } from '../../domain/reimbursement/findings.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'
import { aligned } from '../commands/aligned.ts'
import { printable } from '../commands/printable.ts'
import { DOUBTS } from './doubts.ts'
import type { FileFate } from './fates.ts'

/** All that an audit says. Days are `YYYY-MM-DD`. */
export interface AuditReport extends Audit {
  readonly asOf: string
  readonly files: readonly FileFate[]
  readonly coverage: readonly { readonly report: ReportType; readonly from: string; readonly to: string }[]
}

export const JUDGED =
  'Judged as far as these reports say it: losses and damages in warehouses, customer returns, inbound shipments, removals, fulfilment fees, values that were paid.'

/** Findings that are listed one by one; all of them are in the JSON. */
const LISTED = 40
const WARNED = 5

export function textOf({ asOf, files, findings, totals, notes }: AuditReport): string {
  const done = findings.filter(({ status }) => status === 'claimable' || status === 'too_early' || status === 'review')
  const lines = [
    `As of ${asOf}`,
    '',
    ...aligned([
      ['file', 'report', 'rows', 'from', 'to'],
      ...files.map(({ name, report, rows, from, to }) => [printable(name), report ?? '-', `${rows}`, from ?? '', to ?? '']),
    ]),
    ...files.flatMap(({ name, warnings }) => [
      ...warnings
        .slice(0, WARNED)
        .map(({ message, line }) => `  ${printable(name)}${line === undefined ? '' : `, line ${line}`}: ${printable(message)}`),
      ...(warnings.length > WARNED ? [`  ${printable(name)}: ${warnings.length - WARNED} warnings more`] : []),
    ]),
    '',
    ...aligned([
      ['', 'findings', 'units', 'worth', 'of unknown worth'],
      ...FINDING_STATUSES.map((status) => {
        const { findings: some, units, worth, unknownWorth } = totals[status]
        return [status, `${some}`, `${units}`, worth.map(moneyText).join(' + ') || '-', `${unknownWorth}`]
      }),
    ]),
    '',
    ...(done.length === 0
      ? [notes.some(({ code }) => code === 'no_ledger') ? 'Nothing to claim in what could be judged.' : 'Nothing to claim.']
      : aligned([HEAD, ...done.slice(0, LISTED).map(rowOf)])),
    ...(done.length > LISTED ? [`and ${done.length - LISTED} more: --json names them all`] : []),
    ...(notes.length === 0 ? [] : ['', ...notes.map(({ message }) => `Note: ${printable(message)}.`)]),
    '',
    JUDGED,
  ]
  return `${lines.join('\n')}\n`
}

const HEAD = ['id', 'type', 'FNSKU', 'units', 'worth', 'from', 'until', 'status', 'sure', 'evidence', 'why']

function rowOf({
  id,
  type,
  fnsku,
  quantity,
  worth,
  eligibleFrom,
  deadline,
  confirmed,
  status,
  confidence,
  doubts,
  evidence,
}: Finding): string[] {
  const [first] = evidence
  const until = deadline === null ? 'unknown' : `${deadline}${confirmed ? '' : ' (unconfirmed)'}`
  return [
    id,
    type,
    fnsku,
    `${quantity}`,
    worth === null ? 'unknown' : moneyText(worth),
    eligibleFrom ?? '',
    until,
    status,
    confidence,
    first === undefined ? '' : `${printable(first.file)}:${first.line}`,
    doubts[0] === undefined ? '' : DOUBTS[doubts[0]],
  ]
}
