import { ApplicationFailure } from '@temporalio/common'
import type { BookingRequest } from '../../../domain/bookings.ts'
import { cancelCall } from '../../../workflows/call.ts'
import { bookCall, requestCall } from '../../../workflows/customer.ts'
import type { Scenario, Stage } from '../stage.ts'
import { LOST_AND_FOUND, startLife } from './in-life.ts'
import { DAY, DECLINED, HELD, HOUR, MINUTE, onCall } from './on-call.ts'

/** A slot in two days. */
const slot = (stage: Stage, purpose: BookingRequest['purpose']): BookingRequest => ({
  bookingId: `${stage.name}-booking`,
  callId: `${stage.name}-booked`,
  customerId: stage.name,
  purpose,
  start: stage.in(2 * DAY),
  minutes: 45,
  actor: 'agent/anna',
})

/**
 * Lives of the first version were recorded under these names alone. Those of today are told apart: they have years, and what they
 * do in their first days is recorded anew.
 */
const withYears = ({ name, play, ...scenario }: Scenario): Scenario => ({
  ...scenario,
  name: `years-${name}`,
  play: (stage) => play({ ...stage, record: (workflowId, branch) => stage.record(workflowId, `years-${branch}`) }),
})

const firstDays: Scenario[] = [
  {
    name: 'declined',
    async play(stage) {
      const life = await startLife(stage)
      await life.record('welcome-planned')
      await life.welcome.say(DECLINED)
      await life.record('declined')
    },
  },
  {
    name: 'onboarding-now',
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.say({ outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } })
      await life.record('onboarding-now')
      await life.welcome.record('onboarding-now')
      await life.welcome.say({ outcome: 'completed', data: { experience: 'experienced', areas: ['garden'] } })
      await life.record('onboarded-now')
      await life.welcome.record('onboarding-now')
    },
  },
  {
    name: 'onboarding-booked',
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.say({ outcome: 'completed', data: { support: 'wanted', onboarding: { at: stage.in(3 * DAY) } } })
      const callId = `${stage.name}-welcome-1-onboarding`
      const onboarding = onCall(stage, callId)
      await life.record('onboarding-booked')
      await stage.record(`onboarding/${callId}`, 'held')
      await stage.pass(73 * HOUR)
      await onboarding.say({ outcome: 'completed', data: { experience: 'newcomer' } })
      await life.record('onboarded-as-booked')
      await stage.record(`onboarding/${callId}`, 'held')
    },
  },
  {
    name: 'lost-and-found',
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      await life.record('lost-and-found')
    },
  },
  {
    name: 'joined',
    stand: { join: 'contact' },
    async play(stage) {
      const life = await startLife(stage)
      await life.record('joined')
    },
  },
  {
    name: 'requested-call',
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      const callId = `${stage.name}-now`
      await life.ask(requestCall, { callId, purpose: 'call_me_now', at: stage.in(HOUR), topic: 'minimum price', actor: 'key/shop' })
      await life.record('requested-call')
      const call = onCall(stage, callId)
      await call.record('requested')
      await call.say({ outcome: 'completed' })
      await life.record('requested-call-held')
      await call.record('requested')
    },
  },
  {
    name: 'booked-consultation',
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      await life.ask(bookCall, slot(stage, 'consultation'))
      await life.record('booked-consultation')
      await stage.pass(2 * DAY + MINUTE)
      await onCall(stage, `${stage.name}-booked`).say({ outcome: 'completed' })
      await life.record('booked-consultation-held')
    },
  },
  {
    name: 'consultation-no-show',
    stand: { retryMs: 3 * MINUTE },
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      await life.ask(bookCall, slot(stage, 'consultation'))
      await stage.pass(2 * DAY)
      for (const _try of [1, 2, 3]) {
        await stage.pass(4 * MINUTE)
        await onCall(stage, `${stage.name}-booked`).say({ outcome: 'no_answer' })
      }
      await stage.pass(61 * MINUTE)
      await stage.record(`consultation/${stage.name}-booked`, 'consultation-no-show')
    },
  },
  {
    name: 'no-show',
    stand: { retryMs: 3 * MINUTE },
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      await life.ask(bookCall, slot(stage, 'onboarding'))
      await stage.pass(2 * DAY)
      for (const _try of [1, 2, 3]) {
        await stage.pass(4 * MINUTE)
        await onCall(stage, `${stage.name}-booked`).say({ outcome: 'no_answer' })
      }
      const callId = `${stage.name}-booked`
      await stage.record(`onboarding/${callId}`, 'no-show')
      await stage.pass(61 * MINUTE)
      await life.record('no-show')
      await stage.record(`onboarding/${callId}`, 'no-show')
    },
  },
  {
    name: 'slot-refused',
    stand: { slotTaken: true },
    async play(stage) {
      const life = await startLife(stage, LOST_AND_FOUND)
      await life.askInVain(bookCall, slot(stage, 'onboarding'))
      await life.record('slot-refused')
    },
  },
  {
    name: 'welcome-cancelled',
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.ask(cancelCall, { reason: 'asked by mail', actor: 'agent/anna' })
      await life.record('welcome-cancelled')
    },
  },
  {
    name: 'not-reached',
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.say({ outcome: 'invalid_number' })
      await stage.pass(14 * DAY + HOUR)
      await life.record('not-reached')
    },
  },
  {
    name: 'welcomed',
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.say(HELD)
      await life.record('welcomed')
    },
  },
  {
    // A call that an operator ends by hand looks the same to its life; the time-skipping server tells nothing of a terminated one.
    name: 'call-broken',
    activities: {
      scheduleCall: async () => {
        throw ApplicationFailure.nonRetryable('by hand')
      },
    },
    async play(stage) {
      const life = await startLife(stage)
      await life.record('call-broken')
    },
  },
]

export const lives = firstDays.map(withYears)
