import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type Build, currentBuild, type Deployment, isPolled, makeCurrent, workerVersion } from '../../bin/worker-versions.ts'
import { loadConfig, processEnvironment } from '../../config.ts'
import { eventually } from '../support/eventually.ts'
import { connectRealTime, type TemporalHarness } from '../support/temporal.ts'
import { end, life, type StepActivities, step } from './release-life.ts'

const root = join(import.meta.dirname, '..', '..')
const PATIENCE_MS = 60_000
const IMPATIENT_MS = 1000

let temporal: TemporalHarness
let workflowBundle: WorkflowBundle
beforeAll(async () => {
  temporal = await connectRealTime()
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: join(import.meta.dirname, 'release-life.ts'),
    logger: new DefaultLogger('ERROR'),
  })
})
afterAll(() => temporal?.close())

let deployment: Deployment
const endings: (() => Promise<void>)[] = []
beforeEach(() => {
  deployment = { namespace: 'default', name: `release-${randomBytes(6).toString('hex')}` }
})
afterEach(async () => {
  for (const ending of endings.splice(0).reverse()) await ending()
})

const settingsOf = (build: Build) => ({
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  LOTSE_TASK_QUEUE: deployment.name,
  LOTSE_BUILD_ID: build ?? '',
})

/** A worker of this build as bin/worker.ts would start it; answers how to stop it. */
async function startWorker(build: Build): Promise<() => Promise<void>> {
  const activities: StepActivities = { doneBy: async () => build ?? 'unversioned' }
  const worker = await Worker.create({
    ...workerVersion(loadConfig(settingsOf(build))),
    connection: temporal.env.nativeConnection,
    taskQueue: deployment.name,
    workflowBundle,
    activities,
  })
  const ended = worker.run()
  const stop = async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown()
    await ended
  }
  endings.push(stop)
  await eventually(() => isPolled(temporal.env.connection, deployment, build))
  return stop
}

async function beginLife() {
  const handle = await temporal.env.client.workflow.start(life, { taskQueue: deployment.name, workflowId: `life/${deployment.name}` })
  endings.push(() =>
    handle
      .terminate()
      .catch(() => undefined)
      .then(() => undefined),
  )
  return { handle, step: () => handle.executeUpdate(step) }
}

const release = (build: Build, patienceMs = PATIENCE_MS) => makeCurrent(temporal.env.connection, deployment, build, patienceMs)
const told = (previous: Build, current: Build, changed = true) => ({ deployment: deployment.name, previous, current, changed })

test('a worker with a build id runs nothing before its release, and everything after it', async () => {
  await startWorker('a')
  const { handle, step } = await beginLife()
  const { events } = await handle.fetchHistory()
  expect(events?.some((event) => event.workflowTaskStartedEventAttributes)).toBe(false)

  expect(await release('a')).toEqual(told(null, 'a'))
  expect(await step()).toBe('a')
  await handle.signal(end)
  await handle.result()
})

test('a life that began without versions goes on under the first released build, and under each one after it when the old workers are gone', async () => {
  const stopUnversioned = await startWorker(null)
  const { handle, step } = await beginLife()
  const stopA = await startWorker('a')
  expect(await step()).toBe('unversioned')
  expect(await release('a')).toEqual(told(null, 'a'))
  await stopUnversioned()
  expect(await step()).toBe('a')

  await startWorker('b')
  expect(await step()).toBe('a')
  expect(await release('b')).toEqual(told('a', 'b'))
  await stopA()
  expect(await step()).toBe('b')
  await handle.signal(end)
  await handle.result()
})

test('rolling back is releasing the older build again', async () => {
  await startWorker('a')
  await release('a')
  const { step } = await beginLife()
  expect(await step()).toBe('a')
  const stopB = await startWorker('b')
  await release('b')
  expect(await step()).toBe('b')

  expect(await release('a')).toEqual(told('b', 'a'))
  await stopB()
  expect(await step()).toBe('a')
})

test('releasing twice changes nothing the second time', async () => {
  await startWorker('a')
  await release('a')
  expect(await release('a')).toEqual(told('a', 'a', false))
})

test('a build that nobody polls for, never or no longer, is refused, and the current one stays', async () => {
  await startWorker('a')
  await release('a')
  const stop = await startWorker('just-left')
  await stop()

  for (const build of ['never-seen', 'just-left']) expect(await release(build, IMPATIENT_MS)).toEqual(told('a', 'a', false))
  expect(await currentBuild(temporal.env.connection, deployment)).toBe('a')
  const { step } = await beginLife()
  expect(await step()).toBe('a')
})

test('a build whose worker left is released when another one comes', async () => {
  const stop = await startWorker('back')
  await stop()
  expect(await isPolled(temporal.env.connection, deployment, 'back')).toBe(false)
  await startWorker('back')
  expect(await release('back')).toEqual(told(null, 'back'))
})

test('back to workers without build id, once there are some', async () => {
  const stopA = await startWorker('a')
  await release('a')
  const { step } = await beginLife()
  expect(await step()).toBe('a')
  expect(await release(null, IMPATIENT_MS)).toEqual(told('a', 'a', false))

  await startWorker(null)
  expect(await release(null)).toEqual(told('a', null))
  await stopA()
  expect(await step()).toBe('unversioned')
})

test('a queue that never saw a build id is unversioned already', async () => {
  expect(await release(null)).toEqual(told(null, null, false))
})

test.each(['two words', '__unversioned__', 'x'.repeat(200)])('the build id %j is refused when a worker starts', (build) => {
  expect(() => workerVersion(loadConfig(settingsOf(build)))).toThrow(/not a build id/)
})

test('a task queue that cannot name a deployment is refused, but only where workers have a build id', () => {
  expect(() => workerVersion(loadConfig({ ...settingsOf('a'), LOTSE_TASK_QUEUE: 'eu.lotse' }))).toThrow(/LOTSE_TASK_QUEUE/)
  expect(workerVersion(loadConfig({ LOTSE_TASK_QUEUE: 'eu.lotse' })).workerDeploymentOptions).toBeUndefined()
})

function run(args: readonly string[], settings: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], { cwd: root, env: { ...processEnvironment(), ...settings } })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((done, failed) => {
    child.on('error', failed)
    child.on('close', (status) => done({ status, ...said }))
  })
  return { child, ended }
}
const lotseRelease = (args: readonly string[], settings: Record<string, string> = settingsOf(null)) =>
  run(['bin/lotse.ts', 'release', ...args], settings).ended

test('the worker process has the build id of its setting, and `lotse release` makes it current', async () => {
  const settings = { ...settingsOf('c0ffee'), DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/lotse', LOTSE_SMTP_URL: 'smtp://127.0.0.1:1' }
  const { child, ended } = run(['bin/worker.ts'], settings)
  endings.push(async () => {
    child.kill('SIGKILL')
  })
  const released = await lotseRelease(['--json'], settings)
  expect(released).toMatchObject({ status: 0, stderr: expect.stringContaining('waiting for them') })
  expect(JSON.parse(released.stdout)).toEqual(told(null, 'c0ffee'))
  expect(await lotseRelease(['c0ffee'])).toMatchObject({ status: 0, stdout: expect.stringContaining('already'), stderr: '' })

  child.kill('SIGTERM')
  const { status, stdout } = await ended
  expect(status).toBe(0)
  expect(stdout).toContain('until `lotse release`')
})

test('what is wrong with a release is said by exit code and text', async () => {
  const [nothing, both, odd, nowhere, namespace] = await Promise.all([
    lotseRelease([]),
    lotseRelease(['a', '--unversioned']),
    lotseRelease(['two words']),
    lotseRelease(['a'], { ...settingsOf(null), TEMPORAL_ADDRESS: '127.0.0.1:1' }),
    lotseRelease(['a'], { ...settingsOf(null), TEMPORAL_NAMESPACE: 'nowhere' }),
  ])
  expect(nothing).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('LOTSE_BUILD_ID') })
  expect(both).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('either') })
  expect(odd).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('not a build id') })
  expect(nowhere).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('TEMPORAL_ADDRESS') })
  expect(namespace).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('nowhere') })
})
