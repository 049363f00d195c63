import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Plays a server of calendars, on loopback; `host` is what a setting has to allow. */
export async function startFeedServer(answer: RequestListener) {
  const asked: { url: string; host: string | undefined }[] = []
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', host: request.headers.host })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    host: `127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A whole calendar of these lines. */
export const calendarOf = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//somebody//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n')

/** The lines of an event, with a uid of its own unless told. */
export const eventOf = (...lines: string[]): string[] => {
  const uid = lines.some((line) => line.startsWith('UID:')) ? [] : [`UID:${crypto.randomUUID()}`]
  return ['BEGIN:VEVENT', ...uid, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT']
}
