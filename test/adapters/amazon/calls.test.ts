import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { AmazonQuotas } from '../../../adapters/amazon/quotas.ts'
import { AmazonFailure } from '../../../domain/amazon/failure.ts'
import {
  type Answer,
  amazonError,
  clientFor,
  failureOf,
  hangUp,
  json,
  openQuotas,
  SECRETS,
  scriptedAmazon,
  TOKEN_PATH,
  token,
} from './scripted-amazon.ts'

const REPORT_PATH = '/amazon/eu/reports/2021-06-30/reports/r1'
const REPORT = { reportId: 'r1', reportType: 'T', createdTime: '2026-11-01T00:00:00Z', processingStatus: 'IN_QUEUE' }
const QUOTA_EXCEEDED = amazonError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.')

const open: { close(): Promise<void> }[] = []
const scripted = async (answers: readonly Answer[], tokens: readonly Answer[] = [token()]) => {
  const server = await scriptedAmazon({ [REPORT_PATH]: answers, [TOKEN_PATH]: tokens })
  open.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

test('a call carries the token, the user agent and nothing else of ours', async () => {
  const server = await scripted([json(200, REPORT)])
  await clientFor(server.base).account().getReport('r1')
  const [asked] = server.asked(REPORT_PATH)
  expect(asked?.headers).toMatchObject({ 'x-amz-access-token': 'Atza|first', 'user-agent': 'Lotse/test' })
  const [form] = server.asked(TOKEN_PATH)
  expect(Object.fromEntries(new URLSearchParams(form?.body))).toEqual({
    grant_type: 'refresh_token',
    refresh_token: SECRETS.refreshToken,
    client_id: 'amzn1.client',
    client_secret: SECRETS.clientSecret,
  })
})

test('the rate that Amazon tells on success is learnt where it differs', async () => {
  const { quotas, told } = openQuotas()
  const server = await scripted([
    json(200, REPORT, { 'x-amzn-RateLimit-Limit': '2.0' }),
    json(200, REPORT, { 'x-amzn-RateLimit-Limit': '4.5' }),
    json(200, REPORT, { 'x-amzn-RateLimit-Limit': 'a lot' }),
  ])
  const account = clientFor(server.base, { quotas }).account()
  for (let calls = 0; calls < 3; calls += 1) await account.getReport('r1')
  expect(told.filter(([what]) => what === 'learn')).toEqual([['learn', 'getReport', 4.5]])
})

test('429, 5xx and a lost connection are tried again, each with a token of the quota', async () => {
  const { quotas, told } = openQuotas()
  const server = await scripted([QUOTA_EXCEEDED, json(503, {}), hangUp, json(200, REPORT)])
  const report = await clientFor(server.base, { quotas }).account().getReport('r1')
  expect(report).toEqual({ reportId: 'r1', type: 'T', status: 'queued' })
  expect(told.map(([what]) => what)).toEqual(['take', 'throttled', 'take', 'take', 'take'])
})

test.each([
  ['throttled', QUOTA_EXCEEDED, { status: 429, retryable: true, amazonCode: 'QuotaExceeded', requestId: 'request-1' }],
  ['unavailable', json(500, 'oops'), { status: 500, retryable: true }],
  ['unavailable', hangUp, { retryable: true }],
  ['not_found', amazonError(404, 'NotFound', 'No such report'), { status: 404, retryable: false }],
  ['invalid', amazonError(400, 'InvalidInput', 'Invalid input'), { status: 400, retryable: false, amazonCode: 'InvalidInput' }],
  ['unauthorized', amazonError(403, 'Unauthorized', 'Access to requested resource is denied.'), { status: 403, retryable: false }],
  ['unexpected_answer', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"reportId"'), {}],
  ['unexpected_answer', json(200, { ...REPORT, processingStatus: 'PAUSED' }), {}],
  ['unexpected_answer', json(200, null), {}],
  ['unexpected_answer', json(302, '', { location: 'http://127.0.0.1:1/elsewhere' }), { status: 302 }],
] as readonly (readonly [string, Answer, object])[])('what stays wrong fails as %s', async (code, answer, more) => {
  const server = await scripted([answer])
  const failure = await failureOf(clientFor(server.base).account().getReport('r1'))
  expect(failure).toBeInstanceOf(AmazonFailure)
  expect(failure).toMatchObject({ code, operation: 'getReport', ...more })
})

test('a token that Amazon says has expired is renewed once', async () => {
  const expired = amazonError(403, 'Unauthorized', 'Access to requested resource is denied.', 'The access token you provided has expired.')
  const server = await scripted([expired, json(200, REPORT), expired], [token('Atza|first'), token('Atza|second'), token('Atza|third')])
  const account = clientFor(server.base).account()
  await account.getReport('r1')
  expect(server.asked(REPORT_PATH).map(({ headers }) => headers['x-amz-access-token'])).toEqual(['Atza|first', 'Atza|second'])
  expect(await failureOf(account.getReport('r1'))).toMatchObject({ code: 'unauthorized', retryable: false })
  expect(server.asked(REPORT_PATH)).toHaveLength(4)
})

test('a consent that was taken back is told as revoked, and Amazon is not asked', async () => {
  const server = await scripted([json(200, REPORT)], [json(400, { error: 'invalid_grant', error_description: SECRETS.refreshToken })])
  const failure = await failureOf(clientFor(server.base).account().getReport('r1'))
  expect(failure).toMatchObject({ code: 'revoked', operation: 'lwa.refresh', amazonCode: 'invalid_grant', retryable: false })
  expect(server.asked(REPORT_PATH)).toEqual([])
})

test('a client secret that Amazon does not know is our own mistake', async () => {
  const server = await scripted([], [json(401, { error: 'invalid_client', error_description: 'Client authentication failed' })])
  expect(await failureOf(clientFor(server.base).account().getReport('r1'))).toMatchObject({ code: 'misconfigured', retryable: false })
})

test('a quota that would take too long fails as throttled with the time, and nothing is sent', async () => {
  const server = await scripted([json(200, REPORT)])
  const { quotas } = openQuotas()
  const empty: AmazonQuotas = { ...quotas, take: async (request) => ({ ...(await quotas.take(request)), granted: false, waitMs: 61_000 }) }
  const failure = await failureOf(clientFor(server.base, { quotas: empty }).account().getReport('r1', { maxWaitMs: 1_000 }))
  expect(failure).toMatchObject({ code: 'throttled', tryAgainAfterMs: 61_000, retryable: true })
  expect(server.asked(REPORT_PATH)).toEqual([])
})

test('a cancelled call ends with the reason of whoever cancelled it', async () => {
  const server = await scripted([() => {}])
  const cancel = new AbortController()
  const failed = failureOf(clientFor(server.base).account().getReport('r1', { signal: cancel.signal }))
  const reason = new Error('the worker shuts down')
  setTimeout(() => cancel.abort(reason), 20)
  expect(await failed).toBe(reason)
})

test('what the caller of the refresh token fails with is passed on', async () => {
  const server = await scripted([json(200, REPORT)])
  const mine = new Error('no key')
  const account = clientFor(server.base).amazon.forAccount({ accountId: 'a', region: 'eu', refreshToken: () => Promise.reject(mine) })
  expect(await failureOf(account.getReport('r1'))).toBe(mine)
})

test('no failure and no log line tells a secret', async () => {
  const logged: string[] = []
  const echo: Answer = (response, { headers }) =>
    amazonError(500, 'InternalFailure', `got ${headers['x-amz-access-token']}`)(response, {} as never)
  const failing: [readonly Answer[], readonly Answer[]][] = [
    [[echo], [token('Atza|never-told')]],
    [[hangUp], [token('Atza|never-told')]],
    [[amazonError(403, 'Unauthorized', 'Access token Atza|never-told is invalid')], [token('Atza|never-told')]],
    [[json(200, REPORT)], [json(400, { error: 'invalid_grant', error_description: `no ${SECRETS.refreshToken}` })]],
    [[json(200, REPORT)], [json(400, { error: SECRETS.clientSecret })]],
    [[json(200, REPORT)], [hangUp]],
  ]
  for (const [answers, tokens] of failing) {
    const server = await scripted(answers, tokens)
    const { account, log } = clientFor(server.base, { logged })
    const failure = await failureOf(account().getReport('r1'))
    log.error({ err: failure }, 'failed')
    log.error(failure)
    const shown = `${inspect(failure, { depth: 20, showHidden: true })} ${JSON.stringify(failure)} ${String(failure)}`
    expect(shown).not.toContain('never-told')
  }
  expect(logged.length).toBeGreaterThan(12)
  expect(logged.join('')).not.toContain('never-told')
  expect(inspect(pino({ level: 'silent' }))).not.toContain('never-told')
})

test('every operation that is tried again is logged with its status and request id', async () => {
  const logged: string[] = []
  const server = await scripted([json(503, {}), json(200, REPORT)])
  await clientFor(server.base, { logged }).account().getReport('r1')
  const again = logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'amazon: trying again')
  expect(again).toMatchObject([{ operation: 'getReport', status: 503, requestId: 'request-1', tries: 1 }])
})

test('who comes late puts off the next ones, and who oversleeps a whole token gives his turn away', async () => {
  const server = await scripted([json(200, REPORT)])
  const { quotas, told } = openQuotas()
  let takes = 0
  const slow: AmazonQuotas = {
    ...quotas,
    async take(request) {
      takes += 1
      await delay(takes === 1 ? 60 : 0)
      return { ...(await quotas.take(request)), slackMs: 0, tokenMs: takes === 1 ? 50 : 1_000_000 }
    },
  }
  await clientFor(server.base, { quotas: slow }).account().getReport('r1')
  expect(server.asked(REPORT_PATH)).toHaveLength(1)
  expect(told.map(([what]) => what)).toEqual(['take', 'take', 'late', 'late'])
})

test('who has to wait looks again before he goes, and waits as long as he is told', async () => {
  const server = await scripted([json(200, REPORT)])
  const { quotas } = openQuotas()
  const left = [200, 20]
  const waiting: AmazonQuotas = {
    ...quotas,
    take: async (request) => ({ ...(await quotas.take(request)), waitMs: 10 }),
    look: async () => ({ leftMs: left.shift() ?? 0, overdueMs: 0 }),
  }
  await clientFor(server.base, { quotas: waiting }).account().getReport('r1')
  expect(left).toEqual([])
})
