import { DeterminismViolationError } from '@temporalio/workflow'
import { expect, test } from 'vitest'
import * as workflows from '../../workflows/index.ts'
import { bundlePatched, bundleWith, exchange } from './bundle.ts'
import { isOfFirstVersion, readRecording, recordedNames } from './corpus.ts'
import { replayFailures } from './replayed.ts'

const NAMES = recordedNames()

test('the workflows that workers run replay every recorded history', async () => {
  expect(await replayFailures(NAMES.map(readRecording))).toEqual(new Map())
})

test.each(Object.keys(workflows))('there are histories of %s that wait and histories that have ended', (type) => {
  const states = new Set(NAMES.filter((name) => name.startsWith(`${type}.`)).map((name) => name.split('.').at(-1)))
  const goesOn = ['customer', 'calendarFeed'].includes(type) ? ['renewed'] : []
  expect([...states].sort()).toEqual(['finished', 'parked', ...goesOn])
})

test('lives that the first version began are replayed as they were, without years', async () => {
  const firstLives = NAMES.filter((name) => name.startsWith('customer.'))
    .map(readRecording)
    .filter(({ history }) => isOfFirstVersion(history))
  expect(firstLives.length).toBeGreaterThan(10)
  expect(await replayFailures(firstLives)).toEqual(new Map())

  // Of histories that go on after the first day: what a life did last is compared with nothing.
  const names = ['customer.declined.parked', 'customer.onboarded-now.parked']
  const failures = await replayFailures(names.map(readRecording), await bundlePatched('years', true))
  expect([...failures.keys()]).toEqual(names)
})

test('replay fails where two activities are exchanged, in a history that waits and in one that has ended', async () => {
  const wrong = await bundleWith((code) => exchange(code, 'records.recordWelcome(', 'records.saveCall('))
  const names = ['call.accepted.parked', 'call.completed.finished']
  const failures = await replayFailures(names.map(readRecording), wrong)
  expect([...failures.keys()]).toEqual(names)
  for (const error of failures.values()) expect(error).toBeInstanceOf(DeterminismViolationError)
})

test('replay fails where the clocks of a life come from another activity, in its first run and in a later one', async () => {
  const wrong = await bundleWith((code) => exchange(code, 'records.planClocks(', 'records.endTrial('))
  const names = ['customer.product-added.parked', 'customer.later-run.renewed']
  const failures = await replayFailures(names.map(readRecording), wrong)
  expect([...failures.keys()]).toEqual(names)
  for (const error of failures.values()) expect(error).toBeInstanceOf(DeterminismViolationError)
})
