import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow'

/** Says which build it was done by. */
export interface StepActivities {
  doneBy(): Promise<string>
}

export const step = defineUpdate<string>('step')
export const end = defineSignal('end')

const { doneBy } = proxyActivities<StepActivities>({ startToCloseTimeout: '10 seconds' })

/** A life in small, for release.test.ts: a step whenever it is asked for one, until it is ended. */
export async function life(): Promise<void> {
  let ended = false
  setHandler(step, () => doneBy())
  setHandler(end, () => {
    ended = true
  })
  await condition(() => ended)
}
