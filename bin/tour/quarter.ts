import { untilDue } from './clock.ts'
import type { Guide, Json } from './guide.ts'
import { day, type Seller, stepOf } from './sellers.ts'
import { talk } from './telephone.ts'

const ANSWERS = {
  improve: 'Tell me before a price changes at night.',
  satisfaction: 4,
  support: 9,
  recommend: 8,
} as const

/** A quarter later somebody asks what to improve; a low score proposes a talk about it, which somebody then asks for. Answers its call id. */
export async function quarter(guide: Guide, { id, life, number }: Seller): Promise<string> {
  const { stop, chapter } = guide
  chapter('A quarter later: what should we do better?')
  const planned = await stop({
    name: 'the plan says when the next survey is',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => stepOf(body, 'survey')?.status === 'planned' && stepOf(body, 'trial_end_call').status === 'done',
    summary: (body) => `${day(stepOf(body, 'survey').at)}, for ${stepOf(body, 'survey').why.params.quarter}`,
    workflow: life,
  })
  const card = await untilDue(
    guide,
    { customerId: id, step: 'survey', from: stepOf(planned, 'survey').at, workflow: life, days: 'nearly a quarter goes by' },
    (body) => `it opens with ${body.agenda[0].code}; ${body.sinceLastTalk.length} entries since the last talk`,
  )
  const survey = `survey/${card.id}`
  const hangUp = await talk(guide, { callId: card.id, number })
  for (const [index, [question, value]] of Object.entries(ANSWERS).entries())
    await stop({
      name: `she answers: ${question}`,
      request: { method: 'PUT', path: `/v1/calls/${card.id}/answers/${question}`, body: { value } },
      until: (body) =>
        body.answers.length === index + 1 && body.answers.some((one: Json) => one.question === question && one.value === value),
      summary: (body) => `${JSON.stringify(value)}, kept at once; ${body.answers.length} so far`,
      workflow: survey,
    })
  await hangUp()
  await stop({
    name: 'the survey is done',
    request: { method: 'POST', path: `/v1/calls/${card.id}/outcome`, body: { outcome: 'completed' } },
    until: (body) => body.status === 'done',
    summary: (body) => `${body.outcome}, held by ${body.agentId}`,
    workflow: `call/${card.id}`,
  })
  const isLow = ({ kind, customerId }: Json): boolean => kind === 'low_score' && customerId === id
  const { items } = await stop({
    name: 'the low score proposes to talk about it; nobody is called unasked',
    request: { method: 'GET', path: '/v1/notifications?limit=200' },
    until: (body) => body.items.some(isLow),
    summary: (body) => {
      const { scores, proposed } = body.items.find(isLow).params
      return `${scores.map(({ question, value }: Json) => `${question} ${value}`).join(', ')}: ${proposed.code} ${proposed.params.purpose} by ${proposed.params.by}`
    },
    workflow: survey,
  })
  const { purpose, topic, by } = items.find(isLow).params.proposed.params
  const consultation = await stop({
    name: 'the agent follows the proposal and asks for the call',
    request: { method: 'POST', path: `/v1/customers/${id}/calls`, body: { purpose, topic, at: by } },
    expect: 201,
    until: (body) => body.purpose === 'consultation',
    summary: (body) => `${body.purpose} about ${topic} is ${body.status}`,
    workflow: (body) => `call/${body.id}`,
  })
  await stop({
    name: 'the next survey is planned already',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => stepOf(body, 'survey')?.status === 'planned' && stepOf(body, 'survey').callId === undefined,
    summary: (body) => `${day(stepOf(body, 'survey').at)}; the one before: ${stepOf(body, 'survey').why.params.last.status}`,
    workflow: life,
  })
  return consultation.id
}
