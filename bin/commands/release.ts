import { Connection, isGrpcServiceError } from '@temporalio/client'
import { connectTemporal } from '../../adapters/temporal.ts'
import { type Config, loadConfig } from '../../config.ts'
import { readStackFile } from '../embedded/stack-file.ts'
import { CannotRun } from '../setup/cannot-run.mjs'
import {
  type Build,
  checkBuildId,
  currentBuild,
  type Deployment,
  deploymentName,
  isPolled,
  makeCurrent,
  type Release,
} from '../worker-versions.ts'

const PATIENCE_MS = 60_000
const UNIMPLEMENTED = 12 // grpc.status

/** Makes a build of the workers current, or goes back to unversioned ones; returns the exit code. */
export async function releaseCommand(given: string | undefined, options: { unversioned: boolean; json: boolean }): Promise<number> {
  const config = configForTemporal()
  const build = buildOf(given, options.unversioned, config)
  if (build === undefined) return 2
  const { connectionOptions, namespace } = connectTemporal(config)
  const { address } = connectionOptions
  const deployment = { namespace, name: deploymentName(config) }
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '10 seconds' }).catch((error: unknown) => {
    throw new CannotRun(`Temporal does not answer at ${address} (${words(error)}): start it or correct TEMPORAL_ADDRESS`)
  })
  try {
    const release = await released(connection, deployment, build)
    const done = release.current === build
    if (options.json) process.stdout.write(`${JSON.stringify(release)}\n`)
    else if (done) process.stdout.write(`${told(release)}\n`)
    return done ? 0 : 1
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error
    const hint = error.code === UNIMPLEMENTED ? ': it knows no worker versions yet, update it or leave LOTSE_BUILD_ID unset' : ''
    throw new CannotRun(`Temporal at ${address} refuses (${words(error)})${hint}`)
  } finally {
    await connection.close()
  }
}

/** Only Temporal is needed here: at its address as set, else at that of the running embedded stack. */
function configForTemporal(): Config {
  const given = loadConfig()
  const stack = given.env.TEMPORAL_ADDRESS || given.env.DATABASE_URL ? undefined : readStackFile()
  return stack ? loadConfig({ ...given.env, TEMPORAL_ADDRESS: stack.temporalAddress, TEMPORAL_NAMESPACE: 'default' }) : given
}

/** undefined: bad input, and it was said. */
function buildOf(given: string | undefined, unversioned: boolean, config: Config): Build | undefined {
  const buildId = given ?? config.text('LOTSE_BUILD_ID')
  if (unversioned && given === undefined) return null
  if (!unversioned && buildId !== undefined) return checkBuildId(buildId)
  say(unversioned ? 'either a build id or --unversioned' : 'which build? Name it, set LOTSE_BUILD_ID, or say --unversioned')
  return undefined
}

async function released(connection: Connection, deployment: Deployment, build: Build): Promise<Release> {
  const { namespace, name } = deployment
  await connection.workflowService.describeNamespace({ namespace }) // one that is missing must not look like a missing deployment
  if (!(await isPolled(connection, deployment, build))) {
    const waits = (await currentBuild(connection, deployment)) !== build
    say(`${workers(build)} do not poll task queue ${name} now${waits ? `: waiting for them, ${PATIENCE_MS / 1000} s at most` : ''}`)
  }
  const release = await makeCurrent(connection, deployment, build, PATIENCE_MS)
  if (release.current !== build)
    say(
      `they did not come, nothing was changed: ${workers(release.current)} stay current. ` +
        `Start ${build === null ? 'workers without LOTSE_BUILD_ID' : `workers with LOTSE_BUILD_ID=${build}`}, look into their log, then repeat this`,
    )
  return release
}

const say = (text: string) => process.stderr.write(`lotse: ${text}\n`)
const words = (error: unknown) => (isGrpcServiceError(error) ? error.details || error.message : String(error))
const workers = (build: Build) => (build === null ? 'workers without build id' : `workers of build ${build}`)

const told = ({ deployment, current, previous, changed }: Release): string =>
  changed
    ? `tasks of ${deployment} now go to ${workers(current)}, before to ${workers(previous)}`
    : `nothing to do: tasks of ${deployment} go to ${workers(current)} already`
