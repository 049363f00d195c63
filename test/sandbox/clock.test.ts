import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, isOver, newSecret, openReceiver, openSandbox } from './rooms.ts'

const DAY = 86_400_000
type Sandbox = Awaited<ReturnType<typeof openSandbox>>
const turn = (box: Sandbox, offsetMs: unknown) => box.request('PUT', '/clock', { offsetMs })
const offsetOf = async (box: Sandbox): Promise<number> => (await box.request('GET', '/clock')).json.offsetMs
const aheadOf = (instant: string | undefined): number => Math.round((Date.parse(instant ?? '') - Date.now()) / DAY) || 0 // not -0

test('a mail that comes after a turn is dated by the turned clock', async () => {
  const box = await openSandbox()
  await box.sendMail({ subject: 'before' })
  expect(await turn(box, 14 * DAY)).toMatchObject({ status: 200, json: { offsetMs: 14 * DAY } })
  await box.sendMail({ subject: 'after' })
  const { items } = await box.mails()
  expect(items.map(({ subject, receivedAt }: { subject: string; receivedAt: string }) => [subject, aheadOf(receivedAt)])).toEqual([
    ['after', 14],
    ['before', 0],
  ])
})

test('a telephone call lives by the turned clock, rings in real time and is reported with a signature of the real time', async () => {
  const telephonySecret = newSecret()
  const api = await openReceiver(telephonySecret)
  const phone = await openSandbox({ apiUrl: api.apiUrl, telephonySecret })
  await turn(phone, 400 * DAY)
  const call = await phone.callWhen(await phone.dial('+37120000001'), ({ state }) => state !== 'ringing')
  await phone.request('POST', `/phone/calls/${call.pbxCallId}/hangup`)
  const { startedAt, endedAt, events } = await phone.callWhen(call.pbxCallId, isOver)
  expect([startedAt, endedAt, ...events.map(({ at }) => at)].map(aheadOf)).toEqual([startedAt, endedAt, ...events].map(() => 400))
  expect(api.reported).toHaveLength(events.length)
  expect(api.unsigned).toEqual([])
})

test('the clock goes forward only: less than before, or the same again, changes nothing', async () => {
  const box = await openSandbox()
  await turn(box, 2 * DAY)
  for (const less of [DAY, 0, 2 * DAY]) expect((await turn(box, less)).json.offsetMs).toBe(2 * DAY)
  expect(await offsetOf(box)).toBe(2 * DAY)
})

test.each([-1, 1.5, '5', null, 9e15, undefined])('an offset of %s is refused', async (offsetMs) => {
  const box = await openSandbox()
  const { status, json } = await turn(box, offsetMs)
  expect(status).toBe(400)
  expect(json.errors).toEqual([expect.objectContaining({ field: '/offsetMs' })])
  expect(await offsetOf(box)).toBe(0)
})

test('after a restart the clock is as far ahead as before', async () => {
  const dataDir = emptyFolder()
  const before = await openSandbox({ dataDir })
  for (const days of [1, 14]) await turn(before, days * DAY)
  await before.close()
  expect(await offsetOf(await openSandbox({ dataDir }))).toBe(14 * DAY)
})

test('a clock file that cannot be read begins at the real time', async () => {
  const dataDir = emptyFolder()
  await (await openSandbox({ dataDir })).close()
  appendFileSync(join(dataDir, 'sandbox', 'clock.jsonl'), '{"offsetMs":"soon"}\n[]\nnull\n{"offs')
  const box = await openSandbox({ dataDir })
  expect(await offsetOf(box)).toBe(0)
  await turn(box, DAY)
  await box.close()
  expect(await offsetOf(await openSandbox({ dataDir }))).toBe(DAY)
})

test('the pages say the time only where it is not the real one', async () => {
  const box = await openSandbox()
  await box.sendMail({})
  const [{ id }] = (await box.mails()).items
  const pages = ['/', '/mailbox', `/mailbox/${id}`, '/phone']
  for (const path of pages) expect((await box.request('GET', path)).text).not.toContain('sandbox time')
  await turn(box, 14 * DAY + 3_600_000)
  for (const path of pages) expect((await box.request('GET', path)).text).toMatch(/sandbox time <time .*, 14 days ahead/)
})

test.each([
  [59_000, 'less than a minute ahead'],
  [60_000, '1 minute ahead'],
  [7_200_000, '2 hours ahead'],
  [DAY, '1 day ahead'],
])('a clock turned by %i ms is called %s', async (offsetMs, says) => {
  const box = await openSandbox()
  await turn(box, offsetMs)
  expect((await box.request('GET', '/')).text).toContain(says)
})
