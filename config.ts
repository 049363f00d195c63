/** The only reader of process.env. The settings table in README.md is made from SETTINGS. */

interface Setting {
  readonly default?: string
  readonly says: string
}

export const SETTINGS = {
  DATABASE_URL: { says: 'PostgreSQL 15 or newer, e.g. `postgresql://user:password@host:5432/lotse`' },
  LOTSE_HOST: { default: '127.0.0.1', says: 'address the API listens on' },
  LOTSE_PORT: { default: '3000', says: 'port the API listens on' },
  LOTSE_DATA_DIR: { default: '.lotse', says: 'folder of the embedded stack: database, keys, logs, stack file' },
  LOTSE_STACK_FILE: { says: 'set by `npm start`: `/readyz` waits until this file is written' },
  LOTSE_TASK_QUEUE: { default: 'lotse', says: "Temporal task queue of Lotse's workers" },
  LOTSE_WORKFLOW_BUNDLE: { default: 'dist/workflows.js', says: 'the workflow bundle the worker runs' },
  LOTSE_BUILD_ID: {
    says: 'build of this worker, e.g. a commit: with it a worker gets nothing to do until `lotse release`; without it workers are not versioned',
  },
  TEMPORAL_ADDRESS: { default: '127.0.0.1:7233', says: 'host and port of the Temporal frontend' },
  TEMPORAL_NAMESPACE: { default: 'default', says: 'Temporal namespace' },
  TEMPORAL_API_KEY: { says: 'API key (Temporal Cloud); switches TLS on' },
  TEMPORAL_TLS: { says: '`true` for TLS without client certificate' },
  TEMPORAL_TLS_CLIENT_CERT_PATH: { says: 'client certificate (PEM file) for mTLS' },
  TEMPORAL_TLS_CLIENT_KEY_PATH: { says: 'key of the client certificate (PEM file)' },
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: { says: 'certificate authority of the Temporal frontend (PEM file)' },
  TEMPORAL_UI_URL: { default: 'http://127.0.0.1:8233', says: "Temporal's UI, for links" },
  LOTSE_SECRET_KEY: { says: '32 bytes in base64: encrypts Amazon credentials at rest; without it the key file is used' },
  LOTSE_SECRET_KEY_FILE: {
    default: '.lotse/secret.key',
    says: 'key file, generated where it is missing (back it up: without it the credentials are lost)',
  },
  LOTSE_PUBLIC_URL: { default: 'http://127.0.0.1:3000', says: "where sellers' browsers reach the API: Amazon sends them back there" },
  LOTSE_FEED_HOSTS: {
    says: 'hosts, separated by commas, with their port where it is not the usual one: busy feeds there may be in plain HTTP and need not be on the public internet',
  },
  LOTSE_AMAZON_APPLICATION_ID: { says: 'id of the Selling Partner application, `amzn1.sp.solution.…`: sellers consent to it' },
  LOTSE_AMAZON_CLIENT_ID: { says: 'Login with Amazon: client id of the application' },
  LOTSE_AMAZON_CLIENT_SECRET: { says: 'Login with Amazon: client secret of the application' },
  LOTSE_AMAZON_CONSENT_URL: { says: "where sellers' browsers find the sandbox's consent page, where that is not LOTSE_AMAZON_URL" },
  LOTSE_AMAZON_URL: { says: "base URL of the sandbox, where it plays Amazon; without it Amazon's own hosts" },
  LOTSE_TELEPHONY_SECRET: { says: 'secret of `/v1/telephony/events` (standard-webhooks, `whsec_` and base64)' },
  LOTSE_TELEPHONE_URL: { says: 'provider that rings agent and seller (click to call); without it agents dial by a `tel:` link' },
  LOTSE_TELEPHONE_SECRET: { says: 'what our wishes to that provider are signed with (standard-webhooks, `whsec_` and base64)' },
  LOTSE_SMTP_URL: { says: 'mail server, e.g. `smtps://user:password@host`' },
  LOTSE_MAIL_FROM: { default: 'Lotse <lotse@lotse.example>', says: 'sender of mails and organizer of invitations' },
  LOTSE_METRICS_PUBLIC: { says: '`true`: `/metrics` answers others than loopback' },
  LOTSE_DEMO: { says: '`1`: demo mode (`npm start` sets it)' },
  LOTSE_LOG_LEVEL: { default: 'info', says: '`debug`, `info`, `warn` or `error`' },
  LOTSE_SANDBOX_URL: { says: 'base URL of the sandbox, whose clock is turned with ours (only with `LOTSE_DEMO=1`)' },
  LOTSE_SANDBOX_PORT: { default: '3900', says: 'port of the sandbox (phone and mailbox pages)' },
  LOTSE_SANDBOX_SMTP_PORT: { default: '3925', says: "port of the sandbox's mail server" },
  LOTSE_SANDBOX_SEED: { default: '1', says: 'seed of everything the sandbox draws by chance' },
  LOTSE_SANDBOX_API_URL: { default: 'http://127.0.0.1:3000', says: 'where the sandbox telephone reports to' },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof SETTINGS
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting is missing or malformed; the message says which and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The environment as given to this process, for child processes and for `loadConfig`. */
export const processEnvironment = (): Environment => ({ ...process.env })

/** Reads settings by name: `config.text` gives the value or its default, `config.required` insists. */
export function loadConfig(env: Environment = process.env) {
  const text = (name: SettingName): string | undefined => {
    const setting: Setting = SETTINGS[name]
    const value = env[name]
    return value === undefined || value === '' ? setting.default : value
  }
  const required = (name: SettingName): string => {
    const value = text(name)
    if (value === undefined) throw new ConfigError(`${name} is not set: ${SETTINGS[name].says}`)
    return value
  }
  const port = (name: SettingName): number => {
    const value = Number(required(name))
    if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new ConfigError(`${name} is not a port: ${text(name)}`)
    return value
  }
  const flag = (name: SettingName): boolean => ['1', 'true', 'yes'].includes(text(name)?.toLowerCase() ?? '')
  const list = (name: SettingName): string[] => (text(name) ?? '').split(',').flatMap((item) => item.trim().toLowerCase() || [])
  return { text, required, port, flag, list, env }
}

export type Config = ReturnType<typeof loadConfig>
