import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { inject } from 'vitest'
import { createActivities } from '../../activities/index.ts'
import { type Api, createApi } from '../../api/app.ts'
import { seed } from '../../bin/seed.ts'
import { activityDeps, apiDeps } from '../../bin/wiring.ts'
import { loadConfig, type SettingName } from '../../config.ts'
import { amazonQueue } from '../../domain/amazon/queue.ts'
import { SANDBOX_CLIENT } from '../../sandbox/amazon/amazon.ts'
import { createSandbox, type Sandbox } from '../../sandbox/server.ts'
import { createTestDatabase } from './database.ts'
import { beQuiet, forgetContexts } from './temporal.ts'

export interface TestStack {
  readonly app: Api
  readonly sandbox: Sandbox
  readonly databaseUrl: string
  readonly temporal: Client
  readonly taskQueue: string
  readonly telephonySecret: string
  readonly keys: { readonly agent: string; readonly lead: string; readonly admin: string; readonly service: string }
  /** `fetch` against the app: JSON in, JSON out. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
  /** A worker that can be taken away and given back. */
  startWorker(): Promise<void>
  stopWorker(): Promise<void>
  /** A further API process, as after a restart; close it. */
  anotherApi(): Promise<Api>
  close(): Promise<void>
}

interface RequestOptions {
  readonly body?: unknown
  readonly as?: keyof TestStack['keys'] | null
  readonly headers?: Record<string, string>
}

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | number | undefined>
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as they come
  readonly body: any
}

interface StackOptions {
  readonly demo?: boolean
  /** Whether the sandbox rings for us; else agents dial by a link. */
  readonly provider?: boolean
  readonly settings?: Readonly<Partial<Record<SettingName, string>>>
}

/** API, worker and sandbox as they run in production, on a database and task queue of one's own. */
export async function startTestStack({ demo = false, provider = false, settings = {} }: StackOptions = {}): Promise<TestStack> {
  beQuiet()
  const { databaseUrl, drop } = await createTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'lotse-api-'))
  const telephonySecret = `whsec_${randomBytes(32).toString('base64')}`
  const taskQueue = `test-${randomBytes(6).toString('hex')}`
  const keyOf = (role: string) => `lotse_${role}_${randomBytes(16).toString('hex')}`
  const keys = { agent: keyOf('agent'), lead: keyOf('lead'), admin: keyOf('admin'), service: keyOf('service') }
  await seed(databaseUrl, keys)
  const sandbox = await createSandbox({
    httpPort: 0,
    smtpPort: 0,
    seed: '1',
    apiUrl: 'http://127.0.0.1:9',
    telephonySecret,
    amazon: { settings: { rateScale: 1_000, reportDelayScale: 0 } },
  })
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    LOTSE_TASK_QUEUE: taskQueue,
    LOTSE_SECRET_KEY_FILE: join(folder, 'secret.key'),
    LOTSE_TELEPHONY_SECRET: telephonySecret,
    LOTSE_SMTP_URL: `smtp://127.0.0.1:${sandbox.smtpPort}`,
    LOTSE_PUBLIC_URL: 'https://lotse.example',
    LOTSE_AMAZON_URL: `http://127.0.0.1:${sandbox.httpPort}`,
    LOTSE_AMAZON_APPLICATION_ID: 'amzn1.sp.solution.test',
    LOTSE_AMAZON_CLIENT_ID: SANDBOX_CLIENT.clientId,
    LOTSE_AMAZON_CLIENT_SECRET: SANDBOX_CLIENT.clientSecret,
    ...(provider
      ? { LOTSE_TELEPHONE_URL: `http://127.0.0.1:${sandbox.httpPort}/phone/click-to-call`, LOTSE_TELEPHONE_SECRET: telephonySecret }
      : {}),
    ...(demo ? { LOTSE_DEMO: '1', LOTSE_SANDBOX_URL: `http://127.0.0.1:${sandbox.httpPort}` } : {}),
    ...settings,
  })
  const api = await apiDeps(config)
  const activities = await activityDeps(config)
  const app = await createApi(api.deps)
  const connection = await NativeConnection.connect({ address: inject('temporalAddress') })
  let running: { workers: Worker[]; ended: Promise<unknown> } | undefined

  const stack: TestStack = {
    app,
    sandbox,
    databaseUrl,
    temporal: api.deps.temporal,
    taskQueue,
    telephonySecret,
    keys,
    async request(method, path, { body, as = 'agent', headers = {} } = {}) {
      const answer = await app.inject({
        method: method as 'GET',
        url: path,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${keys[as]}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const json = String(answer.headers['content-type']).includes('json') && answer.body !== ''
      return { status: answer.statusCode, headers: answer.headers, body: json ? answer.json() : answer.body }
    },
    async startWorker() {
      const common = { connection, activities: createActivities(activities.deps), interceptors: activities.interceptors }
      const workers = await Promise.all([
        Worker.create({ ...common, taskQueue, workflowBundle: { codePath: 'dist/workflows.js' } }),
        Worker.create({ ...common, taskQueue: amazonQueue(taskQueue) }),
      ])
      running = { workers, ended: Promise.all(workers.map((worker) => worker.run())) }
    },
    async stopWorker() {
      for (const worker of running?.workers ?? []) worker.shutdown()
      await running?.ended
      running = undefined
    },
    async anotherApi() {
      const another = await createApi(api.deps)
      await another.ready()
      return another
    },
    async close() {
      await stack.stopWorker()
      await app.close()
      await api.close()
      await activities.close()
      await connection.close()
      forgetContexts(stack.temporal.connection, activities.temporal.connection, connection)
      await sandbox.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  await stack.startWorker()
  return stack
}

/** As a good client asks: what a busy machine answers with 503, or is still at work at, is asked again, with the same Idempotency-Key. */
export function patiently(stack: TestStack): TestStack {
  const request: TestStack['request'] = async (method, path, options = {}) => {
    const headers = { ...(method === 'POST' ? { 'idempotency-key': randomBytes(8).toString('hex') } : {}), ...options.headers }
    for (let tries = 1; ; tries += 1) {
      const answer = await stack.request(method, path, { ...options, headers })
      const atWork = answer.body?.type === 'urn:lotse:problem:idempotency-in-progress'
      if ((answer.status !== 503 && !atWork) || tries === MOST_TRIES) return answer
    }
  }
  return { ...stack, request }
}

const MOST_TRIES = 10
