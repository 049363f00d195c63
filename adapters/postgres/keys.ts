import { randomUUID } from 'node:crypto'
import type { KeyReads } from '../../api/plugins/auth.ts'
import type { KeyRecord, KeyStore } from '../../api/routes/keys.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { hashApiKey, newApiKey } from '../secrets.ts'
import { type Database, machineClock } from './database.ts'
import { iso, isoOrNull } from './values.ts'

export const createKeyStore = ({ client }: Database, clock = machineClock): KeyStore & KeyReads => ({
  async principalByHash(hash) {
    const key = await client.apiKey.findUnique({ where: { hash, revokedAt: null } })
    return key ? { keyId: key.id, role: key.role as KeyRecord['role'], agentId: key.agentId } : undefined
  },

  async create({ name, role, agentId }) {
    if (agentId !== null && !(await client.agent.findUnique({ where: { id: agentId } }))) return 'unknown-agent'
    const key = newApiKey(role)
    const data = { id: randomUUID(), name, hash: hashApiKey(key), role, agentId, createdAt: new Date(clock.now()) }
    return { record: keyRecord(await client.apiKey.create({ data })), key }
  },

  async list() {
    const keys = await client.apiKey.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
    return keys.map(keyRecord)
  },

  async revoke(id) {
    await client.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date(clock.now()) } })
    return (await client.apiKey.findUnique({ where: { id } })) !== null
  },
})

const keyRecord = ({ id, name, role, agentId, createdAt, revokedAt }: Prisma.ApiKeyModel): KeyRecord => ({
  id,
  name,
  role: role as KeyRecord['role'],
  agentId,
  createdAt: iso(createdAt),
  revokedAt: isoOrNull(revokedAt),
})
