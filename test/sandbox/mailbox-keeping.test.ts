import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openClock } from '../../sandbox/clock.ts'
import { openMailStore } from '../../sandbox/mailbox/store.ts'
import { emptyFolder, openSandbox } from './rooms.ts'

const journalOf = (dataDir: string) => join(dataDir, 'sandbox', 'mailbox.jsonl')
const silent = pino({ level: 'silent' })
const storeOf = async (file?: string) =>
  openMailStore({ log: silent, clock: await openClock({ log: silent }), ...(file === undefined ? {} : { file }) })
const subjects = async (box: { mails: () => Promise<{ items: { subject: string }[] }> }) =>
  (await box.mails()).items.map(({ subject }) => subject)

test('mails are there again after a restart, in their order and as they came', async () => {
  const dataDir = emptyFolder()
  const before = await openSandbox({ dataDir })
  for (const subject of ['first', 'second']) await before.sendMail({ subject, messageId: `<${subject}@lotse.example>` })
  const kept = await before.mails()
  const rawOf = async (box: typeof before) => (await box.request('GET', `/mailbox/messages/${kept.items[0].id}/raw`)).text
  const raw = await rawOf(before)
  await before.close()

  const after = await openSandbox({ dataDir })
  expect(await after.mails()).toEqual(kept)
  expect(await rawOf(after)).toBe(raw)
  await after.sendMail({ subject: 'third', messageId: '<first@lotse.example>' })
  expect(await subjects(after)).toEqual(['third', 'second', 'first'])
  expect((await after.mails()).duplicates).toEqual([{ messageId: '<first@lotse.example>', count: 2 }])
})

test('what was deleted stays deleted after a restart', async () => {
  const dataDir = emptyFolder()
  const before = await openSandbox({ dataDir })
  await before.sendMail({ subject: 'gone' })
  await before.request('DELETE', '/mailbox/messages')
  await before.sendMail({ subject: 'kept' })
  await before.close()
  expect(await subjects(await openSandbox({ dataDir }))).toEqual(['kept'])
})

test('without a folder nothing is kept', async () => {
  const before = await openSandbox()
  await before.sendMail({})
  await before.close()
  expect((await (await openSandbox()).mails()).total).toBe(0)
})

test('a mail cut off by a crash is skipped, and mails after it are whole', async () => {
  const dataDir = emptyFolder()
  const before = await openSandbox({ dataDir })
  await before.sendMail({ subject: 'whole' })
  await before.close()
  appendFileSync(journalOf(dataDir), '{"message":{"id":"torn","subj')

  const after = await openSandbox({ dataDir })
  await after.sendMail({ subject: 'next' })
  expect(await subjects(after)).toEqual(['next', 'whole'])
  await after.close()
  expect(await subjects(await openSandbox({ dataDir }))).toEqual(['next', 'whole'])
})

test('mails that come at once are all kept, in memory and in the file', async () => {
  const dataDir = emptyFolder()
  const before = await openSandbox({ dataDir })
  await Promise.all(Array.from({ length: 30 }, (_, index) => before.sendMail({ messageId: `<${index}@lotse.example>` })))
  await before.close()
  const { total, duplicates } = await (await openSandbox({ dataDir })).mails()
  expect([total, duplicates]).toEqual([30, []])
})

test('only the owner may read the mails on disk', async () => {
  const dataDir = emptyFolder()
  const box = await openSandbox({ dataDir })
  await box.sendMail({})
  expect(statSync(journalOf(dataDir)).mode & 0o077).toBe(0)
})

test('of very many mails the newest 5000 are kept, and the file shrinks with them', async () => {
  const dataDir = emptyFolder()
  mkdirSync(join(dataDir, 'sandbox'))
  const line = (index: number) =>
    JSON.stringify({ message: { id: `m${index}`, messageId: `<${index}@x>`, to: 'ida@seller.example', subject: `${index}` }, raw: 'eA==' })
  writeFileSync(journalOf(dataDir), Array.from({ length: 6_100 }, (_, index) => `${line(index)}\n`).join(''))
  const store = await storeOf(journalOf(dataDir))
  await store.add(Buffer.from('Subject: newest\r\n\r\n'), { sender: 'a@b.example', recipients: ['ida@seller.example'] })
  await store.close()
  expect(store.list()).toHaveLength(5_000)
  expect(store.list()[0]?.subject).toBe('newest')
  expect(store.find('m1100')).toBeUndefined()
  expect(store.find('m1101')).toBeDefined()
  expect(readFileSync(journalOf(dataDir), 'utf8').trimEnd().split('\n').length).toBeLessThan(6_000)
})

test('of very large mails as many are kept as fit, the newest always', async () => {
  const store = await storeOf()
  const filler = 'x'.repeat(21 * 1024 * 1024)
  const add = (subject: string, body: string) =>
    store.add(Buffer.from(`Subject: ${subject}\r\n\r\n${body}`), { sender: 'a@b.example', recipients: [] })
  for (const subject of ['1', '2', '3', '4']) await add(subject, filler)
  expect(store.list().map(({ subject }) => subject)).toEqual(['4', '3', '2'])
  await add('small', 'x')
  expect(store.list().map(({ subject }) => subject)).toEqual(['small', '4', '3', '2'])
})

test('a mail larger than 5 MB is refused for good', async () => {
  const box = await openSandbox()
  await expect(box.sendMail({ text: `${'x'.repeat(70)}\n`.repeat(80_000) })).rejects.toMatchObject({ responseCode: 552 })
  expect((await box.mails()).total).toBe(0)
})
