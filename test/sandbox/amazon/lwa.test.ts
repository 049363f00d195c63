import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyFolder } from '../rooms.ts'
import { type Amazon, CALLBACK, CLIENT, openAmazon, startAmazon } from './amazon.ts'

let amazon: Amazon
beforeAll(async () => {
  amazon = await startAmazon()
})
afterAll(() => amazon.close())

const HOUR = 3_600_000
const participations = '/eu/sellers/v1/marketplaceParticipations'

/** What comes back to the application after a seller has allowed it. */
async function consent(amazon: Amazon, seller: string, region = 'eu') {
  const { headers } = await amazon.form(amazon.consentUrl(region), { seller, decision: 'allow' })
  return Object.fromEntries(new URL(headers.get('location') ?? '').searchParams)
}

test('a well-known refresh token gives an access token for an hour, as Login with Amazon answers', async () => {
  const amazon = await openAmazon()
  const { status, json, headers } = await amazon.refresh('Atzr|sandbox-newcomer')
  expect(status).toBe(200)
  expect(json).toEqual({
    access_token: expect.stringMatching(/^Atza\|/),
    token_type: 'bearer',
    expires_in: 3_600,
    refresh_token: 'Atzr|sandbox-newcomer',
  })
  expect(headers.get('cache-control')).toBe('no-store')
  expect((await amazon.call(json.access_token, 'GET', participations)).status).toBe(200)
  amazon.time.ms += HOUR
  const late = await amazon.call(json.access_token, 'GET', participations)
  expect(late.status).toBe(403)
  expect(late.json.errors[0]).toMatchObject({ code: 'Unauthorized', details: expect.stringContaining('expired') })
})

test('an authorization code gives a refresh token once', async () => {
  const amazon = await openAmazon()
  const { spapi_oauth_code: code = '', selling_partner_id } = await consent(amazon, 'mixed')
  expect(selling_partner_id).toBe('AMIXED00000001')
  const first = await amazon.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK })
  expect(first.json).toMatchObject({ token_type: 'bearer', expires_in: 3_600, refresh_token: expect.stringMatching(/^Atzr\|/) })
  expect((await amazon.refresh(first.json.refresh_token)).status).toBe(200)
  const again = await amazon.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK })
  expect([again.status, again.json.error]).toEqual([400, 'invalid_grant'])
})

test('an authorization code is good for five minutes and for its own address', async () => {
  const amazon = await openAmazon()
  const grant = async (code = '', redirect_uri = CALLBACK) =>
    (await amazon.token({ grant_type: 'authorization_code', code, redirect_uri })).json.error
  const { spapi_oauth_code: early } = await consent(amazon, 'mixed')
  amazon.time.ms += 5 * 60_000 - 1
  expect(await grant(early)).toBeUndefined()
  const { spapi_oauth_code: late } = await consent(amazon, 'mixed')
  amazon.time.ms += 5 * 60_000
  expect(await grant(late)).toBe('invalid_grant')
  const { spapi_oauth_code: elsewhere } = await consent(amazon, 'mixed')
  expect(await grant(elsewhere, 'https://other.example/')).toBe('invalid_grant')
})

test.each([
  [{ grant_type: 'refresh_token' }, 400, 'invalid_request'],
  [{}, 400, 'invalid_request'],
  [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  [{ grant_type: 'refresh_token', refresh_token: 'Atzr|forged' }, 400, 'invalid_grant'],
  [{ grant_type: 'refresh_token', refresh_token: 'Atzr|AMIXED00000001.forged' }, 400, 'invalid_grant'],
  [{ grant_type: 'refresh_token', refresh_token: 'Atzr|sandbox-revoked' }, 400, 'invalid_grant'],
  [{ grant_type: 'refresh_token', refresh_token: 'Atzr|sandbox-mixed', client_secret: 'wrong' }, 401, 'invalid_client'],
  [{ grant_type: 'client_credentials', scope: 'everything' }, 400, 'invalid_scope'],
])('the token endpoint answers %j with %i %s', async (fields, status, error) => {
  const answer = await amazon.token(fields as Record<string, string>)
  expect([answer.status, answer.json.error, typeof answer.json.error_description]).toEqual([status, error, 'string'])
})

test('a body that is no form is refused as OAuth has it', async () => {
  const amazon = await openAmazon()
  const { status, json } = await amazon.send('POST', '/amazon/auth/o2/token', { 'content-type': 'text/xml' }, '<a/>')
  expect([status, json.error]).toEqual([400, 'invalid_request'])
})

test('an application speaks for itself by its credentials, by HTTP Basic too, and sees no seller with them', async () => {
  const amazon = await openAmazon()
  const basic = Buffer.from(`${CLIENT.client_id}:${CLIENT.client_secret}`).toString('base64')
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' }
  const body = 'grant_type=client_credentials&scope=sellingpartnerapi%3A%3Anotifications'
  const { json } = await amazon.send('POST', '/amazon/auth/o2/token', headers, body)
  expect(json.refresh_token).toBeUndefined()
  expect((await amazon.call(json.access_token, 'GET', participations)).status).toBe(403)
})

test('other clients can be given', async () => {
  const amazon = await openAmazon({ amazon: { clients: [{ clientId: 'ours', clientSecret: 'hidden' }] } })
  const grant = { grant_type: 'refresh_token', refresh_token: 'Atzr|sandbox-mixed' }
  expect((await amazon.token(grant)).status).toBe(401)
  expect((await amazon.token({ ...grant, client_id: 'ours', client_secret: 'hidden' })).status).toBe(200)
})

test('issued refresh tokens and revocations are known after a restart, codes are not', async () => {
  const dataDir = emptyFolder()
  const before = await openAmazon({ dataDir })
  const { spapi_oauth_code: used = '' } = await consent(before, 'mixed')
  const { refresh_token, access_token } = (await before.token({ grant_type: 'authorization_code', code: used })).json
  const { spapi_oauth_code: unused = '' } = await consent(before, 'mixed')
  await before.admin('PUT', 'faults', { fault: 'authorisation_revoked', sellingPartnerId: 'ARESELLER00001' })
  await before.close()

  const after = await openAmazon({ dataDir })
  expect((await after.refresh(refresh_token)).status).toBe(200)
  expect((await after.call(access_token, 'GET', participations)).status).toBe(200)
  expect((await after.refresh('Atzr|sandbox-reseller')).json.error).toBe('invalid_grant')
  expect((await after.token({ grant_type: 'authorization_code', code: unused })).json.error).toBe('invalid_grant')
})

test('a seller who was revoked may consent anew: the new token works, the old one does not', async () => {
  const amazon = await openAmazon()
  const { spapi_oauth_code: code = '' } = await consent(amazon, 'revoked')
  const { refresh_token } = (await amazon.token({ grant_type: 'authorization_code', code })).json
  expect((await amazon.refresh(refresh_token)).status).toBe(200)
  expect((await amazon.refresh('Atzr|sandbox-revoked')).status).toBe(400)
})
