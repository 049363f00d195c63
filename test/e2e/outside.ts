import { setTimeout as delay } from 'node:timers/promises'
import type { CallView } from '../../api/schemas/calls.ts'
import type { CustomerView, PlanView } from '../../api/schemas/customers.ts'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import type { Message } from '../../sandbox/mailbox/message.ts'

export interface Reply {
  readonly status: number
  readonly replayed: boolean
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as any outside program would
  readonly body: any
}

interface Asking {
  readonly body?: unknown
  readonly as?: keyof StackFile['keys'] | null
  readonly key?: string | undefined
  /** Another part of the stack than the API. */
  readonly base?: string
}

const PATIENCE_MS = 30_000

/** Nobody answered at all: the process is gone, or went while we waited. */
const wasCutOff = (error: unknown): boolean => error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')

/** What programs outside of Lotse do with a running stack, over HTTP alone. */
export function outside(stack: StackFile) {
  async function ask(method: string, path: string, { body, as = 'agent', key, base = stack.api }: Asking = {}): Promise<Reply> {
    const answer = await fetch(new URL(path, base), {
      method,
      headers: {
        ...(as === null || base !== stack.api ? {} : { authorization: `Bearer ${stack.keys[as]}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') === true
    return {
      status: answer.status,
      replayed: answer.headers.get('idempotency-replayed') === 'true',
      body: isJson ? JSON.parse(text) : text,
    }
  }

  /** The answer, or undefined where the request was cut off or the API asked for a repeat: what every careful client has to expect. */
  async function tryRegister(body: unknown, key?: string): Promise<Reply | undefined> {
    try {
      const reply = await ask('POST', '/v1/customers', { body, as: 'service', key })
      return reply.status === 503 || reply.body.type === 'urn:lotse:problem:idempotency-in-progress' ? undefined : reply
    } catch (error) {
      if (wasCutOff(error)) return undefined
      throw error
    }
  }

  /** Reads again while the API asks for a repeat: a life is not read while the worker that holds it is being missed. */
  async function read(path: string): Promise<Reply['body']> {
    for (const until = Date.now() + PATIENCE_MS; ; await delay(200)) {
      const { status, body } = await ask('GET', path)
      if (status === 200) return body
      if (status !== 503 || Date.now() > until) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
    }
  }

  async function pages<T>(path: string): Promise<T[]> {
    const items: T[] = []
    for (let cursor = ''; ; ) {
      const body = await read(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`)
      items.push(...body.items)
      if (body.nextCursor === null) return items
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
    }
  }

  return {
    ask,
    tryRegister,
    /** Repeats a registration until it is answered. */
    async register(body: unknown, key?: string): Promise<Reply> {
      for (const until = Date.now() + 60_000; Date.now() < until; await delay(200)) {
        const reply = await tryRegister(body, key)
        if (reply) return reply
      }
      throw new Error(`no answer to ${key ?? 'a registration without a key'}`)
    },
    customers: () => pages<CustomerView>('/v1/customers'),
    calls: (query = '') => pages<CallView>(`/v1/calls${query}`),
    plan: (customerId: string): Promise<PlanView> => read(`/v1/customers/${customerId}/plan`),
    mails: async (query = ''): Promise<Message[]> => (await ask('GET', `/mailbox/messages${query}`, { base: stack.sandbox })).body.items,
    acceptMail: (accepting: boolean) => ask('PUT', '/mailbox/state', { base: stack.sandbox, body: { accepting } }),
  }
}

export type Outside = ReturnType<typeof outside>
