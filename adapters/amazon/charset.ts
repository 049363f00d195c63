import { isAscii } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { marketplaceOf } from '../../domain/amazon/marketplaces.ts'

export type LocalCharset = 'windows-1252' | 'shift_jis'

/** What a report of a marketplace is written in where it is not UTF-8. ISO-8859-1 is read as Windows-1252, which has the euro, too. */
export const localCharset = (marketplaceId: string | undefined): LocalCharset =>
  marketplaceId !== undefined && marketplaceOf(marketplaceId)?.country === 'JP' ? 'shift_jis' : 'windows-1252'

/** Beyond the first letter that is not ASCII: enough to tell UTF-8 for sure, little enough to hold. */
const SNIFFED_BYTES = 64 * 1024

/**
 * Text of bytes. The charset is what the Content-Type says; where that says none (or one nobody knows) it is UTF-8 if what follows the
 * first letter beyond ASCII is, else the local one. Until that letter comes the charset does not matter, however late it comes.
 */
export async function* decoded(bytes: AsyncIterable<Buffer>, contentType: string | undefined, local: LocalCharset): AsyncGenerator<string> {
  let decoder = declaredDecoder(contentType)
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const chunk of bytes) {
    if (decoder) {
      yield decoder.decode(chunk, { stream: true })
    } else if (held.length === 0 && isAscii(chunk)) {
      yield chunk.toString('latin1')
    } else {
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes < SNIFFED_BYTES) continue
      const start = Buffer.concat(held)
      held = []
      decoder = sniffedDecoder(start, local)
      yield decoder.decode(start, { stream: true })
    }
  }
  if (decoder) yield decoder.decode()
  else if (held.length > 0) yield sniffedDecoder(Buffer.concat(held), local).decode(Buffer.concat(held))
}

interface Decoder {
  decode(bytes?: Buffer, options?: { readonly stream?: boolean }): string
}

const decoderFor = (label: string): Decoder => {
  const decoder = new TextDecoder(label)
  return decoder.encoding === 'windows-1252' ? WINDOWS_1252 : decoder
}

/** What Windows-1252 has where ISO-8859-1 has control characters, 0x80 to 0x9F; five are not assigned. */
const BEYOND_LATIN1 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** By hand: the TextDecoder of Node 20 takes it for ISO-8859-1. */
const WINDOWS_1252: Decoder = {
  decode: (bytes) =>
    (bytes?.toString('latin1') ?? '').replaceAll(/[\u0080-\u009f]/g, (letter) => BEYOND_LATIN1.charAt(letter.charCodeAt(0) - 0x80)),
}

function declaredDecoder(contentType: string | undefined): Decoder | undefined {
  const label = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1]
  if (label === undefined) return undefined
  try {
    return decoderFor(label)
  } catch {
    return undefined
  }
}

function sniffedDecoder(start: Buffer, local: LocalCharset): Decoder {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true }) // a letter may be cut at its end
    return decoderFor('utf-8')
  } catch {
    return decoderFor(local)
  }
}
