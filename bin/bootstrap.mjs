// The one door: `npm start`, `npm test` and `npm run lotse`, `chaos`, `bench` and `mutation` enter here. Does what set-up is missing, then hands over to the real program.
// Only node: imports, here and in setup/: nothing else is there on a fresh clone. Results are on stdout, everything else on stderr.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CannotRun } from './setup/cannot-run.mjs'
import { lockHolder, releaseLock, takeLock } from './setup/lock.mjs'
import { commandLine, identify, parentOf } from './setup/processes.mjs'
import { bundleWorkflows, endLeftOverStep, findTool, generatePrisma, installPackages, interruptStep } from './setup/steps.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const tsx = ['--import', pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href]
const setupLock = join(root, '.lotse', 'setup', 'lock')

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new CannotRun(
    `Node ${process.versions.node} is too old: install Node 20.19 or newer (20, 22 and 24 are tried) and run the same command again`,
  )
}

async function holdingLock(work) {
  let told = false
  while (!takeLock(setupLock)) {
    if (!told) process.stderr.write(`set-up: another one runs in this checkout (pid ${lockHolder(setupLock)}), waiting for it\n`)
    told = true
    await new Promise((done) => setTimeout(done, 250))
  }
  try {
    return await work()
  } finally {
    releaseLock(setupLock)
  }
}

/** All steps a program needs; answers the environment it gets. */
function setUp({ temporal = false, testServer = false, bundle = false }) {
  return holdingLock(async () => {
    const env = {}
    await endLeftOverStep(root)
    await installPackages(root)
    await generatePrisma(root)
    if (temporal) env.TEMPORAL_CLI_PATH = await findTool(root, 'cli')
    if (testServer) env.TEMPORAL_TEST_SERVER_PATH = await findTool(root, 'testServer')
    if (bundle && existsSync(join(root, 'workflows', 'index.ts'))) await bundleWorkflows(root, tsx)
    return env
  })
}

let child

/** Runs the program and answers its exit code. `detached`: a process group of its own, so that Ctrl-C comes once, through us. */
function handOver(args, { env = {}, detached = false, ipc = false }) {
  child = spawn(process.execPath, args, {
    stdio: ['inherit', 'inherit', 'inherit', ...(ipc ? ['ipc'] : [])],
    detached,
    env: { ...process.env, ...env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  })
  return new Promise((done) => {
    child.on('error', (error) => done(fail(new CannotRun(`${process.execPath} cannot be started: ${error.message}`))))
    child.on('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]))
  })
}

function leave(signal) {
  if (child) return child.kill(signal)
  interruptStep(signal)
  releaseLock(setupLock)
  process.exit(128 + constants.signals[signal])
}

let lastSignal = 0
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // One Ctrl-C comes twice: from the terminal, and passed on by npm.
    if (Date.now() - lastSignal < 500) return
    lastSignal = Date.now()
    leave(signal)
  })
}
// A program that started us with a channel (a test) is gone, however it went.
if (process.send) process.on('disconnect', () => leave('SIGTERM'))

// npm killed with -9 tells nobody: without this the stack would live on, owned by no terminal. Between npm and us there may be its shell.
for (const pid of [process.ppid, parentOf(process.ppid)]) {
  if (!process.env.npm_lifecycle_event || !/\bnpm\b/.test(commandLine(pid) ?? '')) continue
  const npm = identify(pid)
  setInterval(() => identify(pid) !== npm && child?.kill('SIGTERM'), 2000).unref()
}

/** Trials on servers of their own: by program and name, what runs. */
const trials = {
  chaos: { lives: 'test/chaos/lives.ts' },
  bench: {
    lifecycle: 'bench/lifecycle.ts',
    jitter: 'bench/jitter.ts',
    quota: 'bench/quota.ts',
    classification: 'bench/classification.ts',
    profile: 'bench/profile.ts',
    routing: 'bench/routing.ts',
    bookings: 'bench/bookings.ts',
    'fit-buybox': 'bench/fit-buybox.ts',
    pricing: 'bench/pricing.ts',
    market: 'bench/market.ts',
    push: 'bench/push.ts',
    audit: 'bench/audit.ts',
    anomalies: 'bench/anomalies.ts',
  },
}

async function runTrial(kind, [name, ...args]) {
  const files = trials[kind]
  if (!Object.hasOwn(files, name ?? '')) {
    process.stderr.write(`usage: npm run -s ${kind} -- ${Object.keys(files).join('|')} [ARGUMENTS]\n`)
    return 2
  }
  const env = await setUp({ temporal: true, testServer: true, bundle: true })
  return handOver([...tsx, join(root, files[name]), ...args], { env, detached: true, ipc: true })
}

const programs = {
  async start(args) {
    const holder = lockHolder(join(resolve(root, process.env.LOTSE_DATA_DIR || '.lotse'), 'run', 'up.lock'))
    if (holder)
      throw new CannotRun(`the stack of this checkout runs already (pid ${holder}): stop it with \`kill ${holder}\` or use it as it is`)
    const env = await setUp({ temporal: true, bundle: true })
    return handOver([...tsx, join(root, 'bin', 'up.ts'), ...args], { env, detached: true, ipc: true })
  },
  async test(args) {
    const env = await setUp({ temporal: true, testServer: true, bundle: true })
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    return handOver([vitest, 'run', '--root', root, ...args], { env, detached: true })
  },
  async lotse(args) {
    // The doctor comes without set-up: it is there to say what is wrong with it.
    if (args[0] === 'doctor') return (await import('./setup/doctor.mjs')).doctor(args.slice(1), root)
    await setUp({})
    return handOver([...tsx, join(root, 'bin', 'lotse.ts'), ...args], {})
  },
  chaos: (args) => runTrial('chaos', args),
  bench: (args) => runTrial('bench', args),
  async mutation(args) {
    await setUp({})
    return handOver([join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'), 'run', ...args], { detached: true })
  },
}

function fail(error) {
  process.stderr.write(error instanceof CannotRun ? `lotse: ${error.message}\n` : `${error.stack}\n`)
  return error instanceof CannotRun ? 3 : 1
}

const [name, ...args] = process.argv.slice(2)
const program = Object.hasOwn(programs, name ?? '') ? programs[name] : undefined
try {
  checkNode()
  if (!program)
    process.stderr.write(
      'usage: npm start [-- --fresh] | npm test [-- ARGUMENTS] | npm run -s lotse -- COMMAND | npm run -s chaos -- NAME | npm run -s bench -- NAME | npm run -s mutation\n',
    )
  process.exitCode = program ? await program(args) : 2
} catch (error) {
  process.exitCode = fail(error)
}
// A handle left open by a step (an unread pipe) must not keep the terminal waiting.
process.exit()
