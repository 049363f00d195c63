import { ApplicationFailure } from '@temporalio/activity'
import { AmazonFailure } from '../domain/amazon/failure.ts'
import type { Clock } from '../domain/clock.ts'
import { type Actor, type Coded, TEAM } from '../domain/codes.ts'
import type { Experience } from '../domain/customers.ts'
import { FailureType } from '../domain/errors.ts'
import { GROUP_KINDS } from '../domain/profile/judge.ts'
import type { ProfileView } from '../domain/profile/profile.ts'
import type { CustomerStore, Told } from './customers.ts'
import { createAsk, onBehalfOf } from './profile/asking.ts'
import type { AnalysisRun, AuthorisationStore, ConnectedAccount, ProfileStore, SellerAccounts } from './profile/ports.ts'
import { isStore, type ReadingResult, readReports } from './profile/reading.ts'
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
  /** Of active items, by kind. */
  readonly groups: Readonly<Record<string, number>>
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
  const { readable } = authorisations

  return {
    /** Somebody wants the accounts read again: from now on a run is under way. */
    async beginAnalysis({ customerId, run, actor }: AnalysisRun & { readonly actor: Actor }): Promise<void> {
      await profiles.begin({ customerId, run })
      const entry = { kind: 'analysis_asked_for', params: { run }, actor }
      await customers.change(customerId, {}, { key: `analysis/${run}/asked-for`, entries: [entry] })
    },

    /**
     * Begins a run and reads in which marketplaces the seller takes part; answers whether an authorisation turned out to be gone. Fails as
     * `AmazonFailed` (`no_account`, `revoked`) where there is no account to read.
     */
    async openProfile(run: AnalysisRun): Promise<{ readonly revoked: boolean }> {
      await profiles.begin(run)
      const ask = createAsk({ run, profiles, authorisations })
      return onBehalfOf({ run, profiles }, async () => {
        const { accounts, lost } = await readable(run.customerId)
        const open: ConnectedAccount[] = []
        for (const account of accounts) {
          const all = await ask(account, (how) => amazon.open(account).marketplaces(how)).catch(unlessRevoked)
          if (all === undefined) continue
          const ids = all
            .filter(({ participating, marketplaceId }) => participating && isStore(marketplaceId))
            .map((one) => one.marketplaceId)
          await authorisations.saveMarketplaces(account.accountId, ids)
          open.push(account)
        }
        if (open.length === 0) throw nothingToRead(lost || accounts.length > 0 ? 'revoked' : 'no_account')
        return { revoked: open.length < accounts.length }
      })
    },

    /** Asks for the reports of all listings, waits for them and reads them; for a first result those that are there soon. */
    readListings(run: AnalysisRun, first: boolean): Promise<ReadingResult> {
      const ask = createAsk({ run, profiles, authorisations })
      return onBehalfOf({ run, profiles }, async () => {
        const { accounts } = await readable(run.customerId)
        return readReports({ run, accounts, amazon, profiles, clock, ask }, first)
      })
    },

    /** Asks for brands and rivals of a sample: enough for a first result, or all there is to learn. */
    sampleProfile(run: AnalysisRun, firstOnly: boolean): Promise<void> {
      const ask = createAsk({ run, profiles, authorisations })
      return onBehalfOf({ run, profiles }, async () => {
        const { accounts } = await readable(run.customerId)
        await sampleListings({ run, accounts, amazon, profiles, ask }, firstOnly)
      })
    },

    /** The end of an analysis: on the timeline with what is proposed, and a notice to whoever looks after the seller. */
    async closeProfile({ customerId, run, error, failed }: AnalysisEnd): Promise<AnalysisFound> {
      const { agentId } = await profiles.facts(customerId)
      const view = await profiles.end({ customerId, run }, { failed, error }, (found) => toldOf(found, { failed, error, run, agentId }))
      return foundIn(view)
    },

    /** What only the seller can tell, as it was asked in a call; where it changes what is proposed, that is written down, too. */
    async describeSeller({ customerId, key, experience, areas, actor }: SellerDescription): Promise<void> {
      const before = await profiles.view(customerId)
      const said = { ...(experience === undefined ? {} : { experience }), ...(areas === undefined ? {} : { areas }) }
      await customers.change(customerId, said, { key, entries: [{ kind: 'seller_described', params: said, actor }] })
      const after = await profiles.view(customerId)
      if (JSON.stringify(proposalsIn(after)) === JSON.stringify(proposalsIn(before))) return
      await customers.change(customerId, {}, { key: `${key}/proposed`, entries: [proposed(after)] })
    },
  }
}

const unlessRevoked = (error: unknown): undefined => {
  if (!(error instanceof AmazonFailure) || error.code !== 'revoked') throw error
}

const nothingToRead = (code: 'no_account' | 'revoked'): ApplicationFailure =>
  ApplicationFailure.create({
    type: FailureType.AmazonFailed,
    message: code === 'revoked' ? 'the seller has to consent again at Amazon' : 'no account at Amazon is connected',
    nonRetryable: true,
    details: [{ code, params: {} }],
  })

function foundIn({ groups, items, skus }: ProfileView): AnalysisFound {
  const active = (kind: string) => groups.filter((group) => group.kind === kind).reduce((sum, group) => sum + group.active, 0)
  return { items, skus, groups: Object.fromEntries(GROUP_KINDS.map((kind) => [kind, active(kind)])) }
}

const proposalsIn = ({ groups }: ProfileView) =>
  groups.map(({ key, kind, proposal: { strategy, reasons } }) => ({ group: key, kind, strategy, reasons: reasons.map(({ code }) => code) }))

const proposed = (view: ProfileView) => ({ kind: 'strategy_proposed', params: { groups: proposalsIn(view) }, actor: 'system' })

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
    entries: [{ kind, params, actor: 'system' }, ...(failed || view.groups.length === 0 ? [] : [proposed(view)])],
    notices: QUIET.includes(error?.code ?? '') ? [] : [{ audience: agentId ?? TEAM, kind, params: { ...params, proposed: proposal } }],
  }
}

/** Of these the team knows already. */
const QUIET = ['account_cancelled', 'ended_by_operator']

/** What to do about an analysis that failed, where it is not to try again. */
const FAILED_PROPOSALS: Readonly<Record<string, string>> = {
  no_account: 'ask_for_consent',
  revoked: 'ask_for_consent',
  misconfigured: 'check_application_settings',
  unauthorized: 'check_application_roles',
}

export type ProfileActivities = ReturnType<typeof createProfileActivities>
