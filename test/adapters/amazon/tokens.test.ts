import { afterEach, expect, test } from 'vitest'
import { AMAZON_ENDPOINTS } from '../../../adapters/amazon/endpoints.ts'
import { MARKETPLACES, marketplaceOf } from '../../../domain/amazon/marketplaces.ts'
import { type Answer, clientFor, failureOf, json, scriptedAmazon, TOKEN_PATH, token } from './scripted-amazon.ts'

const PARTICIPATIONS = '/amazon/eu/sellers/v1/marketplaceParticipations'

const open: { close(): Promise<void> }[] = []
const scripted = async (...tokens: readonly Answer[]) => {
  const server = await scriptedAmazon({ [TOKEN_PATH]: tokens, [PARTICIPATIONS]: [json(200, { payload: [] })] })
  open.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

test('callers who need a token at the same time share one request, and later ones the token', async () => {
  const server = await scripted(token())
  const { account } = clientFor(server.base)
  await Promise.all(Array.from({ length: 8 }, () => account().getMarketplaceParticipations()))
  await account().getMarketplaceParticipations()
  expect(server.asked(TOKEN_PATH)).toHaveLength(1)
  expect(server.asked(PARTICIPATIONS)).toHaveLength(9)
})

test('each account has a token of its own', async () => {
  const server = await scripted(token('Atza|one'), token('Atza|two'))
  const { account } = clientFor(server.base)
  await account('account-1').getMarketplaceParticipations()
  await account('account-2').getMarketplaceParticipations()
  await account('account-1').getMarketplaceParticipations()
  expect(server.asked(PARTICIPATIONS).map(({ headers }) => headers['x-amz-access-token'])).toEqual(['Atza|one', 'Atza|two', 'Atza|one'])
})

test('a token is renewed shortly before it ends', async () => {
  let now = 0
  const server = await scripted(token('Atza|one'), token('Atza|two'))
  const account = clientFor(server.base, { now: () => now }).account()
  const minute = 60_000
  for (now of [0, 57 * minute, 59 * minute]) await account.getMarketplaceParticipations()
  expect(server.asked(PARTICIPATIONS).map(({ headers }) => headers['x-amz-access-token'])).toEqual(['Atza|one', 'Atza|one', 'Atza|two'])
})

test('a failed renewal is not remembered', async () => {
  const server = await scripted(json(400, { error: 'invalid_grant' }), token())
  const account = clientFor(server.base).account()
  expect(await failureOf(account.getMarketplaceParticipations())).toMatchObject({ code: 'revoked' })
  expect(await account.getMarketplaceParticipations()).toEqual([])
})

test('LWA that is out of order for a moment is asked again', async () => {
  const server = await scripted(json(500, { error: 'server_error' }), json(429, { error: 'slow_down' }), token())
  expect(await clientFor(server.base).account().getMarketplaceParticipations()).toEqual([])
  expect(server.asked(TOKEN_PATH)).toHaveLength(3)
})

test('a code is exchanged for a refresh token', async () => {
  const server = await scripted(token('Atza|a', { refresh_token: 'Atzr|r' }))
  expect(await clientFor(server.base).amazon.exchangeCode('code-1', 'https://lotse.example/callback')).toBe('Atzr|r')
  expect(Object.fromEntries(new URLSearchParams(server.asked(TOKEN_PATH)[0]?.body))).toMatchObject({
    grant_type: 'authorization_code',
    code: 'code-1',
    redirect_uri: 'https://lotse.example/callback',
  })
})

test.each([
  ['invalid_code', json(400, { error: 'invalid_grant' })],
  ['misconfigured', json(400, { error: 'unauthorized_client' })],
  ['unexpected_answer', token()],
  ['unavailable', json(503, {})],
])('a code that is not exchanged fails as %s', async (code, answer) => {
  const server = await scripted(answer)
  expect(await failureOf(clientFor(server.base).amazon.exchangeCode('c', 'https://lotse.example/callback'))).toMatchObject({
    code,
    operation: 'lwa.exchange',
  })
})

test('the authorisation URL names application, state and where to come back to', async () => {
  const { amazon } = clientFor('http://127.0.0.1:1')
  const link = {
    region: 'eu',
    applicationId: 'amzn1.sp.solution.1',
    redirectUri: 'https://lotse.example/callback?x=1',
    state: 's&t',
  } as const
  const url = new URL(amazon.authorizationUrl(link))
  expect(url.pathname).toBe('/amazon/eu/apps/authorize/consent')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    application_id: 'amzn1.sp.solution.1',
    redirect_uri: 'https://lotse.example/callback?x=1',
    state: 's&t',
  })
  expect(new URL(amazon.authorizationUrl({ ...link, draft: true })).searchParams.get('version')).toBe('beta')
})

test("Amazon's own addresses are those of its documentation, one for each marketplace's region", () => {
  expect(AMAZON_ENDPOINTS).toMatchObject({
    auth: 'https://api.amazon.com/auth',
    api: { eu: 'https://sellingpartnerapi-eu.amazon.com', na: 'https://sellingpartnerapi-na.amazon.com' },
    consent: { eu: 'https://sellercentral-europe.amazon.com', fe: 'https://sellercentral.amazon.co.jp' },
  })
  expect(new Set(MARKETPLACES.map(({ id }) => id)).size).toBe(23)
  expect(MARKETPLACES.map(({ id }) => marketplaceOf(id)?.country)).toEqual(MARKETPLACES.map(({ country }) => country))
})
