import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCallLineActivities } from '../../activities/call-line.ts'
import type { AwayAnswer } from '../../domain/absences.ts'
import { absence } from '../../workflows/absence.ts'
import { standIns } from '../support/activities.ts'
import { startTimeSkipping, type TemporalHarness } from '../support/temporal.ts'

let temporal: TemporalHarness
beforeEach(async () => {
  temporal = await startTimeSkipping()
})
afterEach(async () => {
  await temporal?.close()
})

const DAY = 86_400_000

test('what breaks off half way asks the same calls by the same keys again, and only what was given up is handed back', async () => {
  const { activities, records } = standIns(() => temporal.env.currentTimeMs())
  const asked: string[] = []
  const answers: Record<string, AwayAnswer> = { a: 'moved', b: 'left_alone', c: 'nobody', d: 'nobody_free_then' }
  let broken = false
  const line = createCallLineActivities({
    callLine: {
      agentAway: async (callId, _away, key) => {
        if (callId === 'c' && !broken) {
          broken = true
          throw new Error('the worker was killed')
        }
        asked.push(key)
        return answers[callId] ?? 'left_alone'
      },
      agentBack: async (callId, _back, key) => {
        asked.push(key)
        return callId === 'a' ? 'handed_back' : 'left_alone'
      },
      zoneChanged: async () => 'left_alone',
    },
    promises: { tzdata: '2099a', outdated: async () => [], confirm: async () => undefined },
  })
  const carriedCalls = async () => ({ handOver: ['a', 'b', 'c', 'd'], ask: [], keep: ['e'] })
  const reports: unknown[] = []
  const tellOfAbsence = async (report: unknown) => void reports.push(report)
  await temporal.withWorker({ ...activities, ...line, carriedCalls, tellOfAbsence }, async (taskQueue) => {
    const now = await temporal.env.currentTimeMs()
    const id = randomUUID()
    const time = { from: new Date(now + DAY).toISOString(), until: new Date(now + 3 * DAY).toISOString() }
    await temporal.env.client.workflow.execute(absence, {
      taskQueue,
      workflowId: `absence/${id}`,
      args: [{ id, agentId: 'anna', ...time, substituteId: null }],
    })
    const first = ['a', 'b'].map((callId) => `${id}/away/0/${callId}`)
    const rest = ['c', 'd'].map((callId) => `${id}/away/0/${callId}`)
    expect(asked).toEqual([...first, ...first, ...rest, `${id}/back/a`, `${id}/back/c`])
    expect(reports).toMatchObject([{ pass: 0, rerouted: { given: ['a', 'c'], nobody: 1, kept: 1 }, found: { keep: ['e'] } }])
    expect(records.kinds).not.toContain('absence_removed')
  })
})
