import { expect, test } from 'vitest'
import { DRAWN_FROM, smallShops } from '../../bin/tour/amazon.ts'
import type { SellerRow } from '../../sandbox/amazon/admin/seller-row.ts'
import { rangeOf } from '../../sandbox/amazon/world/listings.ts'
import { marketplaceById } from '../../sandbox/amazon/world/marketplaces.ts'
import { createWorld } from '../../sandbox/amazon/world/world.ts'
import { openAmazon } from '../sandbox/amazon/amazon.ts'

test.each(['1', 'test', 'other'])('whichever shop the tour draws, it sells something: world %s', async (seed) => {
  const { admin } = await openAmazon({ seed })
  const world = createWorld(seed)
  const shops = smallShops((await admin('GET', `sellers?generated=${DRAWN_FROM}`)).json) as SellerRow[]
  expect(shops.length).toBeGreaterThan(20)
  const idle = shops.filter(({ sellingPartnerId, marketplaces: [{ id } = { id: '' }] }) => {
    const { business, account } = world.seller(sellingPartnerId)!
    return ![...rangeOf(world, business, account, marketplaceById(id)!)].some(({ status }) => status === 'Active')
  })
  expect(idle.map(({ key }) => key)).toEqual([])
})
