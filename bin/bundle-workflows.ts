import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'

const root = resolve(import.meta.dirname, '..')
const interceptors = join(root, 'workflows', 'interceptors.ts')
const destination = join(root, 'dist', 'workflows.js')

/** Builds the workflow bundle once, for workers and tests: it starts a worker seconds sooner and finds forbidden imports. */
const { code } = await bundleWorkflowCode({
  workflowsPath: join(root, 'workflows', 'index.ts'),
  ...(existsSync(interceptors) ? { workflowInterceptorModules: [interceptors] } : {}),
  logger: {
    log: () => {},
    trace: () => {},
    debug: () => {},
    info: () => {},
    warn: (message) => process.stderr.write(`${message}\n`),
    error: (message) => process.stderr.write(`${message}\n`),
  },
})
await mkdir(dirname(destination), { recursive: true })
await writeFile(`${destination}.${process.pid}`, code)
await rename(`${destination}.${process.pid}`, destination) // nobody ever reads half a bundle
