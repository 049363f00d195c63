import { account } from './account.ts'
import { bookedForLater } from './booking.ts'
import { turnable } from './clock.ts'
import { firstDay } from './first-day.ts'
import type { Guide } from './guide.ts'
import { quarter } from './quarter.ts'
import { secondProduct } from './second-product.ts'
import { trialEnds } from './trial.ts'
import { wholeLife } from './whole-life.ts'

/** One seller's whole life, and beside it two that went otherwise. Answers whether it was told to its end: where no clock can be turned the first day is all. */
export async function walk(guide: Guide): Promise<boolean> {
  const ines = await firstDay(guide)
  const maija = await bookedForLater(guide)
  if (!(await turnable(guide, ines.life))) return false
  await trialEnds(guide, { ines, maija })
  const consultation = await quarter(guide, ines)
  await account(guide, ines, consultation)
  await secondProduct(guide)
  await wholeLife(guide, ines)
  return true
}
