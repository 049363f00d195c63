import type { WorkflowClientInterceptor } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import type { Config, SettingName } from '../config.ts'
import { CLOCK_HEADER } from '../domain/clock.ts'
import { createLines } from './in-line.ts'

const names = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
] as const satisfies readonly SettingName[]

/**
 * How to reach Temporal: `connectionOptions` suit the client's `Connection.connect` and the worker's `NativeConnection.connect`.
 * Read by Temporal's own envconfig, from our settings only: neither process.env nor a profile file of the user has a say.
 */
export function connectTemporal(config: Config) {
  const overrideEnvVars = Object.fromEntries(
    names.flatMap((name) => {
      const value = config.text(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const { connectionOptions, namespace } = loadClientConnectConfig({ disableFile: true, overrideEnvVars })
  return { connectionOptions, namespace: namespace ?? config.required('TEMPORAL_NAMESPACE') }
}

/** Of the ten that a server takes by default (`history.maxInFlightUpdates`), so that two processes of the API fit beside each other. */
const UPDATES_AT_ONCE = 4

/**
 * Updates to one workflow go in line. One too many in flight makes the server drop all that are under way there: fifty at once
 * would time out one and all.
 */
export function updatesInLine(): WorkflowClientInterceptor {
  const inLine = createLines(UPDATES_AT_ONCE)
  return {
    startUpdate: (input, next) => inLine(input.workflowExecution.workflowId ?? '', () => next(input)),
    startUpdateWithStart: (input, next) => inLine(input.workflowStartOptions.workflowId, () => next(input)),
  }
}

/** Tells each workflow that is started how far the demo's clock is ahead. */
export function carryingClock(clock: { offset(): number }): WorkflowClientInterceptor {
  const headers = <Given extends Record<string, unknown>>(given: Given): Given =>
    clock.offset() === 0 ? given : { ...given, [CLOCK_HEADER]: defaultPayloadConverter.toPayload(clock.offset()) }
  return {
    start: (input, next) => next({ ...input, headers: headers(input.headers) }),
    startUpdateWithStart: (input, next) => next({ ...input, workflowStartHeaders: headers(input.workflowStartHeaders) }),
    signalWithStart: (input, next) => next({ ...input, headers: headers(input.headers) }),
  }
}
