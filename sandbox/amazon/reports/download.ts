import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { Faults } from '../admin/faults.ts'
import type { Traffic } from '../admin/traffic.ts'
import type { World } from '../world/world.ts'
import type { Links } from './links.ts'
import { listingsReport } from './listings-report.ts'
import type { Reports } from './reports.ts'

export interface DownloadDeps {
  readonly world: World
  readonly reports: Reports
  readonly links: Links
  readonly faults: Faults
  readonly traffic: Traffic
}

interface Download {
  Params: { documentId: string }
  Querystring: { expires?: string; signature?: string }
}

/** The store of documents, which answers as an object store does: errors are XML. */
export async function downloads(app: FastifyInstance, { world, reports, links, faults, traffic }: DownloadDeps): Promise<void> {
  app.addHook('onSend', async (_request, reply, payload) => {
    traffic.count('download', undefined, reply.statusCode)
    return payload
  })
  app.get<Download>('/:documentId', async (request, reply) => {
    const { documentId } = request.params
    const { expires = '', signature = '' } = request.query
    const refuse = (status: number, code: string, message: string) => reply.code(status).type('application/xml').send(xml(code, message))
    const job = reports.document(documentId)
    const { sellingPartnerId } = job?.seller.account ?? {}
    const failed = await faults.play('download', sellingPartnerId)
    if (failed === 500) return refuse(500, 'InternalError', 'We encountered an internal error. Please try again.')
    if (failed !== undefined) return refuse(503, 'SlowDown', 'Please reduce your request rate.')
    const link = links.check(documentId, expires, signature)
    if (link !== 'holds') return refuse(403, 'AccessDenied', link === 'expired' ? 'Request has expired' : 'Access Denied')
    if (!job) return refuse(404, 'NoSuchKey', 'The specified key does not exist.')

    const encode = (text: string) => Buffer.from(text, job.latin1 ? 'latin1' : 'utf8')
    const zipped = createGzip()
    pipeline(Readable.from(encoded(listingsReport(world, job), encode)), zipped, (error) => {
      if (error) request.log.warn({ err: error }, 'a document broke off') // or whoever read it hung up
    })
    const body = faults.strikes('gzip_truncated', 'getReportDocument', sellingPartnerId) ? Readable.from(withoutEnd(zipped)) : zipped
    return reply.type(`text/tab-separated-values; charset=${job.latin1 ? 'ISO-8859-1' : 'UTF-8'}`).send(body)
  })
}

async function* encoded(texts: AsyncIterable<string>, encode: (text: string) => Buffer): AsyncGenerator<Buffer> {
  for await (const text of texts) yield encode(text)
}

/** All but the end, as when a connection breaks and nobody notices. */
async function* withoutEnd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | undefined
  for await (const chunk of chunks) {
    if (held) yield held
    held = chunk
  }
  if (held) yield held.subarray(0, Math.floor(held.length / 2))
}

const xml = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
