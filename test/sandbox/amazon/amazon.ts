import { onTestFinished } from 'vitest'
import type { AmazonOptions } from '../../../sandbox/amazon/amazon.ts'
import { createSandbox, type SandboxOptions } from '../../../sandbox/server.ts'
import { newSecret } from '../rooms.ts'

export const CLIENT = { client_id: 'amzn1.application-oa2-client.sandbox', client_secret: 'sandbox-secret' }
export const APPLICATION = 'amzn1.sp.solution.test'
export const CALLBACK = 'https://app.example/amazon/callback'
export const DE = 'A1PA6795UKMFR9'
export const US = 'ATVPDKIKX0DER'

interface Options extends Partial<SandboxOptions> {
  readonly settings?: AmazonOptions['settings']
}

/** A sandbox whose machine time stands still until the test turns it, and what a client of Amazon does with it. */
export type Amazon = Awaited<ReturnType<typeof startAmazon>>

/** Ends with the test. */
export async function openAmazon(options: Options = {}): Promise<Amazon> {
  const amazon = await startAmazon(options)
  onTestFinished(amazon.close)
  return amazon
}

/** Whoever starts it closes it. */
export async function startAmazon({ settings = {}, ...options }: Options = {}) {
  const time = { ms: Date.parse('2026-11-20T10:00:00Z') }
  const sandbox = await createSandbox({
    httpPort: 0,
    smtpPort: 0,
    seed: 'test',
    apiUrl: 'http://127.0.0.1:9', // discard: refuses
    telephonySecret: newSecret(),
    ...options,
    amazon: { now: () => time.ms, settings: { reportDelayScale: 0, rateScale: 1_000, ...settings }, ...options.amazon },
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= sandbox.close()
    return closed
  }
  const base = `http://127.0.0.1:${sandbox.httpPort}`

  const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
    const response = await fetch(path.startsWith('http') ? path : `${base}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString()
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined
    return { status: response.status, headers: response.headers, bytes, text, json }
  }
  const form = (path: string, fields: Record<string, string>) =>
    send('POST', path, { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(fields).toString())
  const token = (fields: Record<string, string>) => form('/amazon/auth/o2/token', { ...CLIENT, ...fields })
  const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken })
  const accessTo = async (key: string): Promise<string> => (await refresh(`Atzr|sandbox-${key}`)).json.access_token
  /** Between two requests there is time enough for any rate, unless the test sets the rates itself. */
  const breathMs = settings.rateScale === undefined ? 100 : 0
  const call = (accessToken: string, method: string, path: string, body?: unknown) => {
    time.ms += breathMs
    return send(
      method,
      `/amazon${path}`,
      { 'x-amz-access-token': accessToken, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body === undefined ? undefined : JSON.stringify(body),
    )
  }
  const consentUrl = (region: string, fields: Record<string, string> = {}) =>
    `/amazon/${region}/apps/authorize/consent?${new URLSearchParams({ application_id: APPLICATION, state: 's-1', redirect_uri: CALLBACK, ...fields })}`

  return {
    base,
    close,
    time,
    send,
    form,
    token,
    refresh,
    accessTo,
    call,
    consentUrl,
    admin: (method: string, path: string, body?: unknown) =>
      send(
        method,
        `/amazon/admin/${path}`,
        body === undefined ? {} : { 'content-type': 'application/json' },
        body === undefined ? undefined : JSON.stringify(body),
      ),

    /** A report as far as it is finished at once: its status, and its document where there is one. */
    async report(accessToken: string, region: string, marketplaceIds: readonly string[]) {
      const path = `/${region}/reports/2021-06-30`
      const { json } = await call(accessToken, 'POST', `${path}/reports`, { reportType: 'GET_MERCHANT_LISTINGS_ALL_DATA', marketplaceIds })
      const report = (await call(accessToken, 'GET', `${path}/reports/${json.reportId}`)).json
      const document = report.reportDocumentId && (await call(accessToken, 'GET', `${path}/documents/${report.reportDocumentId}`)).json
      return { report, document }
    },
  }
}
