import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'
import type { EventReport, PhoneCall, TelephonyEvent } from '../../sandbox/phone/call.ts'
import { createSandbox, type SandboxOptions } from '../../sandbox/server.ts'
import { eventually } from '../support/eventually.ts'

const NOBODY = 'http://127.0.0.1:9' // discard: refuses

export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

/** A folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lotse-sandbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A sandbox on free ports that ends with the test, and what a test does with it. */
export async function openSandbox(options: Partial<SandboxOptions> = {}) {
  const sandbox = await createSandbox({
    httpPort: 0,
    smtpPort: 0,
    seed: 'test',
    apiUrl: NOBODY,
    telephonySecret: newSecret(),
    ringMs: 20,
    ...options,
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= sandbox.close()
    return closed
  }
  onTestFinished(close)
  const base = `http://127.0.0.1:${sandbox.httpPort}`

  const request = async (method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`${base}${path}`, { method, ...sent })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined
    return { status: response.status, headers: response.headers, text, json }
  }

  return {
    smtpPort: sandbox.smtpPort,
    smtpUrl: `smtp://127.0.0.1:${sandbox.smtpPort}`,
    request,
    close,
    mails: async (query = '') => (await request('GET', `/mailbox/messages${query}`)).json,

    async sendMail(mail: object) {
      const transport = createTransport({ host: '127.0.0.1', port: sandbox.smtpPort, ignoreTLS: true })
      try {
        return await transport.sendMail({ from: 'sender@lotse.example', to: 'ida@seller.example', text: 'Hello', ...mail })
      } finally {
        transport.close()
      }
    },

    async dial(to: string, from = '+493012345678'): Promise<string> {
      return (await request('POST', '/phone/dial', { from, to })).json.pbxCallId
    },
    call: async (id: string): Promise<PhoneCall> => (await request('GET', `/phone/calls/${id}`)).json,

    /** The call as soon as it is as wanted. */
    async callWhen(id: string, holds: (call: PhoneCall) => boolean): Promise<PhoneCall> {
      let call: PhoneCall | undefined
      await eventually(async () => {
        call = (await request('GET', `/phone/calls/${id}`)).json as PhoneCall
        return holds(call)
      })
      return call as PhoneCall
    },
  }
}

export const allSettled = ({ events }: { events: readonly EventReport[] }): boolean => events.every(({ status }) => status !== 'pending')
export const isOver = (call: PhoneCall): boolean => call.state === 'ended' && allSettled(call)

interface Reported {
  readonly webhookId: string
  readonly path: string
  readonly event: TelephonyEvent
}

/** An API that takes telephony events: checks every signature and answers what `answer` says to the nth try of an event (from 1). */
export async function openReceiver(secret: string, answer: (event: TelephonyEvent, attempt: number) => number = () => 204) {
  const webhook = new Webhook(secret)
  const reported: Reported[] = []
  const unsigned: IncomingHttpHeaders[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    try {
      webhook.verify(body, request.headers as Record<string, string>)
    } catch {
      unsigned.push(request.headers)
    }
    const webhookId = String(request.headers['webhook-id'])
    const event = JSON.parse(body) as TelephonyEvent
    reported.push({ webhookId, path: `${request.method} ${request.url}`, event })
    response.writeHead(answer(event, reported.filter((one) => one.webhookId === webhookId).length)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reported, unsigned }
}
