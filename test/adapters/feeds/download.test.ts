import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { type DownloadOptions, download } from '../../../adapters/feeds/download.ts'
import { FeedFailure } from '../../../adapters/feeds/failure.ts'
import { createFeedReader } from '../../../adapters/feeds/reader.ts'
import { calendarOf, eventOf, startFeedServer } from '../../support/feed-server.ts'

const CALENDAR = calendarOf(...eventOf('DTSTART:20270301T100000Z', 'DTEND:20270301T110000Z'))

async function serve(answer: RequestListener) {
  const server = await startFeedServer(answer)
  onTestFinished(() => server.close())
  return server
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it was read'),
    (error) => (error instanceof FeedFailure ? error.reason : error),
  )
const told = (code: string, params = {}) => ({ code, params })

/** Asks a server that answers like this, which is allowed. */
async function answered(answer: RequestListener, options: Partial<DownloadOptions> = {}) {
  const server = await serve(answer)
  return download(`http://${server.host}/feed.ics`, { hosts: [server.host], ...options })
}

test('a calendar is read as it is, whatever its content type says', async () => {
  const answer: RequestListener = (_request, response) => response.setHeader('content-type', 'application/octet-stream').end(CALENDAR)
  expect(await answered(answer)).toBe(CALENDAR)
})

test('one that comes packed, though nobody asked for it, is unpacked', async () => {
  expect(await answered((_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(CALENDAR)))).toBe(CALENDAR)
})

test('a host that is not allowed is not asked in plain HTTP, and one on loopback not at all', async () => {
  const server = await serve((_request, response) => response.end(CALENDAR))
  const urls = [`http://${server.host}/`, `https://${server.host}/`, `https://localhost:${server.port}/`, `https://[::1]:${server.port}/`]
  for (const url of urls) expect(await failureOf(download(url, { hosts: [] })), url).toEqual(told('address_refused'))
  expect(server.asked).toEqual([])
})

test.each([
  ['a private one', ['10.0.0.7']],
  ['a public one and a private one', ['93.184.215.14', '10.0.0.7']],
  ['the metadata of a cloud', ['169.254.169.254']],
  ['loopback in IPv6', ['::1']],
])('a name that stands for %s is refused', async (_, addresses) => {
  const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  expect(await failureOf(download('https://calendar.example/', { hosts: [], resolve }))).toEqual(told('address_refused'))
})

test('exactly the address that was checked is asked, once, under the name', async () => {
  const server = await serve((_request, response) => response.end(CALENDAR))
  const name = `calendar.example:${server.port}` // means nothing to the machine's own resolver
  const resolved: string[] = []
  const resolve = async (hostname: string) => {
    resolved.push(hostname)
    return [{ address: resolved.length === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }]
  }
  expect(await download(`http://${name}/feed.ics?key=1`, { hosts: [name], resolve })).toBe(CALENDAR)
  expect(resolved).toEqual(['calendar.example'])
  expect(server.asked).toEqual([{ url: '/feed.ics?key=1', host: name }])
})

test('a name that nobody knows is said to be one', async () => {
  const resolve = async () => Promise.reject(new Error('ENOTFOUND secret.calendar.example'))
  expect(await failureOf(download('https://secret.calendar.example/', { hosts: [], resolve }))).toEqual(told('not_resolved'))
  expect(await failureOf(download('https://secret.calendar.example/', { hosts: [], resolve: async () => [] }))).toEqual(
    told('not_resolved'),
  )
})

test('three redirects are followed, a fourth is not', async () => {
  const hops = (most: number): RequestListener => {
    let hop = 0
    return (_request, response) => {
      if (hop === most) return void response.end(CALENDAR)
      hop += 1
      response.writeHead(302, { location: `/hop-${hop}` }).end()
    }
  }
  expect(await answered(hops(3))).toBe(CALENDAR)
  expect(await failureOf(answered(hops(4)))).toEqual(told('too_many_redirects'))
})

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2130706433/',
  'https://[::ffff:127.0.0.1]/',
  'https://localhost/',
  'http://calendar.example/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:25/',
  'http://[',
])('a redirect to %s is refused', async (location) => {
  expect(await failureOf(answered((_request, response) => response.writeHead(301, { location }).end()))).toEqual(told('address_refused'))
})

test('a redirect to another port of an allowed host is refused, and that port is not asked', async () => {
  const other = await serve((_request, response) => response.end(CALENDAR))
  const answer: RequestListener = (_request, response) => response.writeHead(307, { location: `http://${other.host}/` }).end()
  expect(await failureOf(answered(answer))).toEqual(told('address_refused'))
  expect(other.asked).toEqual([])
})

test.each([204, 304, 401, 403, 404, 410, 500, 503])('an answer %i is told as such', async (status) => {
  expect(await failureOf(answered((_request, response) => response.writeHead(status).end()))).toEqual(told('http_status', { status }))
})

test('a body that says it is of 50 MB is not read', async () => {
  let sent = 0
  const answer: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-length': 50 * 1024 * 1024 })
    response.write('BEGIN:VCALENDAR\r\n', () => {
      sent += 1
    })
  }
  expect(await failureOf(answered(answer))).toEqual(told('too_large'))
  expect(sent).toBeLessThan(2)
})

/** Writes without end, as fast as it is read, and tells how much. */
function endless(chunk: Buffer) {
  const written = { bytes: 0, closed: false }
  const answer: RequestListener = (_request, response) => {
    response.on('close', () => {
      written.closed = true
    })
    const more = (): void => {
      if (written.closed || written.bytes > 100 * 1024 * 1024) return
      written.bytes += chunk.length
      if (response.write(chunk)) setImmediate(more)
      else response.once('drain', more)
    }
    more()
  }
  return { written, answer }
}

test('a body without end and without a length is left at the limit', async () => {
  const { written, answer } = endless(Buffer.alloc(64 * 1024, 'X-NOISE:x\r\n'))
  expect(await failureOf(answered(answer))).toEqual(told('too_large'))
  expect(written.bytes).toBeLessThan(20 * 1024 * 1024) // what the machine's own buffers take
})

test('a bomb of 500 MB in 500 KB is left at the limit of what comes out of it', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024))
  const bombs = Buffer.concat([bomb, bomb, bomb, bomb, bomb]) // members of one stream
  const before = process.memoryUsage().arrayBuffers
  const failure = failureOf(answered((_request, response) => response.setHeader('content-encoding', 'gzip').end(bombs)))
  expect(await failure).toEqual(told('too_large'))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024)
})

test('what is packed in a way that nobody asked for, or damaged, cannot be read', async () => {
  const packed = (encoding: string, body: Buffer): RequestListener => {
    return (_request, response) => response.setHeader('content-encoding', encoding).end(body)
  }
  expect(await failureOf(answered(packed('br', Buffer.from('x'))))).toEqual(told('unreadable'))
  expect(await failureOf(answered(packed('gzip', Buffer.from('no gzip'))))).toEqual(told('unreadable'))
  expect(await failureOf(answered(packed('gzip', gzipSync(CALENDAR).subarray(0, 40))))).toEqual(told('unreadable'))
})

test('a server that drips is left when the time is over', async () => {
  const answer: RequestListener = (_request, response) => {
    const drip = setInterval(() => response.write('X'), 10)
    response.on('close', () => clearInterval(drip))
  }
  expect(await failureOf(answered(answer, { timeoutMs: 200 }))).toEqual(told('timeout'))
})

test('a server that never answers, and a resolver that never does, are left when the time is over', async () => {
  expect(await failureOf(answered(() => {}, { timeoutMs: 100 }))).toEqual(told('timeout'))
  const resolve = () => new Promise<never>(() => {})
  expect(await failureOf(download('https://calendar.example/', { hosts: [], resolve, timeoutMs: 100 }))).toEqual(told('timeout'))
})

test('a server that hangs up, or is not there, is told without its address', async () => {
  expect(await failureOf(answered((request) => request.socket.destroy()))).toEqual(told('unreachable'))
  const cut: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('BEGIN:VCALENDAR\r\n', () => response.destroy())
  }
  expect(await failureOf(answered(cut))).toEqual(told('unreachable'))
  const server = await startFeedServer(() => {})
  await server.close()
  expect(await failureOf(download(`http://${server.host}/`, { hosts: [server.host] }))).toEqual(told('unreachable'))
})

test('a page in place of a calendar, and a calendar that was cut, are no calendars', async () => {
  const bodies = ['<!doctype html><title>Log in</title>', '', CALENDAR.slice(0, -20)]
  for (const body of bodies) {
    const server = await serve((_request, response) => response.end(body))
    const read = createFeedReader({ hosts: [server.host] }).read(`http://${server.host}/`, { zone: 'UTC', from: 0, to: 1 })
    expect(await read).toEqual({ error: told('not_a_calendar') })
  }
})

test('a calendar of 10,000 events is refused before anybody reads them', async () => {
  const events = Array.from({ length: 10_000 }, (_, index) =>
    eventOf(`UID:${index}`, 'DTSTART:20270301T100000Z', 'DTEND:20270301T110000Z'),
  ).flat()
  const server = await serve((_request, response) => response.end(calendarOf(...events)))
  const read = createFeedReader({ hosts: [server.host] }).read(`http://${server.host}/`, { zone: 'UTC', from: 0, to: 1 })
  expect(await read).toEqual({ error: told('too_many_events', { events: 10_000, most: 5_000 }) })
})
