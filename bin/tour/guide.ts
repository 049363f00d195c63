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
  readonly body?: unknown
  readonly as?: keyof StackFile['keys']
  readonly headers?: Record<string, string>
  /** Another part of the stack than the API. */
  readonly base?: string
}

export interface Stop {
  readonly name: string
  readonly request: Request
  /** Asked again until this holds: what happens behind an answer takes a moment. */
  readonly until?: (body: Json) => boolean
  readonly expect?: number
  readonly summary: (body: Json) => string
  /** Workflow id to look at. */
  readonly workflow?: string
}

/** A stop was not as it should be; the tour ends there. */
export class TourMissed extends Error {
  override readonly name = 'TourMissed'
}

const PATIENCE_MS = 20_000
const LOOK_MS = 150

/** Makes the stops of a tour against a running stack and keeps what it saw. */
export function createGuide(stack: StackFile, onStep: (step: TourStep) => void) {
  const steps: TourStep[] = []

  async function send({
    method,
    path,
    body,
    as = 'agent',
    headers = {},
    base = stack.api,
  }: Request): Promise<{ status: number; body: Json }> {
    const answer = await fetch(new URL(path, base), {
      method,
      headers: {
        ...(base === stack.api ? { authorization: `Bearer ${stack.keys[as]}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text }
  }

  async function stop({ name, request, until = () => true, expect = 200, summary, workflow }: Stop): Promise<Json> {
    const began = performance.now()
    let seen = await send(request)
    while ((seen.status !== expect || !until(seen.body)) && request.method === 'GET' && performance.now() - began < PATIENCE_MS) {
      await delay(LOOK_MS)
      seen = await send(request)
    }
    const ok = seen.status === expect && until(seen.body)
    const step: TourStep = {
      name,
      ok,
      ms: Math.round(performance.now() - began),
      request: { method: request.method, path: request.path },
      status: seen.status,
      summary: ok ? summary(seen.body) : `not as it should be: ${JSON.stringify(seen.body).slice(0, 500)}`,
      temporalUi: workflow === undefined ? stack.temporalUi : workflowUrl(stack, workflow),
    }
    steps.push(step)
    onStep(step)
    if (!ok) throw new TourMissed(name)
    return seen.body
  }

  return { stop, steps }
}

export type Guide = ReturnType<typeof createGuide>

const workflowUrl = ({ temporalUi }: StackFile, workflowId: string): string => {
  const query = encodeURIComponent(`WorkflowId="${workflowId}"`)
  return `${temporalUi}/namespaces/default/workflows?query=${query}`
}
