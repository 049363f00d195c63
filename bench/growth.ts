import { statSync } from 'node:fs'
import { join } from 'node:path'
import { becomesTrue } from '../bin/embedded/wait.ts'
import { inParallel, median, round, slope } from './figures.ts'
import { type House, sellerBody, withHouse } from './house.ts'

const AT_ONCE = 8
const SAMPLE = 25
const LOOK_MS = 300_000

export interface Size {
  readonly lives: number
  readonly workerBytes: number
  readonly postgresBytes: number
  readonly temporalBytes: number
}

export interface Growth {
  readonly sizes: readonly Size[]
  /** Growth from size to size, per 1,000 idle lives. */
  readonly workerBytesPer1000: number
  readonly postgresBytesPer1000: number
  readonly temporalBytesPer1000: number
  /** Median history of an idle life's open run, as the server counts it. */
  readonly idleHistoryBytes: number
  readonly idleHistoryEvents: number
}

/** Registers a seller and lets him decline all: from then on his life waits for the end of its trial, cached by the worker. */
async function putToRest({ lotse }: House, number: number): Promise<string> {
  const { id } = (await lotse.register(sellerBody(number), `bench-${number}`)).body
  const outcome = { outcome: 'completed', data: { support: 'declined', onboarding: 'none' } }
  let said: unknown
  const done = await becomesTrue(async () => {
    const { status, body } = await lotse.ask('POST', `/v1/calls/${id}-welcome/outcome`, { body: outcome }) // 404 until it is planned
    said = { status, body }
    return status === 200
  }, LOOK_MS)
  if (!done) throw new Error(`the welcome call of ${id} could not be held: ${JSON.stringify(said)}`)
  return id
}

/** Ends the server kindly, so that its log is worked into its file; the supervisor starts it again. */
async function temporalBytes({ process: parts }: House): Promise<number> {
  const pid = parts.pidOf('temporal')
  if (pid === undefined) throw new Error('Temporal does not run')
  process.kill(pid, 'SIGTERM')
  const file = join(parts.home, 'data', 'temporal.db')
  if (!(await becomesTrue(() => parts.pidOf('temporal') !== pid, LOOK_MS, 20))) throw new Error('Temporal did not end')
  const bytes = statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0)
  if (!(await becomesTrue(() => parts.isReady(), LOOK_MS))) throw new Error('Temporal did not come back')
  return bytes
}

async function idleHistories({ temporal }: House, ids: readonly string[]) {
  const described = await Promise.all(ids.slice(-SAMPLE).map((id) => temporal.workflow.getHandle(`customer/${id}`).describe()))
  return {
    idleHistoryBytes: median(described.map(({ historySize }) => historySize ?? 0)),
    idleHistoryEvents: median(described.map(({ historyLength }) => historyLength)),
  }
}

/** What idle lives cost, as the slope over sizes: a fixed part (programs, empty schemas) does not count. */
export const measureGrowth = (sizes: readonly number[], say: (line: string) => void): Promise<Growth> =>
  withHouse(async (house) => {
    const seen: Size[] = []
    const ids: string[] = []
    for (const lives of sizes) {
      const numbers = Array.from({ length: lives - ids.length }, (_, index) => ids.length + index)
      await inParallel(numbers, AT_ONCE, async (number) => ids.push(await putToRest(house, number)))
      await house.settle()
      const workerBytes = house.workerMemory()
      const { rows } = await house.database.query('select pg_database_size(current_database()) as bytes')
      seen.push({ lives, workerBytes, postgresBytes: Number(rows[0].bytes), temporalBytes: await temporalBytes(house) })
      say(`${lives} idle lives: worker ${round(workerBytes / 1e6)} MB, PostgreSQL ${round(Number(rows[0].bytes) / 1e6)} MB`)
    }
    const per1000 = (of: (size: Size) => number) => Math.round(slope(seen.map((size) => ({ x: size.lives, y: of(size) }))) * 1000)
    return {
      sizes: seen,
      workerBytesPer1000: per1000(({ workerBytes }) => workerBytes),
      postgresBytesPer1000: per1000(({ postgresBytes }) => postgresBytes),
      temporalBytesPer1000: per1000(({ temporalBytes }) => temporalBytes),
      ...(await idleHistories(house, ids)),
    }
  })
