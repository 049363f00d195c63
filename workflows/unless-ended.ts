import { TemporalFailure } from '@temporalio/common'

/** A workflow that has ended hears no signal, and needs none. */
export async function unlessEnded(signalled: Promise<void>): Promise<void> {
  await signalled.catch((error: unknown) => {
    if (!(error instanceof TemporalFailure)) throw error
  })
}
