import type { InboundShipment } from './inbound.ts'
import { ITEMS_FILE } from './inbound-items.ts'

/** Of an answer of `GET /fba/inbound/v0/shipments`. */
interface ShipmentsBody {
  readonly payload: { readonly ShipmentData: readonly object[]; readonly NextToken?: string }
}

/** Of an answer of `GET /fba/inbound/v0/shipmentItems`. */
interface ItemsBody {
  readonly payload: { readonly ItemData: readonly object[]; readonly NextToken?: string }
}

const ADDRESS = { Name: 'Seller', AddressLine1: '1 Warehouse Road', City: 'Town', StateOrProvinceCode: 'NA', PostalCode: '10000' }

/** What the Fulfillment Inbound API v0 answers of shipments, in pages. */
export const shipmentBodies = (shipments: readonly InboundShipment[], perPage = 50): ShipmentsBody[] =>
  pages(shipments, perPage).map(({ own, next }) => ({
    payload: {
      ShipmentData: own.map(({ shipmentId, centre, country, status }) => ({
        ShipmentId: shipmentId,
        ShipmentName: `FBA ${shipmentId}`,
        ShipFromAddress: { ...ADDRESS, CountryCode: country },
        DestinationFulfillmentCenterId: centre,
        ShipmentStatus: status,
        LabelPrepType: 'SELLER_LABEL',
        AreCasesRequired: false,
        BoxContentsSource: 'NONE',
      })),
      ...next,
    },
  }))

/** And of all their items. */
export const itemBodies = (shipments: readonly InboundShipment[], perPage = 50): ItemsBody[] =>
  pages(
    shipments.flatMap(({ shipmentId, items }) => items.map((item) => ({ shipmentId, ...item }))),
    perPage,
  ).map(({ own, next }) => ({
    payload: {
      ItemData: own.map(({ shipmentId, sku, fnsku, shipped, received }) => ({
        ShipmentId: shipmentId,
        SellerSKU: sku,
        FulfillmentNetworkSKU: fnsku,
        QuantityShipped: shipped,
        QuantityReceived: received,
        QuantityInCase: 0,
      })),
      ...next,
    },
  }))

function pages<T>(all: readonly T[], perPage: number): { readonly own: readonly T[]; readonly next: { readonly NextToken?: string } }[] {
  const count = Math.max(1, Math.ceil(all.length / perPage))
  return Array.from({ length: count }, (_, page) => ({
    own: all.slice(page * perPage, (page + 1) * perPage),
    next: page + 1 < count ? { NextToken: String(page + 1) } : {},
  }))
}

/** The answers as files: one JSON array of pages each. */
export const inboundFiles = (shipments: readonly InboundShipment[]): Map<string, string> =>
  new Map([
    ['inbound-shipments.json', JSON.stringify(shipmentBodies(shipments))],
    [ITEMS_FILE, JSON.stringify(itemBodies(shipments))],
  ])
