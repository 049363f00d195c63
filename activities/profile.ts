import type { ApplicationFailure } from '@temporalio/activity'
import { AmazonFailure, type AmazonFailureCode } from '../domain/amazon/failure.ts'
import { marketplaceOf } from '../domain/amazon/marketplaces.ts'
import type { Clock } from '../domain/clock.ts'
import { type Actor, type Coded, TEAM } from '../domain/codes.ts'
import type { AmazonRegion, Experience } from '../domain/customers.ts'
import { GROUP_KINDS } from '../domain/profile/judge.ts'
import { descriptionEntries, type ProfileView, proposalEntry } from '../domain/profile/profile.ts'
import type { CustomerStore, Told } from './customers.ts'
import { type Ask, amazonFailed, attemptAt, createAsk, Later, type PartDeps } from './profile/asking.ts'
import type { AnalysisRun, AuthorisationStore, ConnectedAccount, ProfileStore, SellerAccounts } from './profile/ports.ts'
import { type ReadingResult, readReports } from './profile/reading.ts'
import { sampleListings } from './profile/sampling.ts'

export interface ProfileDeps {
  readonly customers: Pick<CustomerStore, 'change'>
  readonly profiles: ProfileStore & { view(customerId: string): Promise<ProfileView> }
  readonly authorisations: AuthorisationStore
  readonly amazon: SellerAccounts
  readonly clock: Clock
}

export interface AnalysisEnd extends AnalysisRun {
  /** Why it failed, or what is missing in it. */
  readonly error: Coded | null
  readonly failed: boolean
}

/** What an analysis came to, for the plan. */
export interface AnalysisFound {
  readonly items: number
  readonly skus: number
  /** Lines of the reports that are no listing. */
  readonly unread: number
  /** Of active items, by kind. */
  readonly groups: Readonly<Record<string, number>>
  /** Whether an account's authorisation is gone, found out by this analysis or before. */
  readonly revoked: boolean
}

export interface AnalysisWish {
  readonly customerId: string
  /** Made of the life and a number of its own: a repeat begins nothing. */
  readonly wish: string
  /** Who asked for it; null where nobody did. */
  readonly actor: Actor | null
}

/** A part of a run: in these accounts, and whether a first result waits for it. */
export interface AnalysisPart extends AnalysisRun {
  readonly accounts: readonly string[]
  readonly hurry: boolean
}

export interface RefusedAccount {
  readonly region: AmazonRegion
  readonly code: AmazonFailureCode
}

export interface OpenedProfile {
  /** Ids of those that can be read. */
  readonly accounts: readonly string[]
  /** Some could not be asked soon. */
  readonly late: boolean
  /** Accounts that do not let us in. */
  readonly refused: readonly RefusedAccount[]
}

export interface SellerDescription {
  readonly customerId: string
  /** Made of the life and a number of its own: a repeat writes nothing. */
  readonly key: string
  readonly experience?: Experience
  readonly areas?: readonly string[]
  readonly actor: Actor
}

export const createProfileActivities = ({ customers, profiles, authorisations, amazon, clock }: ProfileDeps) => {
  /** An attempt at a part of a run, in the accounts that it was opened with. */
  async function attemptOf<T>({ accounts: ids, hurry, ...run }: AnalysisPart, work: (deps: PartDeps) => Promise<T>): Promise<T> {
    const { accounts: readable } = await authorisations.readable(run.customerId)
    const accounts = readable.filter(({ accountId }) => ids.includes(accountId))
    // Whoever found that out may have died before he could say so.
    if (accounts.length < ids.length) throw amazonFailed('revoked', 'an account that was opened may be read no longer')
    const { attempt, work: before } = await profiles.enter(run)
    const ask = createAsk({ attempt, profiles, authorisations, hurry })
    return attemptAt({ attempt, profiles }, () => work({ attempt, work: before, accounts, amazon, profiles, ask, hurry }))
  }

  return {
    /** From now on a run is under way; answers its number. With an actor it stands on the timeline that he asked for it. */
    async beginAnalysis({ customerId, wish, actor }: AnalysisWish): Promise<number> {
      const run = await profiles.begin(customerId, wish)
      if (actor === null) return run
      const entry = { kind: 'analysis_asked_for', params: { run }, actor }
      await customers.change(customerId, {}, { key: `analysis/${run}/asked-for`, entries: [entry] })
      return run
    },

    /**
     * Reads in which marketplaces the seller takes part. Fails as `AmazonFailed` (`no_account`, `revoked`, `expired`) where there is no account
     * to read, and with the reason of the first where none of them lets us in.
     */
    async openProfile({ hurry, ...run }: AnalysisRun & { readonly hurry: boolean }): Promise<OpenedProfile> {
      const { attempt } = await profiles.enter(run)
      const ask = createAsk({ attempt, profiles, authorisations, hurry })
      return attemptAt({ attempt, profiles }, async () => {
        const { accounts, revoked, expired } = await authorisations.readable(run.customerId)
        if (accounts.length === 0) throw nothingToRead(revoked ? 'revoked' : expired ? 'expired' : 'no_account')
        const opened = await Promise.allSettled(accounts.map((account) => open(account, ask)))
        const failures = opened.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
        const other = failures.find((error) => !(error instanceof Later || isFinal(error)))
        if (other !== undefined) throw other
        const found = accounts.filter((_, index) => opened[index]?.status === 'fulfilled')
        const refused = accounts.flatMap((account, index) => refusalOf(account, opened[index]))
        const late = failures.some((error) => error instanceof Later)
        if (found.length === 0 && !late) throw failures[0]
        return { accounts: found.map(({ accountId }) => accountId), late, refused }
      })
    },

    /** Asks for the reports of all listings, waits for them and reads them; in a hurry those that are there soon. */
    readListings: (part: AnalysisPart): Promise<ReadingResult> => attemptOf(part, (deps) => readReports({ ...deps, clock })),

    /** Asks for brands and rivals of a sample: a few in a hurry, or all there is to learn. */
    sampleProfile: (part: AnalysisPart): Promise<void> => attemptOf(part, sampleListings),

    /** The end of an analysis: on the timeline with what is proposed, and a notice to whoever looks after the seller. */
    async closeProfile({ customerId, run, error, failed }: AnalysisEnd): Promise<AnalysisFound> {
      const { agentId } = await profiles.facts(customerId)
      const view = await profiles.end({ customerId, run }, { failed, error }, (found) => toldOf(found, { failed, error, run, agentId }))
      const { revoked } = await authorisations.readable(customerId)
      return { ...foundIn(view), revoked }
    },

    /** What only the seller can tell, as it was asked in a call; where it changes what is proposed, that is written down, too. */
    async describeSeller({ customerId, key, experience, areas, actor }: SellerDescription): Promise<void> {
      const said = { ...(experience === undefined ? {} : { experience }), ...(areas === undefined ? {} : { areas }) }
      await customers.change(customerId, said, { key, entries: descriptionEntries(await profiles.view(customerId), said, actor) })
    },
  }

  async function open(account: ConnectedAccount, ask: Ask): Promise<void> {
    const all = await ask(account, (how) => amazon.open(account).marketplaces(how))
    const stores = all.filter(({ participating, marketplaceId }) => participating && marketplaceOf(marketplaceId) !== undefined)
    await authorisations.saveMarketplaces(
      account.accountId,
      stores.map(({ marketplaceId }) => marketplaceId),
    )
  }
}

/** Of Amazon's failures those that no repeat mends. */
const isFinal = (error: unknown): error is AmazonFailure => error instanceof AmazonFailure && !error.retryable

/** A revoked account is no account any more; another one that lets us not in is missing. */
const refusalOf = ({ region }: ConnectedAccount, outcome: PromiseSettledResult<void> | undefined): RefusedAccount[] =>
  outcome?.status === 'rejected' && isFinal(outcome.reason) && outcome.reason.code !== 'revoked'
    ? [{ region, code: outcome.reason.code }]
    : []

const NOTHING = {
  no_account: 'no account at Amazon is connected',
  revoked: 'the seller has to consent again at Amazon',
  expired: 'the authorisation at Amazon is over: the seller has to consent again',
} as const

const nothingToRead = (code: keyof typeof NOTHING): ApplicationFailure => amazonFailed(code, NOTHING[code])

function foundIn({ groups, items, skus, unread }: ProfileView): Omit<AnalysisFound, 'revoked'> {
  const active = (kind: string) => groups.filter((group) => group.kind === kind).reduce((sum, group) => sum + group.active, 0)
  return { items, skus, unread, groups: Object.fromEntries(GROUP_KINDS.map((kind) => [kind, active(kind)])) }
}

interface Ending {
  readonly failed: boolean
  readonly error: Coded | null
  readonly run: number
  readonly agentId: string | null
}

function toldOf(view: ProfileView, { failed, error, run, agentId }: Ending): Told {
  const kind = failed ? 'profile_analysis_failed' : 'profile_analysed'
  const { asOf, marketplaces } = view
  const params = { run, asOf, marketplaces: marketplaces.length, ...foundIn(view), ...(error === null ? {} : { error }) }
  const proposal = { code: failed ? (FAILED_PROPOSALS[error?.code ?? ''] ?? 'analyse_again') : 'look_at_profile' }
  return {
    key: `analysis/${run}`,
    entries: [{ kind, params, actor: 'system' }, ...(failed || view.groups.length === 0 ? [] : [proposalEntry(view)])],
    notices: QUIET.includes(error?.code ?? '') ? [] : [{ audience: agentId ?? TEAM, kind, params: { ...params, proposed: proposal } }],
  }
}

/** Of these the team knows already. */
const QUIET = ['account_cancelled', 'ended_by_operator']

/** What to do about an analysis that failed, where it is not to try again. */
const FAILED_PROPOSALS: Readonly<Record<string, string>> = {
  no_account: 'ask_for_consent',
  revoked: 'ask_for_consent',
  expired: 'ask_for_consent',
  misconfigured: 'check_application_settings',
  unauthorized: 'check_application_roles',
}

export type ProfileActivities = ReturnType<typeof createProfileActivities>
