import { quarterlySurvey, type SurveyStart, saveAnswer } from '../../../workflows/quarterly-survey.ts'
import type { Scenario, Stage } from '../stage.ts'
import { asker, DAY, HOUR, MINUTE, onCall, withdrawer } from './on-call.ts'

async function startSurvey(stage: Stage, fields: Partial<SurveyStart> = {}) {
  const id = `survey/${stage.name}`
  const start = { callId: stage.name, customerId: 'seller', languages: ['pt'], quarter: '2027-Q1', actor: 'key/shop', ...fields }
  await stage.start(quarterlySurvey, id, [start])
  const { ask } = asker(stage, id)
  return {
    call: onCall(stage, stage.name),
    save: (question: string, value: string | number) => ask(saveAnswer, { question, value }),
    withdraw: withdrawer(stage, id),
    record: (branch: string) => stage.record(id, branch),
  }
}

/** Surveys without a life around them. */
export const surveys: Scenario[] = [
  {
    name: 'survey-held',
    async play(stage) {
      const survey = await startSurvey(stage)
      await survey.call.record('survey')
      await stage.pass(31 * MINUTE)
      await survey.save('improve', 'faster answers')
      await survey.save('satisfaction', 6)
      await survey.save('satisfaction', 5) // he thought again
      await survey.record('held')
      await survey.call.say({ outcome: 'completed', data: { answers: [{ question: 'recommend', value: 9 }] } })
      await survey.record('held')
      await survey.call.record('survey')
    },
  },
  {
    name: 'survey-at-a-named-time',
    async play(stage) {
      const survey = await startSurvey(stage, {
        moved: { at: stage.in(2 * DAY), because: { code: 'moved', params: { reason: 'on holiday' } } },
      })
      await survey.record('at-a-named-time')
      await stage.pass(2 * DAY + HOUR)
      await survey.call.say({ outcome: 'partial', data: { answers: [{ question: 'support', value: 10 }] } })
      await survey.record('at-a-named-time')
    },
  },
  {
    name: 'survey-refused',
    async play(stage) {
      const survey = await startSurvey(stage)
      await survey.call.say({ outcome: 'opted_out', data: { scope: 'survey' } })
      await survey.record('opted-out')
    },
  },
  {
    name: 'survey-not-reached',
    async play(stage) {
      const survey = await startSurvey(stage)
      for (const _try of [1, 2]) {
        await survey.call.say({ outcome: 'no_answer' })
        await stage.pass(25 * HOUR)
      }
      await survey.record('not-reached')
      await survey.call.say({ outcome: 'no_answer' })
      await survey.record('not-reached')
    },
  },
  {
    name: 'survey-withdrawn',
    async play(stage) {
      const survey = await startSurvey(stage)
      await survey.save('improve', 'longer trial')
      await survey.withdraw('account_cancelled')
      await survey.record('withdrawn')
    },
  },
]
