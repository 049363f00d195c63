import { type AmazonConsent, AUTHORISATION, type ConsentEffect, type ConsentResult } from '../domain/amazon/accounts.ts'
import { addPeriod } from '../domain/calendar/periods.ts'
import { TEAM } from '../domain/codes.ts'
import type { Told } from './customers.ts'
import type { AccountReads } from './life.ts'

export interface NewConsent {
  readonly customerId: string
  readonly consent: AmazonConsent
  /** ISO instant */
  readonly authorizedUntil: string
  /** What to write down of it, by what it turned out to be; a repeat writes nothing. */
  told(effect: ConsentEffect): Told
}

export interface AmazonAccountStore {
  /** One transaction: the credential in its row and what is told of it. A repeat answers the same. */
  connect(consent: NewConsent): Promise<ConsentResult>
}

export interface AmazonAccountDeps {
  readonly customers: AccountReads
  readonly amazonAccounts: AmazonAccountStore
}

const KINDS: Readonly<Record<ConsentEffect, string>> = {
  connected: 'amazon_connected',
  renewed: 'amazon_renewed',
  elsewhere: 'amazon_known_elsewhere',
}

export const createAmazonAccountActivities = ({ customers, amazonAccounts }: AmazonAccountDeps) => ({
  /** Writes down a consent at Amazon, and tells whoever looks after the seller. */
  async connectAmazonAccount({ customerId, consent }: { customerId: string; consent: AmazonConsent }): Promise<ConsentResult> {
    const { agentId } = await customers.account(customerId)
    const { accountId, sellingPartnerId, region, consentedAt } = consent
    const authorizedUntil = addPeriod(consentedAt, AUTHORISATION, 'UTC')
    return amazonAccounts.connect({
      customerId,
      consent,
      authorizedUntil,
      told(effect) {
        const kind = KINDS[effect]
        const params = { sellingPartnerId, region, ...(effect === 'elsewhere' ? {} : { authorizedUntil }) }
        return {
          key: `consent/${accountId}/${consentedAt}`,
          entries: [{ kind, params, actor: 'customer' }],
          notices: [{ audience: agentId ?? TEAM, kind, params }],
        }
      },
    })
  },
})

export type AmazonAccountActivities = ReturnType<typeof createAmazonAccountActivities>
