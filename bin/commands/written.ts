import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BadInput } from './bad-input.ts'

/** Writing to a file that somebody has named. Throws BadInput where it has no place. */
export const written = (file: string, writing: Promise<void>): Promise<void> =>
  writing.catch((error: Error) => {
    throw new BadInput(`${file} cannot be written: ${error.message}`)
  })

/** Before long work: whether a file can be written later. What is there stays, and nothing is left behind. */
export const placeFor = (file: string): Promise<void> => written(file, checked(file))

async function checked(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined)
  if (there?.isDirectory() === true) throw new Error('it is a folder')
  await access(there === undefined ? dirname(file) : file, constants.W_OK)
}
