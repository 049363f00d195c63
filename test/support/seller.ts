import type { AgreementStore } from '../../activities/agreements.ts'
import type { AmazonAccountStore } from '../../activities/amazon-accounts.ts'
import type { CustomerStore } from '../../activities/customers.ts'
import type { AccountReads } from '../../activities/life.ts'
import type { SurveyStore } from '../../activities/surveys.ts'
import { AUTHORISATION } from '../../domain/amazon/accounts.ts'
import { addPeriod } from '../../domain/calendar/periods.ts'
import type { Entry, NewNotice } from '../../domain/codes.ts'
import type { Registration } from '../../domain/customers.ts'
import { type AgreementVersion, agreementEntries, newlyAgreed, nextAgreement } from '../../domain/profile/agreement.ts'
import { profileView } from '../../domain/profile/profile.ts'
import type { Answer, SurveyStatus } from '../../domain/surveys.ts'

/** The record of one seller as the database would keep it: what comes twice under one key stands there once. */
export function sellerInMemory({ registeredAt, timeZone, products, amazon }: Registration) {
  const written = new Set<string>()
  const entries: Entry[] = []
  const notices: NewNotice[] = []
  const answers = new Map<string, Answer[]>()
  const surveyed = new Map<string, SurveyStatus>()
  let account: Awaited<ReturnType<AccountReads['account']>> = {
    agentId: null,
    products,
    timeZone,
    zones: [timeZone],
    holidays: new Set(),
    createdAt: registeredAt,
    trial: { status: 'none', endsAt: null },
    authorizedUntil: amazon === undefined ? null : addPeriod(registeredAt, AUTHORISATION, timeZone),
    revoked: false,
  }

  const customers: CustomerStore & AccountReads = {
    async register({ registration, trial, entry }) {
      const { customerId, requestId } = registration
      account = { ...account, trial: { status: trial.status, endsAt: trial.endsAt ?? null } }
      entries.push(entry)
      return { customerId, requestId }
    },
    async change(_customerId, { agentId, addProduct, trial }, told) {
      if (written.has(told.key)) return
      written.add(told.key)
      entries.push(...told.entries)
      notices.push(...(told.notices ?? []))
      account = {
        ...account,
        agentId: agentId ?? account.agentId,
        products: addProduct === undefined ? account.products : [...account.products, addProduct],
        trial: trial ?? account.trial,
      }
    },
    account: async () => account,
  }

  let agreement: AgreementVersion | null = null
  const agreements: AgreementStore = {
    async record({ callId, key, agreed, by }) {
      const news = newlyAgreed(agreed, agreement)
      if (agreement !== null && (written.has(`agreed ${key}`) || news.length === 0)) return agreement
      written.add(`agreed ${key}`)
      agreement = nextAgreement({ agreed: news, previous: agreement, frame: null, at: registeredAt, by })
      entries.push(...agreementEntries(agreement, callId))
      return agreement
    },
  }

  const amazonAccounts: AmazonAccountStore = {
    async connect({ customerId, consent: { accountId }, authorizedUntil, told }) {
      const effect = account.authorizedUntil === null ? 'connected' : 'renewed'
      account = { ...account, authorizedUntil, revoked: false }
      entries.push(...told(effect).entries)
      return { effect, customerId, accountId }
    },
  }

  /** No analysis has found anything of him. */
  const profiles = { view: async () => profileView({ run: null, result: null, experience: null, areas: [] }) }

  const surveys: SurveyStore = {
    async saveAnswers({ callId }, newer) {
      const older = (answers.get(callId) ?? []).filter(({ question }) => newer.every((answer) => answer.question !== question))
      answers.set(callId, [...older, ...newer])
    },
    answers: async (callId) => answers.get(callId) ?? [],
    async conclude({ callId }, status, lines, told) {
      if (surveyed.has(callId)) return
      surveyed.set(callId, status)
      entries.push(...lines)
      notices.push(...told)
    },
  }

  return {
    customers,
    agreements,
    amazonAccounts,
    profiles,
    surveys,
    /** Amazon takes his credential no longer. */
    revoke(): void {
      account = { ...account, authorizedUntil: null, revoked: true }
    },
    /** His timeline and what the team was told, in order. */
    entries,
    notices,
    /** How each survey ended, by its call. */
    surveyed,
    trial: () => account.trial,
    /** Kinds of the lines of his timeline. */
    timeline: (): string[] => entries.map(({ kind }) => kind),
  }
}

export type SellerInMemory = ReturnType<typeof sellerInMemory>
