import type { Agreement } from '../../../domain/calls/calls.ts'
import { agreeStrategy } from '../../../workflows/call.ts'
import type { Scenario } from '../stage.ts'
import { startBookedCall, startCall } from './on-call.ts'

const eur = (minor: number) => ({ minor, currency: 'EUR' })
const GARDEN: Agreement = { group: 'garden', strategy: 'push', min: eur(800), max: eur(1500) }
const TOYS: Agreement = { group: 'toys', strategy: 'hold' }
const actor = 'agent/anna'

/** Strategies that are agreed on while the talk goes on. */
export const agreements: Scenario[] = [
  {
    name: 'agreed-in-the-welcome',
    async play(stage) {
      const call = await startCall(stage)
      await call.askInVain(agreeStrategy, { agreed: [GARDEN], actor })
      await call.say({ outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } })
      await call.ask(agreeStrategy, { agreed: [GARDEN], actor })
      await call.askInVain(agreeStrategy, { agreed: [{ ...GARDEN, min: eur(1501) }], actor })
      await call.ask(agreeStrategy, { agreed: [GARDEN, TOYS], actor })
      await call.record('agreed-in-the-welcome')
      await call.say({ outcome: 'completed', data: { agreed: [GARDEN, TOYS] } })
      await call.record('agreed-in-the-welcome')
    },
  },
  {
    name: 'agreed-before-the-booking',
    async play(stage) {
      const call = await startBookedCall(stage)
      await call.ask(agreeStrategy, { agreed: [TOYS], actor })
      await call.record('agreed-before-the-booking')
      await call.say({ outcome: 'partial' })
      await call.record('agreed-before-the-booking')
    },
  },
]
