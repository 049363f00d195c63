import {
  type UpdateDefinition,
  WithStartWorkflowOperation,
  type Workflow,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import type { WorkflowBundleOption } from '@temporalio/worker'
import type { Activities } from '../../activities/index.ts'
import { lastingIn, type Stand, standIns } from '../support/activities.ts'
import type { TemporalHarness } from '../support/temporal.ts'
import { nameOf, type Recording, runBefore } from './corpus.ts'
import { atRest, isClosed, type Server } from './rest.ts'

/** One way through the workflows, with fixed ids, on a server whose clock it turns; it records histories on its way. */
export interface Scenario {
  /** Unique; the ids of what it starts are made of it. */
  readonly name: string
  /** How the stand-in activities answer at the beginning. */
  readonly stand?: Stand
  /** Activities in place of the stand-ins. */
  readonly activities?: Partial<Activities>
  play(stage: Stage): Promise<void>
}

/** Where a scenario is played. Each deed returns when all that follows from it is done. */
export interface Stage {
  readonly name: string
  /** How the stand-in activities answer from now on. */
  readonly stand: Stand
  /** ISO instant so many milliseconds after the scenario's start. */
  in(milliseconds: number): string
  start<W extends Workflow>(workflow: W, workflowId: string, args: Parameters<W>): Promise<void>
  /** Starts a workflow and asks it something before it could do anything. */
  startAsking<W extends Workflow, Wish>(
    workflow: W,
    workflowId: string,
    args: Parameters<W>,
    update: UpdateDefinition<unknown, [Wish]>,
    wish: Wish,
  ): Promise<void>
  /** Sends something to a workflow. */
  tell<W extends Workflow, T>(workflowId: string, what: (handle: WorkflowHandle<W>) => Promise<T>): Promise<T>
  /** Turns the clock so many milliseconds on. */
  pass(milliseconds: number): Promise<void>
  /** Records the history as it is now, as a branch of its workflow. */
  record(workflowId: string, branch: string): Promise<void>
  /** Records the history of the run that the present one continues. */
  recordRunBefore(workflowId: string, branch: string): Promise<void>
}

/** Plays scenarios one after the other on one server and answers what each recorded, by its name. */
export async function playScenarios(
  scenarios: readonly Scenario[],
  temporal: TemporalHarness,
  workflowBundle?: WorkflowBundleOption,
): Promise<Map<string, Recording[]>> {
  const played = new Map<string, Recording[]>()
  const cast: { activities: Activities } = standIns(() => temporal.env.currentTimeMs())
  // One worker serves all: it takes a second to start.
  await temporal.withWorker(
    answeredBy(cast),
    async (taskQueue) => {
      for (const scenario of scenarios) {
        const stand: Stand = { ...scenario.stand }
        cast.activities = { ...standIns(() => temporal.env.currentTimeMs(), stand).activities, ...scenario.activities }
        try {
          played.set(scenario.name, await playScenario(scenario, { temporal, taskQueue, stand }))
        } catch (error) {
          throw new Error(`scenario ${scenario.name} cannot be played: ${error instanceof Error ? error.message : error}`, { cause: error })
        }
      }
    },
    workflowBundle,
  )
  return played
}

/** Activities that whoever is in the cast at the time answers. */
function answeredBy(cast: { activities: Activities }): object {
  const names = Object.keys(cast.activities) as (keyof Activities)[]
  return Object.fromEntries(
    names.map((name) => [name, (...args: never[]) => (cast.activities[name] as (...given: never[]) => unknown)(...args)]),
  )
}

interface Scenery {
  readonly temporal: TemporalHarness
  readonly taskQueue: string
  readonly stand: Stand
}

async function playScenario({ name, play }: Scenario, { temporal, taskQueue, stand }: Scenery): Promise<Recording[]> {
  const { workflow } = temporal.env.client
  const began = await temporal.env.currentTimeMs()
  const started: string[] = []
  const recordings: Recording[] = []
  const server: Server = {
    history: (workflowId) => workflow.getHandle(workflowId).fetchHistory(),
    now: () => temporal.env.currentTimeMs(),
  }
  const rest = () => atRest(server, started, lastingIn(stand))

  await play({
    name,
    stand,
    in: (milliseconds) => new Date(began + milliseconds).toISOString(),
    async start(type, workflowId, args) {
      await workflow.start(type as Workflow, { taskQueue, workflowId, args })
      started.push(workflowId)
      await rest()
    },
    async startAsking(type, workflowId, args, update, wish) {
      const startWorkflowOperation = new WithStartWorkflowOperation(type as Workflow, {
        taskQueue,
        workflowId,
        args,
        workflowIdConflictPolicy: 'FAIL',
      })
      await workflow.executeUpdateWithStart(update, { args: [wish], startWorkflowOperation })
      started.push(workflowId)
      await rest()
    },
    async tell(workflowId, what) {
      try {
        return await what(workflow.getHandle(workflowId))
      } finally {
        await rest()
      }
    },
    async pass(milliseconds) {
      await temporal.env.sleep(milliseconds)
      await rest()
    },
    async record(workflowId, branch) {
      const history = await server.history(workflowId)
      recordings.push({ name: nameOf(history, branch), history })
    },
    async recordRunBefore(workflowId, branch) {
      const runId = runBefore(await server.history(workflowId))
      if (runId === undefined) throw new Error(`${workflowId} is in its first run`)
      const history = await workflow.getHandle(workflowId, runId).fetchHistory()
      recordings.push({ name: nameOf(history, branch), history })
    },
  })

  // Lives never end by themselves, and all share the server's clock: theirs would ring in the scenarios to come.
  for (const [id, history] of await rest()) if (!isClosed(history)) await end(workflow.getHandle(id))
  return recordings
}

/** Parents come before their children, which may end with them. */
async function end(handle: WorkflowHandle): Promise<void> {
  await handle.terminate('the scenario is over').catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error
  })
}
