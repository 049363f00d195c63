import type { QuestionDesk } from '../../api/routes/questions.ts'
import type { QuestionView } from '../../api/schemas/questions.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { before, readPage } from './pages.ts'
import { writeEntries } from './trail.ts'
import { iso, isoOrNull, json } from './values.ts'

export const createQuestionStore = ({ client }: Database, clock = machineClock): QuestionDesk => ({
  async find(customerId, id) {
    const row = await client.question.findFirst({ where: { id, customerId } })
    return row ? questionView(row) : undefined
  },

  list: (status, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.question.findMany({
          where: { AND: [status === undefined ? {} : { answeredAt: status === 'open' ? null : { not: null } }, before('askedAt', behind)] },
          orderBy: [{ askedAt: 'desc' }, { id: 'desc' }],
          take,
        }),
      position: ({ askedAt, id }) => ({ at: askedAt, id }),
      view: questionView,
    }),

  ask: ({ by, ...question }) =>
    client.$transaction(async (tx) => {
      const { id, customerId, callId } = question
      const askedAt = new Date(clock.now())
      const { count } = await tx.question.createMany({ data: [{ ...question, askedAt, askedBy: by }], skipDuplicates: true })
      if (count === 0) return
      const row = await tx.question.findUniqueOrThrow({ where: { id } })
      const about = { customerId, ...(callId === undefined ? {} : { callId }) }
      await writeEntries(tx, keyOf(id), askedAt, about, [{ kind: 'question', params: lineOf(row), actor: by }])
    }),

  answer: (id, answer, by) =>
    client.$transaction(async (tx) => {
      const row = await tx.question.update({ where: { id }, data: { answer, answeredAt: new Date(clock.now()), answeredBy: by } })
      await tx.auditEntry.updateMany({ where: { key: `${keyOf(id)}/0` }, data: { params: json(lineOf(row)) } })
    }),
})

const keyOf = (id: string): string => `question/${id}`

/** What the timeline says of it: question and answer in one. */
const lineOf = ({ id, question, answer, answeredBy, answeredAt }: Prisma.QuestionModel) => ({
  questionId: id,
  question,
  answer,
  answeredBy,
  answeredAt: isoOrNull(answeredAt),
})

/** What this seller still waits for an answer to, oldest first. */
export async function openQuestions(queries: Queries, customerId: string): Promise<QuestionView[]> {
  const rows = await queries.question.findMany({
    where: { customerId, answeredAt: null },
    orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
    take: MOST_SHOWN,
  })
  return rows.map(questionView)
}

const MOST_SHOWN = 50

const questionView = ({ askedAt, answeredAt, ...row }: Prisma.QuestionModel): QuestionView => ({
  ...row,
  status: answeredAt === null ? 'open' : 'answered',
  askedAt: iso(askedAt),
  answeredAt: isoOrNull(answeredAt),
})
