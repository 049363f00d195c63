import { afterAll, beforeAll } from 'vitest'
import type { Stand } from './activities.ts'
import { activitiesOf, type Part } from './cast.ts'
import { begin, type Fields, type LifeUnderTest, type Stage } from './life.ts'
import { startTimeSkipping, type TemporalHarness } from './temporal.ts'

/** The server and the one worker that all lives of a test file share: it takes a second to start. */
async function openStage(): Promise<Stage & { close(): Promise<void> }> {
  const temporal: TemporalHarness = await startTimeSkipping()
  const cast = new Map<string, Part>()
  let leave = (): void => {}
  const played = new Promise<void>((resolve) => {
    leave = resolve
  })
  let worker: Promise<void> = Promise.resolve()
  const taskQueue = await new Promise<string>((ready, failed) => {
    worker = temporal.withWorker(activitiesOf(cast), (queue) => {
      ready(queue)
      return played
    })
    worker.catch(failed)
  })
  async function close(): Promise<void> {
    leave()
    await worker
    await temporal.close()
  }
  return { temporal, taskQueue, cast, close }
}

/** Lives on a server whose clock is turned, begun on the next Monday at 10:00 UTC. */
export function useLives() {
  let stage: Awaited<ReturnType<typeof openStage>>
  beforeAll(async () => {
    stage = await openStage()
  }, 60_000)
  afterAll(async () => {
    await stage?.close()
  })

  async function untilMonday(): Promise<void> {
    const { env } = stage.temporal
    const today = new Date(await env.currentTimeMs())
    const days = (8 - today.getUTCDay()) % 7 || 7
    const monday = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + days, 10)
    await env.sleep(monday - today.getTime())
  }

  /** Lives that go on together, in the order of their fields. */
  async function together(all: readonly Fields[], use: (lives: LifeUnderTest[]) => Promise<void>, stand: Stand = {}): Promise<void> {
    await untilMonday()
    const lives = await Promise.all(all.map((fields) => begin(stage, fields, stand)))
    try {
      await Promise.all(lives.map((life) => life.pass(0)))
      await use(lives)
    } finally {
      await Promise.all(lives.map((life) => life.end().catch(() => {})))
    }
  }

  return {
    together,
    live: (fields: Fields, use: (life: LifeUnderTest) => Promise<void>, stand: Stand = {}) =>
      together([fields], ([life]) => (life ? use(life) : Promise.resolve()), stand),
  }
}
