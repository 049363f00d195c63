import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ConnectionLike, isGrpcServiceError } from '@temporalio/client'
import type { WorkerOptions } from '@temporalio/worker'
import { type Config, ConfigError } from '../config.ts'

/** The workers of one task queue, whatever their build; it bears the name of the queue. */
export interface Deployment {
  readonly namespace: string
  readonly name: string
}

/** The id of a build; null: workers without one. */
export type Build = string | null

export interface Release {
  readonly deployment: string
  readonly current: Build
  readonly previous: Build
  readonly changed: boolean
}

type Services = Pick<ConnectionLike, 'workflowService'>

const NOT_FOUND = 5 // grpc.status
const FAILED_PRECONDITION = 9
const WORKFLOW_TASKS = 1 // temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
const VERSIONED = 2 // temporal.api.enums.v1.WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED
const SPREADING = 1 // temporal.api.enums.v1.RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS
const LEAVING = [2, 3] // temporal.api.enums.v1.WorkerStatus: SHUTTING_DOWN, SHUTDOWN
/** A worker without work polls anew within a minute. */
const POLL_MS = 65_000
const SPREAD_MS = 15_000

/** The server gives a worker with any other build id nothing to do, and says nothing. */
const BUILD_ID = /^(?!__)[\w.+:/-]{1,128}$/

export function checkBuildId(buildId: string): string {
  if (BUILD_ID.test(buildId)) return buildId
  throw new ConfigError(`not a build id: ${JSON.stringify(buildId)}; up to 128 letters, digits and . _ + : / -, without __ in front`)
}

export function deploymentName(config: Config): string {
  const name = config.required('LOTSE_TASK_QUEUE')
  if (!/[.:]|^__/.test(name)) return name
  throw new ConfigError(`LOTSE_TASK_QUEUE names the deployment of versioned workers: no dot, no colon, no __ in front (${name})`)
}

/**
 * How a worker tells itself and its build; without LOTSE_BUILD_ID it is unversioned. A life goes on under whatever build is current when
 * something happens in it next: pinned to one, it would keep that build running for years.
 */
export function workerVersion(config: Config): Pick<WorkerOptions, 'identity' | 'workerDeploymentOptions'> {
  const buildId = config.text('LOTSE_BUILD_ID')
  // Never borne by two: the last poll of one that has left ends after its goodbye, and looks like that of a new one.
  const identity = `${process.pid}@${hostname()}/${randomUUID()}`
  if (buildId === undefined) return { identity }
  return {
    identity,
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: deploymentName(config), buildId: checkBuildId(buildId) },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  }
}

const hasCode = (error: unknown, ...codes: number[]): boolean => isGrpcServiceError(error) && codes.includes(error.code)

async function stateOf({ workflowService }: Services, { namespace, name }: Deployment) {
  try {
    const { conflictToken, workerDeploymentInfo } = await workflowService.describeWorkerDeployment({ namespace, deploymentName: name })
    const { routingConfig, routingConfigUpdateState } = workerDeploymentInfo ?? {}
    return {
      current: routingConfig?.currentDeploymentVersion?.buildId || null,
      spreading: Number(routingConfigUpdateState) === SPREADING,
      conflictToken,
    }
  } catch (error) {
    if (!hasCode(error, NOT_FOUND)) throw error
    return { current: null, spreading: false, conflictToken: null } // no worker with a build id ever polled
  }
}

/** The build that gets the tasks. */
export const currentBuild = async (services: Services, deployment: Deployment): Promise<Build> =>
  (await stateOf(services, deployment)).current

interface Timestamp {
  readonly seconds?: unknown
  readonly nanos?: number | null
}
const msOf = (time: Timestamp | null | undefined): number => Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6

/** Who said goodbye. An older server does not know. */
async function goodbyes({ workflowService }: Services, { namespace, name }: Deployment): Promise<Set<string>> {
  const query = `TaskQueue = "${name.replaceAll('"', '\\"')}"`
  const { workersInfo } = await workflowService.listWorkers({ namespace, pageSize: 1000, query }).catch(() => ({ workersInfo: [] }))
  const leaving = (workersInfo ?? []).filter(({ workerHeartbeat }) => LEAVING.includes(Number(workerHeartbeat?.status)))
  return new Set(leaving.flatMap(({ workerHeartbeat }) => workerHeartbeat?.workerIdentity ?? []))
}

/**
 * Whether a worker of this build is there now. The server itself is content with one that polled at any time: it would give all
 * tasks to workers that are long gone. It remembers a poll for minutes, also that of a worker which has left.
 */
export async function isPolled(services: Services, deployment: Deployment, build: Build): Promise<boolean> {
  const { namespace, name } = deployment
  const [{ pollers }, gone] = await Promise.all([
    services.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType: WORKFLOW_TASKS }),
    goodbyes(services, deployment),
  ])
  return (pollers ?? []).some(({ identity, lastAccessTime, deploymentOptions }) => {
    const at = msOf(lastAccessTime)
    const polledBy = Number(deploymentOptions?.workerVersioningMode) === VERSIONED ? deploymentOptions?.buildId : null
    return polledBy === build && Date.now() - at < POLL_MS && !gone.has(identity ?? '')
  })
}

/**
 * Makes a build current: its workers get the tasks of all lives from now on. Waits until one of them polls, `patienceMs` at most;
 * then nothing is changed, and `current` is still the build that was.
 */
export async function makeCurrent(services: Services, deployment: Deployment, build: Build, patienceMs: number): Promise<Release> {
  const { namespace, name } = deployment
  for (const until = Date.now() + patienceMs; ; await sleep(500)) {
    const { current, conflictToken } = await stateOf(services, deployment)
    const unchanged = { deployment: name, current, previous: current, changed: false }
    if (current === build) return unchanged
    if ((await isPolled(services, deployment, build)) && (await set(conflictToken))) {
      await spread()
      return { ...unchanged, current: build, changed: true }
    }
    if (Date.now() >= until) return unchanged
  }

  async function set(conflictToken: Uint8Array | null | undefined): Promise<boolean> {
    const buildId = build ?? ''
    try {
      const change = { namespace, deploymentName: name, buildId, ...(conflictToken ? { conflictToken } : {}) }
      await services.workflowService.setWorkerDeploymentCurrentVersion(change)
      return true
    } catch (error) {
      // Half of the build's pollers are there, or another release came between: look again.
      if (hasCode(error, NOT_FOUND, FAILED_PRECONDITION)) return false
      throw error
    }
  }

  /** The task queue hears of it a moment later; until then the workers before still get something. */
  async function spread(): Promise<void> {
    for (const until = Date.now() + SPREAD_MS; Date.now() < until; await sleep(100))
      if (!(await stateOf(services, deployment)).spreading) return
  }
}
