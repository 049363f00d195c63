import type { AmazonConsent } from '../../../domain/amazon/accounts.ts'
import { connectAmazon } from '../../../workflows/customer.ts'
import type { Scenario, Stage } from '../stage.ts'
import { setClocks, startLife } from './in-life.ts'
import { DAY } from './on-call.ts'

export const consentOf = (stage: Stage): AmazonConsent => ({
  accountId: `${stage.name}-account`,
  sellingPartnerId: 'A1B2C3D4E5',
  region: 'eu',
  sealedRefreshToken: 'c2VhbGVk',
  consentedAt: stage.in(0),
})

export const authorised = (stage: Stage, days: number): void =>
  setClocks(stage, { reauthorisation: { at: stage.in((days - 30) * DAY), authorizedUntil: stage.in(days * DAY) } })

export const consents: Scenario[] = [
  {
    name: 'consent-analysed',
    async play(stage) {
      setClocks(stage, {})
      const life = await startLife(stage)
      authorised(stage, 365)
      await life.ask(connectAmazon, consentOf(stage))
      await life.record('amazon-analysed')
      await stage.pass(336 * DAY)
      await life.record('amazon-analysed-asked-again')
      authorised(stage, 730)
      await life.ask(connectAmazon, consentOf(stage))
      await life.record('amazon-analysed-again')
    },
  },
  {
    name: 'consent-of-somebody-else',
    stand: { consent: 'elsewhere' },
    async play(stage) {
      setClocks(stage, {})
      const life = await startLife(stage)
      await life.ask(connectAmazon, consentOf(stage))
      await life.record('amazon-elsewhere')
    },
  },
]
