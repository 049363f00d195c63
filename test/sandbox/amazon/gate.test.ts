import { expect, test } from 'vitest'
import { type Amazon, DE, openAmazon } from './amazon.ts'

const PARTICIPATIONS = '/eu/sellers/v1/marketplaceParticipations'
const REPORT = '/eu/reports/2021-06-30/reports/1'
const QUOTA = {
  errors: [{ code: 'QuotaExceeded', message: 'You exceeded your quota for the requested resource.', details: '' }],
}

/** Statuses of so many requests, one after the other. */
async function statuses(amazon: Amazon, token: string, path: string, count: number): Promise<number[]> {
  const seen: number[] = []
  for (let one = 0; one < count; one += 1) seen.push((await amazon.call(token, 'GET', path)).status)
  return seen
}

test('an answer carries Amazon’s request id, and the rate on success alone', async () => {
  const amazon = await openAmazon({ settings: { rateScale: 1 } })
  const token = await amazon.accessTo('newcomer')
  const good = await amazon.call(token, 'GET', PARTICIPATIONS)
  expect(good.headers.get('x-amzn-ratelimit-limit')).toBe('0.016')
  const bad = [
    await amazon.call(token, 'GET', REPORT),
    await amazon.call('', 'GET', PARTICIPATIONS),
    await amazon.call(token, 'GET', '/eu/nothing'),
  ]
  expect(bad.map(({ status }) => status)).toEqual([404, 403, 404])
  for (const { headers } of bad) expect(headers.get('x-amzn-ratelimit-limit')).toBeNull()
  const ids = [good, ...bad].map(({ headers }) => headers.get('x-amzn-requestid'))
  expect(new Set(ids).size).toBe(4)
  expect(ids).not.toContain(null)
})

test('a seller’s marketplaces say where he takes part', async () => {
  const amazon = await openAmazon()
  const { json } = await amazon.call(await amazon.accessTo('several-eu'), 'GET', PARTICIPATIONS)
  const partaking = json.payload.filter(
    ({ participation }: { participation: { isParticipating: boolean } }) => participation.isParticipating,
  )
  expect(partaking.map(({ marketplace }: { marketplace: { countryCode: string } }) => marketplace.countryCode).sort()).toEqual([
    'DE',
    'GB',
    'PL',
  ])
  expect(json.payload.length).toBeGreaterThan(partaking.length)
})

test('the burst is answered, the next one is refused as Amazon refuses, and a token comes back with time', async () => {
  const amazon = await openAmazon({ settings: { rateScale: 1 } })
  const token = await amazon.accessTo('newcomer')
  expect(await statuses(amazon, token, PARTICIPATIONS, 16)).toEqual([...Array(15).fill(200), 429])
  const refused = await amazon.call(token, 'GET', PARTICIPATIONS)
  expect(refused.json).toEqual(QUOTA)
  expect(refused.headers.get('x-amzn-ratelimit-limit')).toBeNull()
  amazon.time.ms += 62_499 // at 0.016 a second the next is due after 62.5 s
  expect(await statuses(amazon, token, PARTICIPATIONS, 1)).toEqual([429])
  amazon.time.ms += 1
  expect(await statuses(amazon, token, PARTICIPATIONS, 2)).toEqual([200, 429])
})

test('accounts do not use up each other’s quota, operations neither', async () => {
  const amazon = await openAmazon({ settings: { rateScale: 1 } })
  const [one, two] = [await amazon.accessTo('newcomer'), await amazon.accessTo('mixed')]
  await statuses(amazon, one, PARTICIPATIONS, 16)
  expect(await statuses(amazon, two, PARTICIPATIONS, 1)).toEqual([200])
  expect(await statuses(amazon, one, REPORT, 1)).toEqual([404])
})

test('an application has a quota over all its accounts', async () => {
  const amazon = await openAmazon({ settings: { rateScale: 1, applicationFactor: 1 } })
  await statuses(amazon, await amazon.accessTo('newcomer'), PARTICIPATIONS, 15)
  expect(await statuses(amazon, await amazon.accessTo('mixed'), PARTICIPATIONS, 1)).toEqual([429])
})

test('rates scale while it runs', async () => {
  const amazon = await openAmazon({ settings: { rateScale: 1 } })
  const token = await amazon.accessTo('newcomer')
  await statuses(amazon, token, PARTICIPATIONS, 15)
  expect((await amazon.admin('PUT', 'settings', { rateScale: 1_000 })).json).toMatchObject({ rateScale: 1_000, reportDelayScale: 0 })
  amazon.time.ms += 63
  const { status, headers } = await amazon.call(token, 'GET', PARTICIPATIONS)
  expect([status, headers.get('x-amzn-ratelimit-limit')]).toEqual([200, '16'])
})

test.each(['newcomer', 'japan'])('a token of %s does not hold in another region', async (key) => {
  const amazon = await openAmazon()
  const { status, json } = await amazon.call(await amazon.accessTo(key), 'GET', '/na/sellers/v1/marketplaceParticipations')
  expect([status, json.errors[0].code]).toEqual([403, 'Unauthorized'])
})

test('a seller who takes his authorisation back is refused at once, and served again once he gives it back', async () => {
  const amazon = await openAmazon()
  const token = await amazon.accessTo('mixed')
  const revoke = (fault: string, on: boolean) => amazon.admin('PUT', 'faults', { fault, on, sellingPartnerId: 'AMIXED00000001' })
  for (const fault of ['authorisation_revoked', 'authorisation_expired']) {
    expect((await revoke(fault, true)).json.faults).toContainEqual({ fault, sellingPartnerId: 'AMIXED00000001' })
    expect((await amazon.call(token, 'GET', PARTICIPATIONS)).status).toBe(403)
    expect((await amazon.refresh('Atzr|sandbox-mixed')).json.error).toBe('invalid_grant')
    await revoke(fault, false)
    expect((await amazon.call(token, 'GET', PARTICIPATIONS)).status).toBe(200)
  }
})

test('what cannot be read is refused in Amazon’s words', async () => {
  const amazon = await openAmazon()
  const headers = { 'x-amz-access-token': await amazon.accessTo('mixed') }
  const path = '/amazon/eu/reports/2021-06-30/reports'
  const broken = await amazon.send('POST', path, { ...headers, 'content-type': 'application/json' }, '{')
  expect([broken.status, broken.json.errors[0].code]).toEqual([400, 'InvalidInput'])
  const other = await amazon.send('POST', path, { ...headers, 'content-type': 'text/csv' }, 'a,b')
  expect([other.status, other.json.errors[0].code]).toEqual([415, 'UnsupportedMediaType'])
})

test('throttling, failures and slowness come when switched on, for whom and as often as told', async () => {
  const amazon = await openAmazon()
  const [one, two] = [await amazon.accessTo('newcomer'), await amazon.accessTo('mixed')]
  const put = (body: object) => amazon.admin('PUT', 'faults', body)
  await put({ fault: 'throttle', seconds: 600 })
  expect((await amazon.call(one, 'GET', PARTICIPATIONS)).json).toEqual(QUOTA)
  expect((await amazon.refresh('Atzr|sandbox-mixed')).status).toBe(200) // the token endpoint is met by name alone
  amazon.time.ms += 600_000
  expect(await statuses(amazon, one, PARTICIPATIONS, 1)).toEqual([200])

  await put({ fault: 'server_error', status: 503, sellingPartnerId: 'ANEWCOMER00001', count: 2 })
  expect(await statuses(amazon, two, PARTICIPATIONS, 1)).toEqual([200])
  expect(await statuses(amazon, one, PARTICIPATIONS, 3)).toEqual([503, 503, 200])
  await put({ fault: 'server_error', operation: 'getReport' })
  expect(await statuses(amazon, one, PARTICIPATIONS, 1)).toEqual([200])
  const { status, json } = await amazon.call(one, 'GET', REPORT)
  expect([status, json.errors[0].code]).toEqual([500, 'InternalFailure'])
  await put({ fault: 'server_error', operation: 'getReport', on: false })
  expect(await statuses(amazon, one, REPORT, 1)).toEqual([404])

  await put({ fault: 'slow', delayMs: 1, count: 1 })
  expect(await statuses(amazon, one, PARTICIPATIONS, 1)).toEqual([200])
  expect((await amazon.admin('GET', 'faults')).json.faults).toEqual([
    { fault: 'authorisation_revoked', sellingPartnerId: 'AREVOKED000001' },
  ])
})

test('the token endpoint and downloads fail by name', async () => {
  const amazon = await openAmazon()
  await amazon.admin('PUT', 'faults', { fault: 'server_error', operation: 'token', count: 1 })
  const token = await amazon.refresh('Atzr|sandbox-mixed')
  expect([token.status, token.json.error]).toEqual([500, 'server_error'])
  const { document } = await amazon.report(await amazon.accessTo('newcomer'), 'eu', [DE])
  for (const [fault, status] of [
    ['server_error', 500],
    ['throttle', 503],
  ] as const) {
    await amazon.admin('PUT', 'faults', { fault, operation: 'download', count: 1 })
    const answer = await amazon.send('GET', document.url)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, expect.stringContaining('xml')])
  }
  expect((await amazon.send('GET', document.url)).status).toBe(200)
})
