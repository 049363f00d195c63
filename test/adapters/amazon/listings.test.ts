import { afterEach, expect, test } from 'vitest'
import { isAccountOf } from '../../../adapters/amazon/listings.ts'
import { examplesOf, MODELS, readModel, requestFaults } from './models.ts'
import { type Answer, amazonError, clientFor, failureOf, json, scriptedAmazon, TOKEN_PATH, token } from './scripted-amazon.ts'

const DE = 'A1PA6795UKMFR9'
const FR = 'A13V1IB3VIYZZH'
const NON_AMAZON_DE = 'A38D8NSA03LJTC'
const SELLER = 'ARESELLER00001'
const PATH = `/amazon/eu/listings/2021-08-01/items/${SELLER}`
const PARTICIPATIONS = '/amazon/eu/sellers/v1/marketplaceParticipations'
const MODEL = 'listingsItems_2021-08-01'
const FOUND = json(200, { numberOfResults: 1, items: [{ sku: 'A-1' }] })
const DENIED = amazonError(403, 'Unauthorized', 'Access to requested resource is denied.')

const open: { close(): Promise<void> }[] = []
async function scripted(
  answers: readonly Answer[],
  tokens: readonly Answer[] = [token()],
  sells: readonly (readonly [string, boolean])[] = [],
) {
  const payload = sells.map(([id, isParticipating]) => ({
    marketplace: { id, countryCode: 'DE', defaultCurrencyCode: 'EUR' },
    participation: { isParticipating, hasSuspendedListings: false },
  }))
  const server = await scriptedAmazon({ [PATH]: answers, [TOKEN_PATH]: tokens, [PARTICIPATIONS]: [json(200, { payload })] })
  open.push(server)
  return { server, account: clientFor(server.base).account() }
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

test('listings that Amazon shows are the seller’s own, also where there are none', async () => {
  const { server, account } = await scripted([FOUND, json(200, { numberOfResults: 0, items: [] })])
  expect(await account.ownsListings(SELLER, DE)).toBe(true)
  expect(await account.ownsListings(SELLER, DE)).toBe(true)
  const [asked] = server.asked(PATH)
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({ marketplaceIds: DE, pageSize: '1' })
  expect(asked?.headers['x-amz-access-token']).toBe('Atza|first')
})

test.each([
  ['403', DENIED],
  ['400', amazonError(400, 'InvalidInput', "Invalid 'sellerId' provided.")],
  ['404', amazonError(404, 'NotFound', 'No such seller')],
])('a seller id that Amazon answers with %s is not the account’s, and it is asked once', async (_status, answer) => {
  const { server, account } = await scripted([answer])
  expect(await account.ownsListings(SELLER, DE)).toBe(false)
  expect(server.asked(PATH)).toHaveLength(1)
})

test('an access token that is over says nothing about the seller: a new one is fetched', async () => {
  const { account } = await scripted(
    [amazonError(403, 'Unauthorized', 'Access to requested resource is denied.', 'The access token you provided has expired.'), FOUND],
    [token(), token('Atza|second')],
  )
  expect(await account.ownsListings(SELLER, DE)).toBe(true)
})

const lwa = (status: number, error: string) => json(status, { error })
test.each<readonly [string, readonly Answer[], readonly Answer[]]>([
  ['unauthorized', [amazonError(403, 'Unauthorized', 'The access token you provided is revoked, malformed or invalid.')], [token()]],
  ['unauthorized', [amazonError(401, 'Unauthorized', 'Who are you?')], [token()]],
  ['revoked', [FOUND], [lwa(400, 'invalid_grant')]],
  ['misconfigured', [FOUND], [lwa(401, 'invalid_client')]],
  ['invalid', [FOUND], [lwa(400, 'invalid_request')]],
  ['throttled', [amazonError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.')], [token()]],
  ['unavailable', [json(503, {})], [token()]],
  ['unexpected_answer', [json(200, { numberOfResults: 0 })], [token()]],
  ['unexpected_answer', [json(302, '', { location: 'http://127.0.0.1:1/elsewhere' })], [token()]],
])('what says nothing about the seller is told as %s', async (code, answers, tokens) => {
  const { account } = await scripted(answers, tokens)
  expect(await failureOf(account.ownsListings(SELLER, DE))).toMatchObject({ code })
})

test.each([
  [
    'where he sells',
    [
      [FR, false],
      [DE, true],
    ],
    DE,
  ],
  [
    'in a store of Amazon’s own',
    [
      [NON_AMAZON_DE, true],
      [DE, true],
    ],
    DE,
  ],
  [
    'in some store, where he sells in none',
    [
      [FR, false],
      [DE, false],
    ],
    FR,
  ],
  ['where we know no better', [[NON_AMAZON_DE, true]], NON_AMAZON_DE],
] as readonly (readonly [string, readonly (readonly [string, boolean])[], string])[])(
  'his listings are asked for %s',
  async (_where, sells, asked) => {
    const { server, account } = await scripted([FOUND], [token()], sells)
    expect(await isAccountOf(account, SELLER)).toBe(true)
    expect(server.asked(PATH)[0]?.query.get('marketplaceIds')).toBe(asked)
  },
)

test('an account that takes part in no marketplace at all is nobody’s we can name', async () => {
  const { server, account } = await scripted([FOUND])
  expect(await isAccountOf(account, SELLER)).toBe(false)
  expect(server.asked(PATH)).toEqual([])
})

const needsModels = test.skipIf(MODELS === undefined)

needsModels('listings are asked for as Amazon’s model says, and its own examples are understood', async () => {
  const model = readModel(MODEL)
  for (const { response } of examplesOf(model, 'searchListingsItems', '200')) {
    const { server, account } = await scripted([json(200, response)])
    expect(await account.ownsListings(SELLER, DE)).toBe(true)
    const [request] = server.asked(PATH)
    expect(request && requestFaults(model, 'searchListingsItems', request)).toEqual([])
  }
  for (const { response } of examplesOf(model, 'searchListingsItems', '400')) {
    const { account } = await scripted([json(400, response)])
    expect(await account.ownsListings(SELLER, DE)).toBe(false)
  }
})
