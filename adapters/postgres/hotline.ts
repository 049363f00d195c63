import type { HotlineWatch } from '../../activities/hotline.ts'
import type { HotlineDesk } from '../../api/routes/hotline.ts'
import type { HotlineLine } from '../../api/routes/telephony.ts'
import type { HotlineView } from '../../api/schemas/hotline.ts'
import { LEADS } from '../../domain/codes.ts'
import { type ClosedWhy, type HotlineNote, type HotlineStatus, isMissed, nobodySpeaks } from '../../domain/hotline.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { readCallerCard } from './hotline-card.ts'
import { lockNames } from './locks.ts'
import { before, readPage } from './pages.ts'
import { readTeam } from './team.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { fromJson, iso, isoOrNull } from './values.ts'

/** Who rang us: a row from the first ring on. */
export const createHotlineStore = ({ client }: Database, clock = machineClock): HotlineDesk & HotlineLine & HotlineWatch => ({
  heard: ({ id, pbxCallId, event, from, to, at: instant, customerId, callId }) =>
    client.$transaction(async (tx) => {
      const at = new Date(instant)
      const caller = { customerId: customerId ?? null, callId }
      const { count } = await tx.hotlineCall.createMany({ data: [{ id, pbxCallId, from, to, at, ...caller }], skipDuplicates: true })
      if (count > 0 && customerId !== undefined) {
        const entry = { kind: 'customer_called', params: { hotlineId: id }, actor: 'customer' }
        await writeEntries(tx, `hotline/${id}`, at, { customerId, ...(callId === null ? {} : { callId }) }, [entry])
      }
      if (event === 'answer') await tx.hotlineCall.updateMany({ where: { id, answeredAt: null }, data: { answeredAt: at } })
      if (event === 'hangup') await tx.hotlineCall.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } })
      const row = await tx.hotlineCall.findUniqueOrThrow({ where: { id } })
      const call = row.callId === null ? null : await tx.call.findUnique({ where: { id: row.callId }, select: { agentId: true } })
      return { missed: isMissed(row), customerId: row.customerId, callId: row.callId, callAgentId: call?.agentId ?? null }
    }),

  async find(id) {
    const row = await client.hotlineCall.findUnique({ where: { id } })
    return row ? hotlineView(row) : undefined
  },

  async card(id) {
    const row = await client.hotlineCall.findUnique({ where: { id } })
    return row ? { ...hotlineView(row), ...(await readCallerCard(client, row.customerId, clock.now())) } : undefined
  },

  list: (status, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.hotlineCall.findMany({
          where: { AND: [ofStatus(status), before('at', behind)] },
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
          take,
        }),
      position: ({ at, id }) => ({ at, id }),
      view: hotlineView,
    }),

  note: (id, note, by) =>
    client.$transaction(async (tx) => {
      await lockNames(tx, [`hotline/${id}`])
      const before = await tx.hotlineCall.findUniqueOrThrow({ where: { id } })
      const noted = notedOf(note, before.customerId)
      if (before.notes > 0 && isSame(before, noted)) return
      const now = new Date(clock.now())
      const { notes, customerId, who, language, about } = await tx.hotlineCall.update({
        where: { id },
        data: { ...noted, notes: { increment: 1 }, notedBy: by, ...(before.closedAt === null ? closed(now, 'noted') : {}) },
      })
      const said = { hotlineId: id, who, language, about }
      if (customerId !== null)
        await writeEntries(tx, `hotline/${id}/note/${notes}`, now, { customerId }, [
          { kind: 'hotline_note', params: { ...said, at: iso(before.at) }, actor: by },
        ])
      if (language !== null && nobodySpeaks(language, await spokenByTeam(tx)))
        await writeNotices(tx, `hotline/${id}/nobody-speaks/${language}`, now, { customerId }, [
          { audience: LEADS, kind: 'nobody_speaks', params: said },
        ])
    }),

  async close(id, by) {
    await client.hotlineCall.updateMany({
      where: { id, closedAt: null },
      data: { ...closed(new Date(clock.now()), 'closed'), notedBy: by },
    })
  },

  async stillOpen(id) {
    const row = await client.hotlineCall.findFirst({ where: { id, closedAt: null } })
    return row ? ringerOf(row) : undefined
  },

  workingTeam: () => readTeam(client, clock.now()),

  warn: (id, told) =>
    client.$transaction(async (tx) => {
      await lockNames(tx, [`hotline/${id}`])
      const row = await tx.hotlineCall.findFirst({ where: { id, closedAt: null } })
      if (!row) return
      const { customerId } = row
      await writeNotices(tx, `hotline/${id}/open`, new Date(clock.now()), { customerId }, [told(ringerOf(row))])
    }),
})

/** Somebody spoke to this seller: whatever he rang for is seen to. */
export async function closeHotlineOf(queries: Queries, customerId: string, now: Date): Promise<void> {
  await queries.hotlineCall.updateMany({ where: { customerId, closedAt: null }, data: closed(now, 'recorded') })
}

const closed = (closedAt: Date, closedWhy: ClosedWhy) => ({ closedAt, closedWhy })

const notedOf = ({ who, language, about, customerId, rememberNumber = false }: HotlineNote, caller: string | null) => ({
  who: who ?? null,
  language: language ?? null,
  about: about ?? null,
  customerId: customerId ?? caller,
  rememberNumber,
})

const isSame = (before: Prisma.HotlineCallModel, noted: ReturnType<typeof notedOf>): boolean =>
  (Object.keys(noted) as (keyof typeof noted)[]).every((field) => before[field] === noted[field])

async function spokenByTeam(queries: Queries): Promise<Parameters<typeof nobodySpeaks>[1]> {
  const agents = await queries.agent.findMany({ select: { languages: true } })
  return agents.map(({ languages }) => fromJson(languages))
}

const ofStatus = (status: HotlineStatus | undefined): Prisma.HotlineCallWhereInput =>
  status === undefined ? {} : { closedAt: status === 'open' ? null : { not: null } }

const ringerOf = ({ at, answeredAt, endedAt, from }: Prisma.HotlineCallModel) => ({
  at: iso(at),
  answeredAt: isoOrNull(answeredAt),
  endedAt: isoOrNull(endedAt),
  from,
})

function hotlineView(row: Prisma.HotlineCallModel): HotlineView {
  const { id, pbxCallId, to, customerId, callId, who, language, about, rememberNumber, notes, notedBy, closedAt, closedWhy } = row
  return {
    id,
    status: closedAt === null ? 'open' : 'closed',
    ...ringerOf(row),
    missed: isMissed(row),
    pbxCallId,
    to,
    customerId,
    callId,
    note: notes === 0 ? null : { who, language, about, rememberNumber, by: notedBy ?? '' },
    closedWhy: closedWhy as ClosedWhy | null,
  }
}
