import { setTimeout as delay } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { FastifyBaseLogger } from 'fastify'
import { nextWake } from '../workflows/time.ts'

/** What one look at a workflow shows: of its present run, for a workflow that continues as new goes on under its id. */
interface Look {
  readonly workflowId: string
  readonly runId: string
  readonly historyLength: number
  readonly open: boolean
  /** It has something to do, or is about to. */
  readonly busy: boolean
  readonly children: readonly string[]
  readonly parent: string | undefined
}

interface Sleeper extends Look {
  /** Epoch milliseconds at which it does something by itself, infinite while it waits for others; undefined until asked. */
  wakesAt?: number
}

const LOOK_MS = 20
const AT_ONCE = 16
/** An activity that has failed so often waits for something outside (a mail server that is down): nobody waits for it. */
const HOPELESS_ATTEMPT = 3
/** The server lets a run that continues another one wait for up to a second: its history holds nothing but its start. */
const JUST_BEGUN = 1
/** How long one waits for others to come to rest. */
const REST_MS = 30_000
/** Lists lag behind: who started so long before the last one may have been missing there. */
const LAG_MS = 2_000

/**
 * The open workflows and when they wake. Everybody is looked at once; from then on it is enough to look at those who were told
 * something and at their families (parents and open children, to the last), for nobody else can have been moved by them.
 */
export function createSleepers(temporal: Client, taskQueue: string, log: FastifyBaseLogger) {
  const sleepers = new Map<string, Sleeper>()
  /** Did not come to rest once: nobody waits for them again. */
  const restless = new Set<string>()
  /** When was listed last; undefined lists all. */
  let listedAt: number | undefined

  /** Runs that are listed as open and were not looked at: at first all, then those that a request or an activity has started. */
  async function newcomers(): Promise<string[]> {
    const since = listedAt === undefined ? '' : ` AND StartTime >= "${new Date(listedAt - LAG_MS).toISOString()}"`
    listedAt = Date.now()
    const found: string[] = []
    const query = `TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running"${since}`
    for await (const { workflowId, runId } of temporal.workflow.list({ query }))
      if (sleepers.get(workflowId)?.runId !== runId && !restless.has(workflowId)) found.push(workflowId)
    return found
  }

  /** Undefined for one that is gone altogether. */
  async function look(workflowId: string): Promise<Look | undefined> {
    const described = await temporal.workflow.getHandle(workflowId).describe().catch(unlessGone)
    if (described?.status.name !== 'RUNNING') sleepers.delete(workflowId)
    if (described === undefined) return undefined
    const { runId, historyLength, status, parentExecution, raw } = described
    const children = raw.pendingChildren ?? []
    const active = (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 0) < HOPELESS_ATTEMPT)
    const seen: Look = {
      workflowId,
      runId,
      historyLength,
      open: status.name === 'RUNNING',
      busy: active || Boolean(raw.pendingWorkflowTask) || historyLength === JUST_BEGUN || children.some((child) => !child.runId),
      children: children.flatMap((child) => child.workflowId || []),
      parent: parentExecution?.workflowId ?? undefined,
    }
    if (seen.open && !sameSleep(seen, sleepers.get(workflowId))) sleepers.set(workflowId, seen)
    return seen
  }

  /** These and all whom they can move, as of the last look. */
  function withFamilies(workflowIds: Iterable<string>): Set<string> {
    const group = new Set(workflowIds)
    // A set goes on through what is added on the way.
    for (const workflowId of group) for (const relative of familyOf(sleepers.get(workflowId))) group.add(relative)
    return group
  }

  /**
   * Returns when nobody of the group, their families and those who were started meanwhile has anything to do. Seen twice: between
   * two looks a message may have been on its way. Who does not come to rest (a workflow task that fails for ever) holds nobody up.
   */
  async function settled(group: Set<string>, seenBefore = ''): Promise<void> {
    const until = performance.now() + REST_MS
    for (let seen = seenBefore; ; await delay(LOOK_MS)) {
      const watched = [...group].filter((workflowId) => !restless.has(workflowId))
      const looks = (await inBatches(watched, look)).filter((one) => one !== undefined)
      for (const one of looks) for (const relative of familyOf(one)) group.add(relative)
      // A parent hears of its child's end a moment later.
      const over = new Set(looks.filter(({ open }) => !open).map(({ workflowId }) => workflowId))
      const busy = looks.filter(({ busy, open, children }) => open && (busy || children.some((child) => over.has(child))))
      const shape = shapeOf(looks.filter(({ open }) => open))
      if (busy.length === 0 && shape === seen) {
        const late = (await newcomers()).filter((workflowId) => !group.has(workflowId))
        if (late.length === 0) return
        for (const workflowId of late) group.add(workflowId)
      }
      if (performance.now() > until) {
        log.warn({ restless: busy.length }, 'the walk of the demo clock goes on without those who do not come to rest')
        for (const { workflowId } of busy) {
          restless.add(workflowId)
          sleepers.delete(workflowId)
        }
        return
      }
      seen = shape
    }
  }

  return {
    /** Returns when nobody at all has anything to do. One look is enough where nobody has moved since the last. */
    async allAtRest(): Promise<void> {
      listedAt = undefined
      const before = shapeOf([...sleepers.values()])
      await settled(new Set([...sleepers.keys(), ...(await newcomers())]), before)
    },

    /** Returns when these, whom they can have moved, and who was started meanwhile have nothing to do. */
    atRest: (workflowIds: readonly string[]): Promise<void> => settled(withFamilies(workflowIds)),

    newcomers,

    /** Everybody who is open, at rest or not. */
    everybody: async (): Promise<string[]> => [...new Set([...sleepers.keys(), ...restless, ...(await newcomers())])],

    /** Who wakes first, all of them, whom they may move then, and when; only those who have moved are asked anew. */
    async next(): Promise<{ at: number; due: string[]; relatives: string[] }> {
      const moved = [...sleepers.values()].filter(({ wakesAt }) => wakesAt === undefined)
      await inBatches(moved, async (one) => {
        const wake = await temporal.workflow.getHandle(one.workflowId).query(nextWake).catch(unlessGone)
        one.wakesAt = wake ? Date.parse(wake) : Number.POSITIVE_INFINITY
      })
      const all = [...sleepers.values()]
      const at = all.reduce((first, { wakesAt = Number.POSITIVE_INFINITY }) => Math.min(first, wakesAt), Number.POSITIVE_INFINITY)
      const due = new Set(all.filter(({ wakesAt }) => wakesAt === at).map(({ workflowId }) => workflowId))
      return { at, due: [...due], relatives: [...withFamilies(due)].filter((workflowId) => !due.has(workflowId)) }
    },

    forget(): void {
      sleepers.clear()
      restless.clear()
      listedAt = undefined
    },
  }
}

const familyOf = (one: Look | undefined): readonly string[] =>
  one === undefined ? [] : one.parent === undefined ? one.children : [one.parent, ...one.children]

/** It has done nothing in between. */
const sameSleep = ({ runId, historyLength }: Look, before: Look | undefined): boolean =>
  runId === before?.runId && historyLength === before.historyLength

const shapeOf = (looks: readonly Look[]): string =>
  looks
    .map(({ workflowId, runId, historyLength }) => `${workflowId} ${runId} ${historyLength}`)
    .sort()
    .join()

export const unlessGone = (error: unknown): undefined => {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}

export async function inBatches<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += AT_ONCE) results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))))
  return results
}
