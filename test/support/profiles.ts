import type { Database } from '../../adapters/postgres/database.ts'
import type { ProfileGroup, ProfileResult } from '../../domain/profile/profile.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import { NOW } from './records.ts'

const groupOf = (brand: string, fields: Pick<ProfileGroup, 'kind'>): ProfileGroup => ({
  key: `brand:${brand.toLowerCase()}`,
  brand,
  items: 10,
  active: 10,
  estimated: false,
  productTypes: [],
  prices: [],
  evidence: {
    code: fields.kind === 'private_label' ? 'nobody_else_offers' : 'others_offer',
    asins: 10,
    sampled: 10,
    read: 10,
    alone: fields.kind === 'private_label' ? 10 : 0,
    contested: fields.kind === 'private_label' ? 0 : 10,
    crowded: 0,
    lone: 0,
    withAmazon: 0,
    idle: 0,
    unreadable: 0,
    otherSellers: 3,
    contestedShare: { low: 0, high: 1 },
    probability: 0.99,
    nameResembles: false,
    moreSamples: 0,
  },
  ...fields,
})

/** Acme is the seller's own brand, Bolt he trades, in Germany, Sweden and on a marketplace that is none of Amazon's stores. */
const RESULT: ProfileResult = {
  asOf: NOW,
  skus: 20,
  items: 20,
  active: 20,
  unread: 0,
  marketplaces: [
    { id: 'A1PA6795UKMFR9', items: 12, active: 12, inactive: 0 },
    { id: 'A2NODRKZP88ZB9', items: 7, active: 7, inactive: 0 },
    { id: 'A38D8NSA03LJTC', items: 1, active: 1, inactive: 0 },
  ],
  fulfilment: { amazon: 20, merchant: 0 },
  prices: [],
  groups: [groupOf('Acme', { kind: 'private_label' }), groupOf('Bolt', { kind: 'trade_goods' })],
}

/** Writes down what an analysis found of a seller: proposed is push for `brand:acme` and buy_box for `brand:bolt`. */
export async function addProfile(
  { client }: Database,
  customerId: string,
  { result = RESULT }: { result?: ProfileResult | null } = {},
): Promise<void> {
  const json = result === null ? Prisma.DbNull : (result as unknown as Prisma.InputJsonValue)
  const found = { run: 1, wish: `${customerId}/1`, state: result === null ? 'running' : 'done', result: json, startedAt: new Date(NOW) }
  await client.profile.upsert({ where: { customerId }, create: { customerId, ...found }, update: found })
}
