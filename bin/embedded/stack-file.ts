import { loadConfig } from '../../config.ts'
import { CannotRun } from '../setup/cannot-run.mjs'
import { readJson } from './files.ts'
import { layoutOf } from './layout.ts'
import type { ApiKeys } from './secrets.ts'

/** What outside programs may rely on while the embedded stack runs (`stack.json`). */
export interface StackFile {
  readonly api: string
  readonly docs: string
  readonly temporalUi: string
  readonly temporalAddress: string
  readonly mailbox: string
  readonly databaseUrl: string
  readonly sandbox: string
  readonly demo: boolean
  readonly keys: ApiKeys
  readonly telephonySecret: string
}

export const readStackFile = (): StackFile | undefined => readJson<StackFile>(layoutOf(loadConfig()).stackFile)

/** The settings of this process; what is not set comes from the running embedded stack. */
export function configWithStack() {
  const given = loadConfig()
  if (given.text('DATABASE_URL') !== undefined) return given
  const stack = readStackFile()
  if (!stack)
    throw new CannotRun(
      'no database is set and no embedded stack runs: set DATABASE_URL (and TEMPORAL_ADDRESS), or run `npm start` in another terminal',
    )
  return loadConfig({
    ...given.env,
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
  })
}
