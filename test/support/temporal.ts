import { randomUUID } from 'node:crypto'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { inject } from 'vitest'
import { AgentAttribute, CountryAttribute, LanguageAttribute, StageAttribute } from '../../workflows/visibility.ts'

/** The bundle that bootstrap builds: tests run what workers run. */
const WORKFLOW_BUNDLE = { codePath: 'dist/workflows.js' }

export interface TemporalHarness {
  readonly env: TestWorkflowEnvironment
  /** Runs a worker with these activities on a task queue of its own, as long as `use` takes. */
  withWorker<T>(activities: object, use: (taskQueue: string) => Promise<T>): Promise<T>
  close(): Promise<void>
}

let quiet = false

/** Workers of tests say only what went wrong. */
export function beQuiet(): void {
  if (!quiet) Runtime.install({ logger: new DefaultLogger('ERROR') })
  quiet = true
}

/** A server whose clock the test turns. It begins at the machine's time; see `at`. */
export async function startTimeSkipping(): Promise<TemporalHarness> {
  beQuiet()
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: inject('testServerPath') } },
  })
  // An attribute that is not registered hangs the server.
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries([StageAttribute, LanguageAttribute, CountryAttribute, AgentAttribute].map(({ name }) => [name, 2])),
  })
  return harness(env)
}

function harness(env: TestWorkflowEnvironment): TemporalHarness {
  return {
    env,
    async withWorker(activities, use) {
      const taskQueue = randomUUID()
      const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowBundle: WORKFLOW_BUNDLE, activities })
      return worker.runUntil(() => use(taskQueue))
    },
    close: () => env.teardown(),
  }
}
