import type { AccountEvent, AccountStanding } from './account-events.ts'
import type { Booking } from './bookings.ts'
import type { CallSoFar } from './calls/calls.ts'
import type { TrialClock } from './clocks.ts'
import type { Registration, RegistrationAnswer, Stage } from './customers.ts'
import type { PlanStep, PlanStepName } from './plan.ts'

/** What a life does by itself when its time has come. */
export const LIFE_CLOCKS = ['trial_end_call', 'trial_over', 'survey', 'amazon_reauthorisation', 'profile_analysis'] as const
export type LifeClock = (typeof LIFE_CLOCKS)[number]

/** A wish that was granted: whoever repeats it gets the same answer, also in a later run, where the server has forgotten it. */
export interface Granted {
  /** Call id or booking id. */
  readonly id: string
  readonly booking?: Booking
}

/** Everything a life knows of itself: its queries show it, and its next run begins with it. Plain JSON. */
export interface Life extends AccountStanding {
  /** The answer to the registration, once it is written down. */
  answer?: RegistrationAnswer
  /** How far the people side got, whatever the account did since. */
  reached: Exclude<Stage, 'cancelled'>
  steps: PlanStep[]
  /** ISO instants. */
  clocks: Partial<Record<LifeClock, string>>
  /** Steps that people had moved when the account was cancelled: they come back with it. */
  setAside: PlanStep[]
  /** Whether the clocks beside the stages were set. */
  planned: boolean
  trial: TrialClock | null
  /** Trial-end calls so far: each has an id of its own. */
  followUps: number
  /** Quarterly surveys so far, those skipped included. */
  surveys: number
  /** Survey calls so far: each has an id of its own. One that was withdrawn is not a survey. */
  surveyCalls: number
  /** ISO instant of the last one, or of the day from which they count. */
  surveyedAt: string | null
  /** The quarter that the next one is for, e.g. `2027-Q1`. */
  quarter: string | null
  /** ISO instant of the trial-end call. */
  trialTalkAt: string | null
  /** Steps whose calls the seller has refused for good. */
  refused: PlanStepName[]
  /** Of a welcome call that was withdrawn before it was held: it goes on from there. */
  unheldWelcome: CallSoFar | null
  /** Account events to be worked off, oldest first. */
  inbox: AccountEvent[]
  /** Keys of those that were, newest last. */
  heard: string[]
  granted: Granted[]
  /** Notes so far: each has a key of its own. */
  notes: number
  /** Analyses of his account so far; absent in lives of before. */
  analyses?: number
}

export const newLife = ({ products }: Registration): Life => ({
  reached: 'registered',
  standing: 'active',
  standingSince: null,
  trialToldAt: null,
  products,
  steps: [],
  clocks: {},
  setAside: [],
  planned: false,
  trial: null,
  followUps: 0,
  surveys: 0,
  surveyCalls: 0,
  surveyedAt: null,
  quarter: null,
  trialTalkAt: null,
  refused: [],
  unheldWelcome: null,
  inbox: [],
  heard: [],
  granted: [],
  notes: 0,
})

/** The clock of a step; undefined for those that are calls from the beginning. */
export const clockOf = (step: PlanStepName): LifeClock | undefined => LIFE_CLOCKS.find((clock) => clock === step)

export const stageOf = ({ standing, reached }: Life): Stage => (standing === 'cancelled' ? 'cancelled' : reached)

/** The clock that rings first. */
export function nextClock({ clocks }: Life): { readonly clock: LifeClock; readonly at: string } | undefined {
  return LIFE_CLOCKS.flatMap((clock) => ({ clock, at: clocks[clock] }))
    .filter((one): one is { clock: LifeClock; at: string } => one.at !== undefined)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0]
}

/** How many events and wishes a life remembers: what is older than that is not repeated any more. */
const MEMORY = 100

/** Adds to a memory and forgets the oldest beyond its size. */
export function remember<T>(memory: T[], item: T): void {
  memory.push(item)
  if (memory.length > MEMORY) memory.splice(0, memory.length - MEMORY)
}
