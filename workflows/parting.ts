import { condition, getExternalWorkflowHandle, patched, workflowInfo } from '@temporalio/workflow'
import type { CallResult } from '../domain/calls/calls.ts'
import { callOver } from './messages.ts'
import { after, waitUntil } from './time.ts'
import { unlessEnded } from './unless-ended.ts'

/** So long a mail usually takes at most: nobody is told of what is as good as over. */
const MOMENT_MS = 10_000

/**
 * The end of a talk, which comes only when its mails are out. While they wait for a mail server, whoever started it is told the
 * result before. Not of one that was taken back: where that stands again, it is begun anew under the same id, once it is over.
 */
export async function part<Result extends CallResult>(result: Result, busy: () => boolean): Promise<Result> {
  const { parent } = workflowInfo()
  if (parent !== undefined && busy() && result.withdrawn === undefined && patched('told-before-mails')) {
    const out = await waitUntil(() => !busy(), after(MOMENT_MS))
    if (!out) await unlessEnded(getExternalWorkflowHandle(parent.workflowId).signal(callOver, result))
  }
  await condition(() => !busy())
  return result
}
