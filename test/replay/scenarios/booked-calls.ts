import { cancelCall, extend, giveWay, handOver, pass, reschedule, take } from '../../../workflows/call.ts'
import type { Scenario } from '../stage.ts'
import { bookingIn, DAY, HOUR, MINUTE, offerOf, startBookedCall, startCall } from './on-call.ts'

/** Calls for a booked slot. */
export const bookedCalls: Scenario[] = [
  {
    name: 'booked',
    stand: { retryMs: 3 * MINUTE },
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.record('booked')
      await stage.pass(2 * DAY - 3 * MINUTE)
      await call.record('booked-prompted')
      for (const _try of [1, 2, 3]) {
        await stage.pass(4 * MINUTE)
        await call.say({ outcome: 'no_answer' })
      }
      await call.record('booked-not-reached')
    },
  },
  {
    name: 'booking-moved',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(reschedule, { to: stage.in(3 * DAY), reason: 'later', withinShift: true, actor: 'customer' })
      await call.record('booking-moved')
      stage.stand.slotTaken = true
      await call.askInVain(reschedule, { to: stage.in(4 * DAY), actor: 'agent/anna' })
      await stage.pass(3 * DAY + HOUR)
      await call.say({ outcome: 'completed', data: { experience: 'newcomer' } })
      await call.record('booking-moved')
    },
  },
  {
    name: 'booking-called-back',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.say({ outcome: 'callback_at', callbackAt: stage.in(3 * DAY) })
      await call.record('booking-called-back')
      await stage.pass(3 * DAY + HOUR)
      await call.say({ outcome: 'completed' })
      await call.record('booking-called-back')
    },
  },
  {
    name: 'booking-taken',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(take, { agentId: 'boris' })
      await call.record('booking-taken')
      await call.say({ outcome: 'completed' }, 'boris')
      await call.record('booking-taken')
    },
  },
  {
    name: 'booking-passed-with-reason',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(pass, { agentId: 'anna', reason: 'ill' })
      await call.record('booking-passed-with-reason')
      await call.say({ outcome: 'completed' }, 'boris')
      await call.record('booking-passed-with-reason')
    },
  },
  {
    name: 'booking-cancelled',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(cancelCall, { reason: 'seller left', actor: 'agent/anna' })
      await call.record('booking-cancelled')
    },
  },
  {
    name: 'booking-language-barrier',
    async play(stage) {
      const call = await startBookedCall(stage)
      await stage.pass(2 * DAY)
      await call.say({ outcome: 'language_barrier', data: { language: 'lv' } })
      await call.record('booking-language-barrier')
      await call.say({ outcome: 'completed' })
      await call.record('booking-language-barrier')
    },
  },
  {
    name: 'onboarding-interrupted',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.say({ outcome: 'partial', data: { experience: 'newcomer' } })
      await call.record('onboarding-interrupted')
    },
  },
  {
    name: 'booking-handed-over',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(handOver, { agentId: 'boris', note: 'asked about returns', customerTold: false, actor: 'agent/anna' })
      await call.record('booking-handed-over')
      await stage.pass(2 * DAY)
      await call.phone('newCall')
      await call.phone('answer')
      await call.ask(handOver, { agentId: 'anna', note: 'speaks better Latvian', customerTold: true, actor: 'agent/boris' })
      await call.say({ outcome: 'completed' })
      await call.record('booking-handed-over')
    },
  },
  {
    name: 'booking-gave-way',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(giveWay, { among: ['boris'], forCall: 'another', actor: 'agent/anna' })
      await call.record('booking-gave-way')
      await call.ask(giveWay, { notBefore: stage.in(3 * DAY), forCall: 'another', actor: 'agent/anna' })
      await call.record('booking-runs-late')
    },
  },
  {
    name: 'planned-gave-way',
    async play(stage) {
      const call = await startCall(stage)
      await call.ask(giveWay, { among: ['boris'], forCall: 'another', actor: 'agent/anna' })
      await call.ask(giveWay, { notBefore: stage.in(HOUR), forCall: 'another', actor: 'agent/anna' })
      await call.record('planned-gave-way')
    },
  },
  {
    name: 'booking-extended',
    async play(stage) {
      const call = await startBookedCall(stage)
      await stage.pass(2 * DAY)
      await call.phone('newCall')
      await call.phone('answer')
      await call.ask(extend, { end: stage.in(2 * DAY + 2 * HOUR), actor: 'agent/anna' })
      await stage.pass(3 * HOUR)
      await call.askInVain(giveWay, { among: ['boris'], forCall: 'another', actor: 'agent/anna' })
      await call.record('booking-extended')
    },
  },
  {
    name: 'booking-reminded',
    async play(stage) {
      const reminders = [stage.in(DAY), stage.in(2 * DAY - HOUR)]
      const call = await startCall(stage, { purpose: 'onboarding', booking: { ...bookingIn(stage), reminders } })
      await stage.pass(DAY + MINUTE)
      await call.record('booking-reminded')
      await stage.pass(DAY)
      await call.record('booking-reminded-twice')
    },
  },
  {
    name: 'booking-freed',
    async play(stage) {
      stage.stand.offer = offerOf(stage, `${stage.name}-booking/1`)
      const call = await startBookedCall(stage)
      await call.ask(cancelCall, { reason: 'seller left', actor: 'agent/anna' })
      await call.record('booking-freed')
    },
  },
]
