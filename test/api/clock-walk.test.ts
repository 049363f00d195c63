import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { resolve } from 'node:path'
import { Client } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandboxClock } from '../../adapters/sandbox-clock.ts'
import { carryingClock } from '../../adapters/temporal.ts'
import { type ClockFollower, createClockWalk, type DemoClock } from '../../api/clock-walk.ts'
import { eventually } from '../support/eventually.ts'
import { connectRealTime, type TemporalHarness } from '../support/temporal.ts'
import { ancestor, hermit, pilgrim, wanderer } from '../support/travellers.ts'

const MINUTE = 60_000
const root = resolve(import.meta.dirname, '..', '..')
let temporal: TemporalHarness
let bundle: WorkflowBundleOption
beforeAll(async () => {
  temporal = await connectRealTime()
  bundle = await bundleWorkflowCode({
    workflowsPath: resolve(root, 'test', 'support', 'travellers.ts'),
    workflowInterceptorModules: [resolve(root, 'workflows', 'interceptors.ts')],
    logger: new DefaultLogger('ERROR'),
  })
})
afterAll(async () => {
  await temporal?.close()
})

/** A clock that no other process knows. */
function ownClock(): DemoClock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    offset: () => offset,
    look: async () => {},
    async turnTo(instant) {
      offset = Math.max(offset, instant - Date.now())
    },
  }
}

interface Options {
  readonly follower?: ClockFollower
  /** Called before somebody's note is written. */
  readonly onNote?: (who: string) => Promise<void>
}

/** Travellers on a clock of their own: who starts them, walks, and reads what they noted. */
async function travel(go: (journey: ReturnType<typeof journeyOf>) => Promise<void>, { follower, onNote }: Options = {}): Promise<void> {
  const diary: { who: string; at: string }[] = []
  const note = async (workflowId: string, at: string) => {
    const who = workflowId.replace(/^[^/]+\//, '')
    await onNote?.(who)
    diary.push({ who, at })
  }
  await temporal.withWorker({ note }, (taskQueue) => go(journeyOf(taskQueue, diary, follower)), bundle)
}

function journeyOf(taskQueue: string, diary: { who: string; at: string }[], follower: ClockFollower | undefined) {
  const clock = ownClock()
  const looks: string[] = []
  const warnings: string[] = []
  const client = new Client({
    connection: temporal.env.connection,
    interceptors: {
      workflow: [
        carryingClock(clock),
        {
          describe(input, next) {
            looks.push(input.workflowExecution.workflowId ?? '')
            return next(input)
          },
        },
      ],
    },
  })
  const log = pino({ level: 'warn' }, { write: (line: string) => warnings.push(JSON.parse(line).msg) })
  const walk = createClockWalk({ temporal: client, taskQueue, clock, follower, log })
  const idOf = (name: string) => `${taskQueue}/${name}`
  /** Lists lag behind, and more so on a busy machine. */
  const listed = (name: string) => eventually(async () => (await client.workflow.count(`WorkflowId = "${idOf(name)}"`)).count > 0)
  return {
    diary,
    warnings,
    /** How often it was looked at. */
    looksAt: (name: string) => looks.filter((workflowId) => workflowId === idOf(name)).length,
    async start(workflow: typeof wanderer | typeof pilgrim | typeof ancestor, name: string, minutes: number, times: number) {
      await client.workflow.start(workflow, { taskQueue, workflowId: idOf(name), args: [minutes * MINUTE, times] })
      await listed(name)
    },
    async retire(name: string) {
      await client.workflow.start(hermit, { taskQueue, workflowId: idOf(name) })
      await listed(name)
    },
    async walk(minutes: number) {
      expect(await walk.to(() => clock.now() + minutes * MINUTE, 60_000)).toBe(true)
    },
  }
}

test('whoever continues as new, has children or is moved by them is followed, in the order of time', async () => {
  await travel(async ({ diary, start, walk }) => {
    await start(pilgrim, 'pilgrim', 60, 4) // at 60, 120, 180, 240, each in a run of its own
    await start(ancestor, 'eve', 25, 2) // at 25, and when her child is done
    await walk(250)
    expect(diary.map(({ who }) => who)).toEqual([
      'eve', // 25
      'eve/child', // 50
      'pilgrim', // 60
      'eve/child/child', // 75
      'eve/child', // 100: hears of her child's end at 75
      'pilgrim', // 120
      'eve', // 125
      'pilgrim', // 180
      'pilgrim', // 240
    ])
    expect(diary).toEqual(diary.toSorted((one, other) => one.at.localeCompare(other.at)))
  })
})

test('whoever is started from outside in the middle of a walk takes part in it', async () => {
  let latecomer = async () => {}
  await travel(
    async ({ diary, start, walk }) => {
      latecomer = () => start(wanderer, 'latecomer', 10, 2)
      await start(wanderer, 'wanderer', 60, 2)
      await walk(130)
      expect(diary.map(({ who }) => who)).toEqual(['wanderer', 'latecomer', 'latecomer', 'wanderer'])
    },
    {
      async onNote() {
        await latecomer()
        latecomer = async () => {}
      },
    },
  )
})

test('whom a step cannot have moved is not looked at', async () => {
  await travel(async ({ diary, looksAt, start, retire, walk }) => {
    await retire('hermit')
    await start(wanderer, 'wanderer', 10, 20)
    await walk(5)
    const before = looksAt('hermit')
    await walk(200)
    expect(diary).toHaveLength(20)
    expect(looksAt('hermit') - before).toBeLessThan(10)
  })
})

test('who follows the clock is turned before anybody does what is due', async () => {
  const heard: number[] = []
  const when: number[] = []
  const follower: ClockFollower = {
    async follow(offsetMs) {
      heard.push(Math.round(offsetMs / MINUTE))
    },
  }
  await travel(
    async ({ warnings, start, walk }) => {
      await start(wanderer, 'wanderer', 60, 2)
      await walk(130)
      expect(when).toEqual([60, 120])
      expect(heard).toEqual([60, 120, 130])
      expect(warnings).toEqual([])
    },
    {
      follower,
      async onNote() {
        when.push(heard.at(-1) ?? 0)
      },
    },
  )
})

test('a sandbox that does not answer holds nobody up, and is complained of once', async () => {
  const mute = createServer().listen(0, '127.0.0.1')
  await once(mute, 'listening')
  try {
    const follower = createSandboxClock(`http://127.0.0.1:${(mute.address() as AddressInfo).port}`)
    await travel(
      async ({ diary, warnings, start, walk }) => {
        await start(wanderer, 'wanderer', 60, 5)
        await walk(310)
        expect(diary).toHaveLength(5)
        expect(warnings).toEqual([expect.stringContaining('sandbox')])
      },
      { follower },
    )
  } finally {
    mute.close()
  }
})
