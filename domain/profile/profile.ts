import type { Actor, Coded, Entry } from '../codes.ts'
import type { Experience } from '../customers.ts'
import type { Evidence } from './classify.ts'
import type { ProductGroup } from './groups.ts'
import type { GroupKind } from './judge.ts'
import type { ListingSummary } from './listings.ts'
import { type Proposal, proposeStrategy } from './proposal.ts'

export const PROFILE_STATUSES = ['none', 'running', 'sampled', 'complete', 'failed'] as const
export type ProfileStatus = (typeof PROFILE_STATUSES)[number]

/** A group as it is kept and shown: without the ASINs it was sampled from. */
export interface ProfileGroup extends Omit<ProductGroup, 'candidates'> {
  readonly kind: GroupKind
  readonly evidence: Evidence
}

/** What an analysis found: kept from the first sample on, replaced by what is fuller or newer. */
export interface ProfileResult extends Omit<ListingSummary, 'strata' | 'withoutAsin'> {
  /** ISO instant of the data */
  readonly asOf: string
  /** Lines of the reports that are no listing. */
  readonly unread: number
  readonly groups: readonly ProfileGroup[]
}

/** The last run of the analysis. */
export interface ProfileRun {
  readonly state: 'running' | 'done' | 'failed'
  /** This run, not one before it, has a first result. */
  readonly sampled: boolean
  /** Why it failed, or what holds it up while it goes on. */
  readonly error: Coded | null
}

export interface ProfileParts {
  /** null as long as none was begun: no account is connected. */
  readonly run: ProfileRun | null
  /** Of this run or of one before it. */
  readonly result: ProfileResult | null
  readonly experience: Experience | null
  readonly areas: readonly string[]
}

export interface ShownGroup extends ProfileGroup {
  readonly proposal: Proposal
}

export interface ProfileView {
  readonly status: ProfileStatus
  readonly asOf: string | null
  readonly skus: number
  readonly items: number
  readonly active: number
  readonly unread: number
  readonly marketplaces: ListingSummary['marketplaces']
  readonly fulfilment: ListingSummary['fulfilment']
  readonly prices: ListingSummary['prices']
  readonly groups: readonly ShownGroup[]
  readonly experience: Experience | null
  readonly areas: readonly string[]
  readonly error?: Coded
}

/** The profile as it is read. Proposals are made now, of the experience and areas as they stand now. */
export function profileView({ run, result, experience, areas }: ProfileParts): ProfileView {
  return {
    status: statusOf(run),
    asOf: result?.asOf ?? null,
    skus: result?.skus ?? 0,
    items: result?.items ?? 0,
    active: result?.active ?? 0,
    unread: result?.unread ?? 0,
    marketplaces: result?.marketplaces ?? [],
    fulfilment: result?.fulfilment ?? { amazon: 0, merchant: 0 },
    prices: result?.prices ?? [],
    groups: (result?.groups ?? []).map((group) => ({ ...group, proposal: proposeStrategy({ ...group, experience, areas }) })),
    experience,
    areas,
    ...(run?.error ? { error: run.error } : {}),
  }
}

/** A run over an older result shows what is old with its age, as `running`, until it has a sample of its own. */
function statusOf(run: ProfileRun | null): ProfileStatus {
  if (run === null || run.error?.code === 'no_account') return 'none'
  if (run.state === 'failed') return 'failed'
  if (run.state === 'done') return 'complete'
  return run.sampled ? 'sampled' : 'running'
}

/** What of a summary and its classified groups is kept. */
export function profileResult(
  { strata: _, withoutAsin: __, ...counts }: ListingSummary,
  groups: readonly (ProfileGroup & Partial<Pick<ProductGroup, 'candidates'>>)[],
  read: Pick<ProfileResult, 'asOf' | 'unread'>,
): ProfileResult {
  return { ...counts, ...read, groups: groups.map(({ candidates: _, ...kept }) => kept) }
}

const proposalsIn = ({ groups }: ProfileView) =>
  groups.map(({ key, kind, proposal: { strategy, reasons } }) => ({ group: key, kind, strategy, reasons: reasons.map(({ code }) => code) }))

/** What is proposed, as a line of the timeline. */
export const proposalEntry = (view: ProfileView): Entry => ({
  kind: 'strategy_proposed',
  params: { groups: proposalsIn(view) },
  actor: 'system',
})

export interface Described {
  readonly experience?: Experience
  readonly areas?: readonly string[]
}

/** What a seller says of himself, and what is proposed from then on where that changes it. `before`: the profile until then. */
export function descriptionEntries(before: ProfileView, said: Described, actor: Actor): Entry[] {
  if (said.experience === undefined && said.areas === undefined) return []
  const experience = said.experience ?? before.experience
  const areas = said.areas ?? before.areas
  const groups = before.groups.map((group) => ({ ...group, proposal: proposeStrategy({ ...group, experience, areas }) }))
  const after = { ...before, groups }
  const same = JSON.stringify(proposalsIn(after)) === JSON.stringify(proposalsIn(before))
  return [{ kind: 'seller_described', params: { ...said }, actor }, ...(same ? [] : [proposalEntry(after)])]
}
