import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Amazon, APPLICATION, CALLBACK, startAmazon } from './amazon.ts'

let amazon: Amazon
beforeAll(async () => {
  amazon = await startAmazon()
})
afterAll(() => amazon.close())

test('the consent page offers the sellers of its region and may lead to the application alone', async () => {
  const { status, text, headers } = await amazon.send('GET', amazon.consentUrl('na', { version: 'beta' }))
  expect(status).toBe(200)
  expect(text).toContain('AUSRESELLER001')
  expect(text).not.toContain('ARESELLER00001')
  expect(text).toContain(APPLICATION)
  expect(headers.get('content-security-policy')).toContain("form-action 'self' https://app.example;")
})

test('whoever allows is sent back with state, seller and code', async () => {
  const fields = {
    application_id: APPLICATION,
    state: 'a b&c',
    redirect_uri: `${CALLBACK}?tab=1`,
    seller: 'AJAPAN00000001',
    decision: 'allow',
  }
  const { status, headers } = await amazon.form('/amazon/fe/apps/authorize/consent', fields)
  const location = new URL(headers.get('location') ?? '')
  expect(status).toBe(302)
  expect(`${location.origin}${location.pathname}`).toBe(CALLBACK)
  expect(Object.fromEntries(location.searchParams)).toEqual({
    tab: '1',
    state: 'a b&c',
    selling_partner_id: 'AJAPAN00000001',
    spapi_oauth_code: expect.any(String),
  })
})

test('whoever refuses is sent back with state and access_denied', async () => {
  const { status, headers } = await amazon.form(amazon.consentUrl('eu'), { seller: 'mixed', decision: 'refuse' })
  expect(status).toBe(302)
  expect(headers.get('location')).toBe(`${CALLBACK}?state=s-1&error=access_denied`)
})

test('a generated seller is chosen by key or by id', async () => {
  for (const other of ['generated-2', 'AGEN0000000002']) {
    const { headers } = await amazon.form(amazon.consentUrl('eu'), { seller: 'mixed', other, decision: 'allow' })
    expect(headers.get('location')).toContain('selling_partner_id=AGEN0000000002')
  }
})

test.each([
  [{ application_id: '' }, 'application_id is missing'],
  [{ state: '' }, 'state is missing'],
  [{ redirect_uri: '' }, 'redirect_uri is missing'],
  [{ redirect_uri: 'nowhere' }, 'redirect_uri is no address'],
  [{ redirect_uri: 'javascript:alert(1)' }, 'redirect_uri must begin with https'],
  [{ redirect_uri: 'https://app.example/#top' }, 'must not have a fragment'],
  [{ version: 'alpha' }, 'version can only be beta'],
])('a link with %j is answered by a page that says what is wrong', async (fields, says) => {
  const url = amazon.consentUrl('eu', fields as Record<string, string>)
  for (const answer of [await amazon.send('GET', url), await amazon.form(url, { seller: 'mixed', decision: 'allow' })]) {
    expect(answer.status).toBe(400)
    expect(answer.text).toContain(says)
    expect(answer.headers.get('location')).toBeNull()
  }
})

test.each([
  [{ decision: 'allow' }, 'Choose a seller.'],
  [{ decision: 'allow', seller: 'nobody' }, 'There is no seller nobody in this region.'],
  [{ decision: 'allow', seller: 'AUSRESELLER001' }, 'There is no seller AUSRESELLER001 in this region.'],
  [{ seller: 'mixed' }, 'Decide: decision is allow or refuse.'],
])('an answer %j is asked again', async (fields, says) => {
  const { status, text } = await amazon.form(amazon.consentUrl('eu'), fields as Record<string, string>)
  expect(status).toBe(400)
  expect(text).toContain(says)
})

test('what stands in a link cannot write into the page', async () => {
  const { text } = await amazon.send('GET', amazon.consentUrl('eu', { application_id: '"><script>alert(1)</script>' }))
  expect(text).not.toContain('<script>alert')
})

test('an unknown region has no consent page', async () => {
  expect((await amazon.send('GET', amazon.consentUrl('mars'))).status).toBe(404)
})
