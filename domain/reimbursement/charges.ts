import { countryOfRow } from '../amazon/stores.ts'
import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import { bySource, type Source } from './lots.ts'
import { isPrincipal, type Settled } from './refunds.ts'

/** What Amazon took for fulfilling units of one product in one parcel. */
export interface Charge {
  readonly sku: string
  /** ISO 3166-1 alpha-2, '' where nobody knows it. */
  readonly country: string
  readonly currency: string
  /** `YYYY-MM-DD`: its window starts here. */
  readonly date: string
  /** Those of which the fee was not given back. */
  readonly units: number
  readonly feePerUnit: number
  /** What the customer paid for one: fees may go by price. */
  readonly pricePerUnit: number
  /** A part of the fee that was given back. */
  readonly corrected: number
  /** The row of the fee. */
  readonly source: Source
}

const FULFILMENT_FEE = 'FBAPerUnitFulfillmentFee'

const isFee = ({ amountType, amountDescription }: Settled): boolean => amountType === 'ItemFees' && amountDescription === FULFILMENT_FEE

/**
 * Fulfilment fees of orders. The fee of a parcel goes by how many units its principal is for; where that does not come out even, nobody
 * knows the fee of a unit and it is no charge here. `country`: of rows that name no store; what was sold elsewhere has other rates and is none.
 */
export function chargesIn(rows: readonly Settled[], country: string): Charge[] {
  const ours = rows.filter(({ orderId, sku, fulfilment }) => orderId !== '' && sku !== '' && fulfilment !== 'MFN')
  return [...groupedBy(ours, ({ orderId, sku, currency }) => [orderId, sku, currency].join(' ')).values()].flatMap((items) => {
    const ordered = items.filter(({ transactionType }) => transactionType === 'Order')
    const refunded = items.filter((row) => row.transactionType !== 'Order' && isFee(row)).reduce((sum, { amount }) => sum + amount, 0)
    const charges = [...groupedBy(ordered, ({ shipmentId }) => shipmentId).values()].flatMap((parcel) => chargeOf(parcel, country))
    return lessRefunded(charges, refunded)
  })
}

function chargeOf(parcel: readonly Settled[], country: string): Charge[] {
  const principals = parcel.filter(isPrincipal)
  const units = principals.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)
  const [fee] = parcel.filter((row) => isFee(row) && row.amount < 0 && row.posted !== undefined).sort(byPosted)
  const charged = -parcel.filter(isFee).reduce((sum, { amount }) => sum + amount, 0)
  if (fee?.posted === undefined || units <= 0 || charged <= 0 || charged % units !== 0) return []
  const store = countryOfRow(fee.marketplace, country)
  if (store === undefined) return []
  const price = principals.reduce((sum, { amount }) => sum + amount, 0)
  const { sku, currency, posted: date, source } = fee
  const [feePerUnit, pricePerUnit] = [charged / units, price / units]
  return [{ sku, country: store, currency, date, units, feePerUnit, pricePerUnit, corrected: 0, source }]
}

const byPosted = (a: Settled, b: Settled): number => compare(a.posted ?? '', b.posted ?? '') || bySource(a, b)

/** The dearest first: of what is left nothing is claimed that may have been given back. */
function lessRefunded(charges: readonly Charge[], refunded: number): Charge[] {
  let left = Math.max(refunded, 0)
  return charges
    .toSorted((a, b) => b.feePerUnit - a.feePerUnit || bySource(a, b))
    .map((charge) => {
      const units = Math.min(Math.floor(left / charge.feePerUnit), charge.units)
      left -= units * charge.feePerUnit
      const corrected = units < charge.units ? left : 0
      left -= corrected
      return { ...charge, units: charge.units - units, corrected }
    })
}
