import { type CallPurpose, REQUESTABLE_PURPOSES } from '../calls/calls.ts'
import { USUAL_RETRY } from '../calls/retry-policy.ts'
import type { Coded } from '../codes.ts'
import type { PlanStepName } from '../plan.ts'
import type { Gates } from '../policies.ts'
import { grantOf, type LedgerEntry, refusalOf, type Scope } from './ledger.ts'

/** What the question whether somebody may be called looks at. */
export interface Doorway {
  readonly ledger: readonly LedgerEntry[]
  readonly gates: Gates
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  /** Whether he is a customer, or tries us: his account is not cancelled. */
  readonly contract: boolean
}

export interface Verdict {
  readonly allowed: boolean
  readonly why: Coded
  /** The grant that it stands on. */
  readonly reliesOn?: string
}

const scopeOf = (purpose: CallPurpose): Scope => (purpose === 'survey' ? 'survey' : 'service')

/** Such calls there are, unless somebody says otherwise, only because the customer asked for them. */
export const isAskedFor = (purpose: CallPurpose): boolean =>
  REQUESTABLE_PURPOSES.some((one) => one === purpose) && USUAL_RETRY[purpose].exempt

/**
 * Whether somebody may be called. What the customer himself has just asked for is always done; whoever wants no calls at all gets no
 * other, whatever else was said (brief customer-success 2.6). A survey needs what the gate of its country asks for.
 */
export function mayCall(purpose: CallPurpose, askedForByCustomer: boolean, contactId: string | null, doorway: Doorway): Verdict {
  const { ledger, gates, country, contract } = doorway
  if (askedForByCustomer) return { allowed: true, why: { code: 'asked_for', params: {} } }
  const scope = scopeOf(purpose)
  const refusal = refusalOf(ledger, scope, contactId)
  if (refusal !== undefined) return denied('opted_out', { scope: refusal.scope, at: refusal.saidAt, consentId: refusal.id })
  if (scope !== 'survey') return { allowed: true, why: { code: 'part_of_the_service', params: {} } }
  const grant = grantOf(ledger, scope, contactId)
  if (grant !== undefined)
    return { allowed: true, why: { code: 'consented', params: { at: grant.saidAt, consentId: grant.id } }, reliesOn: grant.id }
  const gate = gates.survey[country] ?? gates.otherwise
  if (gate === 'documented') return denied('no_consent', { scope, country })
  if (gate === 'presumed' && !contract) return denied('no_contract', { country })
  return { allowed: true, why: { code: gate === 'presumed' ? 'presumed' : 'free', params: { country } } }
}

const denied = (code: string, params: Coded['params']): Verdict => ({ allowed: false, why: { code, params } })

/** People of one company: whom we call first stands first. */
export type People = readonly { readonly id: string }[]

/** For calls that name nobody: a survey may be asked of anybody who may be asked, all else goes to whom we call first. */
export function mayCallAnybody(purpose: CallPurpose, askedForByCustomer: boolean, people: People, doorway: Doorway): Verdict {
  const verdicts = (scopeOf(purpose) === 'survey' ? people : people.slice(0, 1)).map(({ id }) =>
    mayCall(purpose, askedForByCustomer, id, doorway),
  )
  return verdicts.find(({ allowed }) => allowed) ?? verdicts[0] ?? mayCall(purpose, askedForByCustomer, null, doorway)
}

/** Steps whose calls nobody plans any more, as the ledger stands. */
export function refusedSteps(ledger: readonly LedgerEntry[], people: People): PlanStepName[] {
  const refuses = (scope: Scope, id: string | null) => refusalOf(ledger, scope, id) !== undefined
  const service = refuses('service', people[0]?.id ?? null)
  const survey = refuses('survey', null) || (people.length > 0 && people.every(({ id }) => refuses('survey', id)))
  return [...(service ? (['welcome_call', 'trial_end_call'] as const) : []), ...(survey ? (['survey'] as const) : [])]
}
