import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

const CHUNK = 256 * 1024
/** Of a file, by which one sees whether it is text. */
const LOOKED_AT = 4096

/** A file that is no text: a picture, an archive, a table of a spreadsheet program. */
export class NotText extends Error {}

/** The bytes of a text file, unpacked where it is packed by gzip. Throws NotText at once where it is none. `onBytes` hears how many more of the file were read. */
export async function* bytesOf(path: string, onBytes: (bytes: number) => void = () => {}): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK })
  const gunzip = createGunzip()
  try {
    const [first, all] = await peeked(counted(file, onBytes))
    if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* asText(first, all)
    pipeline(Readable.from(all), gunzip, () => {}) // an error comes out of gunzip
    const [unpacked, rest] = await peeked(gunzip)
    yield* asText(unpacked, rest)
  } finally {
    file.destroy() // whoever reads may have seen enough
    gunzip.destroy()
  }
}

async function* counted(pieces: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    onBytes(piece.length)
    yield piece
  }
}

async function* asText(first: Buffer, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const isWide = (first[0] === 0xff && first[1] === 0xfe) || (first[0] === 0xfe && first[1] === 0xff)
  if (!isWide && first.subarray(0, LOOKED_AT).includes(0)) throw new NotText()
  yield* bytes
}

/** The first piece, and all pieces, the first among them. */
async function peeked(bytes: AsyncIterable<Buffer>): Promise<readonly [Buffer, AsyncIterable<Buffer>]> {
  const pieces = bytes[Symbol.asyncIterator]()
  const next = await pieces.next()
  const first: Buffer = next.done === true ? Buffer.alloc(0) : next.value
  async function* all(): AsyncGenerator<Buffer> {
    if (next.done === true) return
    yield first
    yield* { [Symbol.asyncIterator]: () => pieces }
  }
  return [first, all()]
}
