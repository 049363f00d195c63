import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Material about Amazon that is no part of this project: `LOTSE_SHARED`, or `../shared` beside the checkout. */
const FOLDER = resolve(import.meta.dirname, '..', '..', process.env.LOTSE_SHARED ?? '../shared')

/** A file or folder of it; undefined, and said so, where it is not there: tests that read it are skipped. */
export function sharedPath(path: string): string | undefined {
  const found = resolve(FOLDER, path)
  if (existsSync(found)) return found
  console.warn(`${path} is not here (LOTSE_SHARED): what reads it is not checked`)
  return undefined
}
