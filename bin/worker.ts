import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { type ActivityDeps, createActivities } from '../activities/index.ts'
import { createMailer } from '../adapters/mail/mailer.ts'
import { createBookingStore } from '../adapters/postgres/bookings.ts'
import { createCallStore } from '../adapters/postgres/calls.ts'
import { createCustomerStore } from '../adapters/postgres/customers.ts'
import { machineClock, openDatabase } from '../adapters/postgres/database.ts'
import { createMailStore } from '../adapters/postgres/mails.ts'
import { connectTemporal } from '../adapters/temporal.ts'
import { type Config, loadConfig } from '../config.ts'
import { exitWithParent } from './embedded/parent-watch.ts'
import { cannotStart, logger } from './process.ts'

/** Everything activities need, wired; `close` gives it all back. */
export function activityDeps(config: Config): { deps: ActivityDeps; close(): Promise<void> } {
  const db = openDatabase(config.required('DATABASE_URL'))
  const mails = createMailStore(db)
  const mailer = createMailer({ smtpUrl: config.required('LOTSE_SMTP_URL'), from: config.required('LOTSE_MAIL_FROM'), sent: mails })
  return {
    deps: {
      clock: machineClock,
      customers: createCustomerStore(db),
      calls: createCallStore(db),
      bookings: createBookingStore(db),
      addressBook: mails,
      mailer,
      log: mails,
    },
    close: async () => {
      mailer.close()
      await db.close()
    },
  }
}

async function main(config: Config, log: ReturnType<typeof logger>): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]]({ ...meta }, message)) })
  const { connectionOptions, namespace } = connectTemporal(config)
  const connection = await NativeConnection.connect(connectionOptions)
  const { deps, close } = activityDeps(config)
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: config.required('LOTSE_TASK_QUEUE'),
    workflowBundle: { codePath: config.required('LOTSE_WORKFLOW_BUNDLE') },
    activities: createActivities(deps),
    shutdownGraceTime: '8 seconds',
  })
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
