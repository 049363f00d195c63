import { createServer } from 'node:net'
import { CannotRun } from '../setup/cannot-run.mjs'
import { listenerOn } from '../setup/processes.mjs'
import { readJson, writeAtomically } from './files.ts'

export interface StackPorts {
  readonly postgres: number
  readonly temporal: number
  readonly temporalUi: number
  readonly temporalHttp: number
  readonly temporalMetrics: number
  readonly sandbox: number
  readonly smtp: number
}

const portNames = ['postgres', 'temporal', 'temporalUi', 'temporalHttp', 'temporalMetrics', 'sandbox', 'smtp'] as const

const tryPort = (port: number, host: string): Promise<NodeJS.ErrnoException | undefined> =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', done)
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(undefined)))
  })

export const isFree = async (port: number, host = '127.0.0.1') => (await tryPort(port, host)) === undefined

/** Below the range from which the kernel draws ports of outgoing connections: those would take ours now and then. */
const draw = () => 20_000 + Math.floor(Math.random() * 12_000)

export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = draw()
    if (!taken.has(port) && (await isFree(port))) return port
  }
  throw new CannotRun('no free port between 20000 and 32000 on 127.0.0.1: end some of the programs that listen there')
}

/** The ports of the last start where they are still free, else new ones; remembered in `path`. */
export async function choosePorts(path: string): Promise<StackPorts> {
  const known = readJson<Partial<Record<keyof StackPorts, number>>>(path) ?? {}
  const taken = new Set<number>()
  const choose = async (port: number | undefined) => {
    const chosen = port !== undefined && !taken.has(port) && (await isFree(port)) ? port : await freePort(taken)
    taken.add(chosen)
    return chosen
  }
  const ports: Partial<Record<keyof StackPorts, number>> = {}
  for (const name of portNames) ports[name] = await choose(known[name])
  writeAtomically(path, `${JSON.stringify(ports, null, 2)}\n`)
  return ports as StackPorts
}

/** The API's port is the user's choice (0: any free one); an occupied one is said, never replaced. */
export async function claimApiPort(port: number, host: string): Promise<number> {
  if (port === 0) return freePort()
  const error = await tryPort(port, host)
  if (error === undefined) return port
  if (error.code === 'EADDRINUSE') {
    const by = listenerOn(port)
    const who = by ? `pid ${by.pid}: ${by.command}` : 'a program that cannot be seen from here'
    throw new CannotRun(`port ${port} is occupied (${who}): end that program or choose another port, e.g. LOTSE_PORT=${port + 1} npm start`)
  }
  throw new CannotRun(`the API cannot listen on ${host}:${port} (${error.code}): choose another with LOTSE_HOST and LOTSE_PORT`)
}
