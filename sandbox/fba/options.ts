import type { PoolName } from './products.ts'

/** How often something is drawn, each from 0 to 1. */
export interface Rates {
  /** Of warehouse lots: damaged, not lost. */
  readonly damaged: number
  /** Of lost lots: some of its units are found. */
  readonly found: number
  /** Of finds: shortly before the ledger says that they were lost. */
  readonly foundBefore: number
  readonly foundInOtherCentre: number
  /** Of those in another centre: in another country of the same stock. */
  readonly foundInOtherCountry: number
  /** Of finds: under the SKU `Amazon.Found.<ASIN>`. */
  readonly foundByAsin: number
  /** Of damaged lots: some units turn out to be sellable. */
  readonly corrected: number
  /** Of damaged lots: some units are misplaced after they were damaged. */
  readonly misplacedDamaged: number
  /** Of damaged lots: Amazon throws damaged units away. */
  readonly disposedDamaged: number
  /** Of what was neither found nor corrected: it is paid. */
  readonly paid: number
  /** Of payments: before the ledger says that the unit was lost, for Amazon books some losses only when it has paid. */
  readonly paidBefore: number
  /** Of payments: in goods. */
  readonly inKind: number
  readonly inInstalments: number
  readonly automatic: number
  /** Of payments in money: the unit turns up later. */
  readonly foundAfterPayment: number
  /** Of payments: Amazon takes them back and gives no unit. */
  readonly invalidated: number
  /** Of paid damages: the ledger says that Amazon has taken the units. */
  readonly taken: number
  /** Of lots: the same happens twice on the same day, to the last letter. */
  readonly twin: number
  /** Of lots where Amazon's own reckoning lags: its row does not know of the last weeks. */
  readonly lagging: number
  /** Of lots: as many more adjustments that are no loss. */
  readonly others: number
  /** Of lots: as many more payments of what is no lot of the warehouse. */
  readonly otherPayments: number
}

export const USUAL_RATES: Rates = {
  damaged: 0.4,
  found: 0.45,
  foundBefore: 0.15,
  foundInOtherCentre: 0.4,
  foundInOtherCountry: 0.5,
  foundByAsin: 0.04,
  corrected: 0.2,
  misplacedDamaged: 0.15,
  disposedDamaged: 0.1,
  paid: 0.6,
  paidBefore: 0.05,
  inKind: 0.15,
  inInstalments: 0.25,
  automatic: 0.8,
  foundAfterPayment: 0.1,
  invalidated: 0.05,
  taken: 0.3,
  twin: 0.03,
  lagging: 0.1,
  others: 0.5,
  otherPayments: 0.1,
}

export interface FbaOptions {
  /** Losses and damages in the warehouse; of refunds, shipments and removals there are as many as the next lines say. */
  readonly lots: number
  /** For each warehouse lot. */
  readonly ordersPerLot: number
  readonly shipmentsPerLot: number
  readonly removalsPerLot: number
  /** Rows of ordinary traffic for each warehouse lot. */
  readonly trafficPerLot: number
  readonly lotsPerProduct: number
  /** The most units of a warehouse lot. */
  readonly mostUnits: number
  /** The first day of the reports, `YYYY-MM-DD`, and over how many they go. */
  readonly from: string
  readonly days: number
  readonly pools: readonly PoolName[]
  /** Amazon's own columns of what is accounted for: right for its last day, behind for some rows, or not there, as in older files. */
  readonly reckoning: 'current' | 'lagging' | 'absent'
  readonly rates: Rates
}

export const USUAL_OPTIONS: FbaOptions = {
  lots: 2000,
  ordersPerLot: 0.5,
  shipmentsPerLot: 0.05,
  removalsPerLot: 0.1,
  trafficPerLot: 3,
  lotsPerProduct: 8,
  mostUnits: 8,
  from: '2025-05-01',
  days: 300,
  pools: ['US', 'GB', 'EU'],
  reckoning: 'current',
  rates: USUAL_RATES,
}

export interface FbaWishes extends Partial<Omit<FbaOptions, 'rates'>> {
  readonly rates?: Partial<Rates>
}

export const optionsOf = (wishes: FbaWishes): FbaOptions => ({
  ...USUAL_OPTIONS,
  ...wishes,
  rates: { ...USUAL_RATES, ...wishes.rates },
})
