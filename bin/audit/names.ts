import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { compare } from '../../domain/compare.ts'
import { BadInput } from '../commands/bad-input.ts'

/** Files below a folder, and what of it is none that can be opened. */
export interface Names {
  readonly names: readonly string[]
  readonly closed: readonly string[]
}

/** In the order of their names; hidden ones too, for each is to be accounted for. Links to folders are not followed: they may lead back. */
export async function namesIn(dir: string): Promise<Names> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`${dir} is no folder that can be read (${error.code}): name the folder with your downloaded reports`)
  })
  const names: string[] = []
  const closed: string[] = []
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) {
      const below = await namesIn(path).catch(() => ({ names: [], closed: [''] }))
      names.push(...below.names.map((name) => join(entry.name, name)))
      closed.push(...below.closed.map((name) => join(entry.name, name)))
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile() === true))
      names.push(entry.name)
    else closed.push(entry.name)
  }
  return { names, closed }
}
