import { cancelCall, reschedule } from '../../../workflows/call.ts'
import type { Scenario } from '../stage.ts'
import { startLife } from './in-life.ts'
import { DAY, MINUTE, startBookedCall } from './on-call.ts'

/** Nobody takes mails for a while. */
export const mailServerDown: Scenario[] = [
  {
    name: 'mail-server-down',
    stand: { mailServer: 'down' },
    async play(stage) {
      const life = await startLife(stage)
      await life.welcome.say({ outcome: 'completed', data: { support: 'wanted', onboarding: 'none' } })
      await stage.pass(MINUTE)
      await life.record('told-before-mails')
      await life.welcome.record('mails-wait')
      stage.stand.mailServer = 'up'
      await stage.pass(2 * MINUTE)
      await life.welcome.record('mails-wait')
      await life.record('told-and-ended')
    },
  },
  {
    name: 'mails-in-order',
    stand: { mailServer: 'down' },
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(reschedule, { to: stage.in(3 * DAY), actor: 'customer' })
      await call.ask(cancelCall, { reason: 'no time', actor: 'customer' })
      await call.record('mails-in-order')
      stage.stand.mailServer = 'up'
      await stage.pass(2 * MINUTE)
      await call.record('mails-in-order')
    },
  },
]
