import type { InboundItem, InboundShipment } from '../../domain/reimbursement/inbound-loads.ts'
import { type Fields, isFields } from '../fields.ts'
import type { FileWarning } from './report-file.ts'

export interface InboundJson {
  readonly items: readonly InboundItem[]
  readonly shipments: readonly InboundShipment[]
  readonly warnings: readonly FileWarning[]
}

/** What cannot be used is told one by one up to so many, the others are counted. */
const TOLD = 10

/**
 * Answers of Amazon's Fulfillment Inbound API v0 (getShipments, getShipmentItems), one or a list of them, as a client has saved them; undefined
 * where it is something else. An entry that cannot be read is told, and not used. The line of an item is its place among all items of the
 * file: clients save an answer in one line.
 */
export function inboundItemsOf(text: string, file: string): InboundJson | undefined {
  const payloads = payloadsIn(text)
  const shipments = listed(payloads, 'ShipmentData')
  const entries = listed(payloads, 'ItemData')
  if (shipments === undefined && entries === undefined) return undefined
  const bad: FileWarning[] = []
  const kept = <T>(name: string, all: readonly unknown[] | undefined, read: (fields: Fields, place: number) => T | string): T[] =>
    (all ?? []).flatMap((entry, index) => {
      const one = isFields(entry) ? read(entry, index + 1) : 'it is no object'
      if (typeof one !== 'string') return [one]
      bad.push({ code: 'bad_entry', message: `${name} ${index + 1} cannot be used: ${one}` })
      return []
    })
  return {
    shipments: kept('ShipmentData', shipments, shipmentOf),
    items: kept('ItemData', entries, (fields, place) => itemOf(fields, { file, line: place })),
    warnings: [...told(bad), ...(isCutOff(payloads) ? [MORE_PAGES] : [])],
  }
}

const MORE_PAGES: FileWarning = {
  code: 'more_pages',
  message: 'Amazon has more pages of this list (NextToken): a shipment may hold products that are not in this file',
}

const told = (bad: readonly FileWarning[]): FileWarning[] =>
  bad.length <= TOLD
    ? [...bad]
    : [...bad.slice(0, TOLD), { code: 'bad_rows', message: `${bad.length} entries cannot be used, of which the first ${TOLD} are named` }]

/** Objects of the file that may hold a list: with Amazon's wrapper around them, or without. */
function payloadsIn(text: string): Fields[] {
  try {
    const whole: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return (Array.isArray(whole) ? whole : [whole]).filter(isFields).map((body) => (isFields(body.payload) ? body.payload : body))
  } catch {
    return []
  }
}

/** Undefined where no payload has the list. */
function listed(payloads: readonly Fields[], name: string): unknown[] | undefined {
  const lists = payloads.map((payload) => payload[name]).filter((list) => Array.isArray(list))
  return lists.length === 0 ? undefined : lists.flat()
}

/** The last page of a list names no other. */
const isCutOff = (payloads: readonly Fields[]): boolean =>
  ['ShipmentData', 'ItemData'].some((name) => {
    const next = payloads.findLast((payload) => Array.isArray(payload[name]))?.NextToken
    return typeof next === 'string' && next !== ''
  })

function shipmentOf({ ShipmentId, ShipmentStatus }: Fields): InboundShipment | string {
  if (!isText(ShipmentId)) return 'it has no ShipmentId'
  if (!isText(ShipmentStatus)) return `shipment ${ShipmentId} has no ShipmentStatus`
  return { shipmentId: ShipmentId, status: ShipmentStatus, delivered: undefined }
}

function itemOf(fields: Fields, source: InboundItem['source']): InboundItem | string {
  const { ShipmentId, SellerSKU, FulfillmentNetworkSKU, QuantityShipped, QuantityReceived } = fields
  if (!isText(ShipmentId)) return 'it has no ShipmentId'
  if (!isText(SellerSKU)) return 'it has no SellerSKU'
  if (!isCount(QuantityShipped)) return `QuantityShipped is no whole number: ${shown(QuantityShipped)}`
  const isUncounted = QuantityReceived === undefined || QuantityReceived === null
  if (!isUncounted && !isCount(QuantityReceived)) return `QuantityReceived is no whole number: ${shown(QuantityReceived)}`
  return {
    shipmentId: ShipmentId,
    sku: SellerSKU,
    fnsku: isText(FulfillmentNetworkSKU) ? FulfillmentNetworkSKU : '',
    asin: '',
    shipped: QuantityShipped,
    received: isUncounted ? undefined : QuantityReceived,
    isOfAll: true,
    source,
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60))
