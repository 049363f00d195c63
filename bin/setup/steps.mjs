// The set-up steps. Each is skipped while the hash of its inputs equals its stamp; the stamp goes before the work begins and comes
// back after it ended, so a step that was killed half-way runs again.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotRun } from './cannot-run.mjs'
import { lockHolder, noteChild } from './lock.mjs'
import { resolveTool, TOOLS } from './temporal-binaries.mjs'

const say = (line) => process.stderr.write(`set-up: ${line}\n`)
const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function filesIn(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

/** One hash over names and contents of files and folders, and over texts that matter too. */
export function hashInputs(root, paths, ...texts) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesIn(join(root, path)))) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  for (const text of texts) hash.update(`${text}\0`)
  return hash.digest('hex')
}

function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(value))
  renameSync(`${path}.${process.pid}`, path)
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

async function step(name, { stamp, inputs, isThere, work }) {
  const began = Date.now()
  if (readJson(stamp)?.inputs === inputs && isThere()) return say(`${name}: skipped, unchanged (${seconds(began)})`)
  rmSync(stamp, { force: true })
  const how = (await work()) ?? 'done'
  writeStamp(stamp, { inputs })
  say(`${name}: ${how} (${seconds(began)})`)
}

const childNote = (root) => join(root, '.lotse', 'setup', 'child')

/** Ends the tool that a killed set-up left at work: two `npm ci` at once would spoil node_modules. */
export async function endLeftOverStep(root) {
  for (let waited = 0; ; waited += 100) {
    const pid = lockHolder(childNote(root))
    if (pid === undefined) return
    if (waited % 10_000 === 0) process.kill(pid, waited < 20_000 ? 'SIGTERM' : 'SIGKILL')
    await new Promise((done) => setTimeout(done, 100))
  }
}

let running // the child of the step at work, for signals
export const interruptStep = (signal) => running?.kill(signal)

function run(command, args, { root, env = {}, failure }) {
  return new Promise((resolve, reject) => {
    // Results belong on stdout, so whatever a tool prints goes to stderr.
    running = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } })
    if (running.pid) noteChild(childNote(root), running.pid)
    running.on('error', (error) => reject(new CannotRun(`${failure} (${error.message})`)))
    running.on('exit', (code, signal) => {
      running = undefined
      if (code === 0) resolve()
      else reject(new CannotRun(`${failure} (${signal ?? `exit code ${code}`}; its own words are above)`))
    })
  })
}

/** What npm left says the same packages as the lock file: installed by hand, which is as good. */
export function packagesMatchLock(root) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  const found = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!wanted || !found) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true
    if (!(path in found)) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found[path].version === entry.version && existsSync(join(root, path))
  })
}

export const installPackages = (root) =>
  step('npm packages', {
    stamp: join(root, 'node_modules', '.lotse-install.json'),
    inputs: hashInputs(root, ['package-lock.json'], process.version.split('.')[0], process.platform, process.arch),
    isThere: () => existsSync(join(root, 'node_modules', '.package-lock.json')),
    work: async () => {
      if (packagesMatchLock(root)) return 'found as the lock file wants them'
      say('npm packages: npm ci, about a minute')
      const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
      await run(npm[0], [...npm.slice(1), 'ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'], {
        root,
        failure: '`npm ci` failed: check the network and the registry npm is told to use, then run the same command again',
      })
      return 'installed'
    },
  })

export const generatePrisma = (root) =>
  step('Prisma client', {
    stamp: join(root, '.lotse', 'setup', 'prisma.json'),
    inputs: hashInputs(root, ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']),
    isThere: () => existsSync(join(root, 'generated', 'prisma', 'client.ts')),
    work: () =>
      run(process.execPath, [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'], {
        root,
        // Any executable does: `generate` does not use the engine, it only insists on having one and would try to download it.
        env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
        failure: '`prisma generate` failed: mend prisma/schema.prisma as it says',
      }),
  })

/** Resolves a Temporal binary; remembers size and time of the file, so that its 150 MB are hashed once only. */
export async function findTool(root, key) {
  const tool = TOOLS[key]
  const stamp = join(root, '.lotse', 'setup', `${tool.command}.json`)
  const known = readJson(stamp)
  const inputs = (path) => {
    const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {}
    return `${tool.version} ${process.env[tool.setting] ?? ''} ${path} ${size} ${mtimeMs}`
  }
  let path = known?.path
  await step(tool.title, {
    stamp,
    inputs: path ? inputs(path) : '',
    isThere: () => existsSync(path),
    work: async () => {
      const found = await resolveTool(tool, { root })
      path = found.path
      return `${found.from === 'pip' ? 'fetched' : 'found'} (${found.from}: ${path})`
    },
  })
  writeStamp(stamp, { inputs: inputs(path), path })
  return path
}

export const bundleWorkflows = (root, tsx) =>
  step('workflow bundle', {
    stamp: join(root, '.lotse', 'setup', 'workflows.json'),
    inputs: hashInputs(root, ['workflows', 'domain', 'package-lock.json', 'bin/bundle-workflows.ts']),
    isThere: () => existsSync(join(root, 'dist', 'workflows.js')),
    work: () =>
      run(process.execPath, [...tsx, join(root, 'bin', 'bundle-workflows.ts')], {
        root,
        failure: 'the workflow bundle cannot be built: workflows may import only what runs deterministically, see above',
      }),
  })
