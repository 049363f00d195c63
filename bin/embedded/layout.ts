import { chmodSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../../config.ts'

export const root = resolve(import.meta.dirname, '..', '..')

/** Where everything of one embedded stack lies. */
export function layoutOf(config: Config) {
  const home = resolve(root, config.text('LOTSE_DATA_DIR') ?? '.lotse')
  return {
    home,
    data: join(home, 'data'),
    logs: join(home, 'logs'),
    run: join(home, 'run'),
    lock: join(home, 'run', 'up.lock'),
    ports: join(home, 'ports.json'),
    keys: join(home, 'keys.json'),
    telephonySecret: join(home, 'telephony.secret'),
    secretKey: join(home, 'secret.key'),
    stackFile: join(home, 'stack.json'),
    temporalDatabase: join(home, 'data', 'temporal.db'),
  }
}

export type Layout = ReturnType<typeof layoutOf>

/** Private: logs and databases hold customers' data. As root the postgres user must pass through to its own folder, but not read. */
export function makeFolders({ home, data, logs, run }: Layout): void {
  const passage = process.getuid?.() === 0 ? 0o711 : 0o700
  for (const [folder, mode] of [
    [home, passage],
    [data, passage],
    [logs, 0o700],
    [run, 0o700],
  ] as const) {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, mode)
  }
}
