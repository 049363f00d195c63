import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../adapters/postgres/database.ts'
import type { SellerRow } from '../../sandbox/amazon/admin/seller-row.ts'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
/** Sellers of that region whom nobody has connected yet; each test takes its own. */
let european: SellerRow[]
let american: SellerRow[]
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
  const answer = await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/amazon/admin/sellers?generated=40`)
  const { items } = (await answer.json()) as { items: SellerRow[] }
  const [eu, na] = ['eu', 'na'].map((region) => items.filter((seller) => seller.region === region && seller.key.startsWith('generated')))
  european = eu!
  american = na!
})
afterAll(async () => {
  await stack?.close()
})

const ask = (customerId: string, region: string, headers = {}) =>
  stack.request('POST', `/v1/customers/${customerId}/amazon-accounts`, { body: { region }, as: 'service', headers })
const accounts = async (customerId: string) => (await stack.request('GET', `/v1/customers/${customerId}/amazon-accounts`)).body.items
const kinds = async (customerId: string) => (await desk.timeline(customerId)).map(({ kind }) => kind)

/** What a seller does in his browser at Amazon; answers the path at which he comes back to us. */
async function decide(authorizationUrl: string, seller: string, decision: 'allow' | 'refuse' = 'allow'): Promise<string> {
  const answer = await fetch(authorizationUrl, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ seller, decision }) })
  expect(answer.status).toBe(302)
  const back = new URL(answer.headers.get('location') ?? '')
  expect(`${back.origin}${back.pathname}`).toBe('https://lotse.example/v1/amazon/consent')
  return `${back.pathname}${back.search}`
}
async function switchFault(fault: object) {
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) }
  const { ok } = await fetch(`http://127.0.0.1:${stack.sandbox.httpPort}/amazon/admin/faults`, init)
  expect(ok).toBe(true)
}
const comeBack = (path: string, accept = 'application/json') => stack.request('GET', path, { as: null, headers: { accept } })

async function connected(fields: Record<string, unknown>, seller: string, region = 'eu') {
  const { id } = await desk.register(fields)
  const { body } = await ask(id, region)
  expect((await comeBack(await decide(body.authorizationUrl, seller))).body).toEqual({ outcome: 'connected' })
  return { id, accountId: body.id as string }
}

test('a seller consents at Amazon: his account is connected for a year, and his life plans when to ask again', async () => {
  const seller = european.pop()!
  const { id } = await desk.register({ languages: ['de'] })
  const asked = await ask(id, 'eu')
  expect([asked.status, asked.body]).toEqual([
    201,
    { id: expect.any(String), authorizationUrl: expect.stringContaining('/apps/authorize/consent?') },
  ])
  const account = { id: asked.body.id, region: 'eu', marketplaces: [] }
  expect(await accounts(id)).toEqual([{ ...account, sellingPartnerId: null, status: 'pending', authorizedUntil: null }])

  const page = await comeBack(await decide(asked.body.authorizationUrl, seller.key), 'text/html')
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.body).toContain('Ihr Amazon-Konto ist verbunden')
  const [now] = await accounts(id)
  expect(now).toEqual({ ...account, sellingPartnerId: seller.sellingPartnerId, status: 'connected', authorizedUntil: expect.any(String) })
  expect(Date.parse(now.authorizedUntil) - Date.now()).toBeGreaterThan(364 * 86_400_000)
  expect(await kinds(id)).toEqual(expect.arrayContaining(['amazon_consent_asked', 'amazon_connected']))
  const { steps } = await desk.plan(id)
  expect(steps).toContainEqual(
    expect.objectContaining({
      step: 'amazon_reauthorisation',
      status: 'planned',
      why: { code: 'authorisation_ends', params: { authorizedUntil: now.authorizedUntil } },
    }),
  )
  expect(['running', 'done']).toContain(steps.find(({ step }) => step === 'profile_analysis')?.status)
})

test('a link works once: a replay, a state of somebody else and a forged one are refused', async () => {
  const seller = european.pop()!
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  const path = await decide(body.authorizationUrl, seller.key)
  expect((await comeBack(path)).status).toBe(200)
  expectProblem(await comeBack(path), 409, 'consent-not-open')
  expectProblem(await comeBack(path.replace(/state=[^&]+/, 'state=forged')), 409, 'consent-not-open')
  const page = await comeBack(path, 'text/html')
  expect([page.status, page.headers['content-type']]).toEqual([409, 'text/html; charset=utf-8'])
  expect(page.body).toContain('This link no longer works')
  expect((await accounts(id)).map(({ status }: { status: string }) => status)).toEqual(['connected'])
})

test('a code that Amazon does not take leaves the link open for another consent', async () => {
  const seller = european.pop()!
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  const path = await decide(body.authorizationUrl, seller.key)
  expectProblem(await comeBack(path.replace(/spapi_oauth_code=[^&]+/, 'spapi_oauth_code=forged')), 409, 'consent-code-invalid')
  expect((await accounts(id))[0]).toMatchObject({ status: 'pending' })
  expect((await comeBack(await decide(body.authorizationUrl, seller.key))).status).toBe(200)
})

test('two clicks at once connect one account, and both are told so or that it is done', async () => {
  const seller = european.pop()!
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  const path = await decide(body.authorizationUrl, seller.key)
  const statuses = (await Promise.all([comeBack(path), comeBack(path), comeBack(path)])).map(({ status }) => status)
  expect(statuses).toContain(200)
  for (const status of statuses) expect([200, 409]).toContain(status)
  expect(await accounts(id)).toHaveLength(1)
  expect((await kinds(id)).filter((kind) => kind === 'amazon_connected')).toHaveLength(1)
})

test('a seller who refuses has nothing connected, and his team hears of it', async () => {
  const seller = european.pop()!
  const { id } = await desk.register({ languages: ['fr'] })
  const { body } = await ask(id, 'eu')
  const page = await comeBack(await decide(body.authorizationUrl, seller.key, 'refuse'), 'text/html')
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('Vous n’avez pas donné votre accord')])
  expect(await accounts(id)).toEqual([])
  expect(await kinds(id)).toContain('amazon_consent_refused')
})

const claiming = (path: string, sellingPartnerId: string) =>
  path.replace(/selling_partner_id=[^&]+/, `selling_partner_id=${sellingPartnerId}`)
const rowOf = async (accountId: string) => {
  const db = openDatabase(stack.databaseUrl)
  const row = await db.client.amazonConsent.findFirst({ where: { accountId } })
  await db.close()
  return row
}

test('a consent that names another seller is refused: nothing is connected, the link is used up, and his team hears of it', async () => {
  const [seller, other] = [european.pop()!, european.pop()!]
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  const path = claiming(await decide(body.authorizationUrl, seller.key), other.sellingPartnerId)
  expectProblem(await comeBack(path), 409, 'consent-mismatch')
  expect(await accounts(id)).toEqual([])
  const told = { kind: 'amazon_consent_mismatch', params: { region: 'eu', sellingPartnerId: other.sellingPartnerId } }
  expect(await desk.timeline(id)).toContainEqual(expect.objectContaining({ ...told, actor: 'system' }))
  expect(await kinds(id)).not.toContain('amazon_connected')
  expect((await stack.request('GET', '/v1/notifications?limit=200', { as: 'lead' })).body.items).toContainEqual(
    expect.objectContaining({ ...told, customerId: id }),
  )
  expect(await rowOf(body.id)).toMatchObject({ sealedToken: null, usedAt: expect.any(Date) })
  expectProblem(await comeBack(path), 409, 'consent-not-open')

  const again = await ask(id, 'eu')
  expect((await comeBack(await decide(again.body.authorizationUrl, seller.key))).body).toEqual({ outcome: 'connected' })
})

test('a seller reads in his language that the consent was of another account', async () => {
  const [seller, other] = [european.pop()!, european.pop()!]
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  const path = claiming(await decide(body.authorizationUrl, seller.key), other.sellingPartnerId)
  const headers = { accept: 'text/html', 'accept-language': 'it-IT,it;q=0.9,en;q=0.8' }
  const page = await stack.request('GET', path, { as: null, headers })
  expect([page.status, page.body]).toEqual([409, expect.stringContaining('È un altro account Amazon')])
})

test('an Amazon that does not answer proves nothing and refuses nothing: coming back goes on', async () => {
  const seller = european.pop()!
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  const path = await decide(body.authorizationUrl, seller.key)
  const scope = { fault: 'server_error', operation: 'searchListingsItems', sellingPartnerId: seller.sellingPartnerId }
  await switchFault(scope)
  expectProblem(await comeBack(path), 503, 'unavailable')
  expect((await accounts(id)).map(({ status }: { status: string }) => status)).toEqual(['pending'])
  expect(await rowOf(body.id)).toMatchObject({ sealedToken: expect.anything(), usedAt: null })
  await switchFault({ ...scope, on: false })
  expect((await comeBack(path)).body).toEqual({ outcome: 'connected' })
  expect((await accounts(id))[0]).toMatchObject({ status: 'connected', sellingPartnerId: seller.sellingPartnerId })
  expect((await kinds(id)).filter((kind) => kind === 'amazon_connected')).toHaveLength(1)
})

test('several accounts and regions stand side by side; a second consent for one renews it', async () => {
  const seller = european.pop()!
  const { id, accountId } = await connected({}, seller.key)
  const na = await ask(id, 'na')
  expect((await comeBack(await decide(na.body.authorizationUrl, american.pop()!.key))).status).toBe(200)
  const again = await ask(id, 'eu')
  expect((await comeBack(await decide(again.body.authorizationUrl, seller.key))).status).toBe(200)
  expect((await accounts(id)).map((one: Record<string, unknown>) => [one.id, one.region, one.status])).toEqual([
    [accountId, 'eu', 'connected'],
    [na.body.id, 'na', 'connected'],
  ])
  expect((await kinds(id)).filter((kind) => kind.startsWith('amazon_') && kind !== 'amazon_consent_asked')).toEqual([
    'amazon_renewed',
    'amazon_connected',
    'amazon_connected',
  ])
})

test('an account that is known as another seller of ours joins his life', async () => {
  const seller = european.pop()!
  const first = await connected({}, seller.key)
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  expect((await comeBack(await decide(body.authorizationUrl, seller.key))).body).toEqual({ outcome: 'connected' })
  expect(await accounts(id)).toEqual([])
  expect(await kinds(id)).toContain('amazon_known_elsewhere')
  expect((await accounts(first.id)).map((one: { id: string }) => one.id)).toEqual([first.accountId])
  await soon(async () => expect(await kinds(first.id)).toContain('amazon_renewed'))
})

test('a worker that is away keeps what was got for the code: coming back again is enough', async () => {
  const seller = european.pop()!
  const { id } = await desk.register()
  const { body } = await ask(id, 'eu')
  const path = await decide(body.authorizationUrl, seller.key)
  await stack.stopWorker()
  expectProblem(await comeBack(path), 503, 'unavailable')
  await stack.startWorker()
  expect((await comeBack(path)).body).toEqual({ outcome: 'connected' })
  expect((await kinds(id)).filter((kind) => kind === 'amazon_connected')).toHaveLength(1)
})

test('a consent whose year is over shows as expired', async () => {
  const seller = european.pop()!
  const { id, accountId } = await connected({}, seller.key)
  const db = openDatabase(stack.databaseUrl)
  await db.client.amazonAccount.update({ where: { id: accountId }, data: { authorizedUntil: new Date(Date.now() - 1_000) } })
  await db.close()
  expect((await accounts(id))[0]).toMatchObject({ id: accountId, status: 'expired' })
})

test('a request with a key is asked once', async () => {
  const { id } = await desk.register()
  const headers = { 'idempotency-key': `ask-${id}` }
  const [first, second] = [await ask(id, 'fe', headers), await ask(id, 'fe', headers)]
  expect(second.body).toEqual(first.body)
  expect(await accounts(id)).toHaveLength(1)
})

test('bad input says what is wrong', async () => {
  const { id } = await desk.register()
  expectBadField(await ask(id, 'mars'), '/region')
  expectProblem(await ask('nobody', 'eu'), 404, 'not-found')
  expectProblem(await stack.request('GET', '/v1/customers/nobody/amazon-accounts'), 404, 'not-found')
  expectBadField(await comeBack('/v1/amazon/consent?state=x'), '/spapi_oauth_code')
  expectBadField(await comeBack('/v1/amazon/consent?state=x&spapi_oauth_code=y'), '/selling_partner_id')
  expectBadField(await comeBack('/v1/amazon/consent?spapi_oauth_code=y'), '/state')
})
