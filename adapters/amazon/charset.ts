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
 * Text of bytes. The charset is what the Content-Type says; where that says none (or one nobody knows) it is what a byte order mark says, else
 * UTF-8 if what follows the first letter beyond ASCII is, else the local one; where nobody knows the local one it is guessed. Until that
 * letter comes the charset does not matter, however late it comes.
 */
export async function* decoded(
  bytes: AsyncIterable<Buffer>,
  contentType: string | undefined,
  local: LocalCharset | undefined,
): AsyncGenerator<string> {
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

function sniffedDecoder(start: Buffer, local: LocalCharset | undefined): Decoder {
  if (start[0] === 0xff && start[1] === 0xfe) return decoderFor('utf-16le')
  if (start[0] === 0xfe && start[1] === 0xff) return decoderFor('utf-16be')
  return decoderFor(isMostlyUtf8(start) ? 'utf-8' : (local ?? likelyCharset(start)))
}

/** Lines of other charsets get into a file that is UTF-8 otherwise; what they had is lost, the rest is not. */
function isMostlyUtf8(start: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(start, { stream: true })
  const letters = text.match(/[^\p{ASCII}]/gu)?.length ?? 0
  const marks = text.match(/\ufffd/g)?.length ?? 0
  const lost = marks - (start.toString('latin1').match(/\xef\xbf\xbd/g)?.length ?? 0)
  return lost === 0 || lost * 4 < letters - marks
}

/** Whether all of it is letters of a charset. One may be cut at its end. */
function isReadable(start: Buffer, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(start, { stream: true })
    return true
  } catch {
    return false
  }
}

/**
 * Japanese letters stand side by side, and so in pairs of bytes; Western letters beyond ASCII mostly stand alone, and where one makes a
 * Japanese letter with the ASCII letter behind it, ASCII letters follow.
 */
function likelyCharset(start: Buffer): LocalCharset {
  if (!isReadable(start, 'shift_jis')) return 'windows-1252'
  const text = new TextDecoder('shift_jis').decode(start, { stream: true })
  const letters = text.match(JAPANESE)?.length ?? 0
  const sideBySide = (text.match(JAPANESE_RUN) ?? []).join('').length
  return sideBySide > letters / 2 ? 'shift_jis' : 'windows-1252'
}

const JAPANESE = /[\u3040-\u30ff\p{Script=Han}]/gu
const JAPANESE_RUN = /[\u3040-\u30ff\p{Script=Han}]{2,}/gu
