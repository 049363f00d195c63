import type { FastifyReply } from 'fastify'
import type { NoticeView } from './schemas/notices.ts'

/** Wakes whoever follows the notices. */
export interface NoticeFeed {
  /** Calls back after new notices were committed; returns how to stop. */
  subscribe(wake: () => void): () => void
}

const HEARTBEAT_MS = 15_000

/** Writes notices behind `last` as server-sent events until the reader goes or the server closes. Reads again after each wake: the database is the queue. */
export function streamNotices(reply: FastifyReply, last: string, after: (id: string) => Promise<NoticeView[]>, feed: NoticeFeed): void {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...headersOf(reply),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')

  let position = last
  let reading = false
  let again = false

  async function send(): Promise<void> {
    again = true
    if (reading) return
    reading = true
    try {
      while (again && !raw.destroyed) {
        again = false
        const notices = await after(position)
        for (const notice of notices) {
          position = notice.id
          const written = raw.write(`id: ${notice.id}\ndata: ${JSON.stringify(notice)}\n\n`)
          if (!written && !raw.destroyed) await new Promise((resolve) => raw.once('drain', resolve).once('close', resolve))
        }
        if (notices.length > 0) again = true
      }
    } catch (error) {
      // The reader comes back by itself with Last-Event-ID: nothing is lost.
      reply.log.warn({ err: error }, 'notice stream ended')
      raw.destroy()
    } finally {
      reading = false
    }
  }

  const unsubscribe = feed.subscribe(() => void send())
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
  raw.once('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
  void send()
}

const headersOf = (reply: FastifyReply) =>
  Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)) as Record<string, string>
