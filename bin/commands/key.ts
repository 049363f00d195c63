import { openDatabase } from '../../adapters/postgres/database.ts'
import { createKeyStore } from '../../adapters/postgres/keys.ts'
import { configWithStack } from '../embedded/stack-file.ts'
import { databaseTrouble } from './database-trouble.ts'

const ROLES = ['agent', 'lead', 'admin', 'service'] as const
type Role = (typeof ROLES)[number]

const isRole = (text: string): text is Role => ROLES.some((role) => role === text)

/** Makes an API key, above all the first one of an installation without the demo team; returns the exit code. */
export async function keyCommand(role: string, { name, agent, json }: { name: string; agent?: string; json: boolean }): Promise<number> {
  if (!isRole(role) || (role === 'agent' && agent === undefined)) {
    process.stderr.write(
      isRole(role) ? 'lotse: an agent key is bound to an agent: add --agent ID\n' : `lotse: the role is one of ${ROLES.join(', ')}\n`,
    )
    return 2
  }
  const db = openDatabase(configWithStack().required('DATABASE_URL'))
  try {
    const made = await createKeyStore(db).create({ role, name, agentId: agent ?? null })
    if (made === 'unknown-agent') {
      process.stderr.write(`lotse: there is no agent ${agent}: see GET /v1/agents\n`)
      return 2
    }
    process.stdout.write(json ? `${JSON.stringify({ ...made.record, key: made.key })}\n` : `${made.key}\n`)
    return 0
  } catch (error) {
    return databaseTrouble(error)
  } finally {
    await db.close()
  }
}
