import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { SETTINGS } from '../../config.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface ComposeService {
  readonly image: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, unknown>>
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, ComposeService> }
const ours = Object.entries(compose.services).filter(([, service]) => service.build !== undefined)

test('docker compose runs the same processes as npm start', () => {
  const programs = ours.map(([, { command }]) => command?.[0])
  for (const program of ['bin/api.ts', 'bin/worker.ts', 'bin/sandbox.ts', 'bin/lotse.ts']) expect(programs).toContain(program)
})

test.each(ours)('the compose service %s names a program that exists and settings that config.ts knows', (_, { command, environment }) => {
  expect(existsSync(join(root, command?.[0] ?? ''))).toBe(true)
  for (const name of Object.keys(environment ?? {})) expect(Object.keys(SETTINGS)).toContain(name)
})

test('every compose dependency is a service, and foreign images are pinned', () => {
  for (const service of Object.values(compose.services)) {
    for (const name of Object.keys(service.depends_on ?? {})) expect(Object.keys(compose.services)).toContain(name)
    if (service.build === undefined) expect(service.image).toMatch(/^[\w/-]+:\d[\w.]*$/)
  }
})

test('the image runs a program that exists, and the pipeline calls .ci/run', () => {
  const program = /^CMD \["(.+)"\]$/m.exec(read('Dockerfile'))?.[1]
  expect(existsSync(join(root, program ?? ''))).toBe(true)
  const steps = (parse(read('.github/workflows/ci.yml')) as { jobs: { test: { steps: { run?: string }[] } } }).jobs.test.steps
  expect(steps.map(({ run }) => run)).toContain('.ci/run')
})
