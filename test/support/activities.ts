import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { Activities } from '../../activities/index.ts'
import type { ConsentEffect } from '../../domain/amazon/accounts.ts'
import type { Booking, BookingRequest } from '../../domain/bookings.ts'
import { slotEnd } from '../../domain/bookings.ts'
import type { CallState } from '../../domain/calls/calls.ts'
import type { ClockRequest, Clocks } from '../../domain/clocks.ts'
import type { Entry, NewNotice } from '../../domain/codes.ts'
import type { Registration, RegistrationAnswer } from '../../domain/customers.ts'
import type { MailTemplate } from '../../domain/mail.ts'
import { nextAgreement } from '../../domain/profile/agreement.ts'
import type { CallPlan, ScheduleRequest } from '../../domain/routing/schedule.ts'
import type { Answer } from '../../domain/surveys.ts'

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
}

export interface Stand {
  /** Answers of the stand-ins that a test changes. */
  join?: RegistrationAnswer['joined']
  nobody?: boolean
  slotTaken?: boolean
  consent?: ConsentEffect
  mailServer?: 'down' | 'up'
  /** Somebody took the feed away. */
  feedGone?: boolean
  /** What becomes of an analysis; it finds something unless told. */
  analysis?: 'fails' | 'revoked' | 'goes on'
  /** Milliseconds from a failed try to the next. */
  retryMs?: number | null
  /** None unless told: then lives have no years, only the days that a test is about. */
  clocks?: (request: ClockRequest, now: number) => Clocks
}

/** Activities that do not come to an end by themselves. */
export const lastingIn = ({ analysis, mailServer }: Stand): readonly string[] => [
  ...(analysis === 'goes on' ? ['sampleProfile'] : []),
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
  }

  const scheduleCall = async (request: ScheduleRequest): Promise<CallPlan> => {
    const agentId = stand.nobody ? null : request.excluded.includes('anna') ? 'boris' : 'anna'
    const dueAt = agentId === null ? null : (request.at ?? iso((await now()) + 30 * MINUTE))
    records.kinds.push('call_planned')
    const why = { code: agentId === null ? 'nobody_speaks' : 'language_match', params: {} }
    const language = agentId === null ? null : (request.languages[0] ?? null)
    return {
      agentId,
      language,
      dueAt,
      whyTiming: why,
      whyAssignment: why,
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
      while (stand.analysis === 'goes on') {
        Context.current().heartbeat()
        await Context.current().sleep(100)
      }
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
    scheduleCall,
    saveCall: async (state: CallState, entry: Entry, notices: readonly NewNotice[]) => {
      records.kinds.push(entry.kind)
      records.rows.push(state)
      records.notices.push(...notices)
    },
    planRetry: async ({ wait }) => ({
      at: stand.retryMs === null ? null : iso((await now()) + (stand.retryMs ?? 24 * 60 * MINUTE)),
      why: { code: `retry_${wait.kind}`, params: {} },
    }),
    bookSlot,
    moveBooking: async ({ booking, start = booking.start, agentId, anyOther }) => {
      if (stand.slotTaken) throw slotTaken()
      const end = new Date(Date.parse(start) + Date.parse(booking.end) - Date.parse(booking.start)).toISOString()
      return { ...booking, start, end, agentId: agentId ?? (anyOther ? 'boris' : booking.agentId), sequence: booking.sequence + 1 }
    },
    cancelBooking: async (booking) => ({ ...booking, status: 'cancelled', sequence: booking.sequence + 1 }),
    readFeed: async () => (stand.feedGone ? null : iso((await now()) + 30 * MINUTE)),
    sendMail: async ({ template }) => {
      if (stand.mailServer === 'down') throw new Error('nobody answers')
      records.mails.push(template)
    },
  }
  return { activities, records }
}

const amazonFailed = (code: string) =>
  ApplicationFailure.create({ type: 'AmazonFailed', message: code, nonRetryable: true, details: [{ code, params: {} }] })

const slotTaken = () =>
  ApplicationFailure.create({ type: 'SlotTaken', message: 'taken', nonRetryable: true, details: [{ alternatives: [] }] })
