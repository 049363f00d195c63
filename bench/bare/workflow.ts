import { proxyActivities } from '@temporalio/workflow'
import type { answer } from './activity.ts'

const { answer: ask } = proxyActivities<{ answer: typeof answer }>({ startToCloseTimeout: '15 seconds' })

/** The peer: one activity, nothing else. */
export async function bare(question: string): Promise<string> {
  return ask(question)
}
