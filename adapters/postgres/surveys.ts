import type { SurveyRef, SurveyStore } from '../../activities/surveys.ts'
import type { SurveyReads } from '../../api/routes/surveys.ts'
import { type Answer, type AnswerValue, QUESTION_SET, QUESTIONS } from '../../domain/surveys.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { fromJson, json } from './values.ts'

export const createSurveyStore = ({ client }: Database, clock = machineClock): SurveyStore & SurveyReads => ({
  saveAnswers: (survey, answers) =>
    client.$transaction(async (tx) => {
      const now = new Date(clock.now())
      await writeDown(tx, survey, now)
      for (const { question, value } of answers)
        await tx.surveyAnswer.upsert({
          where: { surveyId_question: { surveyId: survey.callId, question } },
          create: { surveyId: survey.callId, question, value: json(value), at: now },
          update: { value: json(value), at: now },
        })
    }),

  answers: (callId) => readAnswers(client, callId),

  conclude: (survey, status, entries, notices) =>
    client.$transaction(async (tx) => {
      const now = new Date(clock.now())
      const { callId, customerId } = survey
      const written = await writeEntries(tx, `survey/${callId}`, now, { customerId, callId }, entries)
      if (written === 0) return
      await writeDown(tx, survey, now)
      await tx.survey.update({ where: { id: callId }, data: { status, endedAt: now } })
      await writeNotices(tx, `survey/${callId}`, now, { customerId, callId }, notices)
    }),
})

/** In the order of the questions; others behind them, by their ids. */
export async function readAnswers(queries: Queries, callId: string): Promise<Answer[]> {
  const answers = await queries.surveyAnswer.findMany({ where: { surveyId: callId }, orderBy: { question: 'asc' } })
  const place = (question: string): number => {
    const index = QUESTIONS.findIndex(({ id }) => id === question)
    return index < 0 ? QUESTIONS.length : index
  }
  return answers
    .map(({ question, value }) => ({ question, value: fromJson<AnswerValue>(value) }))
    .sort((a, b) => place(a.question) - place(b.question))
}

async function writeDown(queries: Queries, { callId, customerId, quarter }: SurveyRef, createdAt: Date): Promise<void> {
  const call = await queries.call.findUnique({ where: { id: callId }, select: { contactId: true } })
  const contactId = call?.contactId ?? null
  const row = { id: callId, callId, customerId, contactId, quarter, questionSet: QUESTION_SET, status: 'open', createdAt }
  await queries.survey.createMany({ data: [row], skipDuplicates: true })
}
