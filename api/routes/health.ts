import { access } from 'node:fs/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import { Problem } from '../problems.ts'

export interface DatabaseProbe {
  /** Names of migrations that are not applied; throws where the database does not answer. */
  pendingMigrations(): Promise<readonly string[]>
}

export interface HealthRouteDeps {
  readonly database: DatabaseProbe
  readonly temporal: Client
  readonly taskQueue: string
  /** Written by the embedded stack when it is complete. */
  readonly stackFile: string | undefined
}

/** Pollers the server has not heard of for this long are gone. */
const POLLER_MS = 90_000

type Check = { readonly name: string; readonly ok: boolean; readonly detail?: string }

const check = async (name: string, look: () => Promise<string | undefined>): Promise<Check> => {
  try {
    const detail = await look()
    return detail === undefined ? { name, ok: true } : { name, ok: false, detail }
  } catch {
    return { name, ok: false, detail: 'does not answer' }
  }
}

export const healthRoutes: FastifyPluginAsyncTypebox<HealthRouteDeps> = async (app, { database, temporal, taskQueue, stackFile }) => {
  app.get(
    '/healthz',
    {
      config: { access: 'public' },
      schema: { tags: ['operation'], summary: 'The process lives', response: { 200: Type.Object({ status: Type.String() }) } },
    },
    async () => ({ status: 'ok' }),
  )

  async function workerPolls(): Promise<string | undefined> {
    const { namespace } = temporal.options
    const { pollers } = await temporal.workflowService.describeTaskQueue({ namespace, taskQueue: { name: taskQueue }, taskQueueType: 1 })
    const newest = Math.max(0, ...(pollers ?? []).map((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1000))
    // The machine's clock, as the server's: the demo's may be far ahead.
    return Date.now() - newest < POLLER_MS ? undefined : `no worker polls task queue ${taskQueue}`
  }

  async function migrated(): Promise<string | undefined> {
    const pending = await database.pendingMigrations()
    return pending.length === 0 ? undefined : `migrations to apply: ${pending.join(', ')} (run \`lotse migrate\`)`
  }

  async function stackWritten(): Promise<string | undefined> {
    if (stackFile === undefined) return undefined
    return access(stackFile).then(
      () => undefined,
      () => 'the embedded stack is still starting',
    )
  }

  app.get(
    '/readyz',
    {
      config: { access: 'public' },
      schema: {
        tags: ['operation'],
        summary: 'Everything needed to serve is there',
        response: {
          200: Type.Object({
            status: Type.String(),
            checks: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.Optional(Type.String()) })),
          }),
        },
      },
    },
    async () => {
      const checks = await Promise.all([check('database', migrated), check('worker', workerPolls), check('stack', stackWritten)])
      const missing = checks.filter(({ ok }) => !ok)
      if (missing.length > 0)
        throw new Problem('unavailable', missing.map(({ name, detail }) => `${name}: ${detail}`).join('; '), {
          members: { checks },
          headers: { 'retry-after': '1' },
        })
      return { status: 'ready', checks }
    },
  )
}
