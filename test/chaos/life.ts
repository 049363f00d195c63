import type { Dice } from './dice.ts'

/** A try of a call that must be recorded once. */
export interface Try {
  readonly outcome: string
  readonly by: 'person' | 'telephony'
  readonly pbxCallId?: string
}

export interface SentEvent {
  readonly id: string
  readonly type: string
  /** What each answered sending was answered with, in `duplicate`. */
  readonly answers: readonly boolean[]
  /** An answer to one of them was lost. */
  readonly unclear: boolean
}

/** All that was acknowledged of one life: what must be found again at the end. */
export interface Life {
  readonly number: number
  readonly dice: Dice
  readonly body: ReturnType<typeof sellerOf>
  /** Given by the acknowledged registration. */
  id: string
  reached: 'registered' | 'welcomed' | 'onboarded'
  cancelled: boolean
  readonly products: Set<string>
  /** When its trial began, epoch milliseconds of the demo's clock. */
  trialSince: number | undefined
  readonly tries: Map<string, Try[]>
  /** Booked calls: their booking and its acknowledged start. */
  readonly bookings: Map<string, { readonly id: string; readonly start: string }>
  bookingsMade: number
  /** Onboardings that were booked in a welcome call. */
  bookedInTalk: number
  /** Ids of calls that were asked for. */
  readonly asked: string[]
  readonly events: SentEvent[]
  /** Counts the wishes, so that each has a key of its own. */
  wishes: number
}

const PLACES = [
  { languages: ['de'], country: 'DE' },
  { languages: ['en'], country: 'GB' },
  { languages: ['fr', 'en'], country: 'FR' },
  { languages: ['es'], country: 'ES' },
  { languages: ['it'], country: 'IT' },
  { languages: ['pt', 'en'], country: 'PT' },
  { languages: ['lv'], country: 'LV' },
]
const PRODUCTS = { repricer: 5, 'repricer,lost_and_found': 2, analytics: 1.5, lost_and_found: 1.5 }

export const sellerOf = (number: number, dice: Dice) => ({
  company: `Seller ${number}`,
  contact: { name: 'Kim Olsen', email: `life-${number}@chaos.example`, phone: `+3519${10_000_000 + number}` },
  ...dice.pick(PLACES),
  products: dice.weighted(PRODUCTS).split(','),
})

export function createLife(number: number, chance: Dice): Life {
  const dice = chance.apart(`life ${number}`)
  const body = sellerOf(number, dice)
  return {
    number,
    dice,
    body,
    id: '',
    reached: 'registered',
    cancelled: false,
    products: new Set(body.products),
    trialSince: undefined,
    tries: new Map(),
    bookings: new Map(),
    bookingsMade: 0,
    bookedInTalk: 0,
    asked: [],
    events: [],
    wishes: 0,
  }
}

/** An Idempotency-Key for the next wish of a life. */
export function keyOf(life: Life, what: string): string {
  life.wishes += 1
  return `${life.number}-${life.wishes}-${what}`
}

export const bringsWelcome = ({ products }: Life): boolean => products.has('repricer') || products.has('analytics')
export const stageOf = ({ cancelled, reached }: Life): string => (cancelled ? 'cancelled' : reached)

const HELD = ['completed', 'partial', 'opted_out']
const UNANSWERED = ['no_answer', 'busy', 'voicemail_left', 'voicemail_none', 'wrong_number', 'invalid_number', 'technical_failure']

interface Told {
  readonly callId: string
  /** As they were when it was told. */
  readonly purpose: string
  readonly status: string
  readonly outcome: string
  readonly callbackAt?: string
}

/** A person's word on a try was acknowledged. It replaces the telephone's word on the same try, which said less. */
export function personTold(life: Life, { callId, purpose, status, outcome, callbackAt }: Told): void {
  const tries = [...(life.tries.get(callId) ?? [])]
  const saidBetter = tries.at(-1)?.by === 'telephony' && ['retry_wait', 'parked'].includes(status) && UNANSWERED.includes(outcome)
  if (saidBetter) tries.pop()
  life.tries.set(callId, [...tries, { outcome, by: 'person' }])
  if (purpose === 'welcome' && HELD.includes(outcome) && life.reached === 'registered') life.reached = 'welcomed'
  if (purpose === 'onboarding' && outcome === 'completed') life.reached = 'onboarded'
  if (callbackAt !== undefined) moved(life, callId, callbackAt)
  // The slot was one of somebody who does not speak the language.
  if (outcome === 'language_barrier') life.bookings.delete(callId)
}

/** The Repricer brings a trial, from the registration on or from the day it was added. */
export function productAdded(life: Life, product: string, now: number): void {
  life.products.add(product)
  if (product === 'repricer') life.trialSince ??= now
}

/** A booked call goes with its slot. */
export function moved(life: Life, callId: string, start: string): void {
  const booking = life.bookings.get(callId)
  if (booking) life.bookings.set(callId, { ...booking, start })
}

/** The telephone reported a try that nobody answered. */
export function telephoneTold(life: Life, callId: string, outcome: string, pbxCallId: string): void {
  life.tries.set(callId, [...(life.tries.get(callId) ?? []), { outcome, by: 'telephony', pbxCallId }])
}
