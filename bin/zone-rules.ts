import type { Client } from '@temporalio/client'
import { zoneRules } from '../workflows/zone-rules.ts'

/**
 * Looks whether time zones have new rules since promises were made: cheap where they have not. At each start of a worker again, for one
 * with older rules may have made promises until it was drained; two that start at once share one look. A look belongs to
 * one task queue: nobody works on another's.
 */
export async function lookAtZoneRules(temporal: Client, taskQueue: string, version: string): Promise<void> {
  await temporal.workflow.start(zoneRules, {
    workflowId: `zone-rules/${taskQueue}/${version}`,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    taskQueue,
    args: [version],
    staticSummary: `promises by the time zone rules of ${version}`,
  })
}
