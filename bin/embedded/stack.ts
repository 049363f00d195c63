import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config, SettingName } from '../../config.ts'
import { type Layout, root } from './layout.ts'
import type { StackPorts } from './ports.ts'
import { initialise, type PostgresOptions, postgresService, postgresUrl } from './postgres.ts'
import { postgresBinaries, postgresHome } from './postgres-place.ts'
import type { ensureSecrets } from './secrets.ts'
import { createService, type Service, type ServiceSpec } from './service.ts'
import type { StackFile } from './stack-file.ts'
import { postgresAccount } from './system-user.ts'
import { temporalBinary, temporalService } from './temporal-server.ts'

/** Ours, or of no meaning, in the embedded stack: what the user's shell says about other servers must not leak in. */
const overridden: readonly SettingName[] = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'LOTSE_BUILD_ID',
]

export interface StackPlan {
  readonly config: Config
  readonly layout: Layout
  readonly ports: StackPorts
  readonly apiPort: number
  readonly secrets: ReturnType<typeof ensureSecrets>
}

/** Addresses for a browser on this machine. */
export function stackFileOf({ config, ports, apiPort, secrets }: StackPlan, databaseUrl: string): StackFile {
  const host = config.required('LOTSE_HOST')
  const api = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${apiPort}`
  const sandbox = `http://127.0.0.1:${ports.sandbox}`
  return {
    api,
    docs: `${api}/docs`,
    temporalUi: `http://127.0.0.1:${ports.temporalUi}`,
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    mailbox: `${sandbox}/mailbox`,
    databaseUrl,
    sandbox,
    demo: true,
    keys: secrets.keys,
    telephonySecret: secrets.telephonySecret,
  }
}

function environmentOf({ config, layout, ports, apiPort }: StackPlan, stack: StackFile) {
  const settings: Partial<Record<SettingName, string>> = {
    DATABASE_URL: stack.databaseUrl,
    LOTSE_PORT: String(apiPort),
    LOTSE_DATA_DIR: layout.home,
    LOTSE_STACK_FILE: layout.stackFile,
    LOTSE_WORKFLOW_BUNDLE: join(root, 'dist', 'workflows.js'),
    TEMPORAL_ADDRESS: stack.temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_UI_URL: stack.temporalUi,
    LOTSE_SECRET_KEY_FILE: config.env.LOTSE_SECRET_KEY_FILE || layout.secretKey,
    LOTSE_TELEPHONY_SECRET: stack.telephonySecret,
    LOTSE_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    LOTSE_DEMO: '1',
    LOTSE_SANDBOX_URL: stack.sandbox,
    LOTSE_SANDBOX_PORT: String(ports.sandbox),
    LOTSE_SANDBOX_SMTP_PORT: String(ports.smtp),
    LOTSE_SANDBOX_API_URL: stack.api,
    LOTSE_PUBLIC_URL: stack.api,
    LOTSE_AMAZON_URL: stack.sandbox,
    LOTSE_AMAZON_APPLICATION_ID: 'amzn1.sp.solution.sandbox',
    LOTSE_AMAZON_CLIENT_ID: 'amzn1.application-oa2-client.sandbox',
    LOTSE_AMAZON_CLIENT_SECRET: 'sandbox-secret',
  }
  const foreign = Object.fromEntries(overridden.map((name) => [name, undefined]))
  return { ...config.env, ...foreign, ...settings, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') }
}

/** PostgreSQL's options in this stack; slow only the first time. */
export function postgresOptions({ layout, ports }: Pick<StackPlan, 'layout' | 'ports'>): PostgresOptions {
  const account = postgresAccount()
  const binaries = postgresBinaries(account)
  return { binaries, account, folder: join(postgresHome(layout.data, account), 'postgres'), port: ports.postgres }
}

/** A process of ours, run from its source. It drains on SIGTERM within 10 s. */
const program = (name: string, env: ServiceSpec['env']): ServiceSpec => ({
  name,
  command: process.execPath,
  args: ['--import', pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href, join(root, 'bin', `${name}.ts`)],
  ...(env ? { env } : {}),
  cwd: root,
  ipc: true,
  stop: [{ signal: 'SIGTERM', ms: 11_000 }],
})

/** The five supervised processes. `stop` works at any moment, also half-way through a start. */
export async function createStack(plan: StackPlan, report: (message: string) => void) {
  const { config, layout, ports } = plan
  const postgres = postgresOptions(plan)
  await initialise(postgres)
  const stackFile = stackFileOf(plan, postgresUrl(postgres, 'lotse'))
  const env = environmentOf(plan, stackFile)
  const deps = { logs: layout.logs, run: layout.run, report }
  const services = {
    postgres: createService(postgresService(postgres), deps),
    temporal: createService(
      temporalService({
        binary: temporalBinary(config.env, 'temporal'),
        port: ports.temporal,
        httpPort: ports.temporalHttp,
        metricsPort: ports.temporalMetrics,
        uiPort: ports.temporalUi,
        databaseFile: layout.temporalDatabase,
      }),
      deps,
    ),
    sandbox: createService(program('sandbox', env), deps),
    api: createService(program('api', env), deps),
    worker: createService(program('worker', env), deps),
  }

  const stopAll = async (hurry: boolean) => {
    rmSync(layout.stackFile, { force: true })
    const { api, sandbox, worker, temporal, postgres } = services
    const stop = (service: Service) => (hurry ? service.stop([]) : service.stop())
    await Promise.all([api, sandbox, worker].map(stop))
    await stop(temporal)
    await postgres.stop() // always in order: it holds the data
  }
  return { services, stackFile, env, adminUrl: postgresUrl(postgres, 'postgres'), stopAll }
}

export type Stack = Awaited<ReturnType<typeof createStack>>
