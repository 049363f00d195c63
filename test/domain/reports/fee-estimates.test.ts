import { describe, expect, test } from 'vitest'
import { Cells } from '../../../domain/reports/cells.ts'
import { isWhole, recognise } from '../../../domain/reports/recognise.ts'
import { ROW_READERS } from '../../../domain/reports/rows.ts'

const REPORT = 'GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA'
const common = { sku: 'A', fnsku: 'X', 'longest-side': '20', 'item-package-weight': '0.5', currency: 'EUR', 'estimated-fee-total': '5.10' }

function read(cells: Readonly<Record<string, string>>) {
  const all = { ...common, ...cells }
  const found = recognise(Object.keys(all), [])
  if (found === null || !isWhole(found)) throw new Error('the header is not recognised')
  const reader = new Cells(found.columns, { order: 'day_first', mark: '.', values: {} })
  reader.take(Object.values(all))
  return { ...ROW_READERS[REPORT](reader), unknown: found.unknown }
}

describe('the estimates of fees', () => {
  test('of the US name one fee and a tier', () => {
    expect(read({ 'product-size-tier': 'UsSmallStandardSize', 'expected-fulfillment-fee-per-unit': '3.22' })).toMatchObject({
      fulfilmentFee: 322,
      sizeTier: 'UsSmallStandardSize',
      store: '',
      crossBorderFees: undefined,
      unknown: [],
    })
  })

  test('of Europe name the store, a band, the fee at home and those to other countries', () => {
    const europe = {
      'amazon-store': 'Amazon.de',
      'has-local-inventory': 'Yes',
      'product-size-weight-band': 'Standard parcel <= 400g',
      'expected-domestic-fulfilment-fee-per-unit': '3.05',
      'expected-efn-fulfilment-fee-per-unit-uk': '--',
      'expected-efn-fulfilment-fee-per-unit-fr': '5.45',
      'expected-efn-fulfilment-fee-per-unit-it': '6.10',
    }
    const row = { fulfilmentFee: 305, sizeTier: 'Standard parcel <= 400g', store: 'Amazon.de', unknown: [] }
    expect(read(europe)).toMatchObject({ ...row, crossBorderFees: [545, 610] })
    const none = { 'expected-efn-fulfilment-fee-per-unit-fr': '--', 'expected-efn-fulfilment-fee-per-unit-it': '--' }
    expect(read({ ...europe, ...none })).toMatchObject({ ...row, crossBorderFees: [] })
  })
})
