import { loadConfig } from '../../config.ts'
import { layoutOf, makeFolders } from '../embedded/layout.ts'
import { ensureKeys } from '../embedded/secrets.ts'
import { configWithStack } from '../embedded/stack-file.ts'
import { databaseTrouble } from './database-trouble.ts'

/** The demo team and the API keys; the keys are made once and kept, readable by their owner only, beside the stack file. */
export async function seedCommand({ json }: { json: boolean }): Promise<void> {
  const layout = layoutOf(loadConfig())
  const databaseUrl = configWithStack().required('DATABASE_URL')
  makeFolders(layout)
  const keys = ensureKeys(layout.keys)
  const { seed } = await import('../seed.ts')
  await seed(databaseUrl, keys).catch(databaseTrouble)
  process.stdout.write(json ? `${JSON.stringify({ keysFile: layout.keys })}\n` : `the demo team is in; the keys are in ${layout.keys}\n`)
}
