import { type Check, check, counted } from './check.ts'
import type { Deed } from './client.ts'
import { type Kill, VICTIMS } from './nemesis.ts'

const ENOUGH = 0.8

/** Was it a trial at all? A run in which nothing was killed or nothing was done proves nothing. */
export function checkTrial(deeds: readonly Deed[], kills: readonly Kill[]): Check[] {
  const acknowledged = deeds.filter(({ end }) => end === 'acknowledged').length
  const share = acknowledged / deeds.length
  const struck = counted(kills, ({ part }) => part)
  return [
    check('parts, each killed', VICTIMS, (part) => (struck.has(part) ? undefined : `${part} was never killed`)),
    check('kills amid requests', ['at least one'], () =>
      kills.some(({ inFlight }) => inFlight > 0) ? undefined : 'no kill hit a request',
    ),
    check(`actions acknowledged, at least ${ENOUGH * 100} %`, ['all'], () =>
      share >= ENOUGH ? undefined : `${acknowledged} of ${deeds.length}`,
    ),
    check('actions, none without an answer', deeds, ({ end, what, key }) => (end === 'unanswered' ? `${what} ${key}` : undefined)),
    check('refusals, each with a reason', deeds, ({ end, what, key, status, body }) =>
      end === 'unexpected' ? `${what} ${key}: ${status} ${body?.type} ${body?.detail}` : undefined,
    ),
  ]
}
