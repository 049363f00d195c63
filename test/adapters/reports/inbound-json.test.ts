import { describe, expect, test } from 'vitest'
import { inboundItemsOf } from '../../../adapters/reports/inbound-json.ts'
import { judgeInbound } from '../../../domain/reimbursement/inbound.ts'

const shipment = (more: object = {}) => ({
  ShipmentId: 'FBA1',
  ShipmentName: 'FBA (3.1.2026)',
  DestinationFulfillmentCenterId: 'LEJ1',
  ShipmentStatus: 'CLOSED',
  AreCasesRequired: false,
  ...more,
})
const item = (more: object = {}) => ({
  ShipmentId: 'FBA1',
  SellerSKU: 'SKU-1',
  FulfillmentNetworkSKU: 'X001',
  QuantityShipped: 10,
  QuantityReceived: 8,
  QuantityInCase: 0,
  ...more,
})
const shipments = (...ShipmentData: unknown[]) => ({ payload: { ShipmentData } })
const items = (...ItemData: unknown[]) => ({ payload: { ItemData } })
const read = (body: unknown) => inboundItemsOf(JSON.stringify(body, null, 2), 'inbound.json')
const reasons = (body: unknown) => read(body)?.warnings.map(({ code, message }) => [code, message])

describe('answers of the inbound API', () => {
  test('name shipments with their status', () => {
    expect(read(shipments(shipment(), shipment({ ShipmentId: 'FBA2', ShipmentStatus: 'RECEIVING' })))).toEqual({
      shipments: [
        { shipmentId: 'FBA1', status: 'CLOSED', delivered: undefined },
        { shipmentId: 'FBA2', status: 'RECEIVING', delivered: undefined },
      ],
      items: [],
      warnings: [],
    })
  })

  test('name items with what was sent and what Amazon has counted, each with its place in the file', () => {
    expect(read(items(item(), item({ SellerSKU: 'SKU-2', FulfillmentNetworkSKU: undefined, QuantityReceived: undefined })))?.items).toEqual(
      [
        {
          shipmentId: 'FBA1',
          sku: 'SKU-1',
          fnsku: 'X001',
          asin: '',
          shipped: 10,
          received: 8,
          isOfAll: true,
          source: { file: 'inbound.json', line: 1 },
        },
        {
          shipmentId: 'FBA1',
          sku: 'SKU-2',
          fnsku: '',
          asin: '',
          shipped: 10,
          received: undefined,
          isOfAll: true,
          source: { file: 'inbound.json', line: 2 },
        },
      ],
    )
  })

  test('may be several in one list, with a byte order mark, or without Amazon’s wrapper', () => {
    const several = read([shipments(shipment()), items(item()), items(item({ SellerSKU: 'SKU-2' }))])
    expect(several).toMatchObject({ shipments: [{ shipmentId: 'FBA1' }], items: [{ sku: 'SKU-1' }, { sku: 'SKU-2' }], warnings: [] })
    expect(inboundItemsOf(`\uFEFF${JSON.stringify(items(item()))}`, 'a.json')?.items).toMatchObject([
      { source: { file: 'a.json', line: 1 } },
    ])
    expect(read({ ItemData: [item()] })?.items).toHaveLength(1)
  })

  test('are judged as they are read', () => {
    const body = read([shipments(shipment()), items(item())])
    const given = { receipts: [], payments: [], judging: { asOf: '2026-03-01', knowsPayments: true }, country: 'DE' }
    expect(judgeInbound({ items: body?.items ?? [], shipments: body?.shipments ?? [], ...given })).toMatchObject([
      { type: 'inbound_shortage', quantity: 2, status: 'review', doubts: ['delivery_unknown'] },
    ])
  })

  test('say where there are more pages than the file has', () => {
    const [first, last] = [{ payload: { ItemData: [item()], NextToken: 'n' } }, items(item({ SellerSKU: 'SKU-2' }))]
    expect(reasons(first)).toMatchObject([['more_pages', expect.stringContaining('NextToken')]])
    expect(reasons([first, last])).toEqual([])
  })
})

describe('what is no such answer', () => {
  test('is something else', () => {
    for (const text of [
      '',
      'sku\tquantity',
      '{',
      'null',
      '7',
      '"ItemData"',
      '[]',
      '{}',
      '[[{"ItemData":[]}]]',
      '{"payload":{"ItemData":"no"}}',
    ])
      expect(inboundItemsOf(text, 'a.json')).toBeUndefined()
    expect(read({ errors: [{ code: 'QuotaExceeded' }] })).toBeUndefined()
  })

  test('is told where it stands among answers, and not used', () => {
    expect(reasons(items(item({ QuantityShipped: '10' }), item()))).toEqual([
      ['bad_entry', 'ItemData 1 cannot be used: QuantityShipped is no whole number: "10"'],
    ])
    const bad = [null, 7, [item()], {}, item({ SellerSKU: ' ' }), item({ QuantityShipped: -1 }), item({ QuantityReceived: 1.5 })]
    expect(reasons(items(...bad))?.map(([, message]) => message)).toEqual([
      'ItemData 1 cannot be used: it is no object',
      'ItemData 2 cannot be used: it is no object',
      'ItemData 3 cannot be used: it is no object',
      'ItemData 4 cannot be used: it has no ShipmentId',
      'ItemData 5 cannot be used: it has no SellerSKU',
      'ItemData 6 cannot be used: QuantityShipped is no whole number: -1',
      'ItemData 7 cannot be used: QuantityReceived is no whole number: 1.5',
    ])
    expect(reasons(shipments(shipment({ ShipmentStatus: null }), shipment({ ShipmentId: '' })))).toEqual([
      ['bad_entry', 'ShipmentData 1 cannot be used: shipment FBA1 has no ShipmentStatus'],
      ['bad_entry', 'ShipmentData 2 cannot be used: it has no ShipmentId'],
    ])
    expect(read(items(...bad, item()))?.items).toHaveLength(1)
  })

  test('is counted where there is much of it', () => {
    const many = reasons(items(...Array.from({ length: 30 }, () => 7)))
    expect(many).toHaveLength(11)
    expect(many?.at(-1)).toEqual(['bad_rows', '30 entries cannot be used, of which the first 10 are named'])
  })
})
