import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { Type } from 'typebox'
import { isOpen } from '../../domain/calls/calls.ts'
import type { Answer } from '../../domain/surveys.ts'
import { saveAnswer } from '../../workflows/quarterly-survey.ts'
import { found, Problem } from '../problems.ts'
import type { CallView } from '../schemas/calls.ts'
import { AnswerReply, AnswerValueBody, QuestionId } from '../schemas/surveys.ts'
import { Id } from '../schemas/values.ts'

export interface SurveyReads {
  /** In the order of the questions. */
  answers(callId: string): Promise<readonly Answer[]>
}

export interface SurveyRouteDeps {
  readonly calls: { find(callId: string): Promise<CallView | undefined> }
  readonly surveys: SurveyReads
  readonly temporal: Client
}

export const surveyRoutes: FastifyPluginAsyncTypebox<SurveyRouteDeps> = async (app, { calls, surveys, temporal }) => {
  app.put(
    '/v1/calls/:id/answers/:question',
    {
      schema: {
        tags: ['calls'],
        summary: 'Save one survey answer',
        description: 'The moment it is given; saved again it replaces the one before. Numbers are scores from 0 to 10.',
        params: Type.Object({ id: Id, question: QuestionId }),
        body: Type.Object({ value: AnswerValueBody }, { additionalProperties: false }),
        response: { 200: Type.Object({ callId: Type.String(), answers: Type.Array(AnswerReply) }) },
      },
    },
    async (request) => {
      const { id, question } = request.params
      const call = found(await calls.find(id), 'call')
      if (call.purpose !== 'survey') throw new Problem('call-not-open', 'The call is no survey: answers go with calls of purpose survey.')
      if (!isOpen(call.status)) throw over()
      const answer = { question, value: request.body.value }
      try {
        await temporal.workflow.getHandle(`survey/${id}`).executeUpdate(saveAnswer, { args: [answer] })
      } catch (error) {
        throw error instanceof WorkflowNotFoundError ? over() : error
      }
      return { callId: id, answers: [...(await surveys.answers(id))] }
    },
  )
}

const over = (): Problem => new Problem('call-not-open', 'The survey is over: it takes no more answers.')
