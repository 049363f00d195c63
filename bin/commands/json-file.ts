import { readFile } from 'node:fs/promises'
import { BadInput } from './bad-input.ts'

/** What a file holds, with or without a byte order mark. */
export async function jsonOf(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new BadInput(`${file} cannot be read: ${error.message}`)
  })
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new BadInput(`${file} is no JSON: ${(error as Error).message}`)
  }
}
