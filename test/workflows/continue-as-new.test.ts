import { afterAll, beforeAll, expect, test } from 'vitest'
import { activitiesOf, type Part } from '../support/cast.ts'
import { flood } from '../support/flood.ts'
import { connectRealTime, type TemporalHarness } from '../support/temporal.ts'

/** 500 take five times as long and show the same. */
const SEEDS = 100
const AT_A_TIME = 15

/** The server's own way to say that messages came while a run was about to go on in a new one: it asks once more. */
const UNHANDLED_COMMAND = 1

let temporal: TemporalHarness
beforeAll(async () => {
  temporal = await connectRealTime()
})
afterAll(async () => {
  await temporal?.close()
})

type Flooded = Awaited<ReturnType<typeof flood>>

/** What came of all that was sent, in the words of what was sent. */
function effectsOf({ part: { records, seller, planned } }: Flooded) {
  const moves = seller.entries.filter(({ kind }) => kind === 'step_moved').map(({ params }) => params.to)
  const calls = records.kinds.filter((kind) => kind === 'call_planned').length
  return { events: records.events.toSorted(), moves: moves.toSorted(), calls, planned: planned.length }
}

const expectedOf = ({ sent: { events, moves, calls } }: Flooded) => ({
  events: [...events].map((event) => `${event} told`).toSorted(),
  moves: [...moves].toSorted(),
  calls: calls.size,
  planned: calls.size,
})

/** The histories of all runs of a life, oldest first. */
async function runsOf({ handle }: Flooded) {
  const { raw } = await handle.describe()
  const runs = []
  for (let runId = raw.workflowExecutionInfo?.firstRunId; runId; ) {
    const { events } = await temporal.env.client.workflow.getHandle(handle.workflowId, runId).fetchHistory()
    runs.push(events ?? [])
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
  }
  return runs
}

/** How many runs a life had, and which of its workflow tasks failed. One that a busy machine let time out is only repeated. */
async function looksInto(life: Flooded) {
  const runs = await runsOf(life)
  const failed = runs.flat().flatMap(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes ?? [])
  const faults = failed.filter(({ cause }) => cause !== UNHANDLED_COMMAND).map(({ failure, cause }) => failure?.message ?? `cause ${cause}`)
  return { runs: runs.length, faults }
}

test('a flood of messages around new runs loses none and doubles none', async () => {
  const cast = new Map<string, Part>()
  let newRuns = 0
  await temporal.withWorker(activitiesOf(cast), async (taskQueue) => {
    const seeds = Array.from({ length: SEEDS }, (_, seed) => seed)
    async function work(): Promise<void> {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const life = await flood(seed, { client: temporal.env.client, taskQueue, cast })
        expect({ seed, ...effectsOf(life) }).toEqual({ seed, ...expectedOf(life) })
        for (const answers of life.sent.booked.values()) expect(new Set(answers.map((booking) => JSON.stringify(booking))).size).toBe(1)
        const { runs, faults } = await looksInto(life)
        expect({ seed, faults }).toEqual({ seed, faults: [] })
        newRuns += runs - 1
      }
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, work))
    for (const customerId of cast.keys()) await temporal.env.client.workflow.getHandle(`customer/${customerId}`).terminate()
  })
  expect(newRuns).toBeGreaterThan(SEEDS)
}, 600_000)
