import { Connection } from '@temporalio/client'
import { connectTemporal } from '../../adapters/temporal.ts'
import type { Config } from '../../config.ts'

const WORKFLOW_TASKS = 1 // temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW

/** Answers a question to be asked again and again: does a worker poll our task queue? */
export async function pollerWatch(config: Config) {
  const { connectionOptions, namespace } = connectTemporal(config)
  const connection = await Connection.connect(connectionOptions)
  return {
    async polls(): Promise<boolean> {
      const taskQueue = { name: config.required('LOTSE_TASK_QUEUE') }
      const { pollers } = await connection.workflowService.describeTaskQueue({ namespace, taskQueue, taskQueueType: WORKFLOW_TASKS })
      return (pollers ?? []).length > 0
    },
    close: () => connection.close(),
  }
}
