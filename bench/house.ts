import { execFileSync } from 'node:child_process'
import { Client, Connection } from '@temporalio/client'
import pg from 'pg'
import { connectTemporal } from '../adapters/temporal.ts'
import type { StackFile } from '../bin/embedded/stack-file.ts'
import { loadConfig } from '../config.ts'
import { lookIntoTemporal } from '../test/chaos/engine.ts'
import { type Outside, outside } from '../test/e2e/outside.ts'
import { createStackProcess, type StackProcess } from '../test/support/stack-process.ts'

/** A whole stack of the benchmark's own, as `npm start` starts it: PostgreSQL, Temporal with its data in a file, worker, API, sandbox. */
export interface House {
  readonly process: StackProcess
  readonly stack: StackFile
  readonly lotse: Outside
  readonly temporal: Client
  readonly database: pg.Client
  /** Waits until nothing is under way any more. */
  settle(): Promise<void>
  /** Resident memory of the worker process, bytes. */
  workerMemory(): number
}

export async function withHouse<T>(use: (house: House) => Promise<T>): Promise<T> {
  const process = await createStackProcess()
  try {
    const stack = await process.start()
    const connection = await Connection.connect(connectTemporal(loadConfig({ TEMPORAL_ADDRESS: stack.temporalAddress })).connectionOptions)
    const engine = await lookIntoTemporal(stack)
    const database = new pg.Client({ connectionString: stack.databaseUrl })
    await database.connect()
    try {
      return await use({
        process,
        stack,
        lotse: outside(stack),
        temporal: new Client({ connection }),
        database,
        async settle() {
          if (!(await engine.settled())) throw new Error('something is under way still, or stuck')
        },
        workerMemory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(process.pidOf('worker'))], { encoding: 'utf8' })) * 1024,
      })
    } finally {
      await Promise.all([database.end(), engine.close(), connection.close()])
    }
  } finally {
    await process.dispose()
  }
}

/** A seller nobody else is: the Repricer, in German. */
export const sellerBody = (number: number) => ({
  company: `Seller ${number}`,
  contact: { name: 'Kim Olsen', email: `seller-${number}@bench.example`, phone: `+3519${10_000_000 + number}` },
  languages: ['de'],
  country: 'DE',
  products: ['repricer'],
})
