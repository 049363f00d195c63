import { expect, test } from 'vitest'
import { openSandbox } from './rooms.ts'

test('a mail that came by SMTP is found by its recipient and by its Message-ID', async () => {
  const box = await openSandbox()
  await box.sendMail({ messageId: '<1@lotse.example>', to: 'Ida <Ida@seller.example>', cc: 'bob+x@seller.example', subject: 'Grüße 👋' })
  await box.sendMail({ messageId: '<2@lotse.example>', to: 'eva@seller.example', subject: 'Other' })

  for (const query of ['?to=ida%40seller.example', '?to=BOB%2Bx@seller.example', `?messageId=${encodeURIComponent('<1@lotse.example>')}`]) {
    const { items, total } = await box.mails(query)
    expect([query, total, items[0]?.subject]).toEqual([query, 1, 'Grüße 👋'])
  }
  expect((await box.mails('?to=da%40seller.example')).total).toBe(0)
  expect((await box.mails('?to=eva%40seller.example&messageId=%3C1%40lotse.example%3E')).total).toBe(0)
  expect((await box.mails()).items.map(({ subject }: { subject: string }) => subject)).toEqual(['Other', 'Grüße 👋'])
})

test('whom a mail is really for says its envelope, a hidden recipient included', async () => {
  const box = await openSandbox()
  await box.sendMail({ to: 'ida@seller.example', bcc: 'lead@lotse.example' })
  const [found] = (await box.mails('?to=lead%40lotse.example')).items
  expect(found.to).toBe('ida@seller.example, lead@lotse.example')
})

test('a mail is read whole, as JSON and as it came over the wire', async () => {
  const box = await openSandbox()
  await box.sendMail({
    messageId: '<whole@lotse.example>',
    subject: 'Whole',
    text: 'Plain words',
    html: '<p>Marked up</p>',
    date: new Date('2027-03-04T09:00:00Z'),
  })
  const [{ id }] = (await box.mails()).items
  expect((await box.request('GET', `/mailbox/messages/${id}`)).json).toMatchObject({
    id,
    messageId: '<whole@lotse.example>',
    from: 'sender@lotse.example',
    to: 'ida@seller.example',
    subject: 'Whole',
    text: expect.stringContaining('Plain words'),
    html: expect.stringContaining('<p>Marked up</p>'),
    date: '2027-03-04T09:00:00.000Z',
  })
  const raw = await box.request('GET', `/mailbox/messages/${id}/raw`)
  expect(raw.headers.get('content-type')).toContain('text/plain')
  expect(raw.text).toMatch(/^Message-ID: <whole@lotse\.example>\r$/im)
})

test('a Message-ID that came twice is reported, in JSON and in red on both pages', async () => {
  const box = await openSandbox()
  for (const messageId of ['<twice@lotse.example>', '<once@lotse.example>', '<twice@lotse.example>']) await box.sendMail({ messageId })
  const { items, duplicates } = await box.mails()
  expect(duplicates).toEqual([{ messageId: '<twice@lotse.example>', count: 2 }])
  expect(items).toHaveLength(3)

  const page = (await box.request('GET', '/mailbox')).text
  expect(page).toContain('<p class="alarm">1 Message-ID arrived more than once')
  expect(page.match(/<span class="badge bad">sent 2 times<\/span>/g)).toHaveLength(2)
  expect((await box.request('GET', `/mailbox/${items[0].id}`)).text).toContain('<p class="alarm">This Message-ID arrived 2 times.</p>')
  expect((await box.request('GET', `/mailbox/${items[1].id}`)).text).not.toContain('class="alarm"')
  expect((await box.request('GET', '/assets/sandbox.css')).text).toMatch(/\.alarm\s*\{[^}]*(color|background|border)/)
})

test('mails without a Message-ID are no duplicates of each other', async () => {
  const box = await openSandbox()
  const raw = 'From: a@b.example\r\nTo: ida@seller.example\r\nSubject: bare\r\n\r\nHello\r\n'
  for (let time = 0; time < 2; time += 1) {
    await box.sendMail({ raw, envelope: { from: 'a@b.example', to: 'ida@seller.example' } })
  }
  expect(await box.mails()).toMatchObject({ total: 2, duplicates: [] })
})

test('mails can be deleted', async () => {
  const box = await openSandbox()
  await box.sendMail({})
  const [{ id }] = (await box.mails()).items
  expect((await box.request('DELETE', '/mailbox/messages')).status).toBe(204)
  expect((await box.mails()).total).toBe(0)
  expect((await box.request('GET', `/mailbox/messages/${id}`)).status).toBe(404)
  expect((await box.request('GET', '/mailbox')).text).toContain('No mail yet')
})

test('a mail server that is switched off refuses with 421 until it is switched on again', async () => {
  const box = await openSandbox()
  expect((await box.request('PUT', '/mailbox/state', { accepting: false })).json).toEqual({ accepting: false })
  await expect(box.sendMail({})).rejects.toMatchObject({ responseCode: 421 })
  expect((await box.request('GET', '/mailbox/state')).json).toEqual({ accepting: false })
  expect((await box.request('GET', '/mailbox')).text).toContain('refuses all mail (421)')
  expect((await box.mails()).total).toBe(0)

  await box.request('PUT', '/mailbox/state', { accepting: true })
  await box.sendMail({})
  expect((await box.mails()).total).toBe(1)
})

test('what is no proper mail is kept as far as it can be read', async () => {
  const box = await openSandbox()
  for (const raw of ['\u0000\u0001\u0002', 'Content-Type: multipart/mixed; boundary=x\r\nDate: nonsense\r\n\r\n--x\r\n']) {
    await box.sendMail({ raw, envelope: { from: 'a@b.example', to: 'ida@seller.example' } })
  }
  const { items } = await box.mails()
  expect(items).toHaveLength(2)
  for (const { id, date, to } of items) {
    expect([date, to]).toEqual([null, 'ida@seller.example'])
    expect((await box.request('GET', `/mailbox/${id}`)).status).toBe(200)
  }
})

test('a calendar that cannot be read does not hide the mail it came with', async () => {
  const box = await openSandbox()
  await box.sendMail({ subject: 'Odd', icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never' } })
  const [mail] = (await box.mails()).items
  expect(mail.subject).toBe('Odd')
  expect(mail.invitation).toBeUndefined()
})
