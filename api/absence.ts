import { type Client, WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import type { Circle, StoredAbsence } from '../domain/absences.ts'
import { absence, absenceAdded } from '../workflows/absence.ts'
import { Problem } from './problems.ts'

interface AbsenceStarts {
  readonly temporal: Client
  readonly taskQueue: string
  readonly absences: { find(agentId: string, absenceId: string): Promise<StoredAbsence | undefined> }
}

/**
 * Starts the life of an absence with all of it as its argument, and asks for the answer in the same call: once the server has taken it, it
 * is written and begins, whatever becomes of this process. A repeat finds it.
 */
export async function addAbsence(wish: StoredAbsence, { temporal, taskQueue, absences }: AbsenceStarts): Promise<StoredAbsence | Circle> {
  const { id, agentId } = wish
  const startWorkflowOperation = new WithStartWorkflowOperation(absence, {
    workflowId: `absence/${id}`,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    taskQueue,
    args: [wish],
    staticSummary: 'an absence',
  })
  try {
    return await temporal.workflow.executeUpdateWithStart(absenceAdded, { startWorkflowOperation, updateId: id })
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    const known = await absences.find(agentId, id)
    if (!known) throw new Problem('absence-over', 'The absence was refused or taken back: add it with another Idempotency-Key.')
    return known
  }
}
