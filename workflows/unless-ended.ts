import { TemporalFailure } from '@temporalio/common'

/** A workflow that has ended hears no signal, and needs none. */
export async function unlessEnded(signalled: Promise<void>): Promise<void> {
  await reached(signalled)
}

/** Whether a signal found somebody. */
export async function reached(signalled: Promise<void>): Promise<boolean> {
  try {
    await signalled
    return true
  } catch (error) {
    if (error instanceof TemporalFailure) return false
    throw error
  }
}
