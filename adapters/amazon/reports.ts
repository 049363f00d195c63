import { ReportsApi } from '@sp-api-sdk/reports-api-2021-06-30'
import type { Report, ReportDocument, ReportRequest, ReportStatus } from '../../domain/amazon/types.ts'
import type { Caller, CallOptions } from './caller.ts'
import { unexpected } from './failures.ts'

const STATUSES: Readonly<Record<string, ReportStatus>> = {
  IN_QUEUE: 'queued',
  IN_PROGRESS: 'running',
  DONE: 'done',
  CANCELLED: 'cancelled',
  FATAL: 'fatal',
}

export const createReports = ({ http, call }: Caller) => {
  const api = new ReportsApi(undefined, '', http)

  return {
    /** A lost answer is asked for again: then Amazon makes the report twice, of which nobody reads the first. */
    async createReport({ type, marketplaceIds, from, until, options }: ReportRequest, how?: CallOptions): Promise<string> {
      const body = {
        reportType: type,
        marketplaceIds: [...marketplaceIds],
        ...(from === undefined ? {} : { dataStartTime: from }),
        ...(until === undefined ? {} : { dataEndTime: until }),
        ...(options === undefined ? {} : { reportOptions: { ...options } }),
      }
      const answer = await call('createReport', (config) => api.createReport({ body }, config), how)
      if (!answer?.reportId) throw unexpected('createReport', 'reportId')
      return answer.reportId
    },

    async getReport(reportId: string, how?: CallOptions): Promise<Report> {
      const answer = await call('getReport', (config) => api.getReport({ reportId }, config), how)
      const status = STATUSES[answer?.processingStatus]
      if (!status) throw unexpected('getReport', 'known processingStatus')
      const { reportType, reportDocumentId } = answer
      return { reportId, type: reportType, status, ...(reportDocumentId === undefined ? {} : { documentId: reportDocumentId }) }
    },

    async getReportDocument(documentId: string, how?: CallOptions): Promise<ReportDocument> {
      const answer = await call('getReportDocument', (config) => api.getReportDocument({ reportDocumentId: documentId }, config), how)
      if (!answer?.url || !URL.canParse(answer.url)) throw unexpected('getReportDocument', 'url')
      return { documentId, url: answer.url, gzip: answer.compressionAlgorithm === 'GZIP' }
    },
  }
}
