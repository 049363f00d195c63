import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker'
import { inject } from 'vitest'
import { amazonQueue } from '../../domain/amazon/queue.ts'
import { AgentAttribute, CountryAttribute, LanguageAttribute, StageAttribute } from '../../workflows/visibility.ts'

/** The bundle that bootstrap builds: tests run what workers run. */
export const WORKFLOW_BUNDLE: WorkflowBundleOption = { codePath: 'dist/workflows.js' }

export interface TemporalHarness {
  readonly env: TestWorkflowEnvironment
  /**
   * Runs a worker with these activities on a task queue of its own, as long as `use` takes. Its workflows run in the test's own
   * thread (Temporal calls that debug mode): a thread of their own costs most of a second per worker, and changes nothing else.
   */
  withWorker<T>(activities: object, use: (taskQueue: string) => Promise<T>, workflowBundle?: WorkflowBundleOption): Promise<T>
  close(): Promise<void>
}

/**
 * A connection keeps a context of its calls beyond its own end, and on Node 20 each promise of a process pays for every context: after
 * forty of them a hundred times as much. Tests share a process, so whoever closes connections says this, too.
 */
export function forgetContexts(...connections: readonly object[]): void {
  for (const connection of connections)
    for (const value of Object.values(connection)) if (value instanceof AsyncLocalStorage) value.disable()
}

let quiet = false

/** Workers of tests say only what went wrong. */
export function beQuiet(): void {
  if (!quiet) Runtime.install({ logger: new DefaultLogger('ERROR') })
  quiet = true
}

/** A server whose clock the test turns. It begins at the machine's time; see `at`. */
export async function startTimeSkipping(testServerPath = inject('testServerPath')): Promise<TemporalHarness> {
  beQuiet()
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testServerPath } },
  })
  // An attribute that is not registered hangs the server.
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      [StageAttribute, LanguageAttribute, CountryAttribute, AgentAttribute].map(({ name }) => [name, 2]),
    ),
  })
  return harness(env)
}

/** The dev server of this test run, in real time: for what the time-skipping server does not do. */
export const connectRealTime = async (): Promise<TemporalHarness> => {
  beQuiet()
  return harness(await TestWorkflowEnvironment.createFromExistingServer({ address: inject('temporalAddress') }))
}

function harness(env: TestWorkflowEnvironment): TemporalHarness {
  return {
    env,
    async withWorker(activities, use, workflowBundle = WORKFLOW_BUNDLE) {
      const taskQueue = randomUUID()
      const common = { connection: env.nativeConnection, activities, debugMode: true }
      const worker = await Worker.create({ ...common, taskQueue, workflowBundle })
      const beside = await Worker.create({ ...common, taskQueue: amazonQueue(taskQueue) })
      return worker.runUntil(() => beside.runUntil(() => use(taskQueue)))
    },
    async close() {
      await env.teardown()
      forgetContexts(env.connection, env.nativeConnection)
    },
  }
}
