import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Problem } from '../../problem.ts'
import type { Authorisations } from '../auth/authorisations.ts'
import { type AmazonSettings, SettingsBody } from '../settings.ts'
import { generatedNumber } from '../world/generated.ts'
import { truthOf } from '../world/truth.ts'
import type { Seller, World } from '../world/world.ts'
import { FAULTS, type FaultName, type Faults } from './faults.ts'
import { type SellerRow, sellerRow } from './seller-row.ts'
import type { Traffic } from './traffic.ts'

export interface AdminDeps {
  readonly world: World
  readonly authorisations: Authorisations
  readonly faults: Faults
  readonly traffic: Traffic
  readonly settings: () => AmazonSettings
  change(settings: Partial<AmazonSettings>): void
}

/** How an authorisation ends. Not over by itself: it is kept until it is switched off, also over a restart. */
const ENDS = { authorisation_revoked: 'revoked', authorisation_expired: 'expired' } as const
type EndName = keyof typeof ENDS

const SellerId = Type.String({ pattern: '^[A-Z0-9]{5,40}$' })
const Scope = { sellingPartnerId: Type.Optional(SellerId), operation: Type.Optional(Type.String({ minLength: 1 })) }
const Switch = Type.Object(
  {
    ...Scope,
    fault: Type.Unsafe<FaultName | EndName>({ type: 'string', enum: [...FAULTS, ...Object.keys(ENDS)] }),
    /** False switches it off. */
    on: Type.Optional(Type.Boolean()),
    count: Type.Optional(Type.Integer({ minimum: 1 })),
    seconds: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    delayMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 600_000 })),
    status: Type.Optional(Type.Unsafe<500 | 503>({ type: 'integer', enum: [500, 503] })),
  },
  { additionalProperties: false },
)
const OfSeller = Type.Object({ sellingPartnerId: SellerId }, { additionalProperties: false })
const WhoseTruth = Type.Object(
  { sellingPartnerId: SellerId, asins: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{10}(,[A-Z0-9]{10})*$' })) },
  { additionalProperties: false },
)
const MaybeOfSeller = Type.Partial(OfSeller, { additionalProperties: false })
const Listed = Type.Object({ generated: Type.Optional(Type.String({ pattern: '^[0-9]{1,5}$' })) }, { additionalProperties: false })

/** A hand on the Amazon that is played: for tests, benchmarks and its page. Nothing of it is Amazon's. */
export const adminRoutes: FastifyPluginAsyncTypebox<AdminDeps> = async (app, deps) => {
  const { world, authorisations, faults, traffic, settings, change } = deps
  const known = (sellingPartnerId: string): Seller => {
    const seller = world.seller(sellingPartnerId)
    if (!seller) throw new Problem(404, 'no such seller', '/sellingPartnerId')
    return seller
  }

  const shown = () => ({
    faults: [
      ...authorisations.ended().map(({ seller, status }) => ({
        fault: `authorisation_${status}`,
        sellingPartnerId: seller.account.sellingPartnerId,
      })),
      ...faults.shown(),
    ],
  })

  app.get('/faults', async () => shown())

  app.put('/faults', { schema: { body: Switch } }, async ({ body: { fault, on = true, sellingPartnerId, operation, ...details } }) => {
    if (fault === 'authorisation_revoked' || fault === 'authorisation_expired') {
      if (sellingPartnerId === undefined) throw new Problem(400, 'whose authorisation?', '/sellingPartnerId')
      if (operation !== undefined || Object.keys(details).length > 0)
        throw new Problem(400, 'an authorisation has no operation, count or duration: switch it off again', '/fault')
      await authorisations.change(known(sellingPartnerId), on ? ENDS[fault] : 'active')
      return shown()
    }
    const scope = { ...(sellingPartnerId === undefined ? {} : { sellingPartnerId }), ...(operation === undefined ? {} : { operation }) }
    if (on) faults.switchOn(fault, scope, details)
    else faults.switchOff(fault, scope)
    return shown()
  })

  app.delete('/faults', async (_request, reply) => {
    faults.clear()
    return reply.code(204).send()
  })

  app.get('/settings', async () => settings())

  app.put('/settings', { schema: { body: SettingsBody } }, async ({ body }) => {
    change(body)
    return settings()
  })

  app.get('/traffic', { schema: { querystring: MaybeOfSeller } }, async ({ query }) => traffic.shown(query.sellingPartnerId))

  app.delete('/traffic', async (_request, reply) => {
    traffic.reset()
    return reply.code(204).send()
  })

  app.get('/sellers', { schema: { querystring: Listed } }, async ({ query: { generated = '0' } }): Promise<{ items: SellerRow[] }> => {
    if (generated !== '0' && generatedNumber(`generated-${Number(generated)}`) === undefined)
      throw new Problem(400, 'more than there can be', '/generated')
    return { items: world.sellers(Number(generated)).map((seller) => sellerRow(seller, authorisations)) }
  })

  app.get('/truth', { schema: { querystring: WhoseTruth } }, async ({ query: { sellingPartnerId, asins } }, reply) =>
    reply.type('application/json; charset=utf-8').send(Readable.from(truthOf(world, known(sellingPartnerId), asins?.split(',')))),
  )
}
