import { setTimeout as delay } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../domain/clock.ts'
import { clockTurned, nextWake } from '../workflows/time.ts'

export interface DemoClock extends Clock {
  /** How far it is ahead of the machine's clock, milliseconds, as of the last look. */
  offset(): number
  /** Reads how far the clock was turned meanwhile, by this process or another. */
  look(): Promise<void>
  /** Turns it forward to an instant, epoch milliseconds; never back. */
  turnTo(instant: number): Promise<void>
}

interface Open {
  readonly workflowId: string
  readonly runId: string
}

interface Asleep {
  readonly workflowId: string
  /** Epoch milliseconds at which it does something by itself; undefined while it waits for others. */
  readonly wakesAt: number | undefined
}

const LOOK_MS = 20
const AT_ONCE = 16
/** An activity that has failed so often waits for something outside (a mail server that is down): the walk does not wait for it. */
const HOPELESS_ATTEMPT = 3
/** How long a step waits for everybody to come to rest. */
const REST_MS = 30_000
/** The longest walk. */
const WALK_MS = 24 * 3_600_000

/**
 * Turns the demo's clock for everybody: settle (no workflow has anything to do) -> jump to the smallest wake of all -> tell those
 * who are due -> settle -> ..., up to the target. One jump for all would fire everything at its end, in the wrong order.
 */
export function createClockWalk(temporal: Client, taskQueue: string, clock: DemoClock, log: FastifyBaseLogger) {
  /** Wakes by run and length of its history: who has not moved since is not asked again. */
  const known = new Map<string, { length: number; asleep: Asleep }>()
  const children = new Map<string, Open>()
  let walking: Promise<void> = Promise.resolve()
  /** Runs that did not come to rest once: for the rest of the walk nobody waits for them. */
  const restless = new Set<string>()
  let pendingWalks = 0
  let steps = 0

  /** Who is listed, and who was just started by one of those: lists lag a moment behind. */
  async function openWorkflows(): Promise<Open[]> {
    const open = new Map<string, Open>()
    for await (const { workflowId, runId } of temporal.workflow.list({
      query: `TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running"`,
    }))
      open.set(runId, { workflowId, runId })
    for (const child of children.values()) open.set(child.runId, child)
    return [...open.values()]
  }

  /** Undefined while it has something to do. */
  async function look({ workflowId, runId }: Open): Promise<Asleep | undefined> {
    const handle = temporal.workflow.getHandle(workflowId, runId)
    const { raw, status, historyLength } = await handle.describe()
    if (status.name !== 'RUNNING') {
      children.delete(runId)
      return { workflowId, wakesAt: undefined }
    }
    for (const child of raw.pendingChildren ?? [])
      if (child.workflowId && child.runId) children.set(child.runId, { workflowId: child.workflowId, runId: child.runId })
    const active = (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 0) < HOPELESS_ATTEMPT)
    if (active || raw.pendingWorkflowTask) return undefined
    const before = known.get(runId)
    if (before?.length === historyLength) return before.asleep
    const wake = await handle.query(nextWake)
    const asleep = { workflowId, wakesAt: wake === null ? undefined : Date.parse(wake) }
    known.set(runId, { length: historyLength, asleep })
    return asleep
  }

  /**
   * Everybody, once nobody has anything to do. Looked at twice: between two looks a message may have been on its way. Who does not
   * come to rest (a workflow task that fails for ever) holds nobody up.
   */
  async function settled(): Promise<Asleep[]> {
    const until = performance.now() + REST_MS
    for (let seen = ''; ; await delay(LOOK_MS)) {
      const open = (await openWorkflows()).filter(({ runId }) => !restless.has(runId))
      const looks = await inBatches(open, (one) => look(one).catch(unlessGone))
      const all = looks.filter((one) => one !== undefined)
      const shape = JSON.stringify(all)
      if (all.length === open.length && shape === seen) return all
      if (performance.now() > until) {
        log.warn({ restless: open.length - all.length }, 'the walk of the demo clock goes on without those who do not come to rest')
        for (const [index, { runId }] of open.entries()) if (looks[index] === undefined) restless.add(runId)
        return all
      }
      seen = shape
    }
  }

  async function tell(workflowIds: readonly string[]): Promise<void> {
    await inBatches(workflowIds, (id) => temporal.workflow.getHandle(id).signal(clockTurned, clock.offset()).catch(unlessGone))
  }

  async function walk(target: number): Promise<void> {
    for (;;) {
      const all = await settled()
      const next = Math.min(...all.map(({ wakesAt }) => wakesAt ?? Number.POSITIVE_INFINITY))
      if (next > target) break
      await clock.turnTo(next)
      await tell(all.filter(({ wakesAt }) => wakesAt !== undefined && wakesAt <= next).map(({ workflowId }) => workflowId))
      steps += 1
    }
    await clock.turnTo(target)
    await tellAll()
    await settled()
  }

  async function tellAll(): Promise<void> {
    await tell((await openWorkflows()).map(({ workflowId }) => workflowId))
  }

  /** One after the other. A walk outlives the request that asked for it, and so must its deadlines. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    pendingWalks += 1
    const mine = walking.then(() => temporal.withDeadline(Date.now() + WALK_MS, work))
    walking = mine
      .catch((error: unknown) => log.error({ err: error }, 'the walk of the demo clock ended early'))
      .finally(() => {
        pendingWalks -= 1
        known.clear()
        restless.clear()
        log.info({ steps, now: clock.now() }, 'the demo clock was turned')
      })
    return mine
  }

  return {
    pending: (): boolean => pendingWalks > 0,

    /** True when all work due by then is done; false where that takes longer than the patience, and goes on. */
    async to(target: () => number, patienceMs: number): Promise<boolean> {
      const arrived = inTurn(() => walk(target())).then(() => true)
      return Promise.race([arrived, delay(patienceMs, false, { ref: false })])
    },

    /** Tells everybody the present time once more: a walk that died with its process left some behind. Needs no worker. */
    remind(): void {
      inTurn(tellAll).catch(() => undefined) // logged where it is in turn
    },
  }
}

const unlessGone = (error: unknown): undefined => {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}

async function inBatches<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += AT_ONCE) results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))))
  return results
}
