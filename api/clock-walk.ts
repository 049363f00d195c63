import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../domain/clock.ts'
import { clockTurned } from '../workflows/time.ts'
import { createSleepers, inBatches, unlessGone } from './clock-sleepers.ts'

export interface DemoClock extends Clock {
  /** How far it is ahead of the machine's clock, milliseconds, as of the last look. */
  offset(): number
  /** Reads how far the clock was turned meanwhile, by this process or another. */
  look(): Promise<void>
  /** Turns it forward to an instant, epoch milliseconds; never back. */
  turnTo(instant: number): Promise<void>
}

/** Somebody outside of Temporal who keeps the demo's time as well: the sandbox. */
export interface ClockFollower {
  /** Hears how far the clock is ahead: absolute, perhaps more than once. Fails within a second where nobody answers. */
  follow(offsetMs: number): Promise<void>
}

export interface ClockWalkDeps {
  readonly temporal: Client
  readonly taskQueue: string
  readonly clock: DemoClock
  readonly follower: ClockFollower | undefined
  readonly log: FastifyBaseLogger
}

/** The longest walk. */
const WALK_MS = 24 * 3_600_000

/**
 * Turns the demo's clock for everybody: settle (no workflow has anything to do) -> jump to the smallest wake of all -> tell those
 * who are due -> settle -> ..., up to the target. One jump for all would fire everything at its end, in the wrong order.
 */
export function createClockWalk({ temporal, taskQueue, clock, follower, log }: ClockWalkDeps) {
  const sleepers = createSleepers(temporal, taskQueue, log)
  let walking: Promise<void> = Promise.resolve()
  let pendingWalks = 0
  let steps = 0
  /** The follower did not answer: for the rest of the walk it is told without being waited for. */
  let deaf = false

  async function tell(workflowIds: readonly string[]): Promise<void> {
    await inBatches(workflowIds, (id) => temporal.workflow.getHandle(id).signal(clockTurned, clock.offset()).catch(unlessGone))
  }

  async function tellFollower(): Promise<void> {
    const told = follower?.follow(clock.offset()).catch((error: unknown) => {
      if (!deaf) log.warn({ err: error }, 'the sandbox does not hear of the demo clock; the walk goes on without it')
      deaf = true
    })
    if (!deaf) await told
  }

  async function turnTo(instant: number): Promise<void> {
    await clock.turnTo(instant)
    await tellFollower() // first, for it dates what the workflows are about to do
  }

  /** From due instant to due instant; true when there was any. */
  async function go(target: number): Promise<boolean> {
    for (let went = false; ; went = true) {
      const { at, due, relatives } = await sleepers.next()
      if (at > target) return went
      await turnTo(at)
      await tell(relatives) // first: a parent whose child ends now goes on from now, not from where it fell asleep
      await tell(due)
      await sleepers.atRest(due)
      steps += 1
    }
  }

  async function walk(target: number): Promise<void> {
    do await sleepers.allAtRest()
    while (await go(target)) // somebody may have been started or moved from outside meanwhile: a last look
    await turnTo(target)
    await tell(await sleepers.everybody())
    const late = await sleepers.newcomers() // begun meanwhile by somebody who had not heard yet
    await tell(late)
    await sleepers.atRest(late)
  }

  async function remindAll(): Promise<void> {
    await tellFollower()
    await tell(await sleepers.everybody())
  }

  /** One after the other. A walk outlives the request that asked for it, and so must its deadlines. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    pendingWalks += 1
    const mine = walking.then(() => temporal.withDeadline(Date.now() + WALK_MS, work))
    walking = mine
      .catch((error: unknown) => log.error({ err: error }, 'the walk of the demo clock ended early'))
      .finally(() => {
        pendingWalks -= 1
        deaf = false
        sleepers.forget()
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
      inTurn(remindAll).catch(() => undefined) // logged where it is in turn
    },
  }
}
