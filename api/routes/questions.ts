import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { newIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField } from '../problems.ts'
import type { CustomerView } from '../schemas/customers.ts'
import { AnswerBody, QUESTION_STATUSES, QuestionBody, QuestionParams, QuestionReply, type QuestionView } from '../schemas/questions.ts'
import { IdParams, OneOf, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'

export type QuestionStatus = (typeof QUESTION_STATUSES)[number]

export interface NewQuestion {
  readonly id: string
  readonly customerId: string
  readonly question: string
  /** BCP 47 */
  readonly language?: string
  readonly callId?: string
  readonly hotlineId?: string
  readonly by: string
}

export interface QuestionDesk {
  find(customerId: string, questionId: string): Promise<QuestionView | undefined>
  /** Newest first. */
  list(status: QuestionStatus | undefined, page: PageRequest): Promise<Page<QuestionView>>
  /** One line of the timeline; a repeat writes nothing. */
  ask(question: NewQuestion): Promise<void>
  /** Into the same line. The last answer stands. */
  answer(questionId: string, answer: string, by: string): Promise<void>
}

export interface QuestionRouteDeps {
  readonly questions: QuestionDesk
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
  readonly calls: { find(callId: string): Promise<{ readonly customerId: string } | undefined> }
  readonly hotline: { find(hotlineId: string): Promise<{ readonly customerId: string | null } | undefined> }
}

export const questionRoutes: FastifyPluginAsyncTypebox<QuestionRouteDeps> = async (app, { questions, customers, calls, hotline }) => {
  const tags = ['customers']
  const known = async (customerId: string, questionId: string): Promise<QuestionView> =>
    found(await questions.find(customerId, questionId), 'question')

  app.get(
    '/v1/questions',
    {
      schema: {
        tags,
        summary: 'What sellers asked, newest first',
        querystring: Type.Object({ ...PageQuery, status: Type.Optional(OneOf(QUESTION_STATUSES)) }),
        response: { 200: PageOf(QuestionReply) },
      },
    },
    async (request) => questions.list(request.query.status, pageOf(request.query)),
  )

  app.post(
    '/v1/customers/:id/questions',
    {
      config: { access: 'customers', idempotent: true },
      schema: {
        tags,
        summary: 'Write down what a seller asked',
        description: 'It stands on the card of his next call until it is answered. Question and answer are one item of the timeline.',
        params: IdParams,
        body: QuestionBody,
        response: { 201: QuestionReply },
      },
    },
    async (request, reply) => {
      const { id: customerId } = request.params
      const { question, language, callId, hotlineId } = request.body
      found(await customers.find(customerId), 'customer')
      if (callId !== undefined && (await calls.find(callId))?.customerId !== customerId)
        throw invalidField('/callId', 'is no call of this customer')
      if (hotlineId !== undefined && (await hotline.find(hotlineId))?.customerId !== customerId)
        throw invalidField('/hotlineId', 'is no hotline call of this customer')
      const principal = principalOf(request)
      const id = newIdOf(request, 'question')
      await questions.ask({
        id,
        customerId,
        question,
        ...(language === undefined ? {} : { language }),
        ...(callId === undefined ? {} : { callId }),
        ...(hotlineId === undefined ? {} : { hotlineId }),
        by: actorOf(principal),
      })
      return reply.code(201).send(await known(customerId, id))
    },
  )

  app.put(
    '/v1/customers/:id/questions/:questionId',
    {
      config: { access: 'customers' },
      schema: { tags, summary: 'Answer it', params: QuestionParams, body: AnswerBody, response: { 200: QuestionReply } },
    },
    async (request) => {
      const { id: customerId, questionId } = request.params
      await known(customerId, questionId)
      await questions.answer(questionId, request.body.answer, actorOf(principalOf(request)))
      return known(customerId, questionId)
    },
  )
}
