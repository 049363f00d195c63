import { randomUUID } from 'node:crypto'
import type { SandboxClock } from '../../clock.ts'
import type { Faults } from '../admin/faults.ts'
import type { AmazonSettings } from '../settings.ts'
import { drawsFrom } from '../world/draws.ts'
import type { Marketplace } from '../world/marketplaces.ts'
import type { Seller } from '../world/world.ts'

export const REPORT_TYPE = 'GET_MERCHANT_LISTINGS_ALL_DATA'
export type ReportStatus = 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'FATAL' | 'CANCELLED'

/** A report as it was asked for, with what will become of it. */
export interface ReportJob {
  readonly reportId: string
  readonly documentId: string
  readonly seller: Seller
  readonly marketplaces: readonly Marketplace[]
  readonly end: 'DONE' | 'FATAL' | 'CANCELLED'
  readonly empty: boolean
  readonly latin1: boolean
  readonly oddText: boolean
  readonly dataStartTime: string
  readonly dataEndTime: string
  /** ISO instants by the sandbox's clock; the waits between are the machine's. */
  readonly createdTime: string
  /** Epoch milliseconds of the machine. */
  readonly startsAt: number
  readonly endsAt: number
}

export interface ReportDeps {
  readonly seed: string
  readonly faults: Faults
  readonly clock: SandboxClock
  readonly settings: () => AmazonSettings
  readonly now: () => number
}

export interface ReportRequest {
  readonly seller: Seller
  readonly marketplaces: readonly Marketplace[]
  readonly dataStartTime?: string
  readonly dataEndTime?: string
}

/** The newest this many are remembered. */
const MAX_REPORTS = 20_000

/** Reports that were asked for. A restart forgets them, as Amazon does after some months. */
export function createReports({ seed, faults, clock, settings, now }: ReportDeps) {
  const jobs = new Map<string, ReportJob>()
  const byDocument = new Map<string, ReportJob>()
  let created = 0

  const waits = (rows: number) => {
    const draws = drawsFrom(`${seed}|report|${created}`)
    const scale = settings().reportDelayScale
    return { queue: draws.between(1_000, 3_000) * scale, work: (draws.between(3_000, 6_000) + rows / 5) * scale }
  }
  const ends = (seller: Seller) => {
    const strikes = (fault: Parameters<Faults['strikes']>[0]) => faults.strikes(fault, 'createReport', seller.account.sellingPartnerId)
    const end = strikes('report_fatal') ? 'FATAL' : strikes('report_cancelled') ? 'CANCELLED' : 'DONE'
    if (end !== 'DONE') return { end, empty: false, latin1: false, oddText: false } as const
    return { end, empty: strikes('report_empty'), latin1: strikes('report_latin1'), oddText: strikes('report_odd_text') } as const
  }

  return {
    create({ seller, marketplaces, dataStartTime, dataEndTime }: ReportRequest): ReportJob {
      created += 1
      const { queue, work } = waits(seller.business.size * marketplaces.length)
      const createdTime = clock.instant()
      const job: ReportJob = {
        reportId: String(50_000_000_000 + Math.floor(now() / 1_000) * 10 + created),
        documentId: `amzn1.spdoc.1.4.${seller.account.region}.${randomUUID()}`,
        seller,
        marketplaces,
        ...ends(seller),
        dataStartTime: dataStartTime ?? createdTime,
        dataEndTime: dataEndTime ?? createdTime,
        createdTime,
        startsAt: now() + queue,
        endsAt: now() + queue + work,
      }
      jobs.set(job.reportId, job)
      byDocument.set(job.documentId, job)
      for (const [reportId, { documentId }] of jobs) {
        if (jobs.size <= MAX_REPORTS) break
        jobs.delete(reportId)
        byDocument.delete(documentId)
      }
      return job
    },
    find: (reportId: string): ReportJob | undefined => jobs.get(reportId),
    /** Only of a report that is done. */
    document: (documentId: string): ReportJob | undefined => {
      const job = byDocument.get(documentId)
      return job && statusOf(job, now()) === 'DONE' ? job : undefined
    },
  }
}

export type Reports = ReturnType<typeof createReports>

export function statusOf({ startsAt, endsAt, end }: ReportJob, now: number): ReportStatus {
  if (now >= endsAt) return end
  return now >= startsAt ? 'IN_PROGRESS' : 'IN_QUEUE'
}
