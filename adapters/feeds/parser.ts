import { FeedFailure } from './failure.ts'
import { feedTimes } from './parse.ts'

/*
 * A process that reads one calendar of a stranger and ends: window as argument, text on stdin, answer as JSON on stdout. It knows no
 * settings and no secrets, and whoever started it bounds its time and memory. Its own zone (TZ) is that of the window, so that also
 * a zone which nobody knows by name is the reader's.
 */
const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
process.stdout.write(JSON.stringify(answer(Buffer.concat(chunks).toString('utf8'))))

function answer(text: string): unknown {
  console.warn = () => {} // node-ical names events there
  try {
    return { times: feedTimes(text, JSON.parse(process.argv[2] ?? '')) }
  } catch (error) {
    return { error: error instanceof FeedFailure ? error.reason : { code: 'unreadable', params: {} } }
  }
}
