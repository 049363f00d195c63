import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLines } from '../../adapters/in-line.ts'

test('of one name never more than so many work at once, and everybody has his turn', async () => {
  const inLine = createLines(3)
  let [busy, most] = [0, 0]
  const work = async () => {
    busy += 1
    most = Math.max(most, busy)
    await turn()
    busy -= 1
    return 'done'
  }
  const done = await Promise.all(Array.from({ length: 20 }, () => inLine('one', work)))
  expect([most, done]).toEqual([3, Array(20).fill('done')])
})

test('names do not wait for each other', async () => {
  const inLine = createLines(1)
  let release = () => {}
  const slow = inLine(
    'one',
    () =>
      new Promise<void>((resolve) => {
        release = resolve
      }),
  )
  expect(await inLine('other', async () => 'done')).toBe('done')
  release()
  await slow
})

test('who fails makes room for the next', async () => {
  const inLine = createLines(1)
  const failed = inLine('one', () => Promise.reject(new Error('broken')))
  const next = inLine('one', async () => 'done')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('done')
})
