import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inboundItemsOf } from '../../adapters/reports/inbound-json.ts'
import { type Sketch, sketchOf, wholeText } from '../../adapters/reports/report-file.ts'
import type { Returned } from '../../domain/reimbursement/came-back.ts'
import type { FeeEstimate } from '../../domain/reimbursement/fee-suspects.ts'
import { type InboundItem, type InboundShipment, itemsOfNoncompliance } from '../../domain/reimbursement/inbound-loads.ts'
import type { Movement, Payment } from '../../domain/reimbursement/lots.ts'
import type { Replaced, Settled } from '../../domain/reimbursement/refunds.ts'
import type { RemovalOrder, RemovalShipment } from '../../domain/reimbursement/removal-lines.ts'
import type { Aliases } from '../../domain/reports/aliases.ts'
import type { LedgerRow } from '../../domain/reports/rows.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'
import { STORED } from '../../domain/reports/stored.ts'
import type { FileFate } from './fates.ts'
import { namesIn } from './names.ts'
import { createTaking, createWords, type FileExport, type FileTaking } from './taking.ts'

/** What is kept of each report, file by file. */
interface Kept {
  /** Adjustments and receipts. */
  readonly ledgers: FileExport<Movement>[]
  readonly payments: FileExport<Payment>[]
  readonly returns: FileExport<Returned>[]
  readonly replacements: FileExport<Replaced>[]
  readonly settlements: FileExport<Settled>[]
  readonly removals: FileExport<RemovalOrder>[]
  readonly removalShipments: FileExport<RemovalShipment>[]
  readonly estimates: FileExport<FeeEstimate>[]
  readonly items: InboundItem[]
  readonly shipments: InboundShipment[]
  /** Rows of ledgers that cannot be read: the words of each; null where a file breaks off. */
  readonly unread: (readonly string[] | null)[]
}

export interface Folder extends Kept {
  readonly files: readonly FileFate[]
  /** By the name of their file. */
  readonly sketches: ReadonlyMap<string, Sketch>
}

export interface Reading {
  /** `YYYY-MM-DD`: what is later has not happened. */
  readonly asOf: string
  readonly aliases: readonly Aliases[]
  /** Told again and again: how many files and bytes are read, of how many. */
  readonly progress?: (done: Progressed, all: Progressed) => void
}

interface Progressed {
  readonly files: number
  readonly bytes: number
}

/** Looks at every file below a folder, and keeps of each what an audit needs. Memory grows with what is kept, not with files. */
export async function readFolder(dir: string, { asOf, aliases, progress }: Reading): Promise<Folder> {
  const { names, closed } = await namesIn(dir)
  const files: FileFate[] = closed.map(unopened)
  const sketches = new Map<string, Sketch>()
  const kept: Kept = {
    ...{ ledgers: [], payments: [], returns: [], replacements: [], settlements: [], removals: [], removalShipments: [] },
    ...{ estimates: [], items: [], shipments: [], unread: [] },
  }
  const found = await Promise.all(names.map(async (name) => stat(join(dir, name)).catch(() => ({ size: 0, mtime: new Date(0) }))))
  const all = { files: names.length, bytes: found.reduce((sum, { size }) => sum + size, 0) }
  const words = createWords()
  let before = 0
  for (const [number, name] of names.entries()) {
    const { size = 0, mtime = new Date(0) } = found[number] ?? {}
    let bytes = before
    const onBytes = (more: number): void => {
      bytes += more
      progress?.({ files: number, bytes }, all)
    }
    const sketch = await sketchOf(join(dir, name), aliases)
    sketches.set(name, sketch)
    const taking = createTaking(name, sketch, { asOf, words, written: mtime.getTime(), onBytes })
    if (sketch.reading !== undefined) await takeAll(taking, sketch.reading.report, kept)
    files.push((isJson(sketch, size) ? await inboundFate(join(dir, name), name, kept) : undefined) ?? taking.fate())
    before += size
    progress?.({ files: number + 1, bytes: before }, all)
  }
  return { files, sketches, ...kept }
}

/** Keeps what rules need of a report. Reports that none needs are told so, and left. */
async function takeAll({ taken, warn }: FileTaking, report: ReportType, kept: Kept): Promise<void> {
  switch (report) {
    case 'GET_LEDGER_DETAIL_VIEW_DATA':
    case 'GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA': {
      let strange = 0
      const { GET_LEDGER_DETAIL_VIEW_DATA: ledger } = STORED
      const keeps = (row: LedgerRow): boolean => {
        if (row.event === null) strange += 1
        return ledger.keeps(row)
      }
      const onBad = (words: readonly string[] | null, row?: LedgerRow): void => {
        if (row?.event === null || row?.event === undefined || row.event === 'Adjustments')
          kept.unread.push(row === undefined ? words : [row.fnsku])
      }
      kept.ledgers.push(...(await taken(report, { partOf: ledger.partOf, keeps, onBad })))
      if (strange > 0)
        warn('unknown_event', `${strange} rows name an event that nobody knows, or none: those with a reason are taken for adjustments`)
      return
    }
    case 'GET_FBA_REIMBURSEMENTS_DATA':
      kept.payments.push(...(await taken(report)))
      return
    case 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA':
      kept.returns.push(...(await taken(report)))
      return
    case 'GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA':
      kept.replacements.push(...(await taken(report)))
      return
    case 'GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA':
      // An order goes on for weeks: of two exports the newer one is that in which it has changed later.
      kept.removals.push(...(await taken(report, { dateOf: ({ updated, date }) => updated ?? date })))
      return
    case 'GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA':
      kept.removalShipments.push(...(await taken(report)))
      return
    case 'GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA':
      for (const { rows } of await taken(report)) for (const item of itemsOfNoncompliance(rows)) kept.items.push(item)
      return
    case 'GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA':
      kept.estimates.push(...(await taken(report)))
      return
    case 'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2':
      kept.settlements.push(
        ...((await taken(report, {
          dateOf: (row) => row?.posted,
          partOf: (row) => row?.settlementId ?? '',
          keeps: (row) => row !== undefined,
        })) as FileExport<Settled>[]),
      )
      return
    default:
      warn('not_used', `no rule needs ${report}`)
  }
}

/** Answers of an API are no lists of rows: they are read as a whole, and are small. */
const MOST_JSON = 64 * 1024 * 1024

const isJson = ({ reading, warnings }: Sketch, size: number): boolean =>
  reading === undefined && size < MOST_JSON && warnings.some(({ code }) => code === 'unknown_report' || code === 'broken')

async function inboundFate(path: string, name: string, { items, shipments }: Kept): Promise<FileFate | undefined> {
  const found = inboundItemsOf(await wholeText(path), name)
  if (found === undefined) return undefined
  for (const item of found.items) items.push(item)
  for (const shipment of found.shipments) shipments.push(shipment)
  return {
    name,
    report: null,
    rows: found.items.length + found.shipments.length,
    from: null,
    to: null,
    warnings: [
      { code: 'inbound_api', message: 'no report, but answers of Amazon’s Inbound API: shipments are judged by it' },
      ...found.warnings,
    ],
  }
}

const unopened = (name: string): FileFate => ({
  name,
  report: null,
  rows: 0,
  from: null,
  to: null,
  warnings: [{ code: 'unreadable', message: 'no file, or a folder that may not be read: what it holds is not looked at' }],
})
