import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  patched,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow'
import type { AccountEvent } from '../domain/account-events.ts'
import type { AmazonConsent, ConsentResult } from '../domain/amazon/accounts.ts'
import type { Booking, BookingRequest } from '../domain/bookings.ts'
import type { Asker, RequestablePurpose } from '../domain/calls/calls.ts'
import type { Statement } from '../domain/consent/ledger.ts'
import { bringsWelcomeCall, type Registration, type RegistrationAnswer, type RegistrationRecord } from '../domain/customers.ts'
import { FailureType } from '../domain/errors.ts'
import { type Life, newLife, nextClock, remember } from '../domain/life.ts'
import type { PlanStep } from '../domain/plan.ts'
import { describe, noticeAccount, type SellerDescription, takeConsent, tellOwner } from './customer/amazon.ts'
import { type AnalysisWish, askForAnalysis, concludeAnalysis } from './customer/analysis.ts'
import { concluded } from './customer/concluded.ts'
import { type CallTimesWish, changeCallTimes, hearConsent, lookAtPeople } from './customer/consents.ts'
import { createLifeContext, type LifeContext, why } from './customer/context.ts'
import { hearEvent, takeEvent } from './customer/events.ts'
import { ring, rings } from './customer/ringing.ts'
import { changeStep as change, type StepChange } from './customer/steps.ts'
import { holdBooked, holdCall, welcome } from './customer/talks.ts'
import { planAnalysis, planYears, setClocks } from './customer/years.ts'
import { refused } from './failures.ts'
import { accountAdded, callOver, wentOn } from './messages.ts'
import { records } from './records.ts'
import { now, waitUntil } from './time.ts'

export interface CallWish {
  readonly callId: string
  readonly purpose: RequestablePurpose
  /** ISO instant */
  readonly at?: string
  readonly topic?: string
  /** Absent: as its purpose says. */
  readonly askedBy?: Asker
  readonly actor: string
}

export const registered = defineUpdate<RegistrationAnswer, [bodyHash: string]>('registered')
export const requestCall = defineUpdate<void, [CallWish]>('requestCall')
export const bookCall = defineUpdate<Booking, [BookingRequest]>('bookCall')
export const changeStep = defineUpdate<void, [StepChange]>('changeStep')
/** His consent at Amazon was given: for a new account, or again for one that we know. */
export const connectAmazon = defineUpdate<ConsentResult, [AmazonConsent]>('connectAmazon')
/** Reads his account at Amazon now; where that is under way already, nothing more. */
export const analyseProfile = defineUpdate<void, [AnalysisWish]>('analyseProfile')
/** What only he can tell of himself, as somebody asked it. */
export const describeSeller = defineUpdate<void, [SellerDescription]>('describeSeller')
/** What somebody of the company said about being called. */
export const sayConsent = defineUpdate<void, [Statement]>('sayConsent')
export const setCallTimes = defineUpdate<void, [CallTimesWish]>('setCallTimes')
/** Whom there is to call has changed. */
export const peopleChanged = defineSignal('peopleChanged')
export const accountEvent = defineSignal<[AccountEvent]>('accountEvent')
/** Begins a new run at the next quiet moment: on the newest code, with a short history. */
export const renew = defineSignal('renew')
export const plan = defineQuery<PlanStep[]>('plan')

/**
 * A seller's life with us: written down and made known to the team, called for a welcome by somebody who speaks his language,
 * onboarded at once, later or not at all. Beside these stages run clocks of their own: the trial and the talk at its end, a survey
 * each quarter, the yearly consent at Amazon. There for every call he or we ask for, it follows what happens to his account, and
 * goes on in a new run whenever it is quiet and its history has grown.
 */
export async function customer(registration: Registration, carried?: Life): Promise<RegistrationAnswer> {
  const life = carried ?? newLife(registration)
  const context = createLifeContext(registration, life)
  const registering: Promise<RegistrationRecord> = life.answer ? Promise.resolve(life.answer) : records.registerCustomer(registration)
  listen(context, registration, registering)

  const { clocks } = await registering
  const answer = withoutClocks(await registering)
  life.answer = answer
  if (answer.joined) {
    setCurrentDetails(`already here: joined ${answer.customerId} by ${answer.joined}`)
    await tellOwner(registration, answer)
    await condition(allHandlersFinished)
    return answer
  }
  // Lives that began with the first day only have no years; they get them with their next run.
  const years = carried !== undefined || patched('years')
  if (years && clocks !== undefined) setClocks(context, clocks)
  if (carried === undefined) await begin(context)
  // Of before anything read an account.
  else if (context.step('profile_analysis')?.why.code === 'waits_for_analysis') planAnalysis(context)
  if (years && !life.planned) await context.inTurn(() => planYears(context))
  context.details()
  await (years ? liveOn(context) : waitForRenewal(context))
  const { amazon: _sealed, ...lighter } = registration
  return continueAsNew<typeof customer>(lighter, life)
}

const withoutClocks = ({ clocks: _ours, ...answer }: RegistrationRecord): RegistrationAnswer => answer

/** Everybody can speak to a life from its first moment on; what needs its record waits until it is written. */
function listen(context: LifeContext, registration: Registration, registering: Promise<RegistrationRecord>): void {
  const { life, customerId, languages, place } = context
  const begun = async (): Promise<void> => {
    const { joined } = await registering
    if (joined) throw refused(FailureType.CustomerNotFound, 'this registration joined a seller who was already here')
  }
  setHandler(plan, () => life.steps)
  setHandler(registered, async () => withoutClocks(await registering), {
    validator: (bodyHash) => {
      if (bodyHash !== registration.bodyHash) throw refused(FailureType.IdempotencyMismatch, 'this key came with another body before')
    },
  })
  setHandler(wentOn, (callId) => {
    context.reach('welcomed')
    place('welcome_call', 'done', why('held'), callId, now())
    place('onboarding_call', 'running', why('right_after_welcome'), callId)
    context.details()
  })
  setHandler(callOver, (result) => context.told.get(result.callId)?.(result))
  setHandler(requestCall, async ({ callId, purpose, at, topic, askedBy, actor }) => {
    await begun()
    if (life.granted.some(({ id }) => id === callId)) return
    remember(life.granted, { id: callId })
    const asked = askedBy === undefined ? {} : { askedBy }
    const wish = { ...(at === undefined ? {} : { at }), ...(topic === undefined ? {} : { topic }), ...asked }
    await holdCall(context, { callId, customerId, purpose, languages, actor, ...wish })
  })
  setHandler(bookCall, async (request) => {
    await begun()
    const granted = () => life.granted.find(({ id }) => id === request.bookingId)?.booking
    const before = granted()
    if (before) return before
    const booking = await records.bookSlot(request)
    if (granted()) return booking // another try for it was at work beside this one
    remember(life.granted, { id: request.bookingId, booking })
    await holdBooked(context, booking, request.actor)
    return booking
  })
  setHandler(changeStep, async (wish) => {
    await begun()
    await context.inTurn(() => change(context, wish))
  })
  setHandler(connectAmazon, async (consent) => {
    await begun()
    return context.inTurn(() => takeConsent(context, consent))
  })
  setHandler(analyseProfile, async (wish) => {
    await begun()
    // The end of an analysis is on record a moment before the life hears of it: who has seen it wants another one.
    await condition(() => context.analysis.running === null || context.analysis.running !== wish.over)
    await context.inTurn(() => askForAnalysis(context, wish))
  })
  setHandler(describeSeller, async (description) => {
    await begun()
    await context.inTurn(() => describe(context, description))
  })
  setHandler(accountAdded, async () => {
    await registering
    await context.inTurn(() => noticeAccount(context))
  })
  setHandler(sayConsent, async (statement) => {
    await begun()
    await context.inTurn(() => hearConsent(context, statement))
  })
  setHandler(setCallTimes, async (wish) => {
    await begun()
    await context.inTurn(() => changeCallTimes(context, wish))
  })
  setHandler(peopleChanged, async () => {
    await registering
    await context.inTurn(() => lookAtPeople(context))
  })
  setHandler(accountEvent, (event) => hearEvent(context, event))
  setHandler(renew, () => {
    context.wish.renewal = true
  })
}

async function begin(context: LifeContext): Promise<void> {
  const { customerId, life, mails } = context
  if (bringsWelcomeCall(life.products)) await welcome(context)
  else mails.send({ key: `${customerId}/registered`, template: 'welcome_no_call', customerId })
  context.details()
}

/** One thing after the other: how calls ended, what happened to the account, what is due. Returns when a new run should go on. */
async function liveOn(context: LifeContext): Promise<void> {
  const { life, inTurn } = context
  while (!context.renews()) {
    if (context.ended.length > 0) await inTurn(() => lookAtEnded(context))
    else if (context.analysis.ended !== undefined) await inTurn(() => concludeAnalysis(context))
    else if (life.inbox.length > 0) await inTurn(() => takeEvent(context))
    else if (rings(context)) await inTurn(() => ring(context))
    else await rest(context)
  }
}

/** Until there is something to do. */
async function rest(context: LifeContext): Promise<void> {
  const { life, ended, analysis } = context
  const next = nextClock(life)
  const stirred = () =>
    ended.length > 0 || analysis.ended !== undefined || life.inbox.length > 0 || nextClock(life)?.at !== next?.at || context.renews()
  if (next === undefined) await condition(stirred)
  else await waitUntil(stirred, next.at, next.clock)
}

async function lookAtEnded(context: LifeContext): Promise<void> {
  const [talk] = context.ended
  if (talk) await concluded(context, talk)
  context.ended.shift()
}

/** A run of the first version: it does what it did, until something asks for more. */
async function waitForRenewal(context: LifeContext): Promise<void> {
  const { life, ended, inTurn, wish } = context
  const asked = () => wish.renewal || life.planned || nextClock(life) !== undefined
  while (!asked()) {
    await condition(() => ended.length > 0 || life.inbox.length > 0 || asked())
    if (ended.length > 0) await inTurn(() => lookAtEnded(context))
    else if (life.inbox.length > 0) await inTurn(() => takeEvent(context))
  }
  wish.renewal = true
  await liveOn(context)
}
