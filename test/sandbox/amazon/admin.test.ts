import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Amazon, openAmazon, startAmazon } from './amazon.ts'

let amazon: Amazon
beforeAll(async () => {
  amazon = await startAmazon()
})
afterAll(() => amazon.close())

interface Row {
  readonly key: string
  readonly sellingPartnerId: string
  readonly region: string
  readonly kind: string
  readonly refreshToken: string
  readonly authorisation: string
  readonly otherAccounts: string[]
}

test('the list of sellers names each kind, with tokens that work unless they were taken back', async () => {
  const { items } = (await amazon.admin('GET', 'sellers')).json as { items: Row[] }
  expect(new Set(items.map(({ kind }) => kind))).toEqual(
    new Set([
      'private_label_newcomer',
      'experienced_reseller',
      'mixed',
      'lost_and_found_only',
      'no_listings',
      'hundred_thousand_skus',
      'several_accounts',
      'revoked_token',
    ]),
  )
  expect(new Set(items.map(({ region }) => region))).toEqual(new Set(['eu', 'na', 'fe']))
  for (const { sellingPartnerId, refreshToken, authorisation } of items) {
    expect(sellingPartnerId).toMatch(/^[A-Z0-9]{5,40}$/)
    expect((await amazon.refresh(refreshToken)).status).toBe(authorisation === 'active' ? 200 : 400)
  }
  expect(items.find(({ key }) => key === 'several-eu')?.otherAccounts).toEqual(['ASEVERALNA0001'])
})

test('as many generated sellers as wanted are listed, second accounts with them', async () => {
  const { items } = (await amazon.admin('GET', 'sellers?generated=30')).json as { items: Row[] }
  const generated = items.filter(({ key }) => key.startsWith('generated-'))
  const firsts = generated.filter(({ key }) => !key.endsWith('-second'))
  expect(firsts).toHaveLength(30)
  for (const { refreshToken } of generated) expect((await amazon.refresh(refreshToken)).status).toBe(200)
  expect((await amazon.admin('GET', 'sellers?generated=many')).status).toBe(400)
})

test('the truth tells of each product what it is and who else offers it', async () => {
  const { json } = await amazon.admin('GET', 'truth?sellingPartnerId=AMIXED00000001')
  expect(json).toMatchObject({ sellingPartnerId: 'AMIXED00000001', kind: 'mixed', experience: 'experienced' })
  const classes = json.items.map((item: { class: string }) => item.class)
  expect(new Set(classes)).toEqual(new Set(['private_label', 'trade_goods']))
  expect(json.brands.reduce((total: number, { items }: { items: number }) => total + items, 0)).toBe(json.items.length)
  const two = [json.items[5], json.items[2]]
  const asked = two.map(({ asin }: { asin: string }) => asin).join(',')
  expect((await amazon.admin('GET', `truth?sellingPartnerId=AMIXED00000001&asins=${asked},B00V5DG6IQ`)).json.items).toEqual(two)
  expect((await amazon.admin('GET', 'truth?sellingPartnerId=ANOBODY0000001')).status).toBe(404)
  expect((await amazon.admin('GET', 'truth?sellingPartnerId=AEMPTY00000001')).json.items).toEqual([])
})

test('requests and refusals are counted by operation, over all or of one seller, until they are reset', async () => {
  const counting = await openAmazon({ settings: { rateScale: 1 } })
  const token = await counting.accessTo('newcomer')
  const other = await counting.accessTo('mixed')
  const path = '/eu/sellers/v1/marketplaceParticipations'
  for (let one = 0; one < 17; one += 1) await counting.call(token, 'GET', path)
  await counting.call(other, 'GET', path)
  await counting.call('', 'GET', path)
  const { json } = await counting.admin('GET', 'traffic')
  expect(json).toMatchObject({ requests: 21, throttled: 2 })
  expect(json.operations).toEqual({
    token: { requests: 2, throttled: 0, statuses: { 200: 2 } },
    getMarketplaceParticipations: { requests: 19, throttled: 2, statuses: { 200: 16, 403: 1, 429: 2 } },
  })
  const ofOne = (await counting.admin('GET', 'traffic?sellingPartnerId=AMIXED00000001')).json
  expect([ofOne.requests, ofOne.throttled]).toEqual([1, 0])
  expect((await counting.admin('DELETE', 'traffic')).status).toBe(204)
  expect((await counting.admin('GET', 'traffic')).json).toMatchObject({ requests: 0, operations: {} })
})

test('everything that was switched on is switched off together, authorisations stay as they are', async () => {
  await amazon.admin('PUT', 'faults', { fault: 'throttle', count: 3, seconds: 60 })
  await amazon.admin('PUT', 'faults', { fault: 'slow', delayMs: 5 })
  expect((await amazon.admin('GET', 'faults')).json.faults.slice(1)).toEqual([
    { fault: 'throttle', left: 3, secondsLeft: 60 },
    { fault: 'slow', delayMs: 5 },
  ])
  expect((await amazon.admin('DELETE', 'faults')).status).toBe(204)
  expect((await amazon.admin('GET', 'faults')).json.faults).toEqual([
    { fault: 'authorisation_revoked', sellingPartnerId: 'AREVOKED000001' },
  ])
})

test.each([
  ['faults', { fault: 'flood' }],
  ['faults', { fault: 'slow', count: 0 }],
  ['faults', { fault: 'slow', whom: 'all' }],
  ['faults', { fault: 'authorisation_revoked' }],
  ['faults', { fault: 'authorisation_revoked', sellingPartnerId: 'AMIXED00000001', count: 2 }],
  ['settings', { rateScale: 0 }],
  ['settings', { speed: 2 }],
])('%s refuses %j', async (path, body) => {
  const { status, headers } = await amazon.admin('PUT', path, body)
  expect([status, headers.get('content-type')]).toEqual([400, expect.stringContaining('problem+json')])
})

test('an unknown seller’s authorisation is not there to be changed', async () => {
  expect((await amazon.admin('PUT', 'faults', { fault: 'authorisation_expired', sellingPartnerId: 'ANOBODY0000001' })).status).toBe(404)
})

test('consent is refused for whoever it was switched on', async () => {
  await amazon.admin('PUT', 'faults', { fault: 'consent_refused', sellingPartnerId: 'AMIXED00000001', count: 1 })
  const answer = async (name: string) =>
    (await amazon.form(amazon.consentUrl('eu'), { seller: name, decision: 'allow' })).headers.get('location')
  expect(await answer('reseller')).toContain('spapi_oauth_code=')
  expect(await answer('mixed')).toContain('error=access_denied')
  expect(await answer('mixed')).toContain('spapi_oauth_code=')
})

test('the page shows sellers, requests and what goes wrong, with switches', async () => {
  await amazon.admin('PUT', 'faults', { fault: 'report_fatal', sellingPartnerId: 'AMIXED00000001', count: 2 })
  const { status, text } = await amazon.send('GET', '/amazon')
  expect(status).toBe(200)
  for (const shown of [
    '株式会社みなと商店',
    'AREVOKED000001',
    'a report ends FATAL',
    '2 more',
    'Switch off',
    'Restore the authorisation of revoked',
    'Revoke the authorisation of mixed',
  ])
    expect(text).toContain(shown)
  expect((await amazon.send('GET', '/')).text).toContain('href="/amazon"')
})
