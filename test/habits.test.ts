import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { settingsTable } from '../bin/commands/settings-table.ts'
import { openApiDocument } from '../bin/openapi.ts'

const root = resolve(import.meta.dirname, '..')
const run = promisify(execFile)

/** Runs a tool of node_modules and gives what it said where it found something. */
const findings = (tool: string, ...args: string[]): Promise<string> =>
  run(process.execPath, [join(root, 'node_modules', tool), ...args], { cwd: root, maxBuffer: 1 << 24 }).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
  )

test('the compiler has nothing to say', async () => {
  expect(await findings('typescript/bin/tsc', '-p', '.')).toBe('')
})

test('the linter has nothing to say', async () => {
  expect(await findings('@biomejs/biome/bin/biome', 'check', '--error-on-warnings')).toBe('')
})

test('nothing is unused: no file, no export, no dependency', async () => {
  expect(await findings('knip/bin/knip.js', '--no-progress')).toBe('')
})

test('openapi.json is what the routes say (npm run -s lotse -- openapi writes it)', async () => {
  expect(JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'))).toEqual(await openApiDocument())
})

test("README's table of settings is made from config.ts (npm run -s lotse -- settings prints it)", () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(settingsTable())
})
