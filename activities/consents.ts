import { ownMinuteFrom, restedAt } from '../domain/calendar/clocks.ts'
import type { Shift } from '../domain/calendar/windows.ts'
import type { Clock } from '../domain/clock.ts'
import { type Coded, type Entry, type NewNotice, TEAM } from '../domain/codes.ts'
import { type Doorway, mayCall, refusedSteps } from '../domain/consent/gate.ts'
import { consentEntry, isRefusal, type Statement } from '../domain/consent/ledger.ts'
import { type Candidate, whoseTurn } from '../domain/consent/rotation.ts'
import type { PlanStepName } from '../domain/plan.ts'
import type { CustomerStore } from './customers.ts'
import type { AccountReads } from './life.ts'

/** Somebody of a company, the one whom we call first before the others. */
export interface Person {
  readonly id: string
  /** BCP 47, where it is another than the company's. */
  readonly language: string | null
  /** ISO instant of the last survey that asked for him; null: never. */
  readonly lastAskedAt: string | null
}

export interface CompanyView extends Doorway {
  readonly people: readonly Person[]
  /** Whether one of its open calls is escalated. */
  readonly escalated: boolean
}

export interface ConsentStore {
  /** Writes a word into the ledger, with its line and notices, once under its id. */
  say(customerId: string, statement: Statement, told: { entry: Entry; notices: readonly NewNotice[] }): Promise<void>
  company(customerId: string): Promise<CompanyView>
  /** A call relies on a grant: it is kept for five years from now. */
  rely(consentId: string, at: string): Promise<void>
}

export interface ConsentDeps {
  readonly ledger: ConsentStore
  readonly customers: CustomerStore & AccountReads
  readonly clock: Clock
}

export interface SurveyWish {
  readonly customerId: string
  /** Somebody named the time: then nobody has to have rested. */
  readonly named: boolean
}

/** Whom a survey asks for; or when it can; or why it is skipped. */
export interface SurveyTurn {
  readonly contactId?: string
  readonly language?: string
  /** ISO instant */
  readonly at?: string
  readonly skips?: Coded
}

/** When a seller wants to be called. */
export interface CallTimes {
  readonly timeZone?: string
  /** Null: at the usual hours. */
  readonly hours?: readonly Shift[] | null
}

export interface CallTimesChange {
  readonly customerId: string
  /** Made of the life and a number of its own: a repeat writes nothing. */
  readonly key: string
  readonly times: CallTimes
  readonly actor: string
}

export const createConsentActivities = ({ ledger, customers, clock }: ConsentDeps) => ({
  /** Writes down what somebody said about being called; answers the steps whose calls nobody wants now. */
  async recordConsent({ customerId, statement }: { customerId: string; statement: Statement }): Promise<PlanStepName[]> {
    const { agentId } = await customers.account(customerId)
    const entry = consentEntry(statement)
    const notice = { audience: agentId ?? TEAM, kind: entry.kind, params: entry.params }
    await ledger.say(customerId, statement, { entry, notices: isRefusal(statement) ? [notice] : [] })
    const { ledger: entries, people } = await ledger.company(customerId)
    return refusedSteps(entries, people)
  },

  /** The steps whose calls nobody wants, as the ledger stands. */
  async readRefusals({ customerId }: { customerId: string }): Promise<PlanStepName[]> {
    const { ledger: entries, people } = await ledger.company(customerId)
    return refusedSteps(entries, people)
  },

  /** Whose turn it is to be asked how it goes: who may be called, has rested, and was not asked for longest. */
  async chooseWhomToAsk({ customerId, named }: SurveyWish): Promise<SurveyTurn> {
    const company = await ledger.company(customerId)
    if (company.escalated && !named) return { skips: { code: 'escalated', params: {} } }
    const account = await customers.account(customerId)
    const candidates = company.people.map(
      ({ id, lastAskedAt }): Candidate => ({
        contactId: id,
        lastAskedAt,
        restedAt: lastAskedAt === null ? 0 : restedAt(lastAskedAt, account.timeZone),
        verdict: mayCall('survey', false, id, company),
      }),
    )
    const now = clock.now()
    const turn = whoseTurn(candidates, now, named)
    if ('skips' in turn) return turn
    if ('waitsUntil' in turn) return { at: ownMinuteFrom(turn.waitsUntil, customerId, account) }
    const { contactId, verdict } = turn.asks
    if (verdict.reliesOn !== undefined) await ledger.rely(verdict.reliesOn, new Date(now).toISOString())
    const language = company.people.find(({ id }) => id === contactId)?.language ?? undefined
    return { contactId, ...(language === undefined ? {} : { language }) }
  },

  /** A zone that he names himself is assumed no more. */
  async changeCallTimes({ customerId, key, times, actor }: CallTimesChange): Promise<void> {
    const { timeZone, hours } = times
    const params = { ...(timeZone === undefined ? {} : { timeZone }), ...(hours === undefined ? {} : { hours }) }
    await customers.change(customerId, { callTimes: times }, { key, entries: [{ kind: 'call_times_changed', params, actor }] })
  },
})

export type ConsentActivities = ReturnType<typeof createConsentActivities>
