import { setTimeout as delay } from 'node:timers/promises'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import { outside, type Reply } from '../e2e/outside.ts'

/** Something somebody wants done by one request, repeated with the same key until it is answered. */
export interface Wish {
  /** For counting, e.g. `outcome completed`. */
  readonly what: string
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly as?: keyof StackFile['keys']
  readonly key: string
  /** Problem codes with which it may be refused although everything is as it should be. */
  readonly may?: readonly string[]
  /** Looks whether it is done: asked where a refusal follows on an answer that was lost. */
  readonly isDone?: () => Promise<boolean>
}

export interface Deed {
  readonly what: string
  readonly key: string
  readonly end: 'acknowledged' | 'refused' | 'unexpected' | 'unanswered'
  /** How often the answer was lost or was a 5xx before this one. */
  readonly unclear: number
  readonly status?: number
  readonly body?: Reply['body']
}

const PATIENCE_MS = 180_000
const PAUSE_MS = 250

const codeOf = ({ body }: Reply): string => String(body?.type ?? '').replace('urn:lotse:problem:', '')

/** Nobody answered, or not to the end. */
function unlessCutOff(error: unknown): undefined {
  const cutOff = error instanceof TypeError || error instanceof SyntaxError || (error instanceof Error && error.name === 'TimeoutError')
  if (!cutOff) throw error
}

/** A client that gives up nothing, and remembers all that it asked for. */
export function createClient(stack: StackFile) {
  const { ask } = outside(stack)
  const deeds: Deed[] = []
  const counts = { inFlight: 0, cutOff: 0, serverErrors: new Map<string, number>() }

  /** Sends until there is an answer that is neither a 5xx nor "still at work". */
  async function insist(send: () => Promise<Reply>): Promise<{ reply: Reply | undefined; unclear: number }> {
    let unclear = 0
    counts.inFlight += 1
    try {
      for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await delay(PAUSE_MS)) {
        const reply = await send().catch(unlessCutOff)
        if (reply && reply.status < 500 && codeOf(reply) !== 'idempotency-in-progress') return { reply, unclear }
        unclear += 1
        if (!reply) counts.cutOff += 1
        else counts.serverErrors.set(codeOf(reply), (counts.serverErrors.get(codeOf(reply)) ?? 0) + 1)
      }
      return { reply: undefined, unclear }
    } finally {
      counts.inFlight -= 1
    }
  }

  async function judged(wish: Wish): Promise<Deed> {
    const { what, key, method, path, body, as, may = [], isDone } = wish
    const { reply, unclear } = await insist(() =>
      ask(method, path, { key, ...(body === undefined ? {} : { body }), ...(as === undefined ? {} : { as }) }),
    )
    const about = { what, key, unclear }
    if (!reply) return { ...about, end: 'unanswered' }
    const told = { ...about, status: reply.status, body: reply.body }
    if (reply.status < 300) return { ...told, end: 'acknowledged' }
    if (unclear > 0 && (await isDone?.())) return { ...told, end: 'acknowledged' }
    return { ...told, end: may.includes(codeOf(reply)) ? 'refused' : 'unexpected' }
  }

  return {
    deeds,
    counts,

    async act(wish: Wish): Promise<Deed> {
      const deed = await judged(wish)
      deeds.push(deed)
      return deed
    },

    /** Sends a POST whose repeat would do more, once, whether it is answered or not. */
    async nudge(path: string, body: unknown): Promise<void> {
      const reply = await ask('POST', path, { body }).catch(unlessCutOff)
      if (reply && reply.status >= 400 && reply.status < 500) throw new Error(`POST ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
    },

    /** The body of a GET, whatever it takes; undefined for 404. */
    async read(path: string, base: string = stack.api): Promise<Reply['body']> {
      const { reply } = await insist(() => ask('GET', path, { base }))
      if (reply?.status === 404) return undefined
      if (reply?.status !== 200) throw new Error(`GET ${path}: ${reply ? `${reply.status} ${JSON.stringify(reply.body)}` : 'no answer'}`)
      return reply.body
    },

    /** All items of a list. */
    async readAll(path: string): Promise<Reply['body'][]> {
      const items = []
      for (let cursor = ''; ; ) {
        const page = await this.read(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`)
        items.push(...page.items)
        if (page.nextCursor === null) return items
        cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
      }
    },

    /** Something of the sandbox, which nobody kills. */
    async sandbox(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
      const reply = await ask(method, path, { base: stack.sandbox, ...(body === undefined ? {} : { body }) })
      if (reply.status >= 300) throw new Error(`sandbox ${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
      return reply.body
    },
  }
}

export type Client = ReturnType<typeof createClient>
