import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import { pollerWatch } from '../../bin/embedded/worker-polls.ts'
import { loadConfig } from '../../config.ts'
import { bare } from './workflow.ts'

const TASK_QUEUE = 'bare'
/** Building its bundle takes seconds. */
const START_MS = 60_000

/** A workflow of one activity on the same server, by a worker process of its own. */
export async function startPeer(temporalAddress: string, temporal: Client) {
  const worker = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'worker.ts'), temporalAddress, TASK_QUEUE], {
    cwd: join(import.meta.dirname, '..', '..'),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const watch = await pollerWatch(loadConfig({ TEMPORAL_ADDRESS: temporalAddress, LOTSE_TASK_QUEUE: TASK_QUEUE }))
  try {
    if (!(await becomesTrue(watch.polls, START_MS))) throw new Error('the worker of the bare workflow does not poll')
  } finally {
    await watch.close()
  }
  return {
    run: (number: number) =>
      temporal.workflow.execute(bare, { workflowId: `bare/${number}`, taskQueue: TASK_QUEUE, args: [String(number)] }),
    async stop() {
      worker.kill('SIGTERM')
      if (worker.exitCode === null) await once(worker, 'exit')
    },
  }
}
