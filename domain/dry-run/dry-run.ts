import type { CallPurpose } from '../calls/retry-policy.ts'
import { type Followed, followed, type PastTry, triesOf } from './followed.ts'
import type { Past, PastCall, Rules } from './past.ts'
import { createRouter, type Routed } from './routed.ts'
import { type Figures, figuresOf } from './totals.ts'

/** Both answers to one question: by the rules of today, and by those that are proposed. */
interface Both<T> {
  readonly today: T
  readonly proposed: T
}

/** A call and who would have called when. */
export interface RoutedBoth extends Both<Routed> {
  readonly call: PastCall
}

/** A try and what would have followed it. */
export interface FollowedBoth extends Both<Followed> {
  readonly call: PastCall
  readonly failed: PastTry
}

export interface DryRun {
  readonly total: Figures
  /** By what the calls are about and the first language of the customer. */
  readonly groups: readonly (Figures & { readonly purpose: CallPurpose; readonly language: string })[]
  /** Calls and tries that would have gone otherwise, the first of them. */
  readonly calls: readonly RoutedBoth[]
  readonly tries: readonly FollowedBoth[]
}

const MOST_EXAMPLES = 25

/**
 * What would have been different: every call of the past is routed by both rules, in the order of time, and every try that nobody answered
 * is followed up by both. Yields after each call, so that whoever runs it can let others in. Never a figure of a person.
 */
export function* dryRun(past: Past, today: Rules, proposed: Rules): Generator<undefined, DryRun> {
  const routers = { today: createRouter(today, past), proposed: createRouter(proposed, past) }
  const calls: RoutedBoth[] = []
  const tries: FollowedBoth[] = []
  for (const call of past.calls) {
    calls.push({ call, today: routers.today.route(call), proposed: routers.proposed.route(call) })
    yield
  }
  for (const call of past.calls)
    for (const failed of triesOf(call)) {
      const follow = (rules: Rules, router: typeof routers.today): Followed =>
        followed(failed, call.agentId, rules.policies, router.viewOf(call, failed.at))
      tries.push({ call, failed, today: follow(today, routers.today), proposed: follow(proposed, routers.proposed) })
      yield
    }
  const groups = new Map<string, { readonly purpose: CallPurpose; readonly language: string }>()
  for (const { request } of past.calls) {
    const group = { purpose: request.purpose, language: request.languages[0] ?? '' }
    groups.set(`${group.purpose} ${group.language}`, group)
  }
  const ofGroup =
    ({ purpose, language }: { readonly purpose: CallPurpose; readonly language: string }) =>
    ({ call: { request } }: { readonly call: PastCall }): boolean =>
      request.purpose === purpose && (request.languages[0] ?? '') === language
  return {
    total: figuresOf(calls, tries),
    groups: [...groups.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, group]) => ({ ...group, ...figuresOf(calls.filter(ofGroup(group)), tries.filter(ofGroup(group))) })),
    calls: calls.filter(differs).slice(0, MOST_EXAMPLES),
    tries: tries.filter(differs).slice(0, MOST_EXAMPLES),
  }
}

const differs = ({ today, proposed }: Both<Routed | Followed>): boolean =>
  Object.entries(today).some(([field, value]) => proposed[field as keyof typeof proposed] !== value)
