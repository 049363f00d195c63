import type { AgreementStore } from '../../activities/agreements.ts'
import type { AgreementReads } from '../../api/routes/agreements.ts'
import { marketplaceOf } from '../../domain/amazon/marketplaces.ts'
import {
  type AgreedGroup,
  type AgreementFrame,
  type AgreementVersion,
  agreementEntries,
  isSameAgreement,
  newlyAgreed,
  nextAgreement,
} from '../../domain/profile/agreement.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { foreignCursor } from './errors.ts'
import { lockNames } from './locks.ts'
import { type Position, readPage } from './pages.ts'
import { readView } from './profile-view.ts'
import { writeEntries } from './trail.ts'
import { fromJson, iso, json } from './values.ts'

/** What is agreed on with sellers, version by version. */
export const createAgreementStore = ({ client }: Database, clock = machineClock): AgreementStore & AgreementReads => ({
  frame: (customerId) => readFrame(client, customerId),

  record: ({ customerId, callId, key, agreed, by, repeats = false }) =>
    client.$transaction(async (tx) => {
      await lockNames(tx, [`agreement/${customerId}`])
      const known = `customer/${customerId}/${key}`
      const repeated = await tx.agreement.findUnique({ where: { key: known } })
      if (repeated) return versionOf(repeated)
      const previous = await latestAgreement(tx, customerId)
      const said = repeats ? await saidIn(tx, customerId, callId) : []
      const news = newlyAgreed(agreed, previous).filter((one) => !said.some((before) => isSameAgreement(one, before)))
      if (previous !== null && news.length === 0) return previous
      const now = new Date(clock.now())
      const next = nextAgreement({ agreed: news, previous, frame: await readFrame(tx, customerId), at: iso(now), by })
      const { version, groups } = next
      await tx.agreement.create({ data: { customerId, version, key: known, at: now, by, callId, groups: json(groups) } })
      await writeEntries(tx, `agreement/${customerId}/${version}`, now, { customerId }, agreementEntries(next, callId))
      return next
    }),

  list: (customerId, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.agreement.findMany({ where: { customerId, ...earlierThan(behind) }, orderBy: { version: 'desc' }, take }),
      position: ({ at, version }) => ({ at, id: String(version) }),
      view: versionOf,
    }),
})

/** What stands; null before anything was agreed on. */
export async function latestAgreement(queries: Queries, customerId: string): Promise<AgreementVersion | null> {
  const row = await queries.agreement.findFirst({ where: { customerId }, orderBy: { version: 'desc' } })
  return row && versionOf(row)
}

/** What a talk has said last of each group. */
async function saidIn(queries: Queries, customerId: string, callId: string): Promise<AgreedGroup[]> {
  const versions = await queries.agreement.findMany({ where: { customerId, callId }, orderBy: { version: 'asc' } })
  const said = versions.map(versionOf).flatMap(({ version, groups }) => groups.filter((group) => group.version === version))
  return [...new Map(said.map((group) => [group.group, group])).values()]
}

const versionOf = ({ version, at, by, groups }: Prisma.AgreementModel): AgreementVersion => ({
  version,
  at: iso(at),
  by,
  groups: fromJson<AgreementVersion['groups']>(groups),
})

async function readFrame(queries: Queries, customerId: string): Promise<AgreementFrame | null> {
  const { asOf, groups, marketplaces } = await readView(queries, customerId)
  if (asOf === null) return null
  return {
    groups: groups.map(({ key, proposal }) => ({ key, proposal })),
    currencies: [...new Set(marketplaces.flatMap(({ id }) => marketplaceOf(id)?.currency ?? []))],
  }
}

function earlierThan(behind: Position | undefined): Prisma.AgreementWhereInput {
  if (behind === undefined) return {}
  if (!/^\d{1,9}$/.test(behind.id)) throw foreignCursor()
  return { version: { lt: Number(behind.id) } }
}
