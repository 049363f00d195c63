/** Amazon's report types that can be read from a file: some for the rules, some to say what a file is. */
export const REPORT_TYPES = [
  'GET_LEDGER_DETAIL_VIEW_DATA',
  'GET_LEDGER_SUMMARY_VIEW_DATA',
  'GET_FBA_REIMBURSEMENTS_DATA',
  'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA',
  'GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA',
  'GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA',
  'GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA',
  'GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA',
  'GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA',
  'GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL',
  'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL',
  'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2',
  'GET_FBA_STORAGE_FEE_CHARGES_DATA',
  'GET_FBA_FULFILLMENT_LONGTERM_STORAGE_FEE_CHARGES_DATA',
  'GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA',
  'GET_MERCHANT_LISTINGS_ALL_DATA',
] as const

export type ReportType = (typeof REPORT_TYPES)[number]

/** What a report looks like: Amazon's English headers, in its order. */
export interface ReportShape {
  readonly columns: readonly string[]
  /** Without one of these it is not this report, or not one that can be read. */
  readonly required: readonly string[]
}

const shape = (columns: string, required: string): ReportShape => ({ columns: columns.split(' | '), required: required.split(' | ') })

/** Headers by seller documentation and by files seen (brief reimbursement, section 3). Newer and older files have columns more or fewer: they are read by name. */
export const SHAPES: Readonly<Record<ReportType, ReportShape>> = {
  GET_LEDGER_DETAIL_VIEW_DATA: shape(
    'Date | FNSKU | ASIN | MSKU | Title | Event Type | Reference ID | Quantity | Fulfillment Center | Disposition | Reason | Country | Reconciled Quantity | Unreconciled Quantity | Date and Time | Store',
    'Date | FNSKU | Event Type | Reference ID | Quantity | Fulfillment Center | Disposition | Reason',
  ),
  GET_LEDGER_SUMMARY_VIEW_DATA: shape(
    'Date | FNSKU | ASIN | MSKU | Title | Disposition | Starting Warehouse Balance | In Transit Between Warehouses | Receipts | Customer Shipments | Customer Returns | Vendor Returns | Warehouse Transfer In/Out | Found | Lost | Damaged | Disposed | Other Events | Ending Warehouse Balance | Unknown Events | Location | Store',
    'Date | FNSKU | Disposition | Starting Warehouse Balance | Ending Warehouse Balance',
  ),
  GET_FBA_REIMBURSEMENTS_DATA: shape(
    'approval-date | reimbursement-id | case-id | amazon-order-id | reason | sku | fnsku | asin | product-name | condition | currency-unit | amount-per-unit | amount-total | quantity-reimbursed-cash | quantity-reimbursed-inventory | quantity-reimbursed-total | original-reimbursement-id | original-reimbursement-type',
    'approval-date | reimbursement-id | reason | fnsku | currency-unit | amount-total | quantity-reimbursed-cash | quantity-reimbursed-inventory',
  ),
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: shape(
    'return-date | order-id | sku | asin | fnsku | product-name | quantity | fulfillment-center-id | detailed-disposition | reason | status | license-plate-number | customer-comments',
    'return-date | order-id | fnsku | quantity | detailed-disposition',
  ),
  GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA: shape(
    'adjusted-date | transaction-item-id | fnsku | sku | product-name | fulfillment-center-id | quantity | reason | disposition',
    'adjusted-date | transaction-item-id | fnsku | fulfillment-center-id | quantity | reason | disposition',
  ),
  GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA: shape(
    'request-date | order-id | order-source | order-type | service-speed | order-status | last-updated-date | sku | fnsku | disposition | requested-quantity | cancelled-quantity | disposed-quantity | shipped-quantity | in-process-quantity | removal-fee | currency',
    'request-date | order-id | order-type | order-status | fnsku | requested-quantity | cancelled-quantity | disposed-quantity | shipped-quantity | in-process-quantity',
  ),
  GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA: shape(
    'request-date | order-id | shipment-date | sku | fnsku | disposition | shipped-quantity | carrier | tracking-number | removal-order-type',
    'request-date | order-id | shipment-date | fnsku | shipped-quantity | carrier | tracking-number',
  ),
  GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA: shape(
    'shipment-date | sku | asin | fulfillment-center-id | original-fulfillment-center-id | quantity | replacement-reason-code | replacement-amazon-order-id | original-amazon-order-id',
    'shipment-date | sku | quantity | replacement-amazon-order-id | original-amazon-order-id',
  ),
  GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA: shape(
    'sku | fnsku | asin | product-name | product-group | brand | fulfilled-by | your-price | sales-price | longest-side | median-side | shortest-side | length-and-girth | unit-of-dimension | item-package-weight | unit-of-weight | product-size-tier | currency | estimated-fee-total | estimated-referral-fee-per-unit | estimated-variable-closing-fee | estimated-order-handling-fee-per-order | estimated-pick-pack-fee-per-unit | estimated-weight-handling-fee-per-unit | expected-fulfillment-fee-per-unit | amazon-store | has-local-inventory | product-size-weight-band | expected-domestic-fulfilment-fee-per-unit | expected-efn-fulfilment-fee-per-unit-uk | expected-efn-fulfilment-fee-per-unit-de | expected-efn-fulfilment-fee-per-unit-fr | expected-efn-fulfilment-fee-per-unit-it | expected-efn-fulfilment-fee-per-unit-es | expected-efn-fulfilment-fee-per-unit-se',
    'sku | fnsku | longest-side | item-package-weight | currency',
  ),
  GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL: shape(
    'amazon-order-id | merchant-order-id | shipment-id | shipment-item-id | amazon-order-item-id | merchant-order-item-id | purchase-date | payments-date | shipment-date | reporting-date | buyer-email | buyer-name | buyer-phone-number | sku | product-name | quantity-shipped | currency | item-price | item-tax | shipping-price | shipping-tax | gift-wrap-price | gift-wrap-tax | ship-service-level | recipient-name | ship-address-1 | ship-address-2 | ship-address-3 | ship-city | ship-state | ship-postal-code | ship-country | ship-phone-number | bill-address-1 | bill-address-2 | bill-address-3 | bill-city | bill-state | bill-postal-code | bill-country | item-promotion-discount | ship-promotion-discount | carrier | tracking-number | estimated-arrival-date | fulfillment-center-id | fulfillment-channel | sales-channel',
    'amazon-order-id | shipment-id | shipment-date | sku | quantity-shipped | fulfillment-center-id',
  ),
  GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL: shape(
    'amazon-order-id | merchant-order-id | purchase-date | last-updated-date | order-status | fulfillment-channel | sales-channel | order-channel | ship-service-level | product-name | sku | asin | item-status | quantity | currency | item-price | item-tax | shipping-price | shipping-tax | gift-wrap-price | gift-wrap-tax | item-promotion-discount | ship-promotion-discount | ship-city | ship-state | ship-postal-code | ship-country | promotion-ids | cpf | is-business-order | purchase-order-number | price-designation | signature-confirmation-recommended | order-item-id',
    'amazon-order-id | purchase-date | last-updated-date | order-status | sku | quantity | currency | item-price',
  ),
  GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2: shape(
    'settlement-id | settlement-start-date | settlement-end-date | deposit-date | total-amount | currency | transaction-type | order-id | merchant-order-id | adjustment-id | shipment-id | marketplace-name | amount-type | amount-description | amount | fulfillment-id | posted-date | posted-date-time | order-item-code | merchant-order-item-id | merchant-adjustment-item-id | sku | quantity-purchased | promotion-id',
    'settlement-id | total-amount | currency | transaction-type | order-id | amount-type | amount-description | amount | posted-date | sku | quantity-purchased',
  ),
  GET_FBA_STORAGE_FEE_CHARGES_DATA: shape(
    'asin | fnsku | product_name | fulfillment_center | country_code | longest_side | median_side | shortest_side | measurement_units | weight | weight_units | item_volume | volume_units | product_size_tier | average_quantity_on_hand | average_quantity_pending_removal | estimated_total_item_volume | month_of_charge | storage_utilization_ratio | storage_utilization_ratio_units | base_rate | utilization_surcharge_rate | avg_qty_for_sus | est_vol_for_sus | est_base_msf | est_sus | currency | estimated_monthly_storage_fee | dangerous_goods_storage_type | eligible_for_inventory_discount | qualifies_for_inventory_discount | total_incentive_fee_amount | breakdown_incentive_fee_amount | average_quantity_customer_orders',
    'asin | fnsku | fulfillment_center | country_code | month_of_charge | currency | estimated_monthly_storage_fee',
  ),
  GET_FBA_FULFILLMENT_LONGTERM_STORAGE_FEE_CHARGES_DATA: shape(
    'snapshot-date | sku | fnsku | asin | product-name | condition | per-unit-volume | currency | volume-unit | country | qty-charged | amount-charged | surcharge-age-tier | rate-surcharge',
    'snapshot-date | fnsku | currency | country | qty-charged | amount-charged | surcharge-age-tier',
  ),
  GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA: shape(
    'issue-reported-date | shipment-creation-date | fba-shipment-id | fba-carton-id | fulfillment-center-id | sku | fnsku | asin | product-name | problem-type | problem-quantity | expected-quantity | received-quantity | fee-total | problem-level | alert-status',
    'issue-reported-date | fba-shipment-id | fnsku | problem-type | expected-quantity | received-quantity',
  ),
  GET_MERCHANT_LISTINGS_ALL_DATA: shape(
    'item-name | item-description | listing-id | seller-sku | price | quantity | open-date | image-url | item-is-marketplace | product-id-type | zshop-shipping-fee | item-note | item-condition | zshop-category1 | zshop-browse-path | zshop-storefront-feature | asin1 | asin2 | asin3 | will-ship-internationally | expedited-shipping | zshop-boldface | product-id | bid-for-featured-placement | add-delete | pending-quantity | fulfillment-channel | merchant-shipping-group | status',
    'seller-sku | price | quantity | open-date | asin1 | fulfillment-channel',
  ),
}
