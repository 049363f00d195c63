import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Written beside and moved into place: a reader sees the old text or the new one, also after kill -9. */
export function writeAtomically(path: string, text: string, mode = 0o600): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text, { mode })
  renameSync(draft, path)
}

/** Undefined where the file is missing or not JSON. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
