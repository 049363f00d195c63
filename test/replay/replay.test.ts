import { DeterminismViolationError } from '@temporalio/workflow'
import { expect, test } from 'vitest'
import * as workflows from '../../workflows/index.ts'
import { bundleWith, exchange } from './bundle.ts'
import { readRecording, recordedNames } from './corpus.ts'
import { replayFailures } from './replayed.ts'

const NAMES = recordedNames()

test('the workflows that workers run replay every recorded history', async () => {
  expect(await replayFailures(NAMES.map(readRecording))).toEqual(new Map())
}, 60_000)

test.each(Object.keys(workflows))('there are histories of %s that wait and histories that have ended', (type) => {
  const states = new Set(NAMES.filter((name) => name.startsWith(`${type}.`)).map((name) => name.split('.').at(-1)))
  expect([...states].sort()).toEqual(['finished', 'parked'])
})

test('replay fails where two activities are exchanged, in a history that waits and in one that has ended', async () => {
  const wrong = await bundleWith((code) => exchange(code, 'records.recordWelcome(', 'records.saveCall('))
  const names = ['call.accepted.parked', 'call.completed.finished']
  const failures = await replayFailures(names.map(readRecording), wrong)
  expect([...failures.keys()]).toEqual(names)
  for (const error of failures.values()) expect(error).toBeInstanceOf(DeterminismViolationError)
})
