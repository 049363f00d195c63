import { type Check, check } from './check.ts'
import type { Life } from './life.ts'
import type { Picture } from './picture.ts'

/** Fourteen days on the seller's calendar, half an hour of jitter, and an hour for a change of the clocks. */
const TRIAL_MS = 14 * 24 * 3_600_000 + 2 * 3_600_000

/** What the shop told of accounts, and what time did by itself. */
export function checkTime(lives: readonly Life[], { customers, timelines, now }: Picture): Check[] {
  const taken = lives.filter(({ id }) => id !== '')
  const linesOf = (life: Life) => timelines.get(life.id) ?? []
  const events = taken.flatMap((life) => life.events.map((event) => ({ life, event })))
  const onTrial = taken.filter(({ trialSince, cancelled }) => trialSince !== undefined && trialSince + TRIAL_MS < now && !cancelled)

  return [
    check('account events, some at all', ['all'], () => (events.length > 0 ? undefined : 'none was taken')),
    check('account events, each once on the timeline', events, ({ life, event }) => {
      const times = linesOf(life).filter(({ params }) => params.eventId === event.id).length
      return times === 1 ? undefined : `${event.type} ${event.id} of ${life.id}: ${times} times`
    }),
    check('account events, each new to us once', events, ({ event: { id, type, answers, unclear } }) => {
      const fresh = answers.filter((duplicate) => !duplicate).length
      // Where an answer was lost, that may have been the one that said so.
      return fresh === 1 || (fresh === 0 && unclear) ? undefined : `${type} ${id} was new ${fresh} times of ${answers.length}`
    }),
    check('trials, each over', onTrial, ({ id }) => {
      const status = customers.find((customer) => customer.id === id)?.trial.status
      return status === 'over' ? undefined : `${id} has a trial that is ${status}`
    }),
    check('trials, each told of its end once', onTrial, (life) => {
      const times = linesOf(life).filter(({ kind }) => kind === 'trial_ended').length
      return times === 1 ? undefined : `${life.id}: trial_ended ${times} times`
    }),
  ]
}
