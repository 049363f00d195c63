import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, type ConnectionLike, isGrpcServiceError } from '@temporalio/client'
import { connectTemporal } from '../adapters/temporal.ts'
import type { Config } from '../config.ts'
import { SEARCH_ATTRIBUTES } from './search-attributes.ts'
import { CannotRun } from './setup/cannot-run.mjs'

const KEYWORD = 2 // temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
const RETENTION_SECONDS = 30 * 24 * 3600
const USABLE_MS = 30_000

type Services = Pick<ConnectionLike, 'workflowService'> & Pick<Connection, 'operatorService'>

const words = (error: unknown) => (isGrpcServiceError(error) ? error.details || error.message : String(error))

/** Registered is not yet usable: only a query with the attribute tells. */
async function isUsable({ workflowService }: Services, namespace: string, name: string): Promise<boolean> {
  try {
    await workflowService.countWorkflowExecutions({ namespace, query: `${name} = 'x'` })
    return true
  } catch {
    return false
  }
}

async function missing(services: Services, namespace: string): Promise<string[]> {
  const usable = await Promise.all(SEARCH_ATTRIBUTES.map((name) => isUsable(services, namespace, name)))
  return SEARCH_ATTRIBUTES.filter((_, index) => !usable[index])
}

async function registerSearchAttributes(services: Services, namespace: string): Promise<void> {
  const names = await missing(services, namespace)
  if (names.length === 0) return
  let refusal = ''
  for (const name of names) {
    await services.operatorService.addSearchAttributes({ namespace, searchAttributes: { [name]: KEYWORD } }).catch((error: unknown) => {
      refusal = words(error) // registered by another process meanwhile, or not permitted: what counts is whether it becomes usable
    })
  }
  const until = Date.now() + (refusal ? 3000 : USABLE_MS)
  let left = await missing(services, namespace)
  while (left.length > 0 && Date.now() < until) {
    await sleep(200)
    left = await missing(services, namespace)
  }
  if (left.length === 0) return
  const commands = left.map((name) => `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type Keyword`)
  throw new CannotRun(
    `search attributes are missing in the Temporal namespace ${namespace}${refusal ? ` (${refusal})` : ''}: register them with ${commands.join('; ')}, on Temporal Cloud on the namespace's page, as Keyword`,
  )
}

async function ensureRetention({ workflowService }: Services, namespace: string): Promise<string | undefined> {
  try {
    const { config } = await workflowService.describeNamespace({ namespace })
    if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= RETENTION_SECONDS) return undefined
    await workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: { seconds: RETENTION_SECONDS as never } },
    })
    return undefined
  } catch (error) {
    return `the retention of the Temporal namespace ${namespace} could not be set to 30 days (${words(error)}): set it by hand, closed workflows vanish earlier else`
  }
}

/** Makes the namespace ready for Lotse; may be repeated. Answers warnings; throws CannotRun where nothing would work. */
export async function prepareNamespace(config: Config): Promise<{ warnings: string[] }> {
  const { connectionOptions, namespace } = connectTemporal(config)
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '10 seconds' }).catch((error: unknown) => {
    throw new CannotRun(`Temporal does not answer at ${connectionOptions.address} (${words(error)}): start it or correct TEMPORAL_ADDRESS`)
  })
  try {
    await registerSearchAttributes(connection, namespace)
    const warning = await ensureRetention(connection, namespace)
    return { warnings: warning ? [warning] : [] }
  } finally {
    await connection.close()
  }
}
