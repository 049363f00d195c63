import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const ROOMS = ['activities', 'adapters', 'api', 'bench', 'bin', 'domain', 'sandbox', 'workflows'] as const
type Room = (typeof ROOMS)[number]

interface Import {
  readonly file: string
  readonly target: string
  readonly typeOnly: boolean
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** Every import of a room: of ours as a path from the root, of others by package name. */
function importsOf(room: Room): Import[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !name.endsWith('.d.mts'))
    .flatMap((name) => {
      const file = join(room, name)
      return [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)].map(([, type, from, dynamic]) => {
        const target = from ?? dynamic ?? ''
        return { file, target: target.startsWith('.') ? normalize(join(dirname(file), target)) : target, typeOnly: type !== undefined }
      })
    })
}

const inRoom = (target: string, ...rooms: string[]): boolean => rooms.some((room) => target.startsWith(`${room}/`))
const breaches = (room: Room, allowed: (one: Import) => boolean): string[] =>
  importsOf(room)
    .filter((one) => !allowed(one))
    .map(({ file, target }) => `${file} imports ${target}`)

test('domain decides and knows nothing but itself; only its calendar knows Temporal dates', () => {
  expect(
    breaches(
      'domain',
      ({ file, target }) => inRoom(target, 'domain') || (inRoom(file, 'domain/calendar') && target === 'temporal-polyfill'),
    ),
  ).toEqual([])
})

test('domain asks neither the clock nor chance', () => {
  const files = readdirSync(join(root, 'domain'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const asking = files.filter((name) =>
    /Date\.now\(|new Date\(\)|Math\.random\(|process\.|fetch\(/.test(readFileSync(join(root, 'domain', name), 'utf8')),
  )
  expect(files.length).toBeGreaterThan(10)
  expect(asking).toEqual([])
})

test('workflows take values from Temporal and domain only, never its calendar, and types of activities', () => {
  const allowed = ({ target, typeOnly }: Import): boolean =>
    ['@temporalio/workflow', '@temporalio/common'].includes(target) ||
    inRoom(target, 'workflows') ||
    (inRoom(target, 'domain') && !inRoom(target, 'domain/calendar')) ||
    (typeOnly && inRoom(target, 'activities'))
  expect(breaches('workflows', allowed)).toEqual([])
})

test('what workflows import from domain leads to no calendar either', () => {
  const reached = new Set<string>()
  const follow = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    for (const [, type, from] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT))
      if (type === undefined && from?.startsWith('.')) follow(normalize(join(dirname(file), from)))
  }
  for (const { target, typeOnly } of importsOf('workflows')) if (!typeOnly && inRoom(target, 'domain')) follow(target)
  expect([...reached].filter((file) => inRoom(file, 'domain/calendar'))).toEqual([])
})

test('activities know ports, never adapters', () => {
  expect(breaches('activities', ({ target }) => inRoom(target, 'activities', 'domain') || target.startsWith('@temporalio/'))).toEqual([])
})

test('the API knows messages of workflows and domain, never activities or adapters', () => {
  expect(
    breaches('api', ({ target }) => !inRoom(target, 'activities', 'adapters', 'bin', 'sandbox', 'generated') && target !== 'config.ts'),
  ).toEqual([])
})

test('adapters implement ports: of activities and API they take types alone', () => {
  const allowed = ({ target, typeOnly }: Import): boolean =>
    !inRoom(target, 'bin', 'sandbox', 'workflows') &&
    (typeOnly || !inRoom(target, 'activities', 'api')) &&
    (target !== 'config.ts' || typeOnly)
  expect(breaches('adapters', allowed)).toEqual([])
})

test('only adapters know Prisma', () => {
  const knowing = (['activities', 'api', 'bin', 'domain', 'sandbox', 'workflows'] as const).flatMap((room) =>
    breaches(room, ({ target }) => !inRoom(target, 'generated') && !target.startsWith('@prisma/')),
  )
  expect(knowing).toEqual([])
})

test('the sandbox knows nothing of ours but domain, and only bin knows the sandbox', () => {
  expect(breaches('sandbox', ({ target }) => !inRoom(target, 'activities', 'adapters', 'api', 'bin', 'workflows', 'generated'))).toEqual([])
  const others = (['activities', 'adapters', 'api', 'domain', 'workflows'] as const).flatMap((room) =>
    breaches(room, ({ target }) => !inRoom(target, 'sandbox')),
  )
  expect(others).toEqual([])
})

test('benchmarks measure all of it, and nothing needs them', () => {
  expect(ROOMS.filter((room) => room !== 'bench').flatMap((room) => breaches(room, ({ target }) => !inRoom(target, 'bench')))).toEqual([])
})

test('config.ts alone reads process.env', () => {
  const readers = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      // The bootstrap runs before TypeScript can.
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name))
      .filter((file) => /process\.env/.test(readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))),
  )
  expect(readers).toEqual([])
})
