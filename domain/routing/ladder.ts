import { addBusinessMinutes } from '../calendar/sla.ts'
import { firstOpening } from '../calendar/timing.ts'
import { callableWindows } from '../calendar/windows.ts'
import { baseLanguage } from '../languages.ts'
import type { AssignmentDecision } from './assign.ts'
import { assignAt, eligibleOf, type Wish } from './assign-at.ts'
import { standInFor } from './owner.ts'
import { isOpenAt, isWantedNow, openTo } from './right-now.ts'
import type { RoutingDecision, ScheduleRequest } from './schedule.ts'
import type { RoutingView } from './team.ts'

/** One thing to try: whoever looks after the customer (or stands in), a language of his, or one close to it. */
export interface Rung {
  readonly step: 'owner' | 'substitute' | 'language' | 'close_language'
  /** What is looked for, BCP 47. */
  readonly languages: readonly string[]
  /** The customer's language that this one is close to. */
  readonly wanted?: string
  readonly wish: Wish
  /** Who alone is asked; otherwise everybody who is able. */
  readonly agentId?: string
}

/** What came of a rung, as it is stored. */
export interface Step {
  readonly step: Rung['step']
  readonly languages: readonly string[]
  readonly wanted?: string
  /** How many pass every filter but time. */
  readonly able: number
  /** ISO instant at which the first of them is at work and the customer may be called; null: not within 14 days. */
  readonly opening: string | null
  readonly inTime: boolean
}

interface Tried {
  readonly rung: Rung
  readonly step: Step
  readonly at: number | undefined
}

export interface Climbed {
  readonly decision: RoutingDecision
  /** The rung that held, and the instant it found, epoch milliseconds; none: the leads have to find somebody. */
  readonly rung?: Rung
  readonly at?: number
  /** Later than the purpose of the call allows. */
  readonly late: boolean
  /** Epoch milliseconds. */
  readonly notBefore: number
}

const MINUTE = 60_000
const HORIZON_DAYS = 14
const NEAR_DAYS = 3
const HORIZON = HORIZON_DAYS * 24 * 60 * MINUTE

/**
 * The ladder (brief 2.2): in time, whoever looks after the customer or stands in for him, then speakers of each of his languages in his
 * order, then of languages close to them, who ask first; nobody in time: the first opening of a real speaker, then of a close language;
 * nobody within 14 days: the leads. Never silently another language.
 */
export function climb(request: ScheduleRequest, view: RoutingView, now: number): Climbed {
  const from = Math.max(request.at === null ? 0 : Date.parse(request.at), now)
  const notBefore = Math.max(from, now + view.policies.leadMinutes[request.purpose] * MINUTE)
  const windows = callableWindows(view.customer, from, from + HORIZON)
  const deadline = addBusinessMinutes(windows, from, view.policies.slaMinutes[request.purpose]) ?? Number.POSITIVE_INFINITY
  const callable = Math.max(notBefore, windows.find(({ end }) => end > notBefore)?.start ?? notBefore)
  const { circle, substitute } = standInFor(view, callable)

  const rungs = rungsOf(request, view, substitute)
  const wantedNow = isWantedNow(request)
  const tryAll = (until: number): Tried[] => {
    const tried: Tried[] = []
    for (const rung of rungs) {
      const one = tryRung(rung, view, notBefore, until, wantedNow)
      tried.push(one)
      if (one.step.inTime) break
    }
    return tried
  }
  // Who waits at his telephone has nothing of whoever begins tomorrow while somebody else is free.
  const atOnce = wantedNow ? tryAll(now + view.policies.slaMinutes[request.purpose] * MINUTE) : []
  const tried = atOnce.some(({ step }) => step.inTime) ? atOnce : tryAll(deadline)
  const opened = tried.filter(({ at, rung }) => at !== undefined && rung.agentId === undefined)
  const best = tried.find(({ step }) => step.inTime) ?? opened.find(({ rung }) => rung.step === 'language') ?? opened[0]
  const steps = tried.map(({ step }) => step)
  const decided = (decision: AssignmentDecision): RoutingDecision => ({ ...decision, steps, ...circle })
  if (best?.at !== undefined) {
    const decision = decided(assignAt(view, best.rung.wish, best.at))
    return { decision, rung: best.rung, at: best.at, late: !best.step.inTime, notBefore }
  }
  return { decision: decided(nobody(request, view)), late: true, notBefore }
}

function rungsOf(
  { languages, excluded }: ScheduleRequest,
  { customer, closeLanguages }: RoutingView,
  substitute: Wish['substitute'],
): Rung[] {
  const whole = { languages, excluded, ...(substitute === undefined ? {} : { substitute }) }
  const owner: Rung[] =
    customer.agentId === null
      ? []
      : [
          substitute === undefined
            ? { step: 'owner', languages, wish: whole, agentId: customer.agentId }
            : { step: 'substitute', languages, wish: whole, agentId: substitute.agentId },
        ]
  const own = languages.map(
    (language, rankFrom): Rung => ({ step: 'language', languages: [language], wish: { ...whole, languages: [language], rankFrom } }),
  )
  const known = new Set(languages.map(baseLanguage))
  const close = languages.flatMap((wanted) =>
    (closeLanguages[wanted] ?? []).flatMap((language): Rung[] => {
      if (known.has(baseLanguage(language))) return []
      known.add(baseLanguage(language))
      const wish = { ...whole, languages: [language], rankFrom: languages.length }
      return [{ step: 'close_language', languages: [language], wanted, wish }]
    }),
  )
  return [...owner, ...own, ...close]
}

function tryRung(rung: Rung, view: RoutingView, notBefore: number, deadline: number, wantedNow: boolean): Tried {
  const { step, languages, wanted, wish, agentId } = rung
  const eligible = new Set(eligibleOf(assignAt(view, wish, undefined)))
  const able = view.team.filter((member) => eligible.has(member.agentId) && (agentId ?? member.agentId) === member.agentId)
  const search = {
    notBefore,
    horizonDays: HORIZON_DAYS,
    customer: view.customer,
    agents: able.map(openTo),
  }
  // Nearly always it is within days: a fortnight of everybody's calendar is worked out only where it is not.
  const opens = (): number | undefined => (firstOpening({ ...search, horizonDays: NEAR_DAYS }) ?? firstOpening(search))?.at
  const there = wantedNow && able.some((member) => isOpenAt(member, notBefore))
  const at = able.length === 0 ? undefined : there ? notBefore : opens()
  const opening = at === undefined ? null : new Date(at).toISOString()
  const inTime = at !== undefined && at <= deadline
  return { rung, at, step: { step, languages, ...(wanted === undefined ? {} : { wanted }), able: able.length, opening, inTime } }
}

/** The decision that has nobody, with everybody who was looked at. */
function nobody({ languages, excluded }: ScheduleRequest, view: RoutingView): AssignmentDecision {
  const decision = assignAt(view, { languages, excluded }, undefined)
  if (decision.agentId === undefined) return decision
  const why = { code: 'nobody_available' as const, params: { languages, days: HORIZON_DAYS } }
  return { ...decision, agentId: undefined, language: undefined, why }
}
