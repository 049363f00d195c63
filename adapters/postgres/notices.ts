import type { NoticeReader, NoticeReads } from '../../api/routes/notifications.ts'
import type { NoticeView } from '../../api/schemas/notices.ts'
import { LEADS, TEAM } from '../../domain/codes.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { Database } from './database.ts'
import { foreignCursor } from './errors.ts'
import { type Position, readPage } from './pages.ts'
import { iso, isoOrNull, paramsOf } from './values.ts'

const AT_ONCE = 500

/** Ids are given in the order of commit, so whoever goes on behind an id has seen everything before it. */
export const createNoticeReads = ({ client }: Database): NoticeReads => ({
  list: (reader, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.notice.findMany({
          where: { ...toldTo(reader), ...olderThan(behind) },
          orderBy: { id: 'desc' },
          take,
          include: withRead(reader),
        }),
      position: ({ at, id }) => ({ at, id: String(id) }),
      view: noticeView,
    }),

  async after(reader, id) {
    const where = { ...toldTo(reader), id: { gt: BigInt(id) } }
    const notices = await client.notice.findMany({ where, orderBy: { id: 'asc' }, take: AT_ONCE, include: withRead(reader) })
    return notices.map(noticeView)
  },

  async newest() {
    const newest = await client.notice.findFirst({ orderBy: { id: 'desc' }, select: { id: true } })
    return String(newest?.id ?? 0)
  },

  async markRead(reader, id, at) {
    if (!isNoticeId(id)) return undefined
    const where = { ...toldTo(reader), id: BigInt(id) }
    const notice = await client.notice.findFirst({ where, select: { id: true } })
    if (!notice) return undefined
    await client.noticeRead.createMany({ data: [{ noticeId: notice.id, reader: reader.id, at: new Date(at) }], skipDuplicates: true })
    const read = await client.notice.findFirst({ where, include: withRead(reader) })
    return read ? noticeView(read) : undefined
  },
})

const isNoticeId = (id: string): boolean => /^\d{1,18}$/.test(id)

const toldTo = ({ id, leads }: NoticeReader) => ({ audience: { in: [id, TEAM, ...(leads ? [LEADS] : [])] } })

function olderThan(behind: Position | undefined): Prisma.NoticeWhereInput {
  if (behind === undefined) return {}
  if (!isNoticeId(behind.id)) throw foreignCursor()
  return { id: { lt: BigInt(behind.id) } }
}

const withRead = ({ id }: NoticeReader) => ({ reads: { where: { reader: id } } }) satisfies Prisma.NoticeInclude

function noticeView(notice: Prisma.NoticeGetPayload<{ include: ReturnType<typeof withRead> }>): NoticeView {
  const { id, at, kind, params, customerId, callId, reads } = notice
  return {
    id: String(id),
    at: iso(at),
    kind,
    params: paramsOf(params),
    ...(customerId === null ? {} : { customerId }),
    ...(callId === null ? {} : { callId }),
    readAt: isoOrNull(reads[0]?.at ?? null),
  }
}
