import { expect, test } from 'vitest'
import { openSandbox } from './rooms.ts'

const HOSTILE = `</title></b><script>alert('x')</script><img src=x onerror="alert(1)">`

test('a hostile subject, sender and text are shown as words on both pages', async () => {
  const box = await openSandbox()
  await box.sendMail({ subject: HOSTILE, text: HOSTILE, from: { name: HOSTILE, address: 'a@b.example' }, messageId: '<"><script>@x>' })
  const [{ id, subject }] = (await box.mails()).items
  expect(subject).toBe(HOSTILE)
  for (const path of ['/mailbox', `/mailbox/${id}`, `/mailbox?q=${encodeURIComponent('"><script>alert(1)</script>')}`]) {
    const { text, headers } = await box.request('GET', path)
    expect([...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual(['<script src="/assets/sandbox.js" defer>'])
    expect(text).not.toMatch(/<img/)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test("a mail's own HTML is shown in a frame that runs no script and loads nothing", async () => {
  const box = await openSandbox()
  await box.sendMail({ html: '<p>Hello</p><script>alert(1)</script>' })
  const [{ id }] = (await box.mails()).items
  expect((await box.request('GET', `/mailbox/${id}`)).text).toContain(`<iframe sandbox="" src="/mailbox/${id}/html"`)
  const { text, headers } = await box.request('GET', `/mailbox/${id}/html`)
  expect(text).toContain('<p>Hello</p>')
  expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
})

test('the list is searched by recipient', async () => {
  const box = await openSandbox()
  await box.sendMail({ to: 'ida@seller.example', subject: 'for Ida' })
  await box.sendMail({ to: 'eva@seller.example', subject: 'for Eva' })
  const { text } = await box.request('GET', '/mailbox?q=IDA%40')
  expect(text).toContain('for Ida')
  expect(text).not.toContain('for Eva')
  expect((await box.request('GET', '/mailbox?q=nobody')).text).toContain('No mail for this recipient.')
})

test('from a mail to several recipients one finds the way back to the others of each', async () => {
  const box = await openSandbox()
  await box.sendMail({ to: ['ida@seller.example', 'eva@seller.example'], subject: 'for both' })
  const [{ id }] = (await box.mails()).items
  const link = /href="(\/mailbox\?q=[^"]+)"/.exec((await box.request('GET', `/mailbox/${id}`)).text)?.[1]
  expect((await box.request('GET', link ?? '')).text).toContain('for both')
})

test('the front page leads to both rooms, and its parts are there', async () => {
  const box = await openSandbox()
  const { text } = await box.request('GET', '/')
  for (const path of ['/mailbox', '/phone']) expect(text).toContain(`href="${path}"`)
  for (const path of ['/assets/sandbox.css', '/assets/sandbox.js', '/healthz']) expect((await box.request('GET', path)).status).toBe(200)
})
