// `lotse doctor`: looks, changes nothing, and needs nothing installed: it is there for the moment when set-up itself fails.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { lockHolder } from './lock.mjs'
import { listenerOn } from './processes.mjs'
import { packagesMatchLock } from './steps.mjs'
import { resolveTool, TOOLS } from './temporal-binaries.mjs'

const env = process.env
const good = (detail) => ({ status: 'ok', detail })
const note = (detail, fix) => ({ status: 'note', detail, ...(fix ? { fix } : {}) })
const bad = (detail, fix) => ({ status: 'broken', detail, fix })

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

const reaches = (host, port) =>
  new Promise((done) => {
    const socket = connect({ host, port: Number(port) })
    socket.setTimeout(3000, () => socket.destroy(new Error('no answer within 3 s')))
    socket.once('connect', () => done(undefined) ?? socket.destroy())
    socket.once('error', (error) => done(error.code ?? error.message))
  })

const portIsFree = (port, host) =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', (error) => done(error.code))
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(undefined)))
  })

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return good(`Node ${process.versions.node}`)
  return bad(`Node ${process.versions.node} is too old`, 'install Node 20.19 or newer')
}

function checkPackages({ root }) {
  if (!existsSync(join(root, 'node_modules'))) return bad('node_modules is missing', 'npm ci')
  if (packagesMatchLock(root)) return good('installed as package-lock.json wants them')
  return bad('node_modules differs from package-lock.json', 'npm ci')
}

function checkGenerated({ root }) {
  if (!existsSync(join(root, 'generated', 'prisma', 'client.ts')))
    return note('the Prisma client is not generated yet: the next command does it', 'npm start')
  return good('the Prisma client is generated')
}

async function checkTemporalProgram({ root }) {
  try {
    const found = await resolveTool(TOOLS.cli, { root, fetch: false })
    if (found) return good(`${found.path} (${found.from})`)
    return note(`not here yet: \`npm start\` fetches it with pip; else ${TOOLS.cli.remedy}`, 'npm start')
  } catch (error) {
    return bad(error.message, `unset ${TOOLS.cli.setting}`)
  }
}

async function checkDatabase({ stack }) {
  const text = env.DATABASE_URL || stack?.databaseUrl
  if (!text) return note('no database is set (DATABASE_URL) and the embedded stack does not run', 'npm start')
  let url
  try {
    url = new URL(text)
  } catch {
    return bad('DATABASE_URL is not a URL', 'export DATABASE_URL=postgresql://USER:PASSWORD@HOST:5432/lotse')
  }
  const place = `${url.hostname}:${url.port || 5432}`
  const fix = env.DATABASE_URL ? 'start PostgreSQL there or correct DATABASE_URL' : 'npm start'
  const trouble = await reaches(url.hostname, url.port || 5432)
  if (trouble) return bad(`no PostgreSQL at ${place} (${trouble})`, fix)
  const pg = await import('pg').catch(() => undefined)
  if (!pg) return note(`something listens at ${place}; not asked further, npm packages are missing`, 'npm ci')
  const client = new pg.default.Client({ connectionString: text, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const version = (await client.query('show server_version')).rows[0].server_version
    if (Number.parseInt(version, 10) < 15) return bad(`PostgreSQL ${version} at ${place} is too old`, 'use PostgreSQL 15 or newer')
    const migrated = await client.query("select to_regclass('_prisma_migrations') is not null as yes")
    if (!migrated.rows[0].yes) return bad(`PostgreSQL ${version} at ${place} has no tables of Lotse`, 'npm run -s lotse -- migrate')
    return good(`PostgreSQL ${version} at ${place}, migrated`)
  } catch (error) {
    return bad(`PostgreSQL at ${place} refuses us: ${error.message}`, fix)
  } finally {
    await client.end().catch(() => {})
  }
}

async function checkTemporal({ stack }) {
  const address = env.TEMPORAL_ADDRESS || stack?.temporalAddress
  if (!address) return note('no Temporal is set (TEMPORAL_ADDRESS) and the embedded stack does not run', 'npm start')
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? []
  if (!host) return bad(`TEMPORAL_ADDRESS is not HOST:PORT (${address})`, 'export TEMPORAL_ADDRESS=HOST:7233')
  const trouble = await reaches(host.replace(/^\[|\]$/g, ''), port)
  if (!trouble) return good(`something listens at ${address}`)
  return bad(
    `no Temporal at ${address} (${trouble})`,
    env.TEMPORAL_ADDRESS ? 'start Temporal there or correct TEMPORAL_ADDRESS' : 'npm start',
  )
}

async function checkApiPort({ stack, holder }) {
  const port = Number(env.LOTSE_PORT || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return bad(`LOTSE_PORT is not a port (${env.LOTSE_PORT})`, 'export LOTSE_PORT=3000')
  const trouble = await portIsFree(port, env.LOTSE_HOST || '127.0.0.1')
  if (!trouble) return good(`port ${port} is free`)
  if (trouble !== 'EADDRINUSE') return bad(`port ${port} cannot be used (${trouble})`, `LOTSE_PORT=${port + 5000} npm start`)
  if (holder && stack && new URL(stack.api).port === String(port)) return good(`port ${port} is our own API's`)
  const by = listenerOn(port)
  return bad(
    `port ${port} is occupied by ${by ? `pid ${by.pid} (${by.command})` : 'a program that cannot be seen from here'}`,
    `LOTSE_PORT=${port + 1} npm start`,
  )
}

function checkDataFolder({ home }) {
  let folder = home
  while (!existsSync(folder)) folder = dirname(folder)
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch {
    return bad(`${folder} cannot be written`, `chown -R "$(id -un)" '${folder}'`)
  }
  const closed = []
  for (let at = folder; at !== dirname(at); at = dirname(at)) if ((statSync(at).mode & 0o001) === 0) closed.push(at)
  if (process.getuid?.() === 0 && closed.length > 0) {
    return note(
      `others may not enter ${closed.join(', ')}: as root, PostgreSQL's data goes to /var/tmp/lotse-* instead`,
      `chmod o+x ${closed.join(' ')}`,
    )
  }
  return good(home)
}

function checkSecretFiles({ home }) {
  const files = [
    env.LOTSE_SECRET_KEY_FILE || join(home, 'secret.key'),
    ...['keys.json', 'telephony.secret', 'stack.json'].map((name) => join(home, name)),
  ]
  const open = files.filter((path) => existsSync(path) && (statSync(path).mode & 0o077) !== 0)
  if (open.length > 0) return bad(`others may read ${open.join(', ')}`, `chmod 600 ${open.join(' ')}`)
  const key = files[0]
  if (existsSync(key) && Buffer.from(readFileSync(key, 'utf8').trim(), 'base64').length !== 32) {
    return bad(`${key} does not hold 32 bytes in base64`, 'restore it from your backup: without it the stored Amazon credentials are lost')
  }
  return good(existsSync(key) ? 'only their owner may read them' : 'none yet: the first start makes them')
}

async function checkStack({ stack, holder }) {
  if (!holder) return note('the embedded stack does not run', 'npm start')
  if (!stack) return note(`the embedded stack is starting or stopping (pid ${holder})`)
  try {
    const { status } = await fetch(`${stack.api}/readyz`, { signal: AbortSignal.timeout(5000) })
    if (status === 200) return good(`runs (pid ${holder}), ${stack.api}`)
    return bad(
      `runs (pid ${holder}) but is not ready (/readyz says ${status})`,
      'read .lotse/logs/*.log; stop it and run `npm start` again',
    )
  } catch (error) {
    return bad(`runs (pid ${holder}) but its API does not answer (${error.cause?.code ?? error.message})`, `kill ${holder}; npm start`)
  }
}

const checks = [
  ['node', checkNode],
  ['npm packages', checkPackages],
  ['generated code', checkGenerated],
  ['temporal program', checkTemporalProgram],
  ['data folder', checkDataFolder],
  ['secret files', checkSecretFiles],
  ['api port', checkApiPort],
  ['embedded stack', checkStack],
  ['database', checkDatabase],
  ['temporal', checkTemporal],
]

/** Exit code 0: nothing is broken; 1: something is, and what it needs is said. */
export async function doctor(args, root) {
  const unknown = args.find((arg) => arg !== '--json')
  if (unknown) {
    process.stderr.write(`lotse: doctor does not know ${unknown}; usage: doctor [--json]\n`)
    return 2
  }
  const home = resolve(root, env.LOTSE_DATA_DIR || '.lotse')
  const holder = lockHolder(join(home, 'run', 'up.lock'))
  const about = { root, home, holder, stack: holder ? readJson(join(home, 'stack.json')) : undefined }
  const found = []
  for (const [name, check] of checks) {
    const result = await Promise.resolve(about)
      .then(check)
      .catch((error) => bad(`could not be checked: ${error.message}`, 'report this'))
    found.push({ name, ...result })
  }
  const ok = found.every(({ status }) => status !== 'broken')
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ ok, checks: found }, null, 2)}\n`)
  else {
    const mark = { ok: 'ok     ', note: 'note   ', broken: 'BROKEN ' }
    for (const { name, status, detail, fix } of found) {
      process.stdout.write(`${mark[status]} ${name.padEnd(17)} ${detail}\n${fix ? `${' '.repeat(26)}-> ${fix}\n` : ''}`)
    }
  }
  return ok ? 0 : 1
}
