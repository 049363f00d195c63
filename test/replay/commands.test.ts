import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTimeSkipping, type TemporalHarness } from '../support/temporal.ts'
import { bundlePatched, bundleWith } from './bundle.ts'
import { stepsOf } from './commands.ts'
import { isOfFirstVersion, isRecorded, type Recording, readRecording } from './corpus.ts'
import { replayFailures } from './replayed.ts'
import { SCENARIOS } from './scenarios/index.ts'
import { playScenarios } from './stage.ts'

let temporal: TemporalHarness
let played: Map<string, Recording[]>
beforeAll(async () => {
  temporal = await startTimeSkipping()
  played = await playScenarios(SCENARIOS, temporal)
})
afterAll(async () => {
  await temporal?.close()
})

test.each(SCENARIOS.map(({ name }) => name))(
  '%s: the same commands with the same arguments in the same order as when it was recorded',
  (scenario) => {
    for (const { name, history } of played.get(scenario) ?? []) {
      expect(isRecorded(name), `${name} is not recorded yet: npx tsx bin/commands/record-histories.ts`).toBe(true)
      expect(stepsOf(history), name).toEqual(stepsOf(readRecording(name).history))
    }
  },
)

test.each([
  [
    'exchanged arguments',
    (code: string) => code.replace(/const talk = \{\s*callId,\s*customerId,/, 'const talk = { callId: customerId, customerId: callId,'),
  ],
  ['a wait that is no longer waited for', (code: string) => code.replace(/await (\w+\.records\.recordWelcome\()/, '$1')],
])('%s are seen by the comparison where replay stays silent', async (_mistake, make) => {
  const wrong = await bundleWith(make)
  const recording = readRecording('call.opted-out.finished')
  expect(await replayFailures([recording], wrong)).toEqual(new Map())

  const scenario = SCENARIOS.filter(({ name }) => name === 'opted-out')
  const [now] = (await playScenarios(scenario, temporal, wrong)).get('opted-out') ?? []
  expect(now?.name).toBe(recording.name)
  expect(stepsOf(now?.history ?? {})).not.toEqual(stepsOf(recording.history))
})

test('a life that the first version began goes on in a new run when it is asked to, and has years from then on', async () => {
  const scenario = SCENARIOS.filter(({ name }) => name === 'renewed')
  const [first, second] = (await playScenarios(scenario, temporal, await bundlePatched('years', false))).get('renewed') ?? []
  if (!first || !second) throw new Error('the scenario records both runs')
  expect(isOfFirstVersion(first.history)).toBe(true)
  expect(stepsOf(first.history).at(-1)).toMatchObject({ renewed: 'customer' })
  expect(stepsOf(second.history)).toContainEqual(expect.objectContaining({ activity: 'planClocks' }))
  expect(await replayFailures([first, second])).toEqual(new Map())
})
