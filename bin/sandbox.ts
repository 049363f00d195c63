import { pino } from 'pino'
import { loadConfig } from '../config.ts'
import { createSandbox } from '../sandbox/server.ts'
import { exitWithParent } from './embedded/parent-watch.ts'

const config = loadConfig()
const log = pino({ name: 'sandbox', level: config.required('LOTSE_LOG_LEVEL') })
exitWithParent()

const sandbox = await createSandbox({
  host: config.required('LOTSE_HOST'),
  httpPort: config.port('LOTSE_SANDBOX_PORT'),
  smtpPort: config.port('LOTSE_SANDBOX_SMTP_PORT'),
  seed: config.required('LOTSE_SANDBOX_SEED'),
  apiUrl: config.required('LOTSE_SANDBOX_API_URL'),
  telephonySecret: config.required('LOTSE_TELEPHONY_SECRET'),
  dataDir: config.required('LOTSE_DATA_DIR'),
  log,
}).catch((error: unknown) => {
  log.fatal({ err: error }, 'sandbox cannot start')
  process.exit(1)
})
log.info({ httpPort: sandbox.httpPort, smtpPort: sandbox.smtpPort }, 'sandbox is up')

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'sandbox stops')
  try {
    await sandbox.close()
    process.exit(0)
  } catch (error) {
    log.error({ err: error }, 'sandbox did not stop cleanly')
    process.exit(1)
  }
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
