import { Client, Connection } from '@temporalio/client'
import { type ApiDeps, createApi } from '../api/app.ts'

/** The OpenAPI document of all routes. It needs nothing to run: routes are registered, none is called. */
export async function openApiDocument(): Promise<unknown> {
  const connection = Connection.lazy()
  const uncalled = new Proxy({}, { get: () => () => undefined })
  const ports = {
    customers: uncalled,
    calls: uncalled,
    bookings: uncalled,
    agents: uncalled,
    agentFeeds: uncalled,
    busyFeeds: uncalled,
    notices: uncalled,
    feed: uncalled,
    telephony: uncalled,
    keys: uncalled,
    idempotency: uncalled,
    database: uncalled,
    sealer: uncalled,
  }
  const deps = {
    ...ports,
    temporal: new Client({ connection }),
    taskQueue: 'lotse',
    clock: { now: () => 0 },
    telephonySecret: `whsec_${Buffer.alloc(32).toString('base64')}`,
    stackFile: undefined,
    metricsPublic: false,
  } as unknown as ApiDeps
  const app = await createApi(deps)
  await app.ready()
  const document = app.swagger()
  await app.close()
  await connection.close()
  return JSON.parse(JSON.stringify(document))
}
