import { setTimeout as delay } from 'node:timers/promises'
import type { StackFile } from '../embedded/stack-file.ts'

export interface TourStep {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly request: { readonly method: string; readonly path: string }
  readonly status: number
  readonly summary: string
  /** Where to watch it in Temporal's UI. */
  readonly temporalUi: string
}

// biome-ignore lint/suspicious/noExplicitAny: the tour reads answers as any outside program would
export type Json = any

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Sent as JSON, or as a form. */
  readonly body?: unknown
  readonly as?: keyof StackFile['keys']
  readonly headers?: Record<string, string>
  /** Another part of the stack than the API. */
  readonly base?: string
}

export interface Stop {
  readonly name: string
  readonly request: Request
  /** The same request so often at once; `until` and `summary` get the list of answers. */
  readonly times?: number
  /** Asked again until this holds: what happens behind an answer takes a moment. */
  readonly until?: (body: Json) => boolean
  /** What to ask again where the request itself is not to be repeated; a GET repeats itself. */
  readonly again?: Request
  readonly patienceMs?: number
  readonly expect?: number | readonly number[]
  readonly summary: (body: Json) => string
  /** Id of the workflow to look at; a function where only the answer tells it. */
  readonly workflow: string | ((body: Json) => string)
}

export interface Listener {
  chapter(title: string): void
  step(step: TourStep): void
}

/** A stop was not as it should be; the tour ends there. */
export class TourMissed extends Error {
  override readonly name = 'TourMissed'
}

/** A part of the stack is not there to be asked. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

interface Answer {
  readonly status: number
  readonly body: Json
}

const PATIENCE_MS = 20_000
const LOOK_MS = 100

/** Makes the stops of a tour against a running stack and keeps what it saw. */
export function createGuide(stack: StackFile, { chapter, step: tell }: Listener) {
  const steps: TourStep[] = []

  async function ask({ method, path, body, as = 'agent', headers = {}, base = stack.api }: Request): Promise<Answer> {
    const answer = await fetch(new URL(path, base), {
      method,
      headers: {
        ...(base === stack.api ? { authorization: `Bearer ${stack.keys[as]}` } : {}),
        ...(body === undefined || body instanceof URLSearchParams ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new NoAnswer(base, { cause: error })
    })
    const text = await answer.text()
    return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text }
  }

  async function askTogether(request: Request, times: number, wanted: readonly number[]): Promise<Answer> {
    const all = await Promise.all(Array.from({ length: times }, () => ask(request)))
    const other = all.find(({ status }) => !wanted.includes(status))
    return other ?? { status: wanted[0] ?? 200, body: all.map(({ body }) => body) }
  }

  async function stop({ name, request, times, until = () => true, expect = 200, summary, workflow, ...waiting }: Stop): Promise<Json> {
    const { again = request.method === 'GET' ? request : undefined, patienceMs = PATIENCE_MS } = waiting
    const wanted = typeof expect === 'number' ? [expect] : expect
    const asItShould = ({ status, body }: Answer): boolean => wanted.includes(status) && until(body)
    const began = performance.now()
    let seen = times === undefined ? await ask(request) : await askTogether(request, times, wanted)
    while (again !== undefined && !asItShould(seen) && performance.now() - began < patienceMs) {
      await delay(LOOK_MS)
      seen = await ask(again)
    }
    const ok = asItShould(seen)
    const step: TourStep = {
      name,
      ok,
      ms: Math.round(performance.now() - began),
      request: { method: request.method, path: request.path },
      status: seen.status,
      summary: ok ? summary(seen.body) : `not as it should be: ${JSON.stringify(seen.body).slice(0, 500)}`,
      temporalUi:
        typeof workflow === 'string' ? workflowUrl(stack, workflow) : ok ? workflowUrl(stack, workflow(seen.body)) : stack.temporalUi,
    }
    steps.push(step)
    tell(step)
    if (!ok) throw new TourMissed(name)
    return seen.body
  }

  return { stop, ask, chapter, steps, sandbox: stack.sandbox }
}

export type Guide = ReturnType<typeof createGuide>

const workflowUrl = ({ temporalUi }: StackFile, workflowId: string): string => {
  const query = encodeURIComponent(`WorkflowId="${workflowId}"`)
  return `${temporalUi}/namespaces/default/workflows?query=${query}`
}
