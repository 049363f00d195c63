/**
 * What is left of a header or a word where only its letters count: Amazon writes one as `Event Type`, `event-type`, `event_type` and
 * `eventType`, with accents or without, and the British way.
 */
export const keyOf = (text: string): string => plain(text.normalize('NFKD').replace(/\p{M}/gu, '')).replace('fulfilment', 'fulfillment')

/** The same where letters beyond ASCII were lost on the way (U+FFFD). */
const brokenKeyOf = (text: string): string => plain(text.normalize('NFC').replace(/[^\p{ASCII}]/gu, ''))

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Words by both keys; the first of two with the same key stays. */
export function byKeys<T>(words: Iterable<readonly [string, T]>): Map<string, T> {
  const found = new Map<string, T>()
  for (const [word, meant] of words) for (const key of [keyOf(word), brokenKeyOf(word)]) if (!found.has(key)) found.set(key, meant)
  return found
}
