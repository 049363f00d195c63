import { Worker, type WorkflowBundleOption } from '@temporalio/worker'
import { beQuiet, WORKFLOW_BUNDLE } from '../support/temporal.ts'
import type { Recording } from './corpus.ts'

/** Replays recorded histories and answers the errors by the names of those that failed. */
export async function replayFailures(
  recordings: readonly Recording[],
  workflowBundle: WorkflowBundleOption = WORKFLOW_BUNDLE,
): Promise<Map<string, Error>> {
  beQuiet()
  const histories = recordings.map(({ name, history }) => ({ workflowId: name, history }))
  const failures = new Map<string, Error>()
  let replayed = 0
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    replayed += 1
    if (error) failures.set(workflowId, error)
  }
  if (replayed !== recordings.length) throw new Error(`only ${replayed} of ${recordings.length} histories were replayed`)
  return failures
}
