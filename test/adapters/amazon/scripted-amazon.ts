import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { createAmazon } from '../../../adapters/amazon/amazon.ts'
import { sandboxEndpoints } from '../../../adapters/amazon/endpoints.ts'
import type { AmazonQuotas } from '../../../adapters/amazon/quotas.ts'

/** What was asked of the scripted server. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answer = (response: ServerResponse, asked: Asked) => void

/** A real server that answers what the sandbox's Amazon never does: by path, the first answers once each, the last for ever. */
export async function scriptedAmazon(script: Readonly<Record<string, readonly Answer[]>>) {
  const asked: Asked[] = []
  const turns = new Map<string, number>()
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://scripted')
      const one = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, body }
      asked.push(one)
      const answers = script[pathname] ?? []
      const turn = turns.get(pathname) ?? 0
      turns.set(pathname, turn + 1)
      const answer = answers[Math.min(turn, answers.length - 1)]
      if (answer) answer(response, one)
      else response.writeHead(404).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    base,
    asked: (path: string) => asked.filter((one) => one.path === path),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1', ...headers })
      .end(JSON.stringify(body))
  }

export const amazonError = (status: number, code: string, message: string, details = ''): Answer =>
  json(status, { errors: [{ code, message, details }] })

export const token = (access = 'Atza|first', more: object = {}): Answer =>
  json(200, { access_token: access, token_type: 'bearer', expires_in: 3600, ...more })

export const hangUp: Answer = (response) => {
  response.destroy()
}

export const TOKEN_PATH = '/amazon/auth/o2/token'
export const SECRETS = { refreshToken: 'Atzr|never-told', clientSecret: 'amzn1.oa2-cs.v1.never-told' }

/** A quota that never makes anybody wait, and remembers what it was told. */
export function openQuotas() {
  const told: unknown[][] = []
  const quotas: AmazonQuotas = {
    async take({ operation, accountId, seed }) {
      told.push(['take', operation, accountId])
      const at = '2026-11-22T00:00:00Z'
      const token = { ticket: '1', takenAt: at, dueAt: at, tokenMs: 1_000_000 }
      return { granted: true, waitMs: 0, slackMs: 60_000, rate: seed.account.rate, ...token }
    },
    async look() {
      return { leftMs: 0, overdueMs: 0 }
    },
    async late({ operation }, _answer, lateMs) {
      told.push(['late', operation, lateMs])
    },
    async learn({ operation }, rate) {
      told.push(['learn', operation, rate])
    },
    async throttled({ operation }) {
      told.push(['throttled', operation])
    },
  }
  return { quotas, told }
}

export interface ClientOptions {
  readonly quotas?: AmazonQuotas
  readonly now?: () => number
  readonly logged?: string[]
}

/** Our client for the scripted server, with pauses of milliseconds. */
export function clientFor(base: string, { quotas = openQuotas().quotas, now = Date.now, logged = [] }: ClientOptions = {}) {
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) })
  const amazon = createAmazon({
    endpoints: sandboxEndpoints(base),
    application: { clientId: 'amzn1.client', clientSecret: SECRETS.clientSecret, userAgent: 'Lotse/test' },
    quotas,
    log,
    now,
    patience: { tries: 4, firstPauseMs: 2, longestPauseMs: 5 },
  })
  const account = (accountId = 'account-1') =>
    amazon.forAccount({ accountId, region: 'eu', refreshToken: async () => SECRETS.refreshToken })
  return { amazon, account, log }
}

/** What a promise fails with. */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => {
      throw new Error(`it did not fail: ${JSON.stringify(value)}`)
    },
    (error: unknown) => error,
  )
