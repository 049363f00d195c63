import { existsSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { loadConfig } from '../../config.ts'
import { CannotRun } from '../setup/cannot-run.mjs'
import { writeAtomically } from './files.ts'
import { root } from './layout.ts'
import { ensureDatabase, isUp } from './postgres.ts'
import type { Service } from './service.ts'
import type { Stack, StackPlan } from './stack.ts'
import { answersOk, becomesTrue } from './wait.ts'

const START_MS = 90_000
/** So many ends before it ever worked: it will not. */
const HOPELESS_CRASHES = 3

const lastWords = (path: string) =>
  existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-12).join('\n') : '(it wrote nothing)'

/** Waits until a part works; says its last words where it does not. */
async function works(service: Service, question: () => Promise<boolean>): Promise<void> {
  const hopeless = () => service.crashes() >= HOPELESS_CRASHES
  let answered = false
  const ask = async () => {
    answered = await question()
    return answered
  }
  await becomesTrue(async () => hopeless() || ask(), START_MS, 50)
  if (answered) return
  throw new CannotRun(
    `${service.name} ${hopeless() ? 'does not start' : `did not answer within ${START_MS / 1000} s`}; the end of ${service.logFile}:\n${lastWords(service.logFile)}`,
  )
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.setTimeout(2000, () => socket.destroy())
    socket.once('connect', () => socket.end(() => done(true)))
    socket.once('close', () => done(false))
    socket.once('error', () => done(false))
  })

/** The steps from nothing to a stack that answers, in the order in which they are shown. */
export function startSteps(plan: StackPlan, stack: Stack) {
  const { services, stackFile, adminUrl, env } = stack
  const start = async (service: Service, question: () => Promise<boolean>) => {
    await service.start()
    await works(service, question)
  }
  return {
    async servers() {
      await Promise.all([
        start(services.postgres, () => isUp(adminUrl)),
        start(services.temporal, () => accepts(plan.ports.temporal)),
        services.sandbox.start(), // needs none of the others, and seconds to load
        import('../temporal-namespace.ts'), // half a second of loading, meanwhile
      ])
    },
    async records() {
      const { migrate } = await import('../../adapters/postgres/migrate.ts')
      const { seed } = await import('../seed.ts')
      await ensureDatabase(adminUrl, 'lotse')
      await migrate(stackFile.databaseUrl)
      await seed(stackFile.databaseUrl, stackFile.keys)
    },
    async namespace() {
      const { prepareNamespace } = await import('../temporal-namespace.ts')
      return prepareNamespace(loadConfig(env))
    },
    async programs() {
      const missing = ['sandbox', 'api', 'worker'].filter((name) => !existsSync(join(root, 'bin', `${name}.ts`)))
      if (missing.length > 0) throw new CannotRun(`bin/${missing.join('.ts, bin/')}.ts is missing: restore the checkout (git status)`)
      const { pollerWatch } = await import('./worker-polls.ts')
      const watch = await pollerWatch(loadConfig(env))
      await Promise.all([
        start(services.worker, watch.polls).finally(watch.close),
        works(services.sandbox, () => answersOk(`${stackFile.sandbox}/healthz`)),
        start(services.api, () => answersOk(`${stackFile.api}/healthz`)),
      ])
    },
    async ready() {
      writeAtomically(plan.layout.stackFile, `${JSON.stringify(stackFile, null, 2)}\n`)
      await works(services.api, () => answersOk(`${stackFile.api}/readyz`))
    },
  }
}
