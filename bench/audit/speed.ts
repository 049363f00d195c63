import { fork } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { drawFba } from '../../sandbox/fba/draw.ts'
import { writeFba } from '../../sandbox/fba/write-fba.ts'
import { median, round } from '../figures.ts'
import type { Took } from './child.ts'

/** What auditing a folder takes whose ledger has so many rows; medians of some runs. */
export interface Speed {
  readonly ledgerRows: number
  /** Of all reports. */
  readonly rows: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMb: number
  readonly findings: number
  /** What csv-parse alone takes to divide the ledger's lines into cells. */
  readonly parserSeconds: number
}

/** Of so many rows of a ledger one lot was lost: most of it is traffic. */
const ROWS_OF_A_LOT = 50
/** Adjustments of a lot and of what is none, as they are drawn. */
const ADJUSTMENTS_OF_A_LOT = 5

/** Draws a seller, writes his reports, and has them audited by a process of its own, again and again. */
export async function measureSpeed(ledgerRows: number, runs: number): Promise<Speed> {
  const folder = await mkdtemp(join(tmpdir(), 'lotse-audit-'))
  try {
    const fba = drawFba(`speed ${ledgerRows}`, {
      lots: Math.ceil(ledgerRows / ROWS_OF_A_LOT),
      trafficPerLot: ROWS_OF_A_LOT - ADJUSTMENTS_OF_A_LOT,
    })
    const { to } = fba
    const real = fba.rows.GET_LEDGER_DETAIL_VIEW_DATA.length
    await writeFba(fba, folder)
    const took: Took[] = []
    const parser: number[] = []
    for (let run = 0; run < runs; run += 1) {
      took.push(await audited(folder, to))
      parser.push(await parsed(join(folder, 'ledger.txt')))
    }
    const middle = (of: (each: Took) => number): number => round(median(took.map(of)), 2)
    return {
      ledgerRows: real,
      rows: took[0]?.rows ?? 0,
      seconds: middle(({ seconds }) => seconds),
      cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
      peakMb: Math.round(median(took.map(({ peakMb }) => peakMb))),
      findings: took[0]?.findings ?? 0,
      parserSeconds: round(median(parser), 2),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function audited(folder: string, asOf: string): Promise<Took> {
  const child = fork(join(import.meta.dirname, 'child.ts'), [folder, asOf], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  return new Promise((done, failed) => {
    child.once('message', (took) => done(took as Took))
    child.once('exit', (code) => failed(new Error(`the audit ended with ${code}`)))
  })
}

async function parsed(file: string): Promise<number> {
  const began = performance.now()
  const parser = parse({ delimiter: '\t', quote: null, relax_column_count: true })
  parser.on('data', () => {})
  await pipeline(createReadStream(file), parser)
  return (performance.now() - began) / 1000
}
