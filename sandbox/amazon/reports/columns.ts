/** Of GET_MERCHANT_LISTINGS_ALL_DATA, in Amazon's order. */
const FIRST = [
  'item-name',
  'item-description',
  'listing-id',
  'seller-sku',
  'price',
  'quantity',
  'open-date',
  'image-url',
  'item-is-marketplace',
  'product-id-type',
  'zshop-shipping-fee',
  'item-note',
  'item-condition',
  'zshop-category1',
  'zshop-browse-path',
  'zshop-storefront-feature',
  'asin1',
  'asin2',
  'asin3',
  'will-ship-internationally',
  'expedited-shipping',
  'zshop-boldface',
  'product-id',
  'bid-for-featured-placement',
  'add-delete',
  'pending-quantity',
  'fulfillment-channel',
]
const TIERS = [1, 2, 3, 4, 5].flatMap((tier) => [`Quantity Lower Bound ${tier}`, `Quantity Price ${tier}`])
/** Sellers who take part in Amazon Business have these between. */
const BUSINESS = ['Business Price', 'Quantity Price Type', ...TIERS]
const LAST = ['merchant-shipping-group', 'status']

export const columnsOf = (business: boolean): readonly string[] => [...FIRST, ...(business ? BUSINESS : []), ...LAST]
