import { Client, Connection } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import { connectTemporal } from '../../adapters/temporal.ts'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import { loadConfig } from '../../config.ts'
import { type Check, check, eachOnce } from './check.ts'
import { each } from './drive.ts'
import type { Picture } from './picture.ts'

interface Seen {
  readonly workflowId: string
  readonly runId: string
  readonly status: string
  /** Workflow tasks that failed, by cause and message. */
  readonly failures: readonly string[]
  /** Activities and workflow tasks it waits for. */
  readonly pending: readonly string[]
}

/** A worker that was killed in the middle of an activity is missed only when that activity's time is over. */
const SETTLING_MS = 180_000
/** temporal.api.enums.v1.WorkflowTaskFailedCause: something new had come meanwhile, and the server asks again. No fault of anybody. */
const UNHANDLED_COMMAND = 1

const pendingOf = ({ pendingActivities, pendingWorkflowTask }: temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse) => [
  ...(pendingActivities ?? []).map(({ activityType, attempt }) => `${activityType?.name} (try ${attempt})`),
  ...(pendingWorkflowTask ? [`workflow task (try ${pendingWorkflowTask.attempt})`] : []),
]

/** Temporal's own view of everything that ran. */
export async function lookIntoTemporal(stack: StackFile) {
  const { connectionOptions, namespace } = connectTemporal(loadConfig({ TEMPORAL_ADDRESS: stack.temporalAddress }))
  const connection = await Connection.connect(connectionOptions)
  const { workflow } = new Client({ connection, namespace })
  const list = async (query?: string) => {
    const found = []
    for await (const { workflowId, runId, status } of workflow.list(query ? { query } : {}))
      found.push({ workflowId, runId, status: status.name })
    return found
  }
  const pending = async ({ workflowId, runId }: { workflowId: string; runId: string }) =>
    pendingOf((await workflow.getHandle(workflowId, runId).describe()).raw)

  return {
    /** Whether nothing waits for an activity or a worker any more. */
    settled: (): Promise<boolean> =>
      becomesTrue(
        async () => {
          const open = await list("ExecutionStatus = 'Running'")
          return (await Promise.all(open.map(pending))).every((waits) => waits.length === 0)
        },
        SETTLING_MS,
        1_000,
      ),

    async all(): Promise<Seen[]> {
      const seen: Seen[] = []
      await each(await list(), async (one) => {
        const { events } = await workflow.getHandle(one.workflowId, one.runId).fetchHistory()
        const failures = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
          failed && failed.cause !== UNHANDLED_COMMAND ? [`cause ${failed.cause}: ${failed.failure?.message}`] : [],
        )
        seen.push({ ...one, failures, pending: one.status === 'RUNNING' ? await pending(one) : [] })
      })
      return seen
    },

    close: () => connection.close(),
  }
}

/** Nothing failed, nothing hangs, and what runs is what should. */
export function checkEngine(seen: readonly Seen[], { customers, calls }: Picture): Check[] {
  const lives = customers.map(({ id }) => `customer/${id}`)
  const open = calls.filter(({ status }) => status !== 'done' && status !== 'cancelled').map(({ id }) => `call/${id}`)
  const running = seen.filter(({ status }) => status === 'RUNNING').map(({ workflowId }) => workflowId)
  return [
    check('workflows, none of which failed', seen, ({ workflowId, status }) =>
      ['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW'].includes(status) ? undefined : `${workflowId} is ${status}`,
    ),
    check('workflows, none with a failed task', seen, ({ workflowId, failures }) =>
      failures.length === 0 ? undefined : `${workflowId}: ${failures.join('; ')}`,
    ),
    check('workflows, none stuck in an activity or a task', seen, ({ workflowId, pending }) =>
      pending.length === 0 ? undefined : `${workflowId} waits for ${pending.join(', ')}`,
    ),
    eachOnce(
      'lives and open calls, each with the one workflow that runs it',
      [...lives, ...open],
      running.filter((id) => /^(customer|call)\//.test(id)),
    ),
  ]
}
