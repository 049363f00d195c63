import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { newApiKey } from '../../adapters/secrets.ts'
import { readJson, writeAtomically } from './files.ts'
import type { Layout } from './layout.ts'

export interface ApiKeys {
  readonly agent: string
  readonly lead: string
  readonly admin: string
  readonly service: string
}

const isComplete = (keys: Partial<ApiKeys> | undefined): keys is ApiKeys =>
  ['agent', 'lead', 'admin', 'service'].every((role) => typeof keys?.[role as keyof ApiKeys] === 'string')

/** The API key of each role, made once. */
export function ensureKeys(path: string): ApiKeys {
  const known = readJson<Partial<ApiKeys>>(path)
  if (isComplete(known)) return known
  const keys = { agent: newApiKey('agent'), lead: newApiKey('lead'), admin: newApiKey('admin'), service: newApiKey('service') }
  writeAtomically(path, `${JSON.stringify(keys, null, 2)}\n`)
  return keys
}

function ensureText(path: string, make: () => string): string {
  if (!existsSync(path)) writeAtomically(path, `${make()}\n`)
  chmodSync(path, 0o600)
  return readFileSync(path, 'utf8').trim()
}

/** Keys and secrets of the stack; all files have mode 0600. */
export function ensureSecrets(layout: Layout) {
  ensureText(layout.secretKey, () => randomBytes(32).toString('base64'))
  return {
    keys: ensureKeys(layout.keys),
    telephonySecret: ensureText(layout.telephonySecret, () => `whsec_${randomBytes(32).toString('base64')}`),
  }
}
