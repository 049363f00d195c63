import { analyseProfile, connectAmazon, describeSeller } from '../../../workflows/customer.ts'
import { accountAdded } from '../../../workflows/messages.ts'
import type { Scenario, Stage } from '../stage.ts'
import { authorised, consentOf } from './consents.ts'
import { setClocks, startLife } from './in-life.ts'
import { DAY, MINUTE } from './on-call.ts'

const connected = async (stage: Stage) => {
  setClocks(stage, {})
  const life = await startLife(stage)
  authorised(stage, 365)
  await life.ask(connectAmazon, consentOf(stage))
  return { life, record: (branch: string) => stage.record(`profile/${stage.name}`, branch) }
}
const ASKED = { actor: 'agent/anna' }

/** The analysis of a seller's accounts, and what it means for his life. */
export const analyses: Scenario[] = [
  {
    name: 'analysis-done',
    async play(stage) {
      const { life, record } = await connected(stage)
      await record('done')
      await life.ask(analyseProfile, ASKED)
      await life.ask(describeSeller, { experience: 'newcomer', actor: 'agent/anna' })
      await life.record('analysed-twice-and-described')
    },
  },
  {
    name: 'analysis-fails',
    stand: { analysis: 'fails' },
    async play(stage) {
      const { life, record } = await connected(stage)
      await record('failed')
      await life.move('profile_analysis', stage.in(DAY))
      await life.record('analysis-failed')
    },
  },
  {
    name: 'analysis-revoked',
    stand: { analysis: 'revoked' },
    async play(stage) {
      const { life, record } = await connected(stage)
      setClocks(stage, { revoked: true })
      await life.ask(analyseProfile, ASKED)
      await record('revoked')
      await life.record('authorisation-revoked')
      delete stage.stand.analysis
      authorised(stage, 365)
      await life.ask(connectAmazon, consentOf(stage))
      await life.record('authorisation-renewed')
    },
  },
  {
    name: 'account-added',
    async play(stage) {
      setClocks(stage, {})
      const life = await startLife(stage)
      authorised(stage, 365)
      await stage.tell(`customer/${stage.name}`, (handle) => handle.signal(accountAdded))
      await life.record('account-added')
    },
  },
  {
    name: 'joined-with-an-account',
    stand: { join: 'contact' },
    async play(stage) {
      const amazon = { accountId: 'account-1', sellingPartnerId: 'A1B2C3D4E5', region: 'eu', sealedRefreshToken: 'c2VhbGVk' } as const
      const life = await startLife(stage, { amazon })
      await life.record('joined-with-an-account')
    },
  },
  // Last: the test server's clock may stand still after an activity whose workflow ended before it did.
  {
    name: 'analysis-under-way',
    stand: { analysis: 'goes on' },
    async play(stage) {
      const { life, record } = await connected(stage)
      await record('under-way')
      await life.ask(analyseProfile, ASKED) // one is enough
      await life.ask(connectAmazon, consentOf(stage)) // once more, afterwards
      await life.record('analysis-under-way')
      await life.hear('account.cancelled', MINUTE)
      await record('withdrawn')
      await life.record('analysis-withdrawn')
    },
  },
]
