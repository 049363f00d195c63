import { BadInput } from './bad-input.ts'

/** Writing to a file that somebody has named. Throws BadInput where it has no place. */
export const written = (file: string, writing: Promise<void>): Promise<void> =>
  writing.catch((error: Error) => {
    throw new BadInput(`${file} cannot be written: ${error.message}`)
  })
