import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { AMAZON_REGIONS } from '../../domain/customers.ts'
import type { SandboxClock } from '../clock.ts'
import { createFaults } from './admin/faults.ts'
import { amazonPages } from './admin/pages.ts'
import { adminRoutes } from './admin/routes.ts'
import { createTraffic } from './admin/traffic.ts'
import { createAccessTokens } from './auth/access-tokens.ts'
import { openAuthorisations } from './auth/authorisations.ts'
import { createCodes } from './auth/codes.ts'
import { consentRoutes } from './auth/consent.ts'
import { type LwaClient, lwa } from './auth/lwa.ts'
import { downloads } from './reports/download.ts'
import { createLinks } from './reports/links.ts'
import { createReports } from './reports/reports.ts'
import { type AmazonSettings, DEFAULT_SETTINGS } from './settings.ts'
import { catalogRoutes } from './sp-api/catalog.ts'
import { answerAsAmazon } from './sp-api/errors.ts'
import { createGate } from './sp-api/gate.ts'
import { listingsRoutes } from './sp-api/listings.ts'
import { pricingRoutes } from './sp-api/pricing.ts'
import { createQuota } from './sp-api/quota.ts'
import { reportRoutes } from './sp-api/reports.ts'
import { sellersRoutes } from './sp-api/sellers.ts'
import { createWorld } from './world/world.ts'

export interface AmazonOptions {
  /** Applications that Login with Amazon knows. */
  readonly clients?: readonly LwaClient[]
  readonly settings?: Partial<AmazonSettings>
  /** The machine's time, epoch milliseconds: waits, rates and lifetimes. Tests turn it. */
  readonly now?: () => number
}

export interface AmazonDeps extends AmazonOptions {
  readonly seed: string
  readonly clock: SandboxClock
  readonly log: Logger
  /** Keeps issued tokens and what became of them. */
  readonly file?: string
}

export const SANDBOX_CLIENT: LwaClient = { clientId: 'amzn1.application-oa2-client.sandbox', clientSecret: 'sandbox-secret' }

/** Amazon, played: Login with Amazon, the consent page, and the operations of the SP-API that Lotse uses. */
export async function openAmazon({ seed, clock, log, file, clients = [SANDBOX_CLIENT], settings = {}, now = Date.now }: AmazonDeps) {
  const state = { settings: { ...DEFAULT_SETTINGS, ...settings } }
  const current = () => state.settings
  const world = createWorld(seed)
  const authorisations = await openAuthorisations({ world, log, ...(file === undefined ? {} : { file }) })
  const accessTokens = createAccessTokens(seed)
  const codes = createCodes(now)
  const faults = createFaults(now)
  const traffic = createTraffic(clock)
  const quota = createQuota(current, now)
  const links = createLinks(seed, now)
  const reports = createReports({ seed, faults, clock, settings: current, now })

  return {
    async routes(app: FastifyInstance): Promise<void> {
      await app.register(lwa, { prefix: '/auth/o2', clients, authorisations, accessTokens, codes, faults, traffic, settings: current, now })
      await app.register(downloads, { prefix: '/documents', world, reports, links, faults, traffic })
      await app.register(amazonPages, { world, authorisations, faults, traffic, clock })
      await app.register(adminRoutes, {
        prefix: '/admin',
        world,
        authorisations,
        faults,
        traffic,
        settings: current,
        change: (changed) => {
          state.settings = { ...state.settings, ...changed }
        },
      })
      for (const region of AMAZON_REGIONS) {
        await app.register(consentRoutes, { prefix: `/${region}/apps/authorize`, region, world, codes, faults, traffic, clock })
        await app.register(
          async (api) => {
            answerAsAmazon(api)
            const gate = createGate(api, region, { accessTokens, authorisations, faults, quota, traffic, now })
            await api.register(sellersRoutes, { gate })
            await api.register(catalogRoutes, { gate, world })
            await api.register(listingsRoutes, { gate, world })
            await api.register(pricingRoutes, { gate, world, faults, clock })
            await api.register(reportRoutes, { gate, reports, links, faults, clock, settings: current, now })
          },
          { prefix: `/${region}` },
        )
      }
    },
    close: () => authorisations.close(),
  }
}
