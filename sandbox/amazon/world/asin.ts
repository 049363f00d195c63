import { stableHash } from '../../../domain/stable-hash.ts'

/** Which product an ASIN is: of which business, and the how manieth of its. */
export interface ProductNumber {
  readonly business: number
  readonly item: number
}

/** Businesses and items are counted up to here. */
export const MOST = 2 ** 20

const ROUNDS = 4
const FORM = /^B0[0-9A-Z]{8}$/

/** A Feistel network over two halves of 20 bits: an ASIN says which product it is without any list of them, and looks drawn by chance. */
export function createAsins(seed: string) {
  const round = (half: number, number: number): number => stableHash(`${seed}|asin|${number}|${half}`) % MOST

  const encode = ({ business, item }: ProductNumber): string => {
    let [left, right] = [business, item]
    for (let number = 0; number < ROUNDS; number += 1) [left, right] = [right, left ^ round(right, number)]
    return `B0${(left * MOST + right).toString(36).toUpperCase().padStart(8, '0')}`
  }
  /** Undefined for what is no ASIN of this world. */
  const decode = (asin: string): ProductNumber | undefined => {
    if (!FORM.test(asin)) return undefined
    const code = Number.parseInt(asin.slice(2), 36)
    if (code >= MOST * MOST) return undefined
    let [left, right] = [Math.floor(code / MOST), code % MOST]
    for (let number = ROUNDS - 1; number >= 0; number -= 1) [left, right] = [right ^ round(left, number), left]
    return { business: left, item: right }
  }
  return { encode, decode }
}

export type Asins = ReturnType<typeof createAsins>
