import { pino } from 'pino'
import { type Config, ConfigError } from '../config.ts'

export const logger = (name: string, config: Config) => pino({ name, level: config.required('LOTSE_LOG_LEVEL') })

/** Runs `stop` once, on the first SIGTERM or SIGINT, and leaves. */
export function stopOnSignal(log: ReturnType<typeof logger>, stop: () => Promise<void>): void {
  let stopping = false
  const leave = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    const code = await stop().then(
      () => 0,
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly')
        return 1
      },
    )
    process.exit(code)
  }
  process.on('SIGTERM', leave)
  process.on('SIGINT', leave)
}

/** Says why a process cannot start: a setting in words, anything else with its stack. */
export function cannotStart(log: ReturnType<typeof logger>) {
  return (error: unknown): never => {
    if (error instanceof ConfigError) log.fatal(error.message)
    else log.fatal({ err: error }, 'cannot start')
    process.exit(1)
  }
}
