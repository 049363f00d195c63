import type { Statement } from '../../../domain/consent/ledger.ts'
import { peopleChanged, sayConsent, setCallTimes } from '../../../workflows/customer.ts'
import type { Scenario, Stage } from '../stage.ts'
import { setClocks, startLaterRun, startLife, surveyEachQuarter, trialUntil } from './in-life.ts'
import { DAY, HOUR } from './on-call.ts'

const word = (stage: Stage, act: Statement['act'], fields: Partial<Statement> = {}): Statement => ({
  id: `${stage.name}-${act}`,
  contactId: null,
  act,
  scope: 'all',
  channel: 'phone',
  how: 'mail',
  evidence: 'his mail',
  saidAt: stage.in(0),
  by: 'agent/anna',
  ...fields,
})

/** What is said about being called beside calls, and when. */
export const callConsents: Scenario[] = [
  {
    name: 'no-calls-by-mail',
    async play(stage) {
      setClocks(stage, { trial: trialUntil(stage, 5), survey: { at: stage.in(90 * DAY), quarter: '2027-Q1' } })
      const life = await startLife(stage)
      await life.ask(sayConsent, word(stage, 'opted_out'))
      await life.record('no-calls-by-mail')
      await life.ask(sayConsent, word(stage, 'opt_out_withdrawn', { saidAt: stage.in(DAY) }))
      await life.record('calls-again')
    },
  },
  {
    name: 'somebody-else-to-ask',
    async play(stage) {
      surveyEachQuarter(stage)
      const life = await startLaterRun(stage)
      await life.ask(sayConsent, word(stage, 'opted_out', { scope: 'survey', contactId: 'contact-1' }))
      await stage.tell(`customer/${stage.name}`, (handle) => handle.signal(peopleChanged))
      await life.record('somebody-else-to-ask')
    },
  },
  {
    name: 'nobody-to-ask',
    async play(stage) {
      surveyEachQuarter(stage)
      stage.stand.turn = { skips: { code: 'escalated', params: {} } }
      const life = await startLaterRun(stage)
      await stage.pass(DAY + HOUR)
      await life.record('nobody-to-ask')
    },
  },
  {
    name: 'everybody-was-asked',
    async play(stage) {
      surveyEachQuarter(stage)
      stage.stand.turn = { at: stage.in(3 * DAY) }
      const life = await startLaterRun(stage)
      await stage.pass(DAY + HOUR)
      await life.record('everybody-was-asked')
      stage.stand.turn = { contactId: 'contact-2', language: 'es' }
      await stage.pass(2 * DAY)
      await life.record('the-other-is-asked')
    },
  },
  {
    name: 'other-call-times',
    async play(stage) {
      surveyEachQuarter(stage)
      const life = await startLaterRun(stage)
      await life.ask(setCallTimes, { hours: [{ weekday: 2, from: '17:00', until: '19:00' }], actor: 'agent/anna' })
      await life.record('other-call-times')
    },
  },
]
