import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { SurveyTurn } from '../../activities/consents.ts'
import type { Activities } from '../../activities/index.ts'
import type { ConsentEffect } from '../../domain/amazon/accounts.ts'
import type { Booking, BookingRequest } from '../../domain/bookings.ts'
import { slotEnd } from '../../domain/bookings.ts'
import type { CallState } from '../../domain/calls/calls.ts'
import type { Clearance, ClearanceRequest } from '../../domain/calls/clearance.ts'
import type { RetryRules } from '../../domain/calls/retry-policy.ts'
import type { ClockRequest, Clocks } from '../../domain/clocks.ts'
import type { Entry, NewNotice } from '../../domain/codes.ts'
import { refusedSteps } from '../../domain/consent/gate.ts'
import type { LedgerEntry } from '../../domain/consent/ledger.ts'
import type { Registration, RegistrationAnswer } from '../../domain/customers.ts'
import type { MailTemplate } from '../../domain/mail.ts'
import { nextAgreement } from '../../domain/profile/agreement.ts'
import type { CallPlan, ScheduleRequest } from '../../domain/routing/schedule.ts'
import type { Answer } from '../../domain/surveys.ts'
import type { SlotOffer } from '../../domain/waitlist.ts'

/** What activities were asked to do, in order. */
export interface Records {
  readonly kinds: string[]
  readonly mails: MailTemplate[]
  readonly notices: NewNotice[]
  readonly rows: CallState[]
  readonly welcomes: string[]
  readonly onboardings: unknown[]
  readonly trialTalks: unknown[]
  /** Keys of what was agreed on before an outcome. */
  readonly agreements: string[]
  /** `<event id> <effect>` */
  readonly events: string[]
  readonly answers: Answer[]
  /** What was said about being called, in calls and beside them. */
  readonly ledger: LedgerEntry[]
}

export interface Stand {
  /** Answers of the stand-ins that a test changes. */
  join?: RegistrationAnswer['joined']
  nobody?: boolean
  /** Who wants to be called at once cannot be. */
  notNow?: boolean
  slotTaken?: boolean
  /** What the policies say of the tries of a call; as usual unless told. */
  retry?: RetryRules
  /** To whom a freed slot is offered; to nobody unless told. */
  offer?: SlotOffer
  consent?: ConsentEffect
  mailServer?: 'down' | 'up'
  /** Somebody took the feed away. */
  feedGone?: boolean
  /** What becomes of an analysis; it finds something unless told. */
  analysis?: 'fails' | 'revoked' | 'goes on'
  /** Whose turn a survey is: that of the only contact unless told. */
  turn?: SurveyTurn
  /** The look at promises for a wall time lasts. */
  zonesGoOn?: boolean
  /** Milliseconds from a failed try to the next. */
  retryMs?: number | null
  /** Whether a call whose moment has come may be dialled; unless told, nobody asks, as in calls that began before anybody did. */
  clear?: (request: ClearanceRequest, now: number) => Clearance
  /** Whether somebody else takes what nobody took up. */
  nextAgent?: boolean
  /** Who is free instead of an agent who did not come. */
  standIns?: readonly string[]
  /** None unless told: then lives have no years, only the days that a test is about. */
  clocks?: (request: ClockRequest, now: number) => Clocks
}

/** Activities that do not come to an end by themselves. */
export const lastingIn = ({ analysis, zonesGoOn, mailServer }: Stand): readonly string[] => [
  ...(analysis === 'goes on' ? ['sampleProfile'] : []),
  ...(zonesGoOn ? ['applyZoneRules'] : []),
  ...(mailServer === 'down' ? ['sendMail'] : []),
]

const MINUTE = 60_000
const iso = (at: number): string => new Date(at).toISOString()

/**
 * Typed stand-ins for all activities. `now` is the test server's clock. They decide the simplest thing: Anna speaks everything and is
 * free half an hour from now; passed on, Boris takes over.
 */
export function standIns(now: () => Promise<number>, stand: Stand = {}): { activities: Activities; records: Records } {
  const records: Records = {
    kinds: [],
    mails: [],
    notices: [],
    rows: [],
    welcomes: [],
    onboardings: [],
    trialTalks: [],
    agreements: [],
    events: [],
    answers: [],
    ledger: [],
  }

  const scheduleCall = async (request: ScheduleRequest): Promise<CallPlan> => {
    const agentId = stand.nobody ? null : [...request.excluded, request.insteadOf].includes('anna') ? 'boris' : 'anna'
    const dueAt = agentId === null ? null : (request.at ?? iso((await now()) + 30 * MINUTE))
    records.kinds.push('call_planned')
    const why = { code: agentId === null ? 'nobody_speaks' : 'language_match', params: stand.notNow ? { notNow: true } : {} }
    const language = agentId === null ? null : (request.languages[0] ?? null)
    return {
      agentId,
      language,
      dueAt,
      whyTiming: why,
      whyAssignment: why,
      ...(stand.retry === undefined ? {} : { retry: stand.retry }),
      ...(stand.clear === undefined ? {} : { clears: true as const }),
    }
  }

  const bookSlot = async ({
    bookingId,
    callId,
    customerId,
    purpose,
    start,
    minutes,
    agentId,
    preferredAgentId,
  }: BookingRequest): Promise<Booking> => {
    if (stand.slotTaken) throw slotTaken()
    return {
      id: bookingId,
      callId,
      customerId,
      purpose,
      start,
      end: slotEnd(start, minutes),
      agentId: agentId ?? preferredAgentId ?? 'anna',
      status: 'confirmed',
      sequence: 0,
    }
  }

  const activities: Activities = {
    registerCustomer: async ({ customerId, requestId, amazon }: Registration) =>
      stand.join
        ? { customerId: amazon === undefined ? customerId : 'somebody-known', requestId, joined: stand.join }
        : {
            customerId,
            requestId,
            clocks: await activities.planClocks({ customerId, surveys: 0, surveyedAt: null, surveyNotBefore: null }),
          },
    recordWelcome: async (_talk, support) => void records.welcomes.push(support),
    recordOnboarding: async (_talk, data) => void records.onboardings.push(data),
    recordTrialTalk: async (_talk, data) => void records.trialTalks.push(data),
    agreeStrategy: async ({ key, agreed, by }) => {
      records.agreements.push(key)
      const version = nextAgreement({ agreed, previous: null, frame: null, at: iso(await now()), by })
      return { ...version, version: records.agreements.length }
    },
    planHotlineWarning: async () => iso((await now()) + 60 * MINUTE),
    warnOfHotline: async () => void records.kinds.push('hotline_open'),
    planClocks: async (request) => stand.clocks?.(request, await now()) ?? { trial: null, survey: null, reauthorisation: null },
    recordAccountEvent: async ({ event, effect }) => void records.events.push(`${event.eventId} ${effect}`),
    endTrial: async () => void records.kinds.push('trial_ended'),
    noteStep: async ({ step, kind }) => void records.kinds.push(`${kind} ${step}`),
    connectAmazonAccount: async ({ customerId, consent: { accountId } }) => {
      const effect = stand.consent ?? 'connected'
      records.kinds.push(`amazon_${effect}`)
      return { effect, customerId: effect === 'elsewhere' ? 'another' : customerId, accountId }
    },
    beginAnalysis: async ({ wish, actor }) => {
      if (actor !== null) records.kinds.push('analysis_asked_for')
      return Number(wish.split('/').at(-1))
    },
    openProfile: async () => {
      if (stand.analysis === 'revoked') throw amazonFailed('revoked')
      return { accounts: ['account-1'], late: false, refused: [] }
    },
    readListings: async () => ({ settled: true, read: 1, missing: [] }),
    sampleProfile: async () => {
      if (stand.analysis === 'fails') throw amazonFailed('misconfigured')
      while (stand.analysis === 'goes on') await goOn()
    },
    closeProfile: async ({ failed, error }) => {
      records.kinds.push(failed ? `profile_analysis_failed ${error?.code}` : 'profile_analysed')
      const groups = { private_label: 12, trade_goods: 0, unknown: 0 }
      return { items: 12, skus: 12, unread: 0, groups, revoked: stand.analysis === 'revoked' }
    },
    describeSeller: async () => void records.kinds.push('seller_described'),
    saveSurveyAnswer: async ({ answer }) => void records.answers.push(answer),
    concludeSurvey: async ({ survey: { customerId }, outcome, next }) => {
      records.kinds.push(`survey_ended ${outcome}`)
      return next && activities.planClocks({ customerId, surveyedAt: iso(await now()), ...next })
    },
    recordConsent: async ({ customerId, statement }) => {
      records.kinds.push(statement.act)
      records.ledger.push(statement)
      return activities.readRefusals({ customerId })
    },
    readRefusals: async () => refusedSteps(records.ledger, [{ id: 'contact-1' }]),
    chooseWhomToAsk: async () => stand.turn ?? { contactId: 'contact-1' },
    changeCallTimes: async () => void records.kinds.push('call_times_changed'),
    scheduleCall,
    clearCall: async (request) => stand.clear?.(request, await now()) ?? { go: {} },
    hasNextAgent: async () => stand.nextAgent ?? true,
    findStandIns: async ({ excluded }) => ({
      agentIds: (stand.standIns ?? ['boris']).filter((id) => !excluded.includes(id)),
      offer: { start: iso((await now()) + 24 * 60 * MINUTE), agentId: 'boris' },
    }),
    saveCall: async (state: CallState, entry: Entry | null, notices: readonly NewNotice[]) => {
      if (entry !== null) records.kinds.push(entry.kind)
      records.rows.push(state)
      const { callId, outcome, data, endedAt } = state
      if (outcome === 'opted_out' && data?.scope !== undefined && endedAt !== null) {
        const said = { act: 'opted_out', scope: data.scope, channel: 'phone', saidAt: endedAt } as const
        records.ledger.push({ id: `${callId}/opted-out`, contactId: 'contact-1', ...said })
      }
      records.notices.push(...notices)
    },
    planRetry: async ({ wait }) => ({
      at: stand.retryMs === null ? null : iso((await now()) + (stand.retryMs ?? 24 * 60 * MINUTE)),
      why: { code: `retry_${wait.kind}`, params: {} },
    }),
    bookSlot,
    moveBooking: async ({ booking, start = booking.start, end, agentId, anyOther, among }) => {
      if (stand.slotTaken) throw slotTaken()
      const until = end ?? new Date(Date.parse(start) + Date.parse(booking.end) - Date.parse(booking.start)).toISOString()
      const by = agentId ?? among?.[0] ?? (anyOther ? 'boris' : booking.agentId)
      return { ...booking, start, end: until, agentId: by, sequence: booking.sequence + 1 }
    },
    holdSlot: async ({ holdId: id, customerId, purpose, start, minutes }) => {
      if (stand.slotTaken) throw slotTaken()
      const expiresAt = iso((await now()) + 5 * MINUTE)
      return { id, customerId, purpose, start, end: slotEnd(start, minutes), agentId: 'anna', status: 'held', expiresAt }
    },
    releaseHold: async (holdId) => {
      records.kinds.push(`hold_released ${holdId}`)
      return stand.offer ?? null
    },
    addAbsence: async (absence) => absence,
    changeAbsence: async (absenceId, until) => ({ id: absenceId, agentId: 'anna', from: until, until, substituteId: null }),
    removeAbsence: async () => void records.kinds.push('absence_removed'),
    carriedCalls: async () => ({ handOver: [], ask: [], keep: [] }),
    tellOfAbsence: async ({ rerouted, found }) => {
      records.kinds.push(`absence_rerouted ${rerouted.given.length} ${rerouted.kept + found.keep.length} ${found.ask.length}`)
    },
    absenceBeside: async () => null,
    isAtWork: async () => !stand.nobody,
    rerouteCalls: async ({ callIds }) => ({ given: callIds, nobody: 0, kept: 0 }),
    handBackCalls: async ({ calls, evenIfAway }) => {
      records.kinds.push(`handed_back ${calls.map(({ callId }) => callId).join()}${evenIfAway ? ' (undone)' : ''}`)
    },
    applyZoneRules: async () => {
      while (stand.zonesGoOn) await goOn()
      return { looked: 0, moved: 0 }
    },
    cancelBooking: async (booking) => ({
      ...booking,
      status: 'cancelled',
      sequence: booking.sequence + 1,
      ...(stand.offer === undefined ? {} : { offer: stand.offer }),
    }),
    readFeed: async () => (stand.feedGone ? null : iso((await now()) + 30 * MINUTE)),
    sendMail: async ({ template }) => {
      if (stand.mailServer === 'down') throw new Error('nobody answers')
      records.mails.push(template)
    },
  }
  return { activities, records }
}

async function goOn(): Promise<void> {
  Context.current().heartbeat()
  await Context.current().sleep(100)
}

const amazonFailed = (code: string) =>
  ApplicationFailure.create({ type: 'AmazonFailed', message: code, nonRetryable: true, details: [{ code, params: {} }] })

const slotTaken = () =>
  ApplicationFailure.create({ type: 'SlotTaken', message: 'taken', nonRetryable: true, details: [{ alternatives: [] }] })
