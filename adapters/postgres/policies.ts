import type { PolicyStore } from '../../api/routes/policies.ts'
import type { PoliciesView, PolicyVersionView } from '../../api/schemas/policies.ts'
import { type Policies, USUAL_POLICIES } from '../../domain/policies.ts'
import { completed } from '../../domain/policy-rules.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { foreignCursor } from './errors.ts'
import { lockNames } from './locks.ts'
import { type Position, readPage } from './pages.ts'
import { fromJson, iso, json } from './values.ts'

export const createPolicyStore = ({ client }: Database, clock = machineClock): PolicyStore => ({
  current: () => newest(client),

  async find(version) {
    if (version === 0) return USUAL
    const row = await client.policyVersion.findUnique({ where: { version } })
    return row ? view(row) : undefined
  },

  list: (page) =>
    readPage(page, {
      async read(take, behind) {
        const below = belowOf(behind)
        const where = below === undefined ? {} : { version: { lt: below } }
        const rows = await client.policyVersion.findMany({ where, orderBy: { version: 'desc' }, take })
        return [...rows.map(view), ...(below === 0 ? [] : [USUAL])].slice(0, take)
      },
      position: ({ version, at }) => ({ at: new Date(at ?? 0), id: String(version) }),
      view: ({ policies: _policies, ...head }) => head,
    }),

  put: ({ policies, comment, by, basedOn }) =>
    client.$transaction(async (tx) => {
      await lockNames(tx, ['policies']) // of two who change the same version, one comes second
      const { version } = await newest(tx)
      if (basedOn !== undefined && basedOn !== version) return { newest: version }
      const data = { version: version + 1, policies: json(policies), comment, by, at: new Date(clock.now()) }
      return view(await tx.policyVersion.create({ data }))
    }),
})

/** What the team has decided, and the version of it. */
export async function readPolicies(queries: Queries): Promise<{ readonly version: number; readonly policies: Policies }> {
  return newest(queries)
}

async function newest(queries: Queries): Promise<PolicyVersionView> {
  const row = await queries.policyVersion.findFirst({ orderBy: { version: 'desc' } })
  return row ? view(row) : USUAL
}

const viewed = (policies: Policies): PoliciesView => fromJson(json(policies) as Prisma.JsonValue)

const USUAL: PolicyVersionView = { version: 0, policies: viewed(USUAL_POLICIES), comment: '', by: 'system', at: null }

const view = ({ version, policies, comment, by, at }: Prisma.PolicyVersionModel): PolicyVersionView => ({
  version,
  policies: viewed(completed(fromJson(policies))),
  comment,
  by,
  at: iso(at),
})

function belowOf(behind: Position | undefined): number | undefined {
  if (behind === undefined) return undefined
  if (!/^\d{1,9}$/.test(behind.id)) throw foreignCursor()
  return Number(behind.id)
}
