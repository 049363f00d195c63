import { type Costs, WHOLE } from '../../domain/pricing/config.ts'

/** What a unit leaves over, a loss also. */
export const profitOf = (price: number, { unit, fees, referral, vat }: Costs): number =>
  (price * WHOLE) / (WHOLE + vat) - (referral * price) / WHOLE - unit - fees
