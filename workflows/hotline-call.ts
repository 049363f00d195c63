import { setCurrentDetails } from '@temporalio/workflow'
import { records } from './records.ts'
import { sleepUntil } from './time.ts'

/** Somebody rang us: whoever sees to it does so in the row; who still waits after a business hour is named to the team, once. */
export async function hotlineCall({ hotlineId }: { readonly hotlineId: string }): Promise<void> {
  const warnAt = await records.planHotlineWarning(hotlineId)
  if (warnAt === null) return
  setCurrentDetails(`the team is warned at ${warnAt}, if it is still open`)
  await sleepUntil(warnAt)
  await records.warnOfHotline(hotlineId)
}
