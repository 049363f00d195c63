import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SEARCH_ATTRIBUTES } from '../search-attributes.ts'
import { CannotRun } from '../setup/cannot-run.mjs'
import { readJson } from './files.ts'
import { root } from './layout.ts'
import type { ServiceSpec } from './service.ts'

/** Where bootstrap found a Temporal program: it hands the path on, and notes it for processes started without it. */
export function temporalBinary(env: Readonly<Record<string, string | undefined>>, name: 'temporal' | 'temporal-test-server'): string {
  const given = env[name === 'temporal' ? 'TEMPORAL_CLI_PATH' : 'TEMPORAL_TEST_SERVER_PATH']
  const path = given || readJson<{ path: string }>(join(root, '.lotse', 'setup', `${name}.json`))?.path
  if (path && existsSync(path)) return path
  throw new CannotRun(`the program ${name} is not there: run \`npm start\` or \`npm test\` once, they fetch it`)
}

export interface TemporalServerOptions {
  readonly binary: string
  readonly port: number
  readonly httpPort: number
  readonly metricsPort: number
  /** undefined: without UI */
  readonly uiPort?: number
  /** undefined: everything in memory */
  readonly databaseFile?: string
}

export function temporalService({ binary, port, httpPort, metricsPort, uiPort, databaseFile }: TemporalServerOptions): ServiceSpec {
  return {
    name: 'temporal',
    command: binary,
    args: [
      ...[
        'server',
        'start-dev',
        '--ip',
        '127.0.0.1',
        '--port',
        String(port),
        '--http-port',
        String(httpPort),
        '--metrics-port',
        String(metricsPort),
      ],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
      ...(databaseFile
        ? ['--db-filename', databaseFile, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal']
        : []),
      ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...['--log-format', 'json', '--log-level', 'warn'],
    ],
    env: {},
    cwd: root,
    stop: [{ signal: 'SIGTERM', ms: 4000 }],
  }
}
