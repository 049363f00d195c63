import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { playedAmazon } from '../test/adapters/amazon/played-amazon.ts'
import { type RateRun, runAtDeclaredRate } from './declared-rate.ts'
import { round } from './figures.ts'
import { withHouse } from './house.ts'
import { writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * Four workers ask Amazon, played by the sandbox, as often as its published rates allow: none of them may ever be told 429, and as
 * little of the rate as possible may be lost.
 */

const OPERATIONS = ['getReport', 'searchCatalogItems', 'getItemOffers'] as const // buckets of fifteen, of two, and of one token
const WORKERS = 4

exitWithParent()
await runBench('quota', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
  })
  const seconds = wholeOf('seconds', values.seconds, 10)
  const runs = await withHouse(async ({ stack }) => {
    const played = await playedAmazon(stack.databaseUrl)
    try {
      say(`${WORKERS} workers ask for ${seconds} s`)
      return await Promise.all(OPERATIONS.map((operation) => runAtDeclaredRate(played, operation, seconds, WORKERS)))
    } finally {
      await played.close()
    }
  })
  writeResults('quota', { workers: WORKERS, seconds, runs })
  const line = ({ operation, requests, throttled, share }: RateRun) =>
    `${operation.padEnd(20)}  ${String(requests).padStart(5)} requests, ${throttled} times 429, ${round(share * 100)} % of the published rate`
  const refused = runs.reduce((sum, { throttled }) => sum + throttled, 0)
  const text = [...runs.map(line), `bench quota: ${refused} times 429`].join('\n')
  return { code: refused === 0 ? 0 : 1, text: values.json ? JSON.stringify(runs) : text }
})
