import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { type Answer, clientFor, failureOf, hangUp, scriptedAmazon } from './scripted-amazon.ts'

const PATH = '/documents/d1'
const TITLE = 'Trinkflasche für Büro – 500 ml'
const JAPANESE = '水筒'
/** 水筒 in Shift_JIS. */
const SHIFT_JIS = Buffer.from([0x90, 0x85, 0x93, 0x9b])
const WINDOWS = Buffer.from([...Buffer.from('caf'), 0xe9, 0x20, 0x80]) // café €

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const served =
  (body: Buffer, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(200, headers).end(body)
  }

async function read(
  answers: readonly Answer[],
  { gzip = false, marketplaceId }: { gzip?: boolean; marketplaceId?: string } = {},
): Promise<string> {
  const server = await scriptedAmazon({ [PATH]: answers })
  open.push(server)
  const document = { documentId: 'd1', url: `${server.base}${PATH}?X-Amz-Signature=never-told`, gzip }
  const pieces: string[] = []
  const text = clientFor(server.base)
    .account()
    .downloadDocument(document, marketplaceId === undefined ? {} : { marketplaceId })
  for await (const piece of text) pieces.push(piece)
  expect(server.asked(PATH)[0]?.headers['x-amz-access-token']).toBeUndefined()
  return pieces.join('')
}

const JAPAN = 'A1VC38T7YXB528'

test.each([
  ['gzip', [served(gzipSync(TITLE))], { gzip: true }, TITLE],
  ['plain', [served(Buffer.from(TITLE))], {}, TITLE],
  ['UTF-8 with a byte order mark', [served(Buffer.from(`\ufeff${TITLE}`))], {}, TITLE],
  ['ISO-8859-1 that says so', [served(WINDOWS, { 'content-type': 'text/plain; charset=ISO-8859-1' })], {}, 'café €'],
  ['Windows-1252 that does not say so', [served(WINDOWS, { 'content-type': 'text/plain' })], {}, 'café €'],
  ['Shift_JIS that says so', [served(SHIFT_JIS, { 'content-type': 'text/plain;charset="Shift_JIS"' })], {}, JAPANESE],
  ['Shift_JIS of Japan that does not say so', [served(SHIFT_JIS)], { marketplaceId: JAPAN }, JAPANESE],
  ['UTF-8 of Japan', [served(Buffer.from(JAPANESE))], { marketplaceId: JAPAN }, JAPANESE],
  ['a charset nobody knows', [served(Buffer.from(TITLE), { 'content-type': 'text/plain; charset=klingon' })], {}, TITLE],
  ['nothing', [served(Buffer.alloc(0))], {}, ''],
  ['a server that recovers', [hangUp, (response) => response.writeHead(503).end(), served(Buffer.from(TITLE))], {}, TITLE],
] as readonly (readonly [string, readonly Answer[], object, string])[])(
  'a document is read as text: %s',
  async (_name, answers, options, text) => {
    expect(await read(answers, options)).toBe(text)
  },
)

test('the charset is found where the first letter beyond ASCII comes late, and cut in two', async () => {
  const ascii = Buffer.alloc(300_000, 'a')
  const utf8 = Buffer.concat([ascii, Buffer.from('ü'.repeat(60_000))])
  const chunked: Answer = (response) => {
    response.writeHead(200)
    for (let at = 0; at < utf8.length; at += 32_769) response.write(utf8.subarray(at, at + 32_769))
    response.end()
  }
  expect((await read([chunked])) === utf8.toString()).toBe(true)
  const late = Buffer.concat([ascii, WINDOWS])
  expect((await read([served(gzipSync(late))], { gzip: true })).slice(-8)).toBe('aacafé €')
})

test.each([
  [
    'expired_link',
    (response) => response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>'),
    false,
  ],
  ['not_found', (response) => response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>'), false],
  ['unavailable', (response) => response.writeHead(500).end(), true],
  ['unavailable', hangUp, true],
] as readonly (readonly [string, Answer, boolean])[])('a document that is not given fails as %s', async (code, answer, retryable) => {
  const failure = await failureOf(read([answer]))
  expect(failure).toMatchObject({ code, operation: 'document.download', retryable })
  expect(JSON.stringify(failure) + String(failure)).not.toMatch(/never-told|http:/)
})

const LONG = Buffer.from(Array.from({ length: 20_000 }, (_, line) => `${line * 7919}\n`).join(''))

test.each([
  ['gzip without its end', served(gzipSync(LONG).subarray(0, 20_000)), true],
  ['gzip without its last byte', served(gzipSync(LONG).subarray(0, -1)), true],
  ['no gzip at all', served(LONG), true],
  ['an empty file for a gzip', served(Buffer.alloc(0)), true],
  [
    'a connection that breaks',
    (response) => {
      response.writeHead(200, { 'content-length': String(LONG.length) })
      response.write(LONG.subarray(0, 30_000), () => setTimeout(() => response.destroy(), 50))
    },
    false,
  ],
] as readonly (readonly [string, Answer, boolean])[])(
  'a document that ends before its end never ends silently: %s',
  async (_name, answer, gzip) => {
    expect(await failureOf(read([answer], { gzip }))).toMatchObject({ code: 'truncated_document', retryable: true })
  },
)

test.each([true, false])('who has read enough leaves, and the connection is closed (gzip: %s)', async (gzip) => {
  let closed: () => void = () => {}
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  const endless: Answer = (response) => {
    response.on('close', closed)
    response.writeHead(200)
    response.write(gzip ? gzipSync(LONG).subarray(0, -20) : LONG)
  }
  const server = await scriptedAmazon({ [PATH]: [endless] })
  open.push(server)
  const text = clientFor(server.base)
    .account()
    .downloadDocument({ documentId: 'd1', url: `${server.base}${PATH}`, gzip })
  for await (const piece of text) if (piece.length > 0) break
  await gone
})

test('a cancelled download ends with the reason of whoever cancelled it', async () => {
  const server = await scriptedAmazon({ [PATH]: [(response) => void response.writeHead(200).write(LONG)] })
  open.push(server)
  const cancel = new AbortController()
  const reason = new Error('the worker shuts down')
  const reading = async () => {
    const document = { documentId: 'd1', url: `${server.base}${PATH}`, gzip: false }
    for await (const _ of clientFor(server.base).account().downloadDocument(document, { signal: cancel.signal })) cancel.abort(reason)
  }
  expect(await failureOf(reading())).toBe(reason)
})
