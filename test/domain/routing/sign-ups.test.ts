import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { scheduleCall } from '../../../domain/routing/schedule.ts'
import { DAY, member, NOW, request, viewOf, week } from './office.ts'
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

/**
 * Twelve calls a day among four, each over a week later (by chance it would be hard to tell from luck), and Ana away for a fortnight. Her
 * calls of each day since she is back.
 */
function callsOfAna(absenceIsKnown: boolean): number[] {
  const speakers = ['ana', 'bob', 'eva', 'rui']
  const away = { start: NOW + 20 * DAY, end: NOW + 34 * DAY, substituteId: null }
  let carried = speakers.map((id) => ({ id, since: [] as number[] }))
  const hers: number[] = Array(26).fill(0)
  for (let day = 0; day < 60; day += 1) {
    const begin = NOW + day * DAY
    carried = carried.map(({ id, since }) => ({ id, since: since.filter((at) => at > begin - 7 * DAY) }))
    const isAway = begin >= away.start && begin < away.end
    const before = day * 12
    for (let n = before; n < before + 12; n += 1) {
      const now = begin + (n - before) * 60_000
      const team = carried.map(({ id, since }) => {
        const absences = id === 'ana' && (isAway || absenceIsKnown) ? [away] : []
        return member(id, {
          shifts: week('00:00', '24:00', [1, 2, 3, 4, 5, 6, 7]),
          load: since.length,
          carriedSince: since,
          absences,
        })
      })
      const asked = request({ callId: `call-${n}`, customerId: `customer-${n}`, at: new Date(now).toISOString() })
      const { agentId } = scheduleCall(asked, viewOf(team, { customerId: asked.customerId }), now)
      carried.find(({ id }) => id === agentId)?.since.push(now)
      if (agentId === 'ana' && isAway) throw new Error('she is away')
      if (agentId === 'ana' && begin >= away.end) hers[day - 34]! += 1
    }
  }
  return hers
}

test('whoever was away for a fortnight gets, each day that he is back, at most his fair share and one more', () => {
  const share = 12 / 4
  expect(Math.max(...callsOfAna(true))).toBeLessThanOrEqual(share + 1)
  expect(Math.max(...callsOfAna(false))).toBeGreaterThan(share + 1) // as it would be if nobody knew that she was away
})
