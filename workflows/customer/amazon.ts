import type { AmazonConsent, ConsentResult } from '../../domain/amazon/accounts.ts'
import { records } from '../records.ts'
import type { LifeContext } from './context.ts'
import { planAuthorisation } from './years.ts'

/** A consent at Amazon is written down; from now on its own end counts, whatever was planned for the one before. */
export async function takeConsent(context: LifeContext, consent: AmazonConsent): Promise<ConsentResult> {
  const result = await records.connectAmazonAccount({ customerId: context.customerId, consent })
  if (result.effect === 'elsewhere') return result
  if (context.life.standing === 'active') await planAuthorisation(context)
  context.details()
  return result
}
