import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { freePort } from '../../bin/embedded/ports.ts'
import { endLeftOver, ensureDatabase, initialise, isUp, postgresService, postgresUrl } from '../../bin/embedded/postgres.ts'
import { postgresBinaries } from '../../bin/embedded/postgres-place.ts'
import { notedProcesses, stopProcess } from '../../bin/embedded/processes.ts'
import { createService, type Service } from '../../bin/embedded/service.ts'
import { canEnter, postgresAccount } from '../../bin/embedded/system-user.ts'
import { temporalBinary, temporalService } from '../../bin/embedded/temporal-server.ts'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import { lockHolder, takeLock } from '../../bin/setup/lock.mjs'
import { prepareNamespace } from '../../bin/temporal-namespace.ts'
import { loadConfig, processEnvironment } from '../../config.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** An empty database on a server of this run's own. */
    databaseUrl: string
    /** A dev server of this run's own, in memory, with our search attributes. */
    temporalAddress: string
    /** The time-skipping test server's binary. */
    testServerPath: string
  }
}

const PREFIX = 'lotse-test-'

/** Ends what test runs killed with -9 left behind. */
async function sweep(parent: string): Promise<void> {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(parent, name)
    if (lockHolder(join(home, 'owner')) !== undefined || !existsSync(join(home, 'run'))) continue
    await endLeftOver(join(home, 'postgres'))
    for (const { pid } of notedProcesses(join(home, 'run'))) await stopProcess(pid, [])
    rmSync(home, { recursive: true, force: true })
  }
}

async function startServers(home: string, services: Service[]) {
  const account = postgresAccount()
  const taken = new Set<number>()
  const port = async () => {
    const chosen = await freePort(taken)
    taken.add(chosen)
    return chosen
  }
  const postgres = { binaries: postgresBinaries(account), account, folder: join(home, 'postgres'), port: await port(), throwAway: true }
  const temporalPort = await port()
  const deps = { logs: join(home, 'logs'), run: join(home, 'run'), report: (message: string) => console.error(message) }
  const temporal = createService(
    temporalService({
      binary: temporalBinary(processEnvironment(), 'temporal'),
      port: temporalPort,
      httpPort: await port(),
      metricsPort: await port(),
    }),
    deps,
  )
  const database = createService(postgresService(postgres), deps)
  services.push(temporal, database)

  const temporalAddress = `127.0.0.1:${temporalPort}`
  const startTemporal = async () => {
    await temporal.start()
    const config = loadConfig({ TEMPORAL_ADDRESS: temporalAddress })
    const ready = await becomesTrue(() => prepareNamespace(config).then(() => true), 60_000)
    if (!ready) throw new Error(`Temporal's dev server did not start, see ${temporal.logFile}`)
  }
  const startDatabase = async () => {
    await initialise(postgres)
    await database.start()
    const admin = postgresUrl(postgres, 'postgres')
    if (!(await becomesTrue(() => isUp(admin), 60_000, 50))) throw new Error(`PostgreSQL did not start, see ${database.logFile}`)
    await ensureDatabase(admin, 'lotse')
    return postgresUrl(postgres, 'lotse')
  }
  const [databaseUrl] = await Promise.all([startDatabase(), startTemporal()])
  return { databaseUrl, temporalAddress }
}

function killGroup(service: Service): void {
  const pid = service.pid()
  if (pid === undefined) return
  try {
    // An immediate shutdown, with which PostgreSQL takes its own children along.
    process.kill(service.name === 'postgres' ? pid : -pid, service.name === 'postgres' ? 'SIGQUIT' : 'SIGKILL')
  } catch {
    // ended already
  }
}

/** Starts PostgreSQL and Temporal once per test run, on free ports and with data of their own, so that it runs beside `npm start`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = canEnter(tmpdir(), postgresAccount()) ? tmpdir() : '/var/tmp'
  await sweep(parent)
  const home = mkdtempSync(join(parent, PREFIX))
  chmodSync(home, 0o711) // the postgres user passes through
  takeLock(join(home, 'owner'))
  mkdirSync(join(home, 'run'))

  const services: Service[] = []
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  // Nothing here is worth a clean end. Also the way out of an interrupted run: vitest leaves at once, without a tear-down.
  const endAtOnce = () => {
    for (const service of services) killGroup(service)
    remove()
  }
  const tearDown = async () => {
    await Promise.all(services.map((service) => service.stop(service.name === 'postgres' ? [{ signal: 'SIGQUIT', ms: 3000 }] : [])))
    process.off('exit', endAtOnce)
    remove()
  }
  process.once('exit', endAtOnce)
  process.on('SIGINT', () => process.exit(130))
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(143))
  // `npm test` killed with -9 tells nobody; its child, we, would live on.
  const starter = process.ppid
  setInterval(() => process.ppid !== starter && process.exit(143), 2000).unref()

  try {
    const servers = await startServers(home, services)
    project.provide('databaseUrl', servers.databaseUrl)
    project.provide('temporalAddress', servers.temporalAddress)
    project.provide('testServerPath', temporalBinary(processEnvironment(), 'temporal-test-server'))
    return tearDown
  } catch (error) {
    await tearDown()
    throw error
  }
}
