import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { createActivities } from '../activities/index.ts'
import { connectTemporal } from '../adapters/temporal.ts'
import { type Config, loadConfig } from '../config.ts'
import { amazonQueue } from '../domain/amazon/queue.ts'
import { exitWithParent } from './embedded/parent-watch.ts'
import { cannotStart, logger } from './process.ts'
import { activityDeps } from './wiring.ts'
import { currentBuild, workerVersion } from './worker-versions.ts'
import { lookAtZoneRules } from './zone-rules.ts'

async function main(config: Config, log: ReturnType<typeof logger>): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]]({ ...meta }, message)) })
  const { connectionOptions, namespace } = connectTemporal(config)
  const connection = await NativeConnection.connect(connectionOptions)
  const { deps, temporal, interceptors, close } = await activityDeps(config)
  const taskQueue = config.required('LOTSE_TASK_QUEUE')
  const activities = createActivities(deps)
  const common = { ...workerVersion(config), connection, namespace, activities, interceptors, shutdownGraceTime: '8 seconds' } as const
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue, workflowBundle: { codePath: config.required('LOTSE_WORKFLOW_BUNDLE') } }),
    Worker.create({ ...common, taskQueue: amazonQueue(taskQueue), maxConcurrentActivityTaskExecutions: ANALYSES }),
  ])
  const own = config.text('LOTSE_BUILD_ID') ?? null
  const current = await currentBuild(connection, { namespace, name: taskQueue }).catch(() => own) // only for the hint
  if (own !== current) log.warn({ own, current }, 'another build is current: nothing to do for this worker until `lotse release`')
  await lookAtZoneRules(temporal, taskQueue, deps.promises.tzdata)
  // SIGTERM and SIGINT drain it; run() ends when nothing is under way any more.
  await Promise.all(workers.map((worker) => worker.run()))
  await close()
  await connection.close()
  process.exit(0)
}

/** At once, of one process: they wait most of their time, and each may hold some tens of megabytes. */
const ANALYSES = 8

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const

const config = loadConfig()
const log = logger('worker', config)
exitWithParent()
await main(config, log).catch(cannotStart(log))
