import { type IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import axios, { type AxiosResponse, isAxiosError } from 'axios'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { ReportDocument } from '../../domain/amazon/types.ts'
import { decoded, localCharset } from './charset.ts'
import { asFailure } from './failures.ts'
import { type PersistOptions, persist } from './persistence.ts'

const OPERATION = 'document.download'
const TIMEOUT_MS = 30_000
/** Without a byte, while we want some. */
const SILENCE_MS = 60_000

export interface DownloadOptions {
  /** By which the charset is guessed where the document does not say it. */
  readonly marketplaceId?: string
  readonly signal?: AbortSignal
}

export interface DocumentDeps extends Pick<PersistOptions, 'patience' | 'log'> {
  readonly userAgent: string
}

/** Reads report documents. Their links are signed: our token is not sent along, and the link is never told to anybody. */
export function createDocuments({ userAgent, patience, log }: DocumentDeps) {
  const http = axios.create({
    timeout: TIMEOUT_MS,
    responseType: 'stream',
    decompress: false,
    maxRedirects: 3,
    headers: { 'User-Agent': userAgent, 'Accept-Encoding': 'identity' },
  })

  const open = ({ url }: ReportDocument, signal: AbortSignal | undefined): Promise<AxiosResponse<IncomingMessage>> =>
    persist(
      async () => {
        try {
          return await http.get<IncomingMessage>(url, signal ? { signal } : {})
        } catch (error) {
          throw asDownloadFailure(error)
        }
      },
      { patience, log, ...(signal ? { signal } : {}) },
    )

  return {
    /**
     * A document as text, piece by piece, at the pace of whoever reads it. Fails as `expired_link` (ask for the document again) and as
     * `truncated_document` where it ends before its end, also in the midst of reading; it never ends silently.
     */
    async *downloadDocument(document: ReportDocument, { marketplaceId, signal }: DownloadOptions = {}): AsyncGenerator<string> {
      const { data, headers } = await open(document, signal)
      try {
        const bytes = document.gzip ? gunzipped(patient(data)) : patient(data)
        yield* decoded(bytes, (headers as IncomingHttpHeaders)['content-type'], localCharset(marketplaceId))
      } catch (error) {
        signal?.throwIfAborted()
        throw error instanceof AmazonFailure ? error : cutShort(error)
      } finally {
        data.destroy()
      }
    },
  }
}

/** S3 says 403 for a link that is over. Its XML may repeat the link, so nothing of it is passed on. */
function asDownloadFailure(error: unknown): unknown {
  if (!isAxiosError(error) || !error.response) return asFailure(OPERATION, error)
  const { status, data } = error.response
  if (data instanceof IncomingMessage) data.destroy()
  if (status === 403 || status === 410 || status === 400)
    return new AmazonFailure('expired_link', 'the link of the document is over', { operation: OPERATION, status })
  const bare = { ...error.response, data: undefined, headers: {} }
  return asFailure(OPERATION, Object.assign(new axios.AxiosError(), { response: bare }))
}

const cutShort = (error: unknown): AmazonFailure => {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'no code'
  return new AmazonFailure('truncated_document', `the document ended before its end (${code})`, { operation: OPERATION })
}

/** A reader may take his time; a sender may not. */
async function* patient(data: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = data[Symbol.asyncIterator]()
  for (;;) {
    const next = await inTime(chunks.next())
    if (next.done) return
    yield next.value
  }
}

async function inTime<T>(coming: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    const failure = new AmazonFailure('unavailable', `no byte for ${SILENCE_MS} ms`, { operation: OPERATION })
    timer = setTimeout(() => reject(failure), SILENCE_MS)
  })
  coming.catch(() => {}) // it may come after the silence, when nobody waits for it
  return Promise.race([coming, silence]).finally(() => clearTimeout(timer))
}

/** Nothing at all is no gzip either, which zlib would let pass. */
async function* gunzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  pipeline(Readable.from(bytes), gunzip, () => {}) // an error comes out of gunzip
  yield* gunzip as AsyncIterable<Buffer>
  if (gunzip.bytesWritten === 0) throw cutShort(undefined)
}
