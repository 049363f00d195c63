import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Listr, ListrLogger, ProcessOutput } from 'listr2'
import { ConfigError, loadConfig } from '../config.ts'
import { banner } from './embedded/banner.ts'
import { layoutOf, makeFolders } from './embedded/layout.ts'
import { endLeftOvers, wipeData } from './embedded/leftovers.ts'
import { choosePorts, claimApiPort } from './embedded/ports.ts'
import { ensureSecrets } from './embedded/secrets.ts'
import { createStack, type Stack } from './embedded/stack.ts'
import { startSteps } from './embedded/start-up.ts'
import { CannotRun } from './setup/cannot-run.mjs'
import { lockHolder, releaseLock, takeLock } from './setup/lock.mjs'

const say = (line: string) => process.stderr.write(`lotse: ${line}\n`)
// Whoever read our output may be gone; that is no reason to leave the stack behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.umask(0o077) // what we and our children write is nobody else's business
const began = Date.now()
const config = loadConfig()
const layout = layoutOf(config)
const current: { stack?: Stack; stopping?: Promise<void> } = {}

/** Drains and stops everything, once; a second call hurries the first. */
function shutDown(code: number): Promise<void> {
  if (current.stopping) {
    void current.stack?.stopAll(true)
    return current.stopping
  }
  current.stopping = (async () => {
    const since = Date.now()
    if (current.stack) {
      say('stopping: calls in progress are finished first (Ctrl-C again hurries)')
      await current.stack.stopAll(false)
      say(`everything stopped (${((Date.now() - since) / 1000).toFixed(1)} s)`)
    }
    releaseLock(layout.lock)
    process.exit(code)
  })()
  return current.stopping
}

function fail(error: unknown): Promise<void> {
  if (current.stopping) return current.stopping
  const known = error instanceof CannotRun || error instanceof ConfigError
  say(known ? error.message : `${error instanceof Error ? error.stack : error}`)
  return shutDown(error instanceof CannotRun ? 3 : error instanceof ConfigError ? 2 : 1)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void shutDown(0))
process.on('uncaughtException', (error) => void fail(error))
process.on('unhandledRejection', (error) => void fail(error))
if (process.send) process.on('disconnect', () => void shutDown(0)) // bootstrap was killed

async function plan(fresh: boolean) {
  makeFolders(layout)
  if (!takeLock(layout.lock)) {
    const pid = lockHolder(layout.lock)
    throw new CannotRun(`the stack of this checkout runs already (pid ${pid}): stop it with \`kill ${pid}\` or use it as it is`)
  }
  rmSync(layout.stackFile, { force: true })
  const left = await endLeftOvers(layout)
  if (left.length > 0) say(`ended what a killed run had left: ${left.join(', ')}`)
  if (fresh) {
    wipeData(layout)
    makeFolders(layout)
    say('data and logs wiped (--fresh)')
  }
  const apiPort = await claimApiPort(config.port('LOTSE_PORT'), config.required('LOTSE_HOST'))
  return { config, layout, ports: await choosePorts(layout.ports), apiPort, secrets: ensureSecrets(layout) }
}

async function up(fresh: boolean): Promise<void> {
  const planned = await plan(fresh)
  const warnings: string[] = []
  const steps = () => {
    if (!current.stack) throw new Error('a step ran before the stack was made')
    return startSteps(planned, current.stack)
  }
  const unlessStopping = (work: () => Promise<unknown>) => async () => {
    if (!current.stopping) await work()
  }
  const tasks = new Listr(
    [
      {
        title: 'database folder',
        task: async () => {
          current.stack = await createStack(planned, say)
          if (current.stopping) await current.stack.stopAll(true)
        },
      },
      { title: 'PostgreSQL and Temporal', task: unlessStopping(() => steps().servers()) },
      {
        title: 'migrations, seed, Temporal namespace',
        task: unlessStopping(async () => {
          const [, { warnings: found }] = await Promise.all([steps().records(), steps().namespace()])
          warnings.push(...found)
        }),
      },
      { title: 'sandbox, API, worker', task: unlessStopping(() => steps().programs()) },
      { title: 'ready', task: unlessStopping(() => steps().ready()) },
    ],
    {
      renderer: process.stderr.isTTY ? 'default' : 'simple',
      rendererOptions: { logger: new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) }) } as object,
      registerSignalListeners: false,
    },
  )
  await tasks.run()
  if (current.stopping || !current.stack) return
  for (const warning of warnings) say(warning)
  say(`ready after ${((Date.now() - began) / 1000).toFixed(1)} s`)
  process.stdout.write(banner(current.stack.stackFile, layout.home))
}

const { values } = (() => {
  try {
    return parseArgs({ options: { fresh: { type: 'boolean', default: false } } })
  } catch (error) {
    say(`${(error as Error).message}; usage: npm start [-- --fresh]`)
    process.exit(2)
  }
})()
up(values.fresh).catch(fail)
