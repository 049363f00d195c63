import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processEnvironment } from '../../config.ts'
import { isRecorded, type Recording, removeRecordings, writeRecording } from '../../test/replay/corpus.ts'
import { SCENARIOS } from '../../test/replay/scenarios/index.ts'
import { playScenarios } from '../../test/replay/stage.ts'
import { startTimeSkipping } from '../../test/support/temporal.ts'
import { root } from '../embedded/layout.ts'
import { temporalBinary } from '../embedded/temporal-server.ts'

/*
 * For developers: plays the scenarios of test/replay/scenarios with today's workflows and records their histories, which CI replays
 * from then on.
 *
 *   npx tsx bin/commands/record-histories.ts [SCENARIO...]           adds those that are not there yet
 *   npx tsx bin/commands/record-histories.ts --again [SCENARIO...]   records those that are there anew; without names, all that scenarios play
 *
 * A recorded history stands for the lives that a released version has begun: it is never overwritten. When a change (behind
 * patched()) alters what a scenario does, give scenario and branches new names and record them; the old files stay and are still
 * replayed. --again is for histories that no released version has written.
 */

/** What to record, and what of the corpus makes way for it. */
interface Wish {
  readonly names: readonly string[]
  readonly again: boolean
}

function wishOf(words: readonly string[]): Wish {
  const names = words.filter((word) => word !== '--again')
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name))
  if (unknown.length > 0) throw new Error(`no scenario is called ${unknown.join(', ')}: they are in test/replay/scenarios`)
  return { names, again: words.includes('--again') }
}

async function play(names: readonly string[]): Promise<Recording[]> {
  await import('../bundle-workflows.ts') // today's workflows, not those of the last set-up
  const temporal = await startTimeSkipping(temporalBinary(processEnvironment(), 'temporal-test-server'))
  try {
    const scenarios = names.length === 0 ? SCENARIOS : SCENARIOS.filter(({ name }) => names.includes(name))
    const played = await playScenarios(scenarios, temporal, { codePath: join(root, 'dist', 'workflows.js') })
    return [...played.values()].flat()
  } finally {
    await temporal.close()
  }
}

async function recordHistories({ names, again }: Wish): Promise<string> {
  const recordings = await play(names)
  // What no scenario plays any more, the histories of older versions, could never be recorded again: it stays.
  if (again) removeRecordings(recordings.map(({ name }) => name))
  const missing = recordings.filter(({ name }) => !isRecorded(name))
  if (missing.length < recordings.length && names.length > 0)
    throw new Error('recorded already, and never overwritten: give the scenario and its branches new names')
  const bytes = missing.map(writeRecording).reduce((sum, size) => sum + size, 0)
  return `recorded ${missing.length} histories (${Math.ceil(bytes / 1024)} KB), left ${recordings.length - missing.length} as they are`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await recordHistories(wishOf(process.argv.slice(2))).then(
    (told) => process.stdout.write(`${told}\n`),
    (error: Error) => {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 3
    },
  )
}
