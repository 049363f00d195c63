export const ENCODINGS = ['utf-8', 'utf-8-bom', 'utf-16le', 'windows-1252', 'latin-1', 'shift_jis'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What one byte means in Windows-1252, or two in Shift-JIS, the other way round. */
function reversed(charset: 'windows-1252' | 'shift_jis'): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(charset)
  const codes = new Map<string, readonly number[]>()
  const learn = (...bytes: number[]): void => {
    const letter = decoder.decode(Uint8Array.from(bytes))
    if ([...letter].length === 1 && letter !== '\ufffd' && !codes.has(letter)) codes.set(letter, bytes)
  }
  for (let byte = 0; byte < 256; byte += 1) learn(byte)
  if (charset === 'shift_jis')
    for (let first = 0x81; first <= 0xef; first += 1) for (let second = 0x40; second <= 0xfc; second += 1) learn(first, second)
  return codes
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>()
function tableOf(charset: 'windows-1252' | 'shift_jis'): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(charset) ?? reversed(charset)
  tables.set(charset, known)
  return known
}

const LOST = ['?'.charCodeAt(0)]
const byTable = (text: string, table: ReadonlyMap<string, readonly number[]>): Uint8Array =>
  Uint8Array.from([...text].flatMap((letter) => table.get(letter) ?? LOST))

/** What stands before the text. */
export const byteOrderMark = (encoding: Encoding): Uint8Array =>
  Uint8Array.from(encoding === 'utf-8-bom' ? [0xef, 0xbb, 0xbf] : encoding === 'utf-16le' ? [0xff, 0xfe] : [])

/** A piece of text; letters that the encoding does not have become question marks, as Amazon writes them. */
export function encoded(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') return Buffer.from(text, 'utf8')
  if (encoding === 'latin-1') return Buffer.from(text.replaceAll(/[\u0100-\u{10ffff}]/gu, '?'), 'latin1')
  return byTable(text, tableOf(encoding))
}
