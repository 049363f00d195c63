import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FeedReader } from '../../activities/feeds.ts'
import type { FeedReading, FeedWindow } from '../../domain/feeds.ts'
import { calendarBody } from './body.ts'
import { type DownloadOptions, download } from './download.ts'
import { FeedFailure } from './failure.ts'

/** Far more than a calendar of 2 MB takes, also on a busy machine. */
const PARSE_MS = 40_000
const PARSE_MEGABYTES = 192

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const parser = fileURLToPath(new URL('./parser.ts', import.meta.url))

/** Reads calendars elsewhere, whatever they hold. */
export const createFeedReader = (options: DownloadOptions): FeedReader => ({
  async read(url, window) {
    try {
      const { body } = calendarBody(await download(url, options))
      return await parseApart(body, window)
    } catch (error) {
      if (error instanceof FeedFailure) return { error: error.reason }
      throw error
    }
  },
})

/** In a process of its own: a calendar that was made to be read for ever takes neither our time nor our memory. */
export function parseApart(text: string, window: FeedWindow, timeout = PARSE_MS): Promise<FeedReading> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${PARSE_MEGABYTES}`, '--import', tsx, parser, JSON.stringify(window)], {
      env: { TZ: window.zone },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout,
      killSignal: 'SIGKILL',
    })
    const said: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stdin.on('error', () => {}) // it has ended before it read everything
    child.on('error', reject)
    child.on('close', (code) => {
      resolve(code === 0 ? JSON.parse(Buffer.concat(said).toString('utf8')) : { error: { code: 'too_complex', params: {} } })
    })
    child.stdin.end(text)
  })
}
