import type { TestStack } from './api.ts'

export interface HeardNotice {
  readonly id: string
  readonly data: { readonly id: string; readonly kind: string; readonly customerId?: string; readonly callId?: string }
}

export interface Listener {
  readonly status: number
  readonly contentType: string | null
  /** Everything heard so far, in order. */
  readonly heard: readonly HeardNotice[]
  close(): void
}

/** Follows `GET /v1/notifications/stream` over a real port, as a browser does. */
export async function listenTo({ app, keys }: TestStack, as: 'agent' | 'lead', lastEventId?: string): Promise<Listener> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the API does not listen')
  const hangUp = new AbortController()
  const response = await fetch(`http://127.0.0.1:${address.port}/v1/notifications/stream`, {
    headers: { authorization: `Bearer ${keys[as]}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: hangUp.signal,
  })
  const heard: HeardNotice[] = []
  const reading = async () => {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (text + chunk).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const [, id = '', data] = /^id: (.*)\ndata: (.*)$/.exec(event) ?? []
        if (data !== undefined) heard.push({ id, data: JSON.parse(data) })
      }
    }
  }
  reading().catch(() => undefined) // hung up
  return { status: response.status, contentType: response.headers.get('content-type'), heard, close: () => hangUp.abort() }
}
