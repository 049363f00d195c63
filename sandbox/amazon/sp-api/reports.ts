import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { SandboxClock } from '../../clock.ts'
import type { Faults } from '../admin/faults.ts'
import type { Links } from '../reports/links.ts'
import { REPORT_TYPE, type ReportJob, type Reports, statusOf } from '../reports/reports.ts'
import type { AmazonSettings } from '../settings.ts'
import { invalidInput, notFound } from './errors.ts'
import type { Gate } from './gate.ts'
import { knownMarketplace } from './query.ts'

export interface ReportRouteDeps {
  readonly gate: Gate
  readonly reports: Reports
  readonly links: Links
  readonly faults: Faults
  readonly clock: SandboxClock
  readonly settings: () => AmazonSettings
  readonly now: () => number
}

const Instant = Type.String({ format: 'date-time' })
const CreateReport = Type.Object({
  reportType: Type.String(),
  marketplaceIds: Type.Array(Type.String(), { minItems: 1, maxItems: 25 }),
  dataStartTime: Type.Optional(Instant),
  dataEndTime: Type.Optional(Instant),
  reportOptions: Type.Optional(Type.Record(Type.String(), Type.String())),
})
interface CreateReportBody {
  readonly reportType: string
  readonly marketplaceIds: readonly string[]
  readonly dataStartTime?: string
  readonly dataEndTime?: string
}

/** Reports API 2021-06-30, for the one report that is played. */
export async function reportRoutes(app: FastifyInstance, deps: ReportRouteDeps): Promise<void> {
  const { gate, reports, links, faults, clock, settings, now } = deps
  const path = '/reports/2021-06-30'

  app.post<{ Body: CreateReportBody }>(
    `${path}/reports`,
    { ...gate.enter('createReport'), schema: { body: CreateReport } },
    async (request, reply) => {
      const seller = gate.seller(request)
      const { reportType, marketplaceIds, dataStartTime, dataEndTime } = request.body
      if (reportType !== REPORT_TYPE) throw invalidInput(`The report type ${reportType} is not one that the sandbox plays.`)
      const asked = marketplaceIds.map(knownMarketplace)
      const marketplaces = asked.filter((one) => seller.account.ranges.some(({ marketplace }) => marketplace === one))
      if (marketplaces.length === 0) throw invalidInput(`The seller takes part in none of ${marketplaceIds.join(', ')}.`)
      const window = { ...(dataStartTime === undefined ? {} : { dataStartTime }), ...(dataEndTime === undefined ? {} : { dataEndTime }) }
      const { reportId } = reports.create({ seller, marketplaces, ...window })
      return reply.code(202).send({ reportId })
    },
  )

  app.get<{ Params: { reportId: string } }>(`${path}/reports/:reportId`, gate.enter('getReport'), async (request) => {
    const job = own(request, reports.find(request.params.reportId), `Report ${request.params.reportId} not found.`)
    return shownReport(job, now(), clock)
  })

  app.get<{ Params: { documentId: string } }>(`${path}/documents/:documentId`, gate.enter('getReportDocument'), async (request) => {
    const { documentId } = request.params
    const { sellingPartnerId } = own(request, reports.document(documentId), `Document ${documentId} not found.`).seller.account
    const dead = faults.strikes('link_expired', 'getReportDocument', sellingPartnerId)
    const link = links.path(documentId, dead ? 0 : settings().linkSeconds * 1_000)
    return { reportDocumentId: documentId, url: `${request.protocol}://${request.host}${link}`, compressionAlgorithm: 'GZIP' }
  })

  /** What belongs to others is not there. */
  function own(request: FastifyRequest, job: ReportJob | undefined, missing: string): ReportJob {
    const { sellingPartnerId } = gate.seller(request).account
    if (job?.seller.account.sellingPartnerId !== sellingPartnerId) throw notFound(missing)
    return job
  }
}

function shownReport(job: ReportJob, now: number, clock: SandboxClock) {
  const { reportId, marketplaces, dataStartTime, dataEndTime, createdTime, startsAt, endsAt, documentId } = job
  const processingStatus = statusOf(job, now)
  // Waits are the machine's, dates the sandbox's.
  const dated = (at: number) => new Date(at + clock.offset()).toISOString()
  return {
    reportId,
    reportType: REPORT_TYPE,
    marketplaceIds: marketplaces.map(({ id }) => id),
    dataStartTime,
    dataEndTime,
    createdTime,
    processingStatus,
    ...(now >= startsAt ? { processingStartTime: dated(startsAt) } : {}),
    ...(now >= endsAt ? { processingEndTime: dated(endsAt) } : {}),
    ...(processingStatus === 'DONE' ? { reportDocumentId: documentId } : {}),
  }
}
