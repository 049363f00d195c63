import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Fba } from './draw.ts'
import { streamedFiles, type Writing } from './writing.ts'

/** Writes all reports into a folder that is there, however large they are; the names of the files. */
export async function writeFba(fba: Fba, folder: string, wishes: Partial<Writing> = {}): Promise<string[]> {
  const names: string[] = []
  for (const [name, bytes] of streamedFiles(fba, wishes)) {
    await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(join(folder, name)))
    names.push(name)
  }
  return names
}
