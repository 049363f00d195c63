import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { NoticeFeed } from '../../api/sse.ts'

const CHANNEL = 'lotse_notices'
/** Whoever follows looks this often even where no wake-up came: one may be lost with its connection. */
const ANYWAY_MS = 5_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
const CONNECT_MS = 5_000

/** Listens on one connection of its own, however many follow, and connects again when that is lost. Close it, or the process stays. */
export function createNoticeFeed(databaseUrl: string): NoticeFeed & { close(): Promise<void> } {
  const followers = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of followers) wake()
  }
  const closing = new AbortController()
  const anyway = setInterval(wakeAll, ANYWAY_MS)
  const listening = listenForever(databaseUrl, wakeAll, closing.signal)

  return {
    subscribe(wake) {
      const follower = () => wake() // a function may subscribe twice
      followers.add(follower)
      return () => {
        followers.delete(follower)
      }
    },
    async close() {
      clearInterval(anyway)
      closing.abort()
      await listening
    },
  }
}

async function listenForever(databaseUrl: string, wake: () => void, closing: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS
  while (!closing.aborted) {
    const heard = await listen(databaseUrl, wake, closing)
    pause = heard ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS)
    await delay(pause, undefined, { signal: closing }).catch(() => {})
  }
}

/** Until the connection is lost or closed; says whether there was one. */
async function listen(databaseUrl: string, wake: () => void, closing: AbortSignal): Promise<boolean> {
  const session = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'lotse notices',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  })
  const lost = new Promise<void>((resolve) => {
    session.on('error', () => resolve())
    session.on('end', () => resolve())
    closing.addEventListener('abort', () => resolve(), { once: true })
  })
  session.on('notification', wake)
  try {
    await session.connect()
    await session.query(`LISTEN ${CHANNEL}`)
    wake() // for what came while nobody listened
    await lost
    return true
  } catch {
    return false
  } finally {
    await session.end().catch(() => {})
  }
}
