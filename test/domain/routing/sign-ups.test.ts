import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { signUps } from './sign-ups.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const loader = pathToFileURL(resolve(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href

test.each([1, 2])('1,000 random sign-ups (seed %i): the loads of equal speakers are never more than one apart', (seed) => {
  const { loads, spread, nobody } = signUps(1_000, seed)
  expect(spread).toBeLessThanOrEqual(1)
  expect([...loads.values()].reduce((sum, load) => sum + load, 0)).toBe(1_000 - nobody)
  expect(nobody).toBeGreaterThan(0) // somebody asks for Finnish alone
})

test('another process, in another zone and language, decides every one of them the same', async () => {
  const others = [
    { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8', LC_ALL: 'ja_JP.UTF-8' },
    { TZ: 'America/Sao_Paulo', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  ]
  const digests = await Promise.all(
    others.map(async (env) => {
      const args = ['--import', loader, resolve(import.meta.dirname, 'sign-ups.ts'), '200', '4']
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, ...env } })
      return stdout
    }),
  )
  const here = signUps(200, 4).digest
  expect(digests).toEqual([here, here])
})
