import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { feedUrlProblem } from '../../domain/feeds.ts'
import { isPublicAddress } from './addresses.ts'
import { FeedFailure } from './failure.ts'

interface Address {
  readonly address: string
  readonly family: number
}

export interface DownloadOptions {
  /** Hosts, with port where it is not the usual one, that need not be public nor https. */
  readonly hosts: readonly string[]
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>
  /** For all of it, redirects included. */
  readonly timeoutMs?: number
}

const MOST_BYTES = 2 * 1024 * 1024
const MOST_REDIRECTS = 3
const TIMEOUT_MS = 10_000
const HEADERS = { accept: 'text/calendar', 'accept-encoding': 'identity', 'user-agent': 'Lotse' }

/**
 * The text at an address that a stranger chose. Each address on the way is checked, and exactly the one that was checked is connected
 * to, so that a name which means something else a moment later leads nowhere. Throws FeedFailure.
 */
export async function download(
  url: string,
  { hosts, resolve = (name) => lookup(name, { all: true }), timeoutMs = TIMEOUT_MS }: DownloadOptions,
): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    let next = new URL(url)
    for (let redirects = 0; ; redirects += 1) {
      const response = await ask(next, await checkedAddress(next, hosts, resolve, signal), signal)
      const onward = redirectOf(response, next)
      if (onward === undefined) return await textOf(response, signal)
      response.destroy()
      if (redirects === MOST_REDIRECTS) throw new FeedFailure('too_many_redirects')
      next = onward
    }
  } catch (error) {
    if (error instanceof FeedFailure) throw error
    // What the network said may hold the address: it goes no further.
    throw new FeedFailure(signal.aborted ? 'timeout' : isDamaged(error) ? 'unreadable' : 'unreachable')
  }
}

async function checkedAddress(
  url: URL,
  hosts: readonly string[],
  resolve: NonNullable<DownloadOptions['resolve']>,
  signal: AbortSignal,
): Promise<Address> {
  if (feedUrlProblem(url.href, hosts) !== undefined) throw new FeedFailure('address_refused')
  const name = hostnameOf(url)
  const family = isIP(name)
  const addresses = family !== 0 ? [{ address: name, family }] : await unlessAborted(resolve(name), signal).catch(unresolved(signal))
  const [first] = addresses
  if (first === undefined) throw new FeedFailure('not_resolved')
  if (!hosts.includes(url.host) && !addresses.every(({ address }) => isPublicAddress(address))) throw new FeedFailure('address_refused')
  return first
}

/** Without the brackets of an IPv6 address. A URL has IPv4 in its one form by now, however it was written. */
const hostnameOf = ({ hostname }: URL): string => (hostname.startsWith('[') ? hostname.slice(1, -1) : hostname)

const unresolved = (signal: AbortSignal) => (): never => {
  throw new FeedFailure(signal.aborted ? 'timeout' : 'not_resolved')
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return Promise.race([
    work,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  ])
}

function ask(url: URL, { address, family }: Address, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const name = hostnameOf(url)
  return new Promise((resolve, reject) => {
    const request = (secure ? secureRequest : plainRequest)(
      {
        host: address,
        family,
        port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: { ...HEADERS, host: url.host },
        // The certificate has to be that of the name, though the address is asked.
        servername: isIP(name) === 0 ? name : '',
        agent: false,
        signal,
      },
      resolve,
    )
    request.on('error', reject)
    request.end()
  })
}

function redirectOf({ statusCode = 0, headers: { location } }: IncomingMessage, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return undefined
  if (!URL.canParse(location, from.href)) throw new FeedFailure('address_refused')
  return new URL(location, from)
}

async function textOf(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const { statusCode: status, headers } = response
  try {
    if (status !== 200) throw new FeedFailure('http_status', { status })
    if (Number(headers['content-length'] ?? 0) > MOST_BYTES) throw new FeedFailure('too_large')
    const encoding = headers['content-encoding'] ?? 'identity'
    if (encoding === 'identity') return await boundedText(response, signal)
    if (encoding !== 'gzip') throw new FeedFailure('unreadable')
    // Nobody asked for it, but some send it. What counts is what comes out of it.
    const unpacked = createGunzip()
    pipeline(response, unpacked, { signal }).catch(() => {}) // whatever ends it ends the stream that is read, too
    return await boundedText(unpacked, signal)
  } finally {
    response.destroy()
  }
}

/** Stops reading, and thereby the sender, at the limit. */
async function boundedText(stream: AsyncIterable<Buffer>, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    signal.throwIfAborted()
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new FeedFailure('too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const isDamaged = (error: unknown): boolean => String((error as { code?: unknown } | undefined)?.code).startsWith('Z_')
