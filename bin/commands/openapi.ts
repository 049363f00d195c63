import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { openApiDocument } from '../openapi.ts'

const FILE = fileURLToPath(new URL('../../openapi.json', import.meta.url))

/** Writes openapi.json from the routes; with `check` only compares. True where the file says, or now says, what the routes say. */
export async function openApiCommand({ check, json }: { check: boolean; json: boolean }): Promise<boolean> {
  const document = await openApiDocument()
  const same = isDeepStrictEqual(await writtenDocument(), document)
  if (!same && !check) await writeFile(FILE, `${JSON.stringify(document, null, 2)}\n`)
  const told = same ? 'is what the routes say' : check ? 'differs from the routes: `npm run -s lotse -- openapi` writes it' : 'written'
  process.stdout.write(json ? `${JSON.stringify({ same, written: !same && !check })}\n` : `openapi.json ${told}\n`)
  return same || !check
}

/** Undefined where there is no file, or one that a merge left broken. */
async function writtenDocument(): Promise<unknown> {
  try {
    return JSON.parse(await readFile(FILE, 'utf8'))
  } catch {
    return undefined
  }
}
