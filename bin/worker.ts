import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { createActivities } from '../activities/index.ts'
import { connectTemporal } from '../adapters/temporal.ts'
import { type Config, loadConfig } from '../config.ts'
import { exitWithParent } from './embedded/parent-watch.ts'
import { cannotStart, logger } from './process.ts'
import { activityDeps } from './wiring.ts'
import { currentBuild, workerVersion } from './worker-versions.ts'

async function main(config: Config, log: ReturnType<typeof logger>): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]]({ ...meta }, message)) })
  const { connectionOptions, namespace } = connectTemporal(config)
  const connection = await NativeConnection.connect(connectionOptions)
  const { deps, interceptors, close } = await activityDeps(config)
  const taskQueue = config.required('LOTSE_TASK_QUEUE')
  const worker = await Worker.create({
    ...workerVersion(config),
    connection,
    namespace,
    taskQueue,
    workflowBundle: { codePath: config.required('LOTSE_WORKFLOW_BUNDLE') },
    activities: createActivities(deps),
    interceptors,
    shutdownGraceTime: '8 seconds',
  })
  const own = config.text('LOTSE_BUILD_ID') ?? null
  const current = await currentBuild(connection, { namespace, name: taskQueue }).catch(() => own) // only for the hint
  if (own !== current) log.warn({ own, current }, 'another build is current: nothing to do for this worker until `lotse release`')
  // SIGTERM and SIGINT drain it; run() ends when nothing is under way any more.
  await worker.run()
  await close()
  await connection.close()
  process.exit(0)
}

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const

const config = loadConfig()
const log = logger('worker', config)
exitWithParent()
await main(config, log).catch(cannotStart(log))
